"""What an address of the API asks for: the same filters, words and orders as the page of results.

The page passes over what it does not know, since old links must not break. A program would take everything for what
it asked for, so here that is an error that says which parameter is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from practices.api.fields import Schema
from practices.api.problems import Problem
from practices.filters import PracticeFilterSet
from practices.search import CONFIRMED, NEWEST, RELEVANCE, Results, search

LONGEST_QUERY = 500
USUAL_LIMIT, MOST_AT_ONCE = 20, 100


@dataclass(frozen=True)
class Parameter:
    """One parameter of an address. `schema` is of one value; `is_list`: it may be given several times."""

    name: str
    about: str
    schema: Schema
    is_list: bool = False

    def wrong(self, values: list[str]) -> str | None:
        """What is wrong with these values of it, or None."""
        if len(values) > 1 and not self.is_list:
            return _("It can be given once.")
        for value in values:
            if reason := self._wrong_with(value):
                return reason
        return None

    def _wrong_with(self, value: str) -> str | None:
        if "enum" in self.schema and value not in self.schema["enum"]:
            return _("“%(value)s” is none of its values.") % {"value": value[:100]}
        if len(value) > self.schema.get("maxLength", len(value)):
            return _("At most %(most)d characters.") % {"most": self.schema["maxLength"]}
        if self.schema["type"] == "integer" and not (
            value.isascii() and value.isdigit() and self._fits(int(value[:9]))
        ):
            return _("A whole number from %(minimum)d to %(maximum)d.") % self.schema
        return None

    def _fits(self, number: int) -> bool:
        return bool(self.schema["minimum"] <= number <= self.schema["maximum"])


LIMIT = Parameter(
    "limit",
    f"How many at once; {USUAL_LIMIT} where it is not given.",
    {"type": "integer", "minimum": 1, "maximum": MOST_AT_ONCE, "default": USUAL_LIMIT},
)
CURSOR = Parameter(
    "cursor",
    "Where to go on: follow the `next` of the answer before, and make up none.",
    {"type": "string", "maxLength": 500},
)
WORDS = Parameter("q", "What is looked for, in your own words.", {"type": "string", "maxLength": LONGEST_QUERY})
SORT = Parameter(
    "sort",
    "The order. With words to look for, the best match comes first; else the newest.",
    {"type": "string", "enum": [RELEVANCE, NEWEST, CONFIRMED]},
)
AS_TYPED = Parameter("as_typed", "Look for these words alone, and correct none.", {"type": "string", "enum": ["1"]})
OF_A_LIST = (LIMIT, CURSOR)


def of_practices(filterset: PracticeFilterSet) -> list[Parameter]:
    """The parameters of the list of practices: a filter of the page is one by being a filter of the page."""
    return [WORDS, *filters(filterset), SORT, AS_TYPED, *OF_A_LIST]


def filters(filterset: PracticeFilterSet) -> list[Parameter]:
    return [
        Parameter(
            name,
            f"{each.label}. May be given several times.",
            {"type": "string", "enum": [str(option.value) for option in each.options]},
            is_list=True,
        )
        for name, each in filterset.filters.items()
    ]


def check(query: QueryDict, parameters: Iterable[Parameter]) -> None:
    """Raises Problem 400, which names every parameter that is wrong."""
    known = {parameter.name: parameter for parameter in parameters}
    invalid = [(name, _("There is no such parameter.")) for name in query if name not in known]
    for name, parameter in known.items():
        if name in query and (reason := parameter.wrong(query.getlist(name))):
            invalid.append((name, reason))
    if invalid:
        raise Problem(400, _("The address asks for what the hub does not have."), invalid=invalid)


def limit_of(query: Mapping[str, str]) -> int:
    return int(query.get("limit", USUAL_LIMIT))


def practices_asked_for(query: QueryDict, reader: Any) -> Results:
    filterset = PracticeFilterSet(query, user=reader)
    check(query, of_practices(filterset))
    return found(query, filterset, reader)


def found(query: QueryDict, filterset: PracticeFilterSet, reader: Any) -> Results:
    """What the page of results has for this query string, in its order."""
    sort, as_typed = query.get("sort", ""), "as_typed" in query
    return search(query.get("q", ""), user=reader, filterset=filterset, sort=sort, as_typed=as_typed)


def fingerprint(query: QueryDict) -> str:
    """Of what is asked for, wherever in its answer somebody is: a cursor belongs to one question."""
    asked = sorted(
        (name, value) for name, values in query.lists() for value in values if name not in ("cursor", "limit")
    )
    return sha256(repr(asked).encode()).hexdigest()[:12]
