"""What becomes of a message to a contact: answered, passed on, or given up; and contacts that take a break."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from practices import contact, contact_policies, policies
from practices.actions.locking import lock
from practices.contacting.steps import next_turn
from practices.models import ContactMessage, ContactPause, Practice

Outcome = ContactMessage.Outcome


def locked(message: ContactMessage) -> ContactMessage:
    """The message as it is now, locked until the transaction ends; its practice is locked before it."""
    practice = lock(message.practice)
    ContactMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
    message = ContactMessage.objects.select_related("sender").get(pk=message.pk)
    message.practice = practice
    return message


@transaction.atomic
def say_answered(*, message: ContactMessage, by: Any) -> ContactMessage:
    """By the link that asked: nobody else is asked any more. `by` is whoever opened it, signed in or not."""
    message = locked(message)
    contact_policies.require(by, "answer_by_link", message)
    return _settle(message, Outcome.SAID, None)


@transaction.atomic
def settle(*, message: ContactMessage, outcome: str, by: Any) -> ContactMessage:
    """Whoever wrote it has an answer, or needs none any more."""
    message = locked(message)
    contact_policies.require(by, "settle", message)
    return _settle(message, outcome, by)


@transaction.atomic
def hand_on(*, message: ContactMessage, step: str, by: Any) -> ContactMessage:
    """By the link that asked at this step: somebody else is asked at once."""
    message = locked(message)
    contact_policies.require(by, "pass_on_by_link", message)
    if message.step != step:
        raise PermissionDenied(_("This message has been passed on already."))
    return pass_on(message=message, step=step, by=None)


@transaction.atomic
def pass_on(*, message: ContactMessage, step: str, by: Any) -> ContactMessage:
    """Ask whoever comes after those at this step; where nobody does, it is given up. Nothing, where it has moved on.

    The words go to nobody once the sender may not write about the write-up any more, or has gone.
    """
    message = locked(message)
    if not message.is_waiting or message.step != step:
        return message
    if not message.sender.is_active or policies.why_not(message.sender, "take_part", message.practice):
        return _settle(message, Outcome.GONE, by)
    turn = next_turn(message)
    if turn is None:
        return _settle(message, Outcome.UNANSWERED, by)
    message.step, message.step_since = turn.step, timezone.now()
    message.save(update_fields=["step", "step_since"])
    contact.queue_mail(message=message, addresses=turn.addresses)
    audit.record("contact_message_passed_on", on=message.practice, by=by, message=message.pk, step=turn.step)
    return message


@transaction.atomic
def pause(*, practice: Practice, until: date, words: str, by: Any) -> ContactPause:
    """Readers are told, and can send nothing until the day."""
    practice = lock(practice)
    contact_policies.require(by, "pause", practice)
    said = {"until": until, "words": words, "set_by": by, "set_at": timezone.now()}
    paused, _is_new = ContactPause.objects.update_or_create(practice=practice, defaults=said)
    audit.record("contact_paused", on=practice, by=by, until=until.isoformat())
    return paused


@transaction.atomic
def resume(*, practice: Practice, by: Any) -> None:
    """Take messages again; nothing happens where there is no pause."""
    practice = lock(practice)
    contact_policies.require(by, "pause", practice)
    ended, _rows = ContactPause.objects.filter(practice=practice).delete()
    if ended:
        audit.record("contact_resumed", on=practice, by=by)


def _settle(message: ContactMessage, outcome: str, by: Any) -> ContactMessage:
    message.outcome, message.outcome_at, message.message = outcome, timezone.now(), ""
    message.save(update_fields=["outcome", "outcome_at", "message"])
    audit.record("contact_message_settled", on=message.practice, by=by, message=message.pk, outcome=outcome)
    return message
