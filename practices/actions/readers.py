"""Trusted readers: colleagues who read a draft before anybody decides on it, and tell its authors what they think."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from practices import policies
from practices.actions.authors import colleagues_who_could_write
from practices.actions.locking import lock
from practices.actions.notifications import authors_of, notify
from practices.models import Authorship, Notification, Practice, ReaderNote, TrustedReader

MOST_READERS = 2
MOST_NOTES = 50  # of one draft


def colleagues_who_could_read(practice: Practice, by: Any) -> Any:
    """Colleagues of the author who neither write it nor read it yet."""
    return colleagues_who_could_write(practice, by).exclude(pk__in=practice.trusted_readers.values("user"))


@transaction.atomic
def ask(*, practice: Practice, user: User, by: Any) -> TrustedReader:
    """Let a colleague read the draft; the colleague is told, and nobody else."""
    practice = lock(practice)
    policies.require(by, "ask_reader", practice)
    if practice.trusted_readers.count() >= MOST_READERS:
        raise PermissionDenied(_("Two people read it already. Take one off the list before you ask another."))
    if not colleagues_who_could_read(practice, by).filter(pk=user.pk).exists():
        raise PermissionDenied(_("Choose a colleague who does not read or write this yet."))
    reader = TrustedReader.objects.create(practice=practice, user=user, asked_by=by)
    audit.record("reader_asked", on=practice, by=by, user=user.pk)
    notify(recipients=[user], kind=Notification.Kind.ASKED_TO_READ, practice=practice, by=by)
    return reader


@transaction.atomic
def let_go(*, practice: Practice, reader: TrustedReader, by: Any) -> None:
    """End it: by an author, or by the reader. What was noted stays with the draft."""
    practice = lock(practice)
    if reader.user_id != by.pk:
        policies.require(by, "manage_authors", practice)
    audit.record("reader_let_go", on=practice, by=by, user=reader.user_id)
    reader.delete()


@transaction.atomic
def offer(*, practice: Practice, user: User, by: Any) -> TrustedReader:
    """Offer a colleague the draft, to go on with as its lead author. They can read it from now on."""
    practice = lock(practice)
    policies.require(by, "offer", practice)
    reader = practice.trusted_readers.filter(user=user).first() or ask(practice=practice, user=user, by=by)
    practice.trusted_readers.update(may_take_over=False)  # one at a time
    reader.may_take_over = True
    reader.save(update_fields=["may_take_over"])
    audit.record("practice_offered", on=practice, by=by, user=user.pk)
    notify(recipients=[user], kind=Notification.Kind.OFFERED, practice=practice, by=by)
    return reader


@transaction.atomic
def take_over(*, practice: Practice, by: Any) -> Practice:
    """Accept the draft: whoever led it stays as a co-author, so that both are named."""
    practice = lock(practice)
    policies.require(by, "take_over", practice)
    before = authors_of(practice)
    practice.authorships.filter(is_lead=True).update(is_lead=False)
    Authorship.objects.create(practice=practice, user=by, is_lead=True)
    practice.trusted_readers.filter(user=by).delete()
    audit.record("practice_taken_over", on=practice, by=by)
    notify(recipients=before, kind=Notification.Kind.TAKEN_OVER, practice=practice, by=by)
    return practice


@transaction.atomic
def note(*, practice: Practice, section: str, body: str, by: Any) -> ReaderNote:
    """Tell the authors something about a section of the draft."""
    practice = lock(practice)
    policies.require(by, "note_for_authors", practice)
    draft = practice.draft
    if draft.reader_notes.count() >= MOST_NOTES:
        raise PermissionDenied(_("There are fifty notes on this draft. Talk to its authors instead."))
    said = ReaderNote.objects.create(revision=draft, section=section, author=by, body=body)
    audit.record("reader_noted", on=practice, by=by, note=said.pk)
    notify(recipients=authors_of(practice), kind=Notification.Kind.READER_NOTED, practice=practice, by=by)
    return said


@transaction.atomic
def remove_note(*, practice: Practice, said: ReaderNote, by: Any) -> None:
    """Throw a note away: by its writer, or by an author who has dealt with it."""
    practice = lock(practice)
    if said.author_id != by.pk:
        policies.require(by, "edit", practice)
    audit.record("reader_note_removed", on=practice, by=by, note=said.pk)
    said.delete()
