"""What in a write-up could tell who a person is: `identifiers` over every text of a revision, field by field.

Reckoned afresh whenever it is asked for, from what the revision says at that moment. What an author has said is
not about a person (`Dismissal`) is still listed, with the reason, for the moderators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst

from practices import identifiers
from practices.identifiers import Found, Kind, Known
from practices.models import Attachment, Dismissal, Practice, Revision
from practices.sections import FILES, Section, field_label, for_revision

# Who to ask is meant to be told; a team and its places are no person.
NOT_CHECKED = frozenset({"organisation", "team", "contact_name", "contact_role", "contact_email", "contact_deputy"})
CHOSEN_CELLS = frozenset({"essential", "kind", "url"})  # of rows: chosen from a list, or an address
AROUND = 60  # characters shown on either side
_BETWEEN_WORDS = re.compile(r"[_.-]+")  # in names of files


# Of one person for life: where a file has one, it is somebody's record, whatever anybody says.
NEVER_IN_A_FILE = frozenset({Kind.NHS_NUMBER, Kind.NATIONAL_INSURANCE_NUMBER, Kind.DATE_OF_BIRTH})


@dataclass(frozen=True)
class Place:
    """A text of a revision: a field, or one cell of a row of it; or a file, where `cell` is which text of it."""

    section: Section
    field: str
    row: int | None = None
    cell: str = ""
    file: Attachment | None = None

    @property
    def key(self) -> str:
        if self.file:
            return f"{self.field}:{self.file.pk}:{self.cell}"
        return f"{self.field}:" + ("" if self.row is None else f"{self.row}:{self.cell}")

    @property
    def label(self) -> str:
        if self.file:
            return f"{self.section.title}: {self.file.title}"
        name = capfirst(str(field_label(self.field)))
        return name if self.row is None else f"{name}, {self.row + 1}"


@dataclass(frozen=True)
class Finding:
    """Something found at a place, and what an author has said of it."""

    place: Place
    text: str
    found: Found
    dismissal: Dismissal | None

    @property
    def key(self) -> str:
        """Names it among the findings of the same revision, for as long as the text stays as it is."""
        return f"{self.place.key}:{self.found.start}:{self.found.kind}"

    @property
    def words(self) -> str:
        return self.text[self.found.start : self.found.end]

    @property
    def is_hidden(self) -> bool:
        """Whether no page repeats the words: of a file that is held, all but what may be its team's own."""
        file, kind = self.place.file, self.found.kind
        return bool(file and (kind in NEVER_IN_A_FILE or (file.is_held and not kind.blocks)))

    @property
    def shown(self) -> str:
        """The words for a page."""
        return "…" if self.is_hidden else self.words

    @property
    def suggestion(self) -> str:
        """What could stand there instead. Nobody can reword a file here."""
        return "" if self.place.file else self.found.suggestion

    @property
    def before(self) -> str:
        if self.place.file:
            return ""
        start = self.found.start
        shown = self.text[max(0, start - AROUND) : start]
        return shown if start <= AROUND else "… " + shown.partition(" ")[2]

    @property
    def after(self) -> str:
        if self.place.file:
            return ""
        end = self.found.end
        shown = self.text[end : end + AROUND]
        return shown if end + AROUND >= len(self.text) else shown.rpartition(" ")[0] + " …"

    @property
    def blocks(self) -> bool:
        """Whether nothing is submitted until it is dealt with."""
        return self.found.kind.blocks and (self.dismissal is None or not self.may_be_dismissed)

    @property
    def may_be_dismissed(self) -> bool:
        """Whether its author's word is enough."""
        return self.place.file is None or self.found.kind not in NEVER_IN_A_FILE


def findings(practice: Practice, revision: Revision, section: Section | None = None) -> list[Finding]:
    """Everything found in the revision, or in one section of it, in the order in which its authors are asked."""
    dismissed = {(each.kind, each.words): each for each in practice.dismissals.select_related("said_by")}
    known = names_in(practice, revision)
    return [
        Finding(place, text, found, dismissed.get((found.kind.value, text[found.start : found.end])))
        for place, text in texts(revision)
        if section in (None, place.section)
        for found in identifiers.find(text, known=known)
    ]


def names_somebody(practice: Practice, revision: Revision, file: Attachment) -> bool:
    """Whether something that blocks stands in a file of the revision."""
    found = findings(practice, revision, FILES)
    return any(finding.blocks for finding in found if finding.place.file == file)


def may_tell(practice: Practice, text: str) -> bool:
    """Whether something said about the practice may tell who somebody is, beside what the write-up names itself."""
    return bool(identifiers.find(text, known=names_in(practice, practice.shown)))


def signpost(*said: str) -> Any:
    """Where to turn, if any of this reads like the report of an incident, a complaint or an alert; else nothing."""
    return Kind.INCIDENT.why if any(identifiers.incident_wording(text) for text in said) else ""


def signpost_of(revision: Revision) -> Any:
    """The same of all that a draft says."""
    return signpost(*(text for _place, text in texts(revision)))


def open_among(found: list[Finding]) -> list[Finding]:
    """Those that no author has dealt with."""
    return [finding for finding in found if finding.dismissal is None or finding.blocks]


def names_in(practice: Practice, revision: Revision) -> Known:
    """What the write-up itself says by name, and what is therefore no finding."""
    places = [name for place in revision.places.all() for name in (place.short_name, place.official_name)]
    names = [revision.team, revision.contact_name, practice.organisation.name if practice.organisation else ""]
    names += [topic.name for topic in revision.topics.all()]
    names += [row.get("title", "") for row in [*revision.law, *revision.links, *revision.sources]]
    names += [row.get("name", "") for row in revision.partners]
    names += [str(authorship.user) for authorship in practice.authorships.all()]
    return Known(places=places, names=[name for name in names if name])


def texts(revision: Revision) -> Iterator[tuple[Place, str]]:
    """Every text that its authors have typed, with its place."""
    for section in for_revision(revision):
        for field in section.fields:
            if field in NOT_CHECKED:
                continue
            column = Revision._meta.get_field(field)
            if isinstance(column, models.JSONField):
                yield from _cells(section, field, getattr(revision, field))
            elif _is_typed(column) and (text := getattr(revision, field)):
                yield Place(section, field), text
    yield from _texts_of_files(revision)


def _texts_of_files(revision: Revision) -> Iterator[tuple[Place, str]]:
    for file in revision.attachments.all():
        said = {"title": file.title, "name": _BETWEEN_WORDS.sub(" ", file.name), "text": file.text}
        for cell, text in said.items():
            yield Place(FILES, "attachments", cell=cell, file=file), text


def reworded(revision: Revision, finding: Finding) -> Any:
    """The field's value with the suggested wording in the place of what was found."""
    text, place = identifiers.replaced(finding.text, finding.found), finding.place
    if place.row is None:
        return text
    rows = [dict(row) for row in getattr(revision, place.field)]
    rows[place.row][place.cell] = text
    return rows


def _is_typed(column: Any) -> bool:
    return isinstance(column, models.CharField | models.TextField) and not column.choices


def _cells(section: Section, field: str, rows: list[Mapping[str, Any]]) -> Iterator[tuple[Place, str]]:
    for number, row in enumerate(rows):
        for key, text in row.items():
            if isinstance(text, str) and key not in CHOSEN_CELLS:
                yield Place(section, field, number, key), text
