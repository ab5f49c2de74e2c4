"""What members ask for, by the words of a search: which of them stand in a question, and no ranking of its own."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Case, F, IntegerField, Value, When
from django.db.models.expressions import Combinable, RawSQL

from practices.models import Need
from practices.search.query import Concept, Query
from practices.search.words import any_of

MOST_SHOWN = 3
MOST_COMPARED = 8  # things asked for; of a longer search, the first


def others_asking(query: Query, *, user: Any, number: int = MOST_SHOWN) -> list[Need]:
    """Open questions of others that have half of what was asked for, or more; those with most of it first."""
    wanted = [words for concept in query.concepts[:MOST_COMPARED] if (words := _words_of(concept))]
    if not (user.is_authenticated and wanted):
        return []
    has: Combinable = Value(0)
    for words in wanted:
        has = has + Case(When(_matches(words), then=1), default=0, output_field=IntegerField())
    shared = Need.objects.visible_to(user).open().filter(is_shared=True).exclude(asked_by=user)
    found = shared.filter(_matches(any_of(wanted))).annotate(has=has).filter(has__gte=(len(wanted) + 1) // 2)
    return list(found.for_listing().order_by(F("has").desc(), "-asked_at", "-pk")[:number])


def _words_of(concept: Concept) -> str:
    """The query for any of its words, or of the other names for it."""
    return any_of([*(word.tsquery for word in concept.words), *(each.tsquery for each in concept.equivalents)])


def _matches(tsquery: str) -> RawSQL:
    return RawSQL("practices_need.search @@ %s::tsquery", (tsquery,), output_field=BooleanField())
