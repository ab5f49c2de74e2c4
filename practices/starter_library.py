"""The starter library as files: write-ups of documented models, each with the sources it rests on.

One TOML file for each, in `practices/data/starter_library/`. Reading checks every value against the
lists it must come from, and names everything that is wrong with every file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.text import capfirst

from accounts.models import Organisation, Place
from practices import choices
from practices.models import Revision, Topic

FOLDER = settings.BASE_DIR / "practices" / "data" / "starter_library"

SINGLE_CHOICES = {
    "kind": choices.Kind,
    "sector": choices.Sector,
    "stage": choices.Stage,
    "evidence": choices.Evidence,
    "cost_band": choices.CostBand,
    "stopped_because": choices.StoppedBecause,
}
SEVERAL_CHOICES = {"who_for": choices.WhoFor, "setting": choices.Setting, "frameworks": choices.Framework}
MAY_BE_EMPTY = {"frameworks", "stopped_because"}
TEXTS = (
    "title",
    "summary",
    "problem",
    "what_we_do",
    "people_said",
    "equity",
    "did_not_work",
    "good_fit",
    "poor_fit",
    "resources_core",
    "resources_optional",
    "cost_basis",
    "stopped_why",
    "team",
)
NEEDED_TEXTS = ("title", "summary", "problem", "what_we_do")
# The keys of a row as the revision stores it, and the one that no row may lack.
ROWS: dict[str, tuple[str, ...]] = {
    "steps": ("text", "essential"),
    "outcomes": ("claim", "measure", "before", "after", "number", "period"),
    "risks": ("risk", "guard", "safeguarding"),
    "timeline": ("what", "weeks"),
    "partners": ("name", "kind", "part"),
    "law": ("title", "reference", "checked_on"),
    "sources": ("title", "author", "year", "url"),
}
ROW_CHOICES = {("steps", "essential"): choices.Essential, ("partners", "kind"): choices.PartnerKind}
LISTS_OF_TEXTS = ("first_three_steps", "used_correctly")
OTHER_KEYS = ("started", "topics", "places", "organisation")
KNOWN = {*SINGLE_CHOICES, *SEVERAL_CHOICES, *TEXTS, *ROWS, *LISTS_OF_TEXTS, *OTHER_KEYS}
MAY_BE_ABSENT = {"started", "team", "law", "stopped_because", "stopped_why"}
# The page says these words itself, before the field's own.
LEADS = {"good_fit": "Works best where ", "poor_fit": "Think twice if "}
STARTED = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2}))?")


class BadLibraryError(Exception):
    """Something is wrong with some of the files; `problems` names each, one line apiece."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class WriteUp:
    """One file, checked: the revision's fields by name, and the rows it belongs to."""

    slug: str
    fields: dict[str, Any]
    topics: list[Topic]
    places: list[Place]
    organisation_name: str
    organisation_kind: str


def read(folder: Path) -> list[WriteUp]:
    """Every write-up of the folder; BadLibraryError where any of them is not right."""
    reader = _Reader()
    write_ups = [reader.read(path) for path in sorted(folder.glob("*.toml"))]
    if reader.problems:
        raise BadLibraryError(reader.problems)
    return [write_up for write_up in write_ups if write_up]


