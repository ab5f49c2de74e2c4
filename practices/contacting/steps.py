"""Who is asked to answer a message: the contact, then the deputy, then the managers, or the moderators without them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F

from accounts.models import User
from practices import policies
from practices.actions.members import managers_of
from practices.lost_contacts import has_left
from practices.models import ContactMessage, Practice

Step = ContactMessage.Step
# Whoever is asked has so long to answer, before somebody else is asked. Bank holidays count as working days.
WORKING_DAYS = 10


@dataclass(frozen=True)
class Turn:
    step: str
    addresses: list[str]


def next_turn(message: ContactMessage) -> Turn | None:
    """Who is asked after those who are asked now; None where nobody is left."""
    for step in _steps_after(message.step):
        if addresses := _addresses(message.practice, step, message.sender):
            return Turn(step, addresses)
    return None


def _steps_after(step: str) -> list[str]:
    # The moderators stand in for managers, and are not asked after them.
    return {
        Step.CONTACT: [Step.DEPUTY, Step.MANAGER, Step.MODERATORS],
        Step.DEPUTY: [Step.MANAGER, Step.MODERATORS],
    }.get(Step(step), [])


def _addresses(practice: Practice, step: str, sender: Any) -> list[str]:
    if step == Step.DEPUTY:
        return _deputy(practice, sender)
    people = User.objects.moderators().order_by("pk")
    if step == Step.MANAGER:
        # Where readers see the region alone, a manager is not told either that it is theirs.
        people = [person for person in _managers(practice) if policies.answers_for(person, practice)]
    return [person.email for person in people if person.wants_review_mail and person.pk != sender.pk]


def _managers(practice: Practice) -> list[Any]:
    return managers_of(practice.organisation) if practice.organisation else []


def _deputy(practice: Practice, sender: Any) -> list[str]:
    """The deputy's address, unless it is the contact's or the sender's own, or its owner is gone."""
    address = practice.shown.contact_deputy
    if not address or address.lower() in (practice.shown.contact_email.lower(), sender.email.lower()):
        return []
    proven = {"emailaddress__verified": True, "emailaddress__email__iexact": F("email")}
    owner = User.objects.filter(email__iexact=address, **proven).first()
    return [] if owner and has_left(owner, practice) else [address]
