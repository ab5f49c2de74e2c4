"""Who may say what becomes of a message to a contact, and that a contact takes none for some time.

A link answers for whoever it was sent to, signed in or not: for its rules the person is whoever opens it.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.rules import Rules
from practices import policies
from practices.contacting.steps import next_turn
from practices.models import ContactMessage, Practice


def is_contact(user: Any, practice: Practice) -> bool:
    """Whether messages go to the person's own proven address."""
    revision = practice.published_revision
    if not (user.is_authenticated and revision and revision.contact_email):
        return False
    return revision.contact_email.casefold() == user.email.casefold() and user.has_proven(user.email)


def pause(user: Any, practice: Practice) -> str | None:
    """May say that the contact takes no messages for some time, and that it does again."""
    owns = is_contact(user, practice)
    if reason := policies.why_nobody_looks_after(practice) if owns else policies.why_not(user, "confirm", practice):
        return reason
    return None if practice.shown.contact_email else _("This write-up has no contact yet.")


def settle(user: Any, message: ContactMessage) -> str | None:
    """May say that they have their answer, or need none any more."""
    if message.sender_id != user.pk:
        return _("Only whoever sent a message can say this.")
    return _why_over(message)


def answer_by_link(user: Any, message: ContactMessage) -> str | None:
    """May say, by a link, that they have answered: anybody who was ever asked."""
    if message.sender_id == user.pk:
        return _("This link was sent to the team, and you wrote the message. You find it under “Messages you sent”.")
    return _why_over(message)


def pass_on_by_link(user: Any, message: ContactMessage) -> str | None:
    """May have somebody else asked at once."""
    if reason := answer_by_link(user, message):
        return reason
    return None if next_turn(message) else _("There is nobody else whom the hub could ask.")


def _why_over(message: ContactMessage) -> str | None:
    return None if message.is_waiting else _("This message is settled, and nobody is asked about it any more.")


RULES = Rules(pause, settle, answer_by_link, pass_on_by_link)
why_not, can, require = RULES.why_not, RULES.can, RULES.require