class _Reader:
    """Knows the topics and places there are, and collects what is wrong."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.topics = {topic.slug: topic for topic in Topic.objects.curated()}
        self.places = {place.gss_code: place for place in Place.objects.live()}

    def read(self, path: Path) -> WriteUp | None:
        try:
            said = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.problems.append(f"{path.name}: {error}")
            return None
        found = list(_problems(said, self.topics, self.places))
        if found:
            self.problems += [f"{path.name}: {problem}" for problem in found]
            return None
        return WriteUp(
            slug=path.stem,
            fields=_fields(said),
            topics=[self.topics[slug] for slug in said["topics"]],
            places=[self.places[code] for code in said["places"]],
            organisation_name=said["organisation"]["name"],
            organisation_kind=said["organisation"]["kind"],
        )


def _problems(said: dict[str, Any], topics: dict[str, Topic], places: dict[str, Place]) -> Iterator[str]:
    yield from (f"unknown key {key}" for key in sorted(said.keys() - KNOWN))
    missing = sorted(KNOWN - MAY_BE_ABSENT - said.keys())
    yield from (f"{key} is missing" for key in missing)
    if missing:
        return  # the checks below would only repeat it
    yield from _problems_of_texts(said)
    yield from _problems_of_choices(said)
    yield from _problems_of_rows(said)
    yield from _problems_of_lists(said, "topics", topics)
    yield from _problems_of_lists(said, "places", places)
    yield from _problems_of_organisation(said["organisation"])
    if said.get("started") and not STARTED.fullmatch(said["started"]):
        yield f"started {said['started']!r} is not a year, or a year and month"
    if said["stage"] == choices.Stage.STOPPED and not (said.get("stopped_because") and said.get("stopped_why")):
        yield "stopped needs stopped_because and stopped_why"


def _problems_of_texts(said: dict[str, Any]) -> Iterator[str]:
    yield from (f"{field} is empty" for field in NEEDED_TEXTS if not said[field])
    for field in TEXTS:
        limit = Revision._meta.get_field(field).max_length
        if len(said.get(field, "")) > limit:
            yield f"{field} is longer than {limit} characters"


def _problems_of_choices(said: dict[str, Any]) -> Iterator[str]:
    several = {field: said[field] for field in SEVERAL_CHOICES}
    single = {field: [said[field]] if said.get(field) else [] for field in SINGLE_CHOICES}
    for field, values in {**several, **single}.items():
        allowed = (SEVERAL_CHOICES | SINGLE_CHOICES)[field].values
        yield from (f"{field} {value!r} is not on the list" for value in values if value not in allowed)
        if not values and field not in MAY_BE_EMPTY:
            yield f"{field} is empty"


def _problems_of_rows(said: dict[str, Any]) -> Iterator[str]:
    for field, keys in ROWS.items():
        for number, row in enumerate(said.get(field, []), start=1):
            yield from (f"{field} {number}: unknown key {key}" for key in sorted(row.keys() - set(keys)))
            if not row.get(keys[0]):
                yield f"{field} {number}: {keys[0]} is empty"
    for (field, key), choice_class in ROW_CHOICES.items():
        for number, row in enumerate(said[field], start=1):
            if row.get(key) not in choice_class.values:
                yield f"{field} {number}: {key} {row.get(key)!r} is not on the list"
    if not said["sources"]:
        yield "sources is empty"
    for number, source in enumerate(said["sources"], start=1):
        if not (source.get("author") and isinstance(source.get("year"), int)):
            yield f"sources {number}: needs an author and a year"


def _problems_of_lists(said: dict[str, Any], field: str, known: dict[str, Any]) -> Iterator[str]:
    if not said[field]:
        yield f"{field} is empty"
    yield from (f"{field} {value!r} is not known" for value in said[field] if value not in known)


def _problems_of_organisation(organisation: dict[str, str]) -> Iterator[str]:
    if not organisation.get("name"):
        yield "organisation has no name"
    if organisation.get("kind") not in Organisation.Kind.values:
        yield f"organisation kind {organisation.get('kind')!r} is not on the list"


def _fields(said: dict[str, Any]) -> dict[str, Any]:
    """The file's words as the revision stores them."""
    fields = {field: said.get(field, "").strip() for field in (*TEXTS, *SINGLE_CHOICES)}
    fields |= {field: capfirst(fields[field].removeprefix(lead)) for field, lead in LEADS.items()}
    fields |= {field: said[field] for field in SEVERAL_CHOICES}
    fields |= {field: [_row(field, row) for row in said.get(field, [])] for field in ROWS}
    fields |= {field: [{"text": text} for text in said[field]] for field in LISTS_OF_TEXTS}
    fields |= _started(said.get("started", ""))
    fields["outcomes_not_measured"] = not fields["outcomes"]
    return fields


def _row(field: str, row: dict[str, Any]) -> dict[str, Any]:
    """Every key of the row, so that pages need not ask whether it is there."""
    empty: dict[str, Any] = {"safeguarding": False}
    return {key: row.get(key, empty.get(key, "")) for key in ROWS[field]}


def _started(text: str) -> dict[str, Any]:
    when = STARTED.fullmatch(text)
    if not when:
        return {"started": None, "started_not_known": True, "started_precision": "month"}
    month = int(when["month"] or 1)
    precision = "month" if when["month"] else "year"
    return {"started": date(int(when["year"]), month, 1), "started_not_known": False, "started_precision": precision}
