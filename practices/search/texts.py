"""What a published practice says, field by field, as search reads it.

The index and the highlighted fragments are both made from this one list, so a result can always say
where it matched, and nothing that readers are not shown is ever searched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from practices.attribution import HIDDEN_BEHIND_THE_REGION
from practices.choices import Framework, Sector, Setting, WhoFor
from practices.models import Practice, Revision
from practices.sections import field_label

TITLE, SUMMARY = "title", "summary"
# What the practice is about; then the write-up itself; then where it runs.
WEIGHT_OF_ITS_OWN = {TITLE: "A", SUMMARY: "B", "topics": "B", "frameworks": "B"}
WEIGHT_OF_THE_BODY = "C"
WEIGHT_OF_WHERE = "D"

PROSE = (
    "problem",
    "what_we_do",
    "exceptions",
    "stopped_why",
    "resources_core",
    "resources_optional",
    "resources_offer",
    "cost_basis",
    "people_said",
    "equity",
    "did_not_work",
    "good_fit",
    "poor_fit",
    "based_on",
)
# Which keys of a row are words that people wrote; the others are choices and dates.
ROWS = {
    "steps": ("text",),
    "process_steps": ("actor", "action", "record_kept", "time_limit"),
    "timeline": ("what",),
    "outcomes": ("claim", "measure", "period"),
    "risks": ("risk", "guard"),
    "first_three_steps": ("text",),
    "used_correctly": ("text",),
    "partners": ("name", "part"),
    "law": ("title", "reference"),
    "links": ("title",),
    "sources": ("author", "title"),
}
CHOICES = {"who_for": WhoFor, "setting": Setting, "frameworks": Framework}


@dataclass(frozen=True)
class Text:
    """The words of one field, with the name that the page gives it and its weight in the ranking."""

    field: str
    label: Any
    weight: str
    words: str


def texts_of(practice: Practice, revision: Revision) -> list[Text]:
    """Every text that readers of this revision are shown, and no other; empty ones are left out."""
    hidden = HIDDEN_BEHIND_THE_REGION if revision.hides_organisation else frozenset()
    found = [
        Text(field, field_label(field), WEIGHT_OF_ITS_OWN.get(field, WEIGHT_OF_THE_BODY), words)
        for field, read in READERS.items()
        if field not in hidden and (words := read(revision))
    ]
    if where := _where(practice, revision, hidden):
        found.append(Text("places", _("Where it runs"), WEIGHT_OF_WHERE, where))
    return found


def _prose(field: str) -> Callable[[Revision], str]:
    return lambda revision: getattr(revision, field)


def _rows(field: str, keys: tuple[str, ...]) -> Callable[[Revision], str]:
    return lambda revision: _lines(row[key] for row in getattr(revision, field) for key in keys if row.get(key))


def _choices(field: str) -> Callable[[Revision], str]:
    # A value that a later version has dropped is passed over, not fatal.
    known = dict(CHOICES[field].choices)
    return lambda revision: _lines(known[value] for value in getattr(revision, field) if value in known)


def _topics(revision: Revision) -> str:
    return _lines(topic.name for topic in revision.topics.all())


def _sector(revision: Revision) -> str:
    return str(dict(Sector.choices).get(revision.sector, ""))


READERS: dict[str, Callable[[Revision], str]] = {
    TITLE: _prose(TITLE),
    SUMMARY: _prose(SUMMARY),
    "topics": _topics,
    **{field: _prose(field) for field in PROSE},
    **{field: _rows(field, keys) for field, keys in ROWS.items()},
    **{field: _choices(field) for field in CHOICES},
    "sector": _sector,
}


def _where(practice: Practice, revision: Revision, hidden: frozenset[str]) -> str:
    places = list(revision.places.all())
    words = sorted({place.region for place in places} | {place.nation for place in places})
    if "places" not in hidden:
        words += [name for place in places for name in {place.short_name, place.official_name}]
        words += [place.gss_code for place in places]
    if "organisation" not in hidden:
        words += [str(practice.organisation or "")]
    if "team" not in hidden:
        words += [revision.team]
    return _lines(words)


def _lines(words: Iterable[Any]) -> str:
    return "\n".join(str(word) for word in words if word)
