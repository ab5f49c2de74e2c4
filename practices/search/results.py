"""The keys of what matches, in their order, fetched as a page asks for them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, overload

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from practices.models.search_bitmap import BLOCK
from practices.search.asked import Asked
from practices.search.candidates import Candidates
from practices.search.ranking import ranked

Scored = tuple[int, float]

# So many keys may stand in a statement; of more, their bits do.
FEW = 1000
# One value for all of them: hundreds of parameters take Django and PostgreSQL milliseconds to read.
IS_ONE_OF = "practices_searchentry.practice_id = ANY(%s)"
HAS_BIT = f"""
get_bit((%s::bit({BLOCK})[])[array_position(%s::integer[], (practice_id / {BLOCK})::integer)],
        (practice_id & {BLOCK - 1})::integer) = 1
"""


class Keys(Sequence[int]):
    """Keys of practices. `entries` are those that may be shown, as permission and filters have it."""

    def __init__(self, asked: Asked, entries: QuerySet):
        self.asked, self.entries = asked, entries

    def __len__(self) -> int:
        return self.asked.total.bit_count()

    def __iter__(self) -> Iterator[int]:
        return iter(self[:])

    @overload
    def __getitem__(self, wanted: int) -> int: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[int]: ...
    def __getitem__(self, wanted: int | slice) -> int | list[int]:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        start, stop, _ = wanted.indices(len(self))
        return self._between(start, stop) if start < stop else []

    @abstractmethod
    def _between(self, start: int, stop: int) -> list[int]: ...


class Ranked(Keys):
    """In the order of their score, and after these what matches and got none."""

    def __init__(self, asked: Asked, entries: QuerySet):
        super().__init__(asked, entries)
        self._candidates = Candidates(asked)

    @cached_property
    def scored(self) -> list[Scored]:
        """The best, with their scores."""
        best = self._candidates.best
        if not best:
            return []
        one_of_best = RawSQL(IS_ONE_OF, (best,), output_field=BooleanField())  # noqa: S611 - nothing is put in
        entries = self.entries.filter(one_of_best)
        statement = ranked(entries, self.asked.as_found, self.asked.known_of_names)
        with connection.cursor() as cursor:
            cursor.execute(statement.text, statement.params)
            return cursor.fetchall()

    def _between(self, start: int, stop: int) -> list[int]:
        found = [key for key, _score in self.scored[start:stop]]
        if len(found) < stop - start:
            found += self._candidates.others[max(start - len(self.scored), 0) : stop - len(self.scored)]
        return found


class Sorted(Keys):
    """In an order that the words have no part in, so that nothing is read to find out who has them."""

    def __init__(self, asked: Asked, entries: QuerySet, order: list[Any]):
        super().__init__(asked, entries)
        self._order = order

    def _between(self, start: int, stop: int) -> list[int]:
        total, sets = self.asked.total, self.asked.sets
        if len(self) <= FEW:
            found = self.entries.filter(pk__in=sets.keys(total))
        else:
            bits = (sets.by_block(total), sets.blocks)
            found = self.entries.filter(RawSQL(HAS_BIT, bits, output_field=BooleanField()))  # noqa: S611 - no text is put in
        return list(found.order_by(*self._order).values_list("pk", flat=True)[start:stop])


class OneAfterTheOther(Keys):
    """All of the first, each list in its own order, and then all of the rest."""

    def __init__(self, first: Keys, rest: Keys):
        super().__init__(rest.asked, rest.entries)
        self._first, self._rest = first, rest

    @property
    def has_first(self) -> bool:
        return len(self._first) > 0

    def __len__(self) -> int:
        return len(self._first) + len(self._rest)

    def _between(self, start: int, stop: int) -> list[int]:
        split = len(self._first)
        return self._first[start:stop] + self._rest[max(start - split, 0) : max(stop - split, 0)]
