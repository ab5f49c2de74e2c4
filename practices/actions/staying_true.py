"""Keeping what is published true: saying that it is, and naming whom to ask. No claim changes, so nobody reviews it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from practices import lost_contacts, policies
from practices.actions.locking import lock
from practices.choices import ContactLostBecause
from practices.models import Practice, Revision, SectionSave
from practices.review_dates import usual_review_date
from practices.search.entries import index
from practices.sections import BY_KEY

CONTACT = BY_KEY["contact"]


@transaction.atomic
def confirm(*, practice: Practice, by: Any, review_by: date | None = None) -> Practice:
    """Say that it is still true, and when to ask again: in a year, unless another day is chosen."""
    practice = lock(practice)
    policies.require(by, "confirm", practice)
    practice.confirmed_at = timezone.now()
    practice.save(update_fields=["confirmed_at"])
    practice.shown.review_by = review_by or usual_review_date()
    practice.shown.save(update_fields=["review_by"])
    index(practice)
    audit.record("practice_confirmed", on=practice, by=by, revision=practice.shown.number)
    return practice


@transaction.atomic
def say_contact_gone(*, practice: Practice, by: Any) -> Practice:
    """From now on readers are told that a contact is being found, and no message is taken."""
    practice = lock(practice)
    policies.require(by, "say_contact_gone", practice)
    _lose_contact(practice, ContactLostBecause.SAID, by)
    return practice


@transaction.atomic
def name_contact(*, practice: Practice, by: Any, said: dict[str, Any]) -> Practice:
    """Name whom to ask: `said` has the fields of the contact section. It ends the search for a contact.

    A draft that still names the contact there was until now names the new one as well.
    """
    practice = lock(practice)
    policies.require(by, "look_after", practice)
    before = practice.shown.contact_email
    _write(practice.shown, said)
    if practice.draft_revision is not None and practice.draft.contact_email == before:
        _write(practice.draft, said)
        _count_as_a_save(practice.draft, by)
    found_contact(practice)
    practice.save(update_fields=["contact_lost_at", "contact_lost_because", "contact_named_at"])
    index(practice)
    audit.record("contact_named", on=practice, by=by, revision=practice.shown.number)
    return practice


def found_contact(practice: Practice) -> None:
    """There is somebody to ask. The caller saves."""
    practice.contact_lost_at = None
    practice.contact_lost_because = ""
    practice.contact_named_at = timezone.now()


@transaction.atomic
def note_lost_contacts() -> int:
    """Begin to look for a contact wherever the one that is named has left or gets no mail; how many these are."""
    reasons = lost_contacts.reasons()
    for practice in Practice.objects.current().filter(pk__in=reasons, contact_lost_at=None).select_for_update():
        _lose_contact(practice, reasons[practice.pk], None)
    return len(reasons)


def _lose_contact(practice: Practice, because: ContactLostBecause, by: Any) -> None:
    practice.contact_lost_at = timezone.now()
    practice.contact_lost_because = because
    practice.save(update_fields=["contact_lost_at", "contact_lost_because"])
    audit.record("contact_lost", on=practice, by=by, because=because)


def _write(revision: Revision, said: dict[str, Any]) -> None:
    for field in CONTACT.fields:
        setattr(revision, field, said[field])
    revision.save(update_fields=CONTACT.fields)


def _count_as_a_save(draft: Revision, by: Any) -> None:
    """Whoever has the section open is told that it has changed, as with any other save."""
    saved, _is_new = SectionSave.objects.get_or_create(
        revision=draft, section=CONTACT.key, defaults={"saved_at": timezone.now()}
    )
    saved.version += 1
    saved.saved_at, saved.saved_by = timezone.now(), by
    saved.save()
