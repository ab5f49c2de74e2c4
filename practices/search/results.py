"""Ranked: the keys of what matches, best first, fetched as a page asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, overload

from django.db import connection, transaction
from django.db.models import QuerySet

from practices.search.query import Query
from practices.search.ranking import ALL_SCORED, most_matches, ranked
from practices.search.statistics import Statistics

# With fewer candidates that may be shown than this, all matches are scored instead.
ENOUGH = 60

Scored = tuple[int, float]


@contextmanager
def by_index() -> Iterator[Any]:
    """A cursor that reads entries by their text index, never all of them.

    The planner doesn't know what it costs to fetch a tsvector that is stored out of line, and would read the whole
    table for a common word.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield cursor
        cursor.execute("SET LOCAL enable_seqscan = on")


class Ranked(Sequence[int]):
    """Keys of practices in the order of their score. Candidates come first; what is not among them follows them."""

    def __init__(self, entries: QuerySet, query: Query, known: Statistics, total: int):
        self.entries, self.query, self.known, self.total = entries, query, known, total

    def __len__(self) -> int:
        return self.total

    @overload
    def __getitem__(self, wanted: int) -> int: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[int]: ...
    def __getitem__(self, wanted: int | slice) -> int | list[int]:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        start, stop, _ = wanted.indices(self.total)
        return [key for key, _score in self.scored(start, stop)]

    def scored(self, start: int, stop: int) -> list[Scored]:
        """The rows from `start` up to `stop`, with their scores."""
        found = self._candidates[start:stop]
        if len(found) < stop - start:
            found += self._others(start=max(start - len(self._candidates), 0), number=stop - start - len(found))
        return found

    @cached_property
    def _candidates(self) -> list[Scored]:
        """The best, ranked among themselves; none where all can be scored, or where too few of them may be shown."""
        if most_matches(self.query, self.known) <= ALL_SCORED:
            return []
        found = self._fetch(self.entries, only_candidates=True)
        return found if len(found) >= min(ENOUGH, self.total) else []

    def _others(self, *, start: int, number: int) -> list[Scored]:
        candidates = [key for key, _score in self._candidates]
        entries = self.entries.exclude(pk__in=candidates) if candidates else self.entries
        return self._fetch(entries, only_candidates=False, start=start, number=number)

    def _fetch(
        self, entries: QuerySet, *, only_candidates: bool, start: int = 0, number: int | None = None
    ) -> list[Scored]:
        statement = ranked(entries, self.query, self.known, only_candidates=only_candidates)
        with by_index() as cursor:
            cursor.execute(f"{statement.text} LIMIT %s OFFSET %s", [*statement.params, number, start])
            return cursor.fetchall()
