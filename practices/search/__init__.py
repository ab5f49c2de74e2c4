"""search(): the one way into the index, for the pages, the feeds and whatever comes later.

What a person may not see is left out before anything is counted, ranked or shown. docs/search.md explains how.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from django.db.models import F

from practices.models import SearchEntry
from practices.search.adopted import in_use_in
from practices.search.asked import Asked
from practices.search.bitmaps import by_index
from practices.search.counts import Counts, Union, count
from practices.search.matching import narrow
from practices.search.query import Query
from practices.search.results import Keys, OneAfterTheOther, Ranked, Sorted
from practices.search.understanding import understand

RELEVANCE, NEWEST, CONFIRMED, LIKE_MINE = "relevance", "newest", "confirmed", "like_mine"
ORDERS: dict[str, list[Any]] = {
    NEWEST: ["-published_at", "-pk"],
    CONFIRMED: [F("confirmed_at").desc(nulls_last=True), "-changed_at", "-pk"],
}


@dataclass(frozen=True)
class Results:
    """What was found: `practices` are their keys in order, to be cut into pages."""

    query: Query
    practices: Sequence[int]
    asked: Asked
    columns: Sequence[str] = ()
    unions: Sequence[Union] = ()

    @cached_property
    def counts(self) -> Counts:
        """How many there are, and for each choice of each filter how many it would leave: counted once it is wanted."""
        return count(self.asked, self.columns, self.unions)

    @property
    def total(self) -> int:
        return self.asked.total.bit_count()

    @property
    def some_are_adopted_there(self) -> bool:
        """Whether any comes first since a place like those asked for has it in use."""
        return isinstance(self.practices, OneAfterTheOther) and self.practices.has_first

    @property
    def nothing_has_all_words(self) -> bool:
        asked_for_several = len(self.query.concepts) > 1
        return bool(self.total and asked_for_several and not self.asked.in_full)


def search(
    text: str,
    *,
    user: Any,
    filterset: Any = None,
    sort: str = "",
    as_typed: bool = False,
    places_like: Collection[int] = (),
) -> Results:
    """Find published practices that this person may read.

    Any of the words may match, and those that match more of them, and in better places, come first; an exact
    title comes first of all. `filterset` narrows further (`practices.filters`); `sort` is relevance (the
    default where something was typed), newest, confirmed, or like_mine: what is in use in one of `places_like`
    before the rest, and each of the two as it would stand otherwise. The order always ends in the primary key.
    `as_typed` corrects no slips, looks for no other names, and keeps to quotation marks where nothing has the words
    together.
    """
    visible: Any = SearchEntry.objects.visible_to(user)
    query, known = understand(text, user, as_typed=as_typed)
    if query.phrases and query.concepts and not as_typed and not _exists(narrow(visible, query)):
        query = replace(query, phrases=(), is_loosened=True)
    shown: Any = filterset.narrow(visible) if filterset else visible
    asked = Asked(query, known, user=user, chosen=filterset.stored if filterset else {})
    in_order = partial(_in_order, shown=shown, sort=sort)
    practices: Sequence[int]
    if sort == LIKE_MINE and places_like:
        first = asked.sets.found(in_use_in(places_like))
        practices = OneAfterTheOther(in_order(asked.within(first)), in_order(asked.outside(first)))
    else:
        practices = in_order(asked)
    if filterset is None:
        return Results(query, practices, asked)
    return Results(query, practices, asked, columns=filterset.columns, unions=filterset.unions)


def _in_order(asked: Asked, *, shown: Any, sort: str) -> Keys:
    if sort in ORDERS or not asked.query.is_ranked:
        return Sorted(asked, shown, ORDERS.get(sort, ORDERS[NEWEST]))
    return Ranked(asked, shown)


def _exists(entries: Any) -> bool:
    with by_index():
        return bool(entries.exists())
