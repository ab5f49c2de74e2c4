"""Writing through the hub to a practice's contact, or to a team that adopts it: how often one may, and the mail.

The address stays between the hub and the mail server: no page, header for the sender, or error holds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices import mail
from practices.contacting import links
from practices.contacting.steps import next_turn
from practices.models import Adoption, ContactMessage, ContactPause, Practice

# Messages one person may send in a day, over the whole hub.
MESSAGES_A_DAY = 5
# Questions that one team which adopts a practice is passed on in a month.
QUESTIONS_A_MONTH = 10


def pause_of(practice: Practice) -> ContactPause | None:
    """What says that the contact takes no messages at present."""
    paused: ContactPause | None = getattr(practice, "contact_pause", None)
    return paused if paused and paused.until > timezone.localdate() else None


def why_not_now(user: Any, practice: Practice) -> str | None:
    """Why a person who may write to this contact has to wait, or None when they need not."""
    if paused := pause_of(practice):
        words = _("This team takes no messages until %(date)s. Until then, ask in the discussion.")
        return words % {"date": date_format(paused.until, "j F Y")}
    if reason := _why_not_today(user):
        return reason
    today = _today()
    taken = practice.published_revision.contact_calls
    to_contact = practice.contact_messages.filter(adoption=None)
    if taken is None or to_contact.filter(sent_at__gte=today.replace(day=1)).count() < taken:
        return None
    if taken == 0:
        return _("This team takes no messages at present. Ask in the discussion.")
    return ngettext(
        "This team takes %(limit)d message a month, and has had it. Try again on %(date)s, or ask in the discussion.",
        "This team takes %(limit)d messages a month, and has had them. "
        "Try again on %(date)s, or ask in the discussion.",
        taken,
    ) % {"limit": taken, "date": date_format(_first_of_next_month(today), "j F")}


def why_not_ask(user: Any, adoption: Adoption) -> str | None:
    """The same of a team that adopts it."""
    if reason := _why_not_today(user):
        return reason
    today = _today()
    asked = ContactMessage.objects.filter(adoption=adoption, sent_at__gte=today.replace(day=1))
    if asked.count() < QUESTIONS_A_MONTH:
        return None
    return _("This team has been asked %(limit)d times this month, which is the most. Try again on %(date)s.") % {
        "limit": QUESTIONS_A_MONTH,
        "date": date_format(_first_of_next_month(today), "j F"),
    }


def _why_not_today(user: Any) -> str | None:
    if ContactMessage.objects.filter(sender=user, sent_at__gte=_today()).count() < MESSAGES_A_DAY:
        return None
    return _("You have sent %(limit)d messages today, which is the most. Try again tomorrow.") % {
        "limit": MESSAGES_A_DAY
    }


def _today() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def _first_of_next_month(day: datetime) -> datetime:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def queue_mail(*, message: ContactMessage, addresses: Sequence[str]) -> None:
    """Put a mail in the queue for each who is asked now. They answer the sender directly: Reply-To is their address."""
    practice, sender = message.practice, message.sender
    context = _context(practice, sender, message.message) | {
        "step": message.step,
        "sent_on": timezone.localdate(message.sent_at),
        "say_link": links.link_to(message),
        "may_pass_on": next_turn(message) is not None,
    }
    subject, body = mail.rendered("contact_message", context)
    for address in addresses:
        mail.queue(subject, body, recipients=[address], headers={"Reply-To": sender.email})


def queue_question(*, adoption: Adoption, sender: Any, message: str) -> None:
    """The same to whoever leads an adoption."""
    mail.queue(
        *mail.rendered("adoption_question", _context(adoption.practice, sender, message) | {"adoption": adoption}),
        recipients=[adoption.lead.email],
        headers={"Reply-To": sender.email},
    )


def _context(practice: Practice, sender: Any, message: str) -> dict[str, Any]:
    link = settings.HUB_BASE_URL + practice.get_absolute_url()
    return mail.passed_on(sender, message) | {"practice": practice, "link": link}
