"""Ranked: the keys of what matches, best first, fetched as a page asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import overload

from django.db import connection
from django.db.models import QuerySet

from practices.search.asked import Asked
from practices.search.candidates import Candidates
from practices.search.ranking import ranked

Scored = tuple[int, float]


class Ranked(Sequence[int]):
    """Keys of practices in the order of their score, and after these what matches and got none.

    `entries` are those that may be shown, as permission and filters have it.
    """

    def __init__(self, asked: Asked, entries: QuerySet):
        self.asked, self.entries = asked, entries
        self._candidates = Candidates(asked)

    def __len__(self) -> int:
        return self.asked.total.bit_count()

    @overload
    def __getitem__(self, wanted: int) -> int: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[int]: ...
    def __getitem__(self, wanted: int | slice) -> int | list[int]:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        start, stop, _ = wanted.indices(len(self))
        if start >= stop:
            return []
        found = [key for key, _score in self.scored[start:stop]]
        if len(found) < stop - start:
            found += self._candidates.others[max(start - len(self.scored), 0) : stop - len(self.scored)]
        return found

    @cached_property
    def scored(self) -> list[Scored]:
        """The best, with their scores."""
        best = self._candidates.best
        if not best:
            return []
        entries = self.entries.filter(pk__in=best)
        statement = ranked(entries, self.asked.query, self.asked.known)
        with connection.cursor() as cursor:
            cursor.execute(statement.text, statement.params)
            return cursor.fetchall()
