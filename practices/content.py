"""What a revision says, as one plain dictionary: for copies, snapshots, comparison and completeness.

The fields are those of `sections.SECTIONS`, plus the few that no screen asks for by themselves.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from practices.models import Practice, Revision
from practices.sections import NOTES, SECTIONS

NOT_ON_THE_REVISION = frozenset({"organisation"})
LISTS_OF_ROWS = frozenset({"places", "topics", "attachments"})
WITHOUT_A_SCREEN = ("started_precision", "sources")
DECLARATION = ("declared_nobody_recognisable", "declared_consent_held", "declared_interests", "interests")

FIELDS: tuple[str, ...] = tuple(
    field for section in SECTIONS for field in section.fields if field not in NOT_ON_THE_REVISION
)
PLAIN_FIELDS: tuple[str, ...] = tuple(field for field in FIELDS if field not in LISTS_OF_ROWS) + WITHOUT_A_SCREEN
# What a draft keeps: the notes as well, which only its authors read and no snapshot for others holds.
KEPT_FIELDS: tuple[str, ...] = PLAIN_FIELDS + NOTES.fields


def snapshot(revision: Revision) -> dict[str, Any]:
    """Everything the revision says to others, as JSON can hold it: places, topics and files by name, dates as ISO."""
    said = {field: _as_json(getattr(revision, field)) for field in PLAIN_FIELDS}
    said["places"] = sorted(place.short_name for place in revision.places.all())
    said["topics"] = sorted(topic.name for topic in revision.topics.all())
    said["attachments"] = [{"title": file.title, "name": file.name, "size": file.size} for file in revision.files]
    organisation = revision.practice.organisation
    said["organisation"] = organisation.name if organisation else ""
    return said


def for_authors(revision: Revision) -> dict[str, Any]:
    """The snapshot with the notes that authors made for themselves."""
    return snapshot(revision) | {field: getattr(revision, field) for field in NOTES.fields}


def copy_for_editing(practice: Practice, by: Any, original: Revision | None = None) -> Revision:
    """A new draft revision that says what the published one says, or an older one. The declaration is made afresh.

    Call it inside a transaction that has locked the practice.
    """
    original = original or practice.shown
    draft = Revision(practice=practice, created_by=by, number=next_number(practice))
    for field in KEPT_FIELDS:
        setattr(draft, field, getattr(original, field))
    draft.save()
    draft.places.set(original.places.all())
    draft.topics.set(original.topics.all())
    draft.attachments.set(original.attachments.all())
    return draft


def next_number(practice: Practice) -> int:
    last = practice.revisions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
