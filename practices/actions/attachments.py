"""Files that go with a write-up: added to its draft, taken off it, and said to be blank."""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import audit
from practices import identifying, policies
from practices.actions.locking import lock
from practices.attachments import names, reading, scanning
from practices.attachments.documents import ReadFile
from practices.attachments.filled import looks_filled_in
from practices.attachments.kinds import MOST_FILES
from practices.attachments.refusals import NotTaken, Why
from practices.models import Attachment, AttachmentContent, Practice, SectionSave
from practices.sections import FILES

logger = logging.getLogger(__name__)


def add(*, practice: Practice, title: str, name: str, data: bytes, by: Any) -> Attachment:
    """Add a file to the draft, without what it should not tell; one that is there already is not added again.

    Raises NotTaken with the reason, and then nothing is stored.
    """
    policies.require(by, "edit", practice)
    # Before the practice is locked: scanning and reading may take a while.
    try:
        scanning.scan(data, settings.CLAMAV_ADDRESS)
    except scanning.Unreachable:
        logger.exception("virus scanner unreachable", extra={"practice_id": practice.pk})
        raise
    return _store(practice=practice, title=title, name=name, file=reading.read(data), by=by)


@transaction.atomic
def _store(*, practice: Practice, title: str, name: str, file: ReadFile, by: Any) -> Attachment:
    practice = lock(practice)
    policies.require(by, "edit", practice)
    policies.require(by, "read_draft", practice)
    draft = practice.draft
    sha256 = hashlib.sha256(file.data).hexdigest()
    if there := draft.attachments.filter(sha256=sha256).first():
        return there  # the second click of a double click
    if draft.attachments.count() >= MOST_FILES:
        raise NotTaken(Why.TOO_MANY)
    added = Attachment.objects.create(
        practice=practice,
        title=title,
        name=names.safe_name(name, file.kind),
        kind=file.kind,
        size=len(file.data),
        sha256=sha256,
        text=file.text,
        removed=sorted(file.removed),
        looks_filled_in=file.has_filled_fields or looks_filled_in(file.text),
        uploaded_by=by,
    )
    AttachmentContent.objects.create(attachment=added, data=file.data)
    draft.attachments.add(added)
    added.names_somebody = identifying.names_somebody(practice, draft, added)
    added.save(update_fields=["names_somebody"])
    _note_save(practice, by)
    audit.record("file_added", on=practice, by=by, file=added.pk, is_held=added.is_held)
    return added


@transaction.atomic
def remove(*, practice: Practice, file: Attachment, by: Any) -> None:
    """Take a file off the draft. A version that was published with it keeps it; without one it is gone."""
    practice = lock(practice)
    policies.require(by, "edit", practice)
    policies.require(by, "read_draft", practice)
    practice.draft.attachments.remove(file)
    Attachment.objects.unused(practice).delete()
    _note_save(practice, by)
    audit.record("file_removed", on=practice, by=by, file=file.pk)


@transaction.atomic
def say_blank(*, practice: Practice, file: Attachment, because: str, by: Any) -> None:
    """Say why a file that looks filled in is about nobody. The moderators read it, and see the file."""
    practice = lock(practice)
    policies.require(by, "edit", practice)
    policies.require(by, "read_draft", practice)
    file = practice.draft.attachments.select_for_update().get(pk=file.pk)
    if reason := policies.why_not_say_blank(by, file):
        raise PermissionDenied(reason)
    file.blank_because = because
    file.save(update_fields=["blank_because"])
    audit.record("file_said_blank", on=practice, by=by, file=file.pk)


def hold_again(practice: Practice) -> None:
    """Look at the draft's files anew, after its authors have said what is about a person and what is not."""
    draft = practice.draft
    for file in draft.attachments.all():
        names_somebody = identifying.names_somebody(practice, draft, file)
        if names_somebody != file.names_somebody:
            file.names_somebody = names_somebody
            file.save(update_fields=["names_somebody"])


def _note_save(practice: Practice, by: Any) -> None:
    """Who works on the files has a hand in the write-up, as whoever saves a section has."""
    saved, _is_new = SectionSave.objects.get_or_create(
        revision=practice.draft, section=FILES.key, defaults={"saved_at": timezone.now(), "saved_by": by}
    )
    SectionSave.objects.filter(pk=saved.pk).update(version=F("version") + 1, saved_at=timezone.now(), saved_by=by)
