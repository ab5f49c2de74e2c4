"""Makes the mails of a newsletter, some readers at a time; what the worker does at every round.

Its row is locked, and how far it has come is written in one transaction with the mails: nobody gets it twice, and
nobody is left out, however often a worker is killed. What it says is read anew for each of these times.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from practices import mail
from practices.models import Newsletter
from practices.newsletters import showing
from practices.stop_links import OF_THE_NEWSLETTER, headers

AT_ONCE = 100
ROUNDS = 5  # before other mail has its turn


def send() -> int:
    """How many mails were made."""
    number = 0
    for _round in range(ROUNDS):
        made = _send_some()
        if not made:
            break
        number += made
    return number


@transaction.atomic
def _send_some() -> int:
    newsletter = Newsletter.objects.being_sent().select_for_update(skip_locked=True).first()
    if newsletter is None:
        return 0
    wanting = User.objects.filter(wants_newsletter=True, is_active=True, pk__gt=newsletter.last_reader)
    readers = list(wanting.order_by("pk")[:AT_ONCE])
    if readers:
        mail.queue_each(_mails(newsletter, readers))
        newsletter.last_reader = readers[-1].pk
    else:
        newsletter.told_at = timezone.now()
    newsletter.save(update_fields=["last_reader", "told_at"])
    return len(readers)


def _mails(newsletter: Newsletter, readers: list[User]) -> list[dict]:
    shown = {
        "newsletter": newsletter,
        "groups": showing.groups(newsletter),
        "base": settings.HUB_BASE_URL,
        "link": settings.HUB_BASE_URL + newsletter.get_absolute_url(),
    }
    subject, body = mail.rendered("newsletter", shown | {"stop_link": STOP})
    links = {person.email: OF_THE_NEWSLETTER.to(person.pk) for person in readers}
    return [
        {"to": [address], "subject": subject, "message": body.replace(STOP, link), "headers": headers(link)}
        for address, link in links.items()
    ]


# Stands in the body, which is the same for all, for what is each reader's own. Nobody can type it.
STOP = "\x00stop\x00"
