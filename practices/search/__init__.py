"""search(): the one way into the index, for the pages, the feeds and whatever comes later.

What a person may not see is left out before anything is counted, ranked or shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import Case, Count, F, FloatField, IntegerField, Q, QuerySet, Value, When

from practices.models import SearchEntry
from practices.search.query import Query, Term, understand

RELEVANCE, NEWEST, CONFIRMED = "relevance", "newest", "confirmed"
ORDERS: dict[str, list[Any]] = {
    NEWEST: ["-published_at", "-pk"],
    CONFIRMED: [F("confirmed_at").desc(nulls_last=True), "-changed_at", "-pk"],
}
# What a match is worth in the place a write-up runs, its body, its summary and topics, its title.
WEIGHTS = [0.15, 0.3, 0.6, 1.0]
# A retired write-up stays findable, behind what teams still do.
RETIRED_WEIGHS = 0.5
BY_LENGTH = 1  # divide the rank by 1 + the logarithm of the length


@dataclass(frozen=True)
class Results:
    """What was found: entries in order, ready to be cut into pages, and what to say about them.

    `matching` is what the words alone found, for the counts beside the filters.
    """

    query: Query
    matching: QuerySet
    entries: QuerySet
    total: int
    with_all_words: int

    @property
    def nothing_has_all_words(self) -> bool:
        return bool(self.total and self.query.has_several_words and not self.with_all_words)


def search(text: str, *, user: Any, filterset: Any = None, sort: str = "") -> Results:
    """Find published practices that this person may read.

    Any of the words may match, and those that match more of them, and in better places, come first; an exact
    title comes first of all. `filterset` narrows further (`practices.filters`); `sort` is relevance (the
    default where something was typed), newest or confirmed. The order always ends in the primary key.
    """
    visible = SearchEntry.objects.visible_to(user)
    query = understand(text, visible)
    matching = query.narrow(visible)
    entries = filterset.narrow(matching) if filterset else matching
    counts = entries.aggregate(total=Count("pk"), with_all_words=Count("pk", filter=query.all_words))
    return Results(query=query, matching=matching, entries=_in_order(entries, query, sort), **counts)


def _in_order(entries: QuerySet, query: Query, sort: str) -> QuerySet:
    if sort in ORDERS or not query.ranked:
        return entries.order_by(*ORDERS.get(sort, ORDERS[NEWEST]))
    return entries.annotate(
        is_exact=Case(When(_is_titled(query.text), then=1), default=0, output_field=IntegerField()),
        score=_score(query.ranked) * Case(When(is_retired=True, then=RETIRED_WEIGHS), default=1.0),
    ).order_by("-is_exact", "-score", "-pk")


def _is_titled(text: str) -> Q:
    return Q(title__iexact=text.strip('"“”'))


def _score(terms: tuple[Term, ...]) -> Any:
    """The rank of all terms together, times the share of them that is there at all.

    `ts_rank` grows ever less with each repetition of a word, so saying it again and again gains little.
    """
    rank = reduce(add, (SearchRank(F(t.column), t.query, weights=WEIGHTS, normalization=BY_LENGTH) for t in terms))
    hits = [Case(When(t.matches, then=1.0), default=0.0, output_field=FloatField()) for t in terms]
    return rank * reduce(add, hits) / Value(float(len(terms)))
