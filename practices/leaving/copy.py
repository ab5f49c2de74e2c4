"""Everything that the hub keeps about a person, for that person: as data for programs, and as a page to read."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.conf import settings
from django.db.models import Field, ForeignKey, Model, Prefetch, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import AuditEvent, Organisation, User
from practices import content
from practices.display import as_text
from practices.leaving.parts import IN_THEIRS, OF_THE_ACCOUNT, PARTS, Part
from practices.leaving.traces import Traces
from practices.models import Attachment, Practice, Review, Revision
from practices.sections import field_label

NAME = "practice-hub-my-data"
FORMAT_VERSION = 1
MOST_IN_MEMORY = 5_000_000
# Keys of an event's details that hold the number of a person.
PEOPLE_IN_DETAILS = ("person", "user", "to")
OF_A_REVISION = ("id", "practice", "number", "status", "created_at", "submitted_at", "published_at", "change_note")
OF_A_REVIEW = ("revision", "decision", "message", "sections", "submitted_at", "decided_at")
OF_AN_EVENT = ("at", "action", "object_type", "object_id")


@dataclass(frozen=True)
class Fact:
    """One thing that is known: by its key in the data, by its label on the page. Of nothing, nothing is shown."""

    key: str
    value: Any
    label: str
    shown: str


@dataclass(frozen=True)
class Chapter:
    key: str
    title: str
    rows: list[list[Fact]]


def zipped(person: User) -> IO[bytes]:
    """The copy as a zip, to be read from its start: two files that say the same, and what the person has added.

    A long one stands on the disk while it is read, under no name: files may be more than memory should hold.
    """
    made_at, chapters = timezone.now(), chapters_about(person)
    page = {"chapters": chapters, "made_at": made_at, "hub_name": settings.HUB_NAME, "person": person}
    file = tempfile.SpooledTemporaryFile(MOST_IN_MEMORY)  # noqa: SIM115  whoever sends it closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{NAME}.html", render_to_string("practices/leaving/my_data.html", page))
        archive.writestr(f"{NAME}.json", _as_json(chapters, made_at))
        for added in Attachment.objects.for_reading().filter(uploaded_by=person).order_by("pk"):
            with archive.open(zipfile.ZipInfo(f"files/{added.pk} {added.name}"), "w") as copy:
                for chunk in added.chunks():
                    copy.write(chunk)
    file.seek(0)
    return file


def chapters_about(person: User) -> list[Chapter]:
    account = [_fact(User._meta.get_field(name), person, {}) for name in OF_THE_ACCOUNT]
    return [
        Chapter("accounts.user", _("Your account"), [account]),
        Chapter("practices.practice", _("Write-ups you write, in every version"), _write_ups(person)),
        Chapter("practices.review", _("What moderators decided about them, and wrote to you"), _reviews(person)),
        *(Chapter(part.relation, str(part.title), _rows(part, person)) for part in [*PARTS, *IN_THEIRS]),
        Chapter(
            "accounts.auditevent",
            _("The record of what happened: what you did, and what was about you"),
            _events(person),
        ),
    ]


def _write_ups(person: User) -> list[list[Fact]]:
    theirs = Traces(person)
    revisions = (
        Revision.objects.filter(practice__authorships__user=person)
        .select_related("practice__organisation")
        .prefetch_related("places", "topics", Prefetch("attachments", Attachment.objects.for_reading()))
        .order_by("practice", "number")
    )
    return [_facts(OF_A_REVISION, revision) + _said(revision, theirs) for revision in revisions]


def _said(revision: Revision, theirs: Traces) -> list[Fact]:
    """What the write-up says, without colleagues who stand in it as contact or owner."""
    said = content.snapshot(revision)
    hidden = theirs.naming_others(said)
    return [
        Fact(key, value, str(field_label(key)), as_text(key, value)) for key, value in said.items() if key not in hidden
    ]


def _reviews(person: User) -> list[list[Fact]]:
    reviews = Review.objects.filter(revision__practice__authorships__user=person).order_by("pk")
    return [_facts(OF_A_REVIEW, review) for review in reviews]


def _rows(part: Part, person: User) -> list[list[Fact]]:
    rows, fields = list(part.rows(person)), part.fields()
    names = {field.name: _names(field, rows, person) for field in fields}
    return [[_fact(field, row, names[field.name]) for field in fields] for row in rows]


def _names(field: Field, rows: Iterable[Model], person: User) -> dict[int, str]:
    """What the rows refer to, by name: only where the person may see it now."""
    if field.related_model not in (Practice, Organisation):
        return {}
    keys = {getattr(row, field.attname) for row in rows}
    seen = field.related_model.objects.visible_to(person).filter(pk__in=keys)
    if field.related_model is Practice:
        seen = seen.select_related("published_revision", "draft_revision")
    return {row.pk: str(row) for row in seen}


def _events(person: User) -> list[list[Fact]]:
    about = Q(by_id=person.pk) | Q(object_type="user", object_id=person.pk)
    for key in PEOPLE_IN_DETAILS:
        about |= Q(**{f"details__{key}": person.pk})
    return [
        [*_facts(OF_AN_EVENT, event), _details(event, person)]
        for event in AuditEvent.objects.filter(about).order_by("pk")
    ]


def _details(event: AuditEvent, person: User) -> Fact:
    others = {key for key in PEOPLE_IN_DETAILS if event.details.get(key) != person.pk}
    details = {key: value for key, value in event.details.items() if key not in others}
    return Fact("details", details, _("details"), _shown(details))


def _facts(names: Iterable[str], row: Model) -> list[Fact]:
    return [_fact(row._meta.get_field(name), row, {}) for name in names]


def _fact(field: Field, row: Model, names: dict[int, str]) -> Fact:
    value = getattr(row, field.attname)
    label = str(field.verbose_name)
    if isinstance(field, ForeignKey):
        return Fact(field.attname, value, label, names.get(value) or _("no. %s") % value if value else "")
    if field.choices:
        return Fact(field.attname, value, label, str(getattr(row, f"get_{field.name}_display")()))
    return Fact(field.attname, value, label, _shown(value))


def _shown(value: Any) -> str:
    """As a person reads it; nothing for what is empty."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, list):
        return "\n".join(map(_shown, value))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_shown(each)}" for key, each in value.items() if each not in ("", None))
    return "" if value is None else str(value)


def _as_json(chapters: list[Chapter], made_at: datetime) -> str:
    account, *others = chapters
    said = {"format": NAME, "format_version": FORMAT_VERSION, "made_at": made_at, account.key: _plain(account.rows[0])}
    said |= {chapter.key: [_plain(row) for row in chapter.rows] for chapter in others}
    return json.dumps(said, ensure_ascii=False, indent=1, default=lambda value: value.isoformat())


def _plain(row: list[Fact]) -> dict[str, Any]:
    return {fact.key: fact.value for fact in row}
