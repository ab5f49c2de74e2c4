"""The mails this app sends: about an account, an invitation, a request. They wait in the database's queue.

A template is one file in templates/accounts/emails/; its first line is the subject.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from post_office.models import STATUS, Email

from accounts.models import User


def absolute(path: str) -> str:
    """The address for use in a mail: the hub's own, whatever name the request came in by."""
    return settings.HUB_BASE_URL + path


def send(template: str, *, to: str | Iterable[str], **context: Any) -> None:
    """Queue one mail for each address, so that nobody learns of the other readers. Nobody who is blocked gets any."""
    text = render_to_string(
        f"accounts/emails/{template}.txt",
        {"hub_name": settings.HUB_NAME, "support_email": settings.HUB_SUPPORT_EMAIL} | context,
    )
    subject, _, body = text.strip().partition("\n")
    for address in _without_blocked([to] if isinstance(to, str) else to):
        send_mail(subject.strip(), body.strip() + "\n", None, [address])


def drop_waiting(person: User) -> None:
    """Mails to that person alone which have not left yet."""
    Email.objects.exclude(status=STATUS.sent).filter(to__iexact=person.email).delete()


def _without_blocked(addresses: Iterable[str]) -> list[str]:
    addresses = list(addresses)
    in_lower_case = [address.lower() for address in addresses]
    # Addresses of accounts are kept in lower case.
    blocked = set(User.objects.blocked().filter(email__in=in_lower_case).values_list("email", flat=True))
    return [address for address in addresses if address.lower() not in blocked]
