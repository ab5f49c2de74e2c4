"""Which of a few practices have everything that a search asks for: for telling people of what is new.

A page of results shows what has any of the words, best first; a mail that told of all that would tell of nearly
everything. Who may read what was found is not asked here but of each reader, so words are understood by what the public
may read. Somebody who may read more knows more words, and finds them as they were typed: both are looked for.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from practices.models import SearchEntry
from practices.search.matching import matches, narrow
from practices.search.query import Concept, Query, Word
from practices.search.understanding import understand


def among(keys: Collection[int], text: str, *, filterset: Any = None, as_typed: bool = False) -> set[int]:
    """The keys of those that have every word, or another name for it, within the filters."""
    entries = SearchEntry.objects.filter(pk__in=keys)
    if filterset:
        entries = filterset.narrow(entries)
    visitor = AnonymousUser()
    queries = [understand(text, visitor, as_typed=as_typed)[0]]
    if queries[0].corrections or queries[0].beginnings:
        queries.append(understand(text, visitor, as_typed=True)[0])
    return {key for query in queries for key in _having_all(entries, query).values_list("pk", flat=True)}


def _having_all(entries: QuerySet, query: Query) -> QuerySet:
    for concept in query.concepts:
        entries = entries.filter(_all_of(concept))
    return narrow(entries, query)


def _all_of(concept: Concept) -> Q:
    names = [Q(matches("search", each.tsquery)) for each in concept.equivalents]
    return reduce(or_, names, reduce(and_, map(_has, concept.words)))


def _has(word: Word) -> Q:
    ways = [Q(matches("search", word.tsquery))] if word.lexemes else []
    if word.beginning:
        ways.append(Q(matches("forms", word.beginning)))
    return reduce(or_, ways)
