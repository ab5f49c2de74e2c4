"""The search that a report begins with: what was looked for, and how much the person was shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import QueryDict

from practices.filters import PAGE, PracticeFilterSet
from practices.search import search

LONGEST = 2000
NOT_LOOKED_FOR = (PAGE, "sort")


@dataclass(frozen=True)
class Looked:
    words: str
    filters: str
    asked: dict[str, list[str]]
    hits: int


def looked_for(query_string: str, user: Any) -> Looked | None:
    """The search of that address, as the person would see it now; None where there is none."""
    if len(query_string) > LONGEST:
        return None
    try:
        data = QueryDict(query_string)
    except (BadRequest, ValueError):
        return None
    asked = {name: [each for each in data.getlist(name) if each] for name in data if name not in NOT_LOOKED_FOR}
    asked = {name: values for name, values in asked.items() if values}
    if not asked or any("\0" in text for name, values in asked.items() for text in [name, *values]):
        return None
    filterset = PracticeFilterSet(data, user=user)
    results = search(data.get("q", ""), user=user, filterset=filterset, as_typed="as_typed" in data)
    filters = ", ".join(str(chip.label) for chip in filterset.chips())
    return Looked(results.query.text, filters, asked, results.total)
