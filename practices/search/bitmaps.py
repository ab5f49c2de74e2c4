"""Sets of entries as bits: unions, intersections and their sizes in a few milliseconds, however many entries match.

PostgreSQL keeps a bitmap for each value that entries are filtered by, for who may read them, and for each lexeme that
many of them have (`SearchBitmap`; the triggers stand in migration 0007). What has no bitmap is looked up by the text
index, and made bits of. `Sets` puts such sets together into one statement; docs/search.md says what that saves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from practices.models import SearchBitmap, SearchCorpus, SearchEntry, SearchWord, Term
from practices.models.search_bitmap import BLOCK
from practices.search.bm25 import Sql
from practices.search.matching import matches

EMPTY = f"0::bit({BLOCK})"
BITS = f"practice_id / {BLOCK} AS block, bit_or(set_bit({EMPTY}, (practice_id & {BLOCK - 1})::integer, 1)) AS bits"
SCOPE, WORD, HOT, PHRASE = "scope", "word", "hot", "phrase"
# A lexeme in fewer entries is looked up by the text index: so many, or such a share of them all.
MAPPED_FROM, MAPPED_SHARE = 200, 1 / 200
AT_A_TIME = 20  # phrases: publishing waits while they are mapped
# The lock that the triggers take, too.
LOCK = "SELECT pg_advisory_xact_lock(7204103)"

OF_VALUES = "SELECT block, bits FROM practices_searchbitmap WHERE name = %s AND value = ANY(%s)"
OF_ANY_VALUE = "SELECT block, bits FROM practices_searchbitmap WHERE name = %s"


class Sets:
    """Sets for one statement. Each method gives the SQL expression of a set, of type bit.

    `any_of`, `all_of` and `without` put such together, to be selected from `blocks` or had with `fetch`.
    """

    def __init__(self) -> None:
        self._parts: list[Sql] = []

    def having(self, name: str, values: Iterable[str] | None) -> str:
        """The entries with any of these values, or with any value at all."""
        if values is None:
            return self._add(Sql(OF_ANY_VALUE, (name,)))
        return self._add(Sql(OF_VALUES, (name, list(values))))

    def found(self, entries: QuerySet) -> str:
        """The entries that a queryset finds."""
        return self._add(_found(entries))

    def saying(self, phrase: str) -> str:
        """The entries that the query matches: by its bitmap, or by the text index while there is none."""
        looked_up = _found(SearchEntry.objects.filter(matches("search", phrase)))
        text = f"{OF_VALUES} UNION ALL SELECT * FROM ({looked_up.text}) AS looked_up WHERE NOT EXISTS ({OF_VALUES})"  # noqa: S608
        return self._add(Sql(text, (PHRASE, [phrase], *looked_up.params, PHRASE, [phrase])))

    def _add(self, part: Sql) -> str:
        if part not in self._parts:
            self._parts.append(part)
        return f"set{self._parts.index(part)}"

    @property
    def blocks(self) -> Sql:
        """A row for each block with its number and, by its name, the bits of every set."""
        parts = [
            f"SELECT {number} AS number, part.* FROM ({part.text}) AS part"  # noqa: S608 - numbers and parts of ours
            for number, part in enumerate(self._parts)
        ]
        columns = [
            f"coalesce(bit_or(bits) FILTER (WHERE number = {number}), {EMPTY}) AS set{number}"
            for number in range(len(self._parts))
        ]
        text = f"SELECT block, {', '.join(columns)} FROM ({' UNION ALL '.join(parts)}) AS parts GROUP BY block"  # noqa: S608
        return Sql(text, tuple(param for part in self._parts for param in part.params))

    def fetch(self, expressions: Sequence[str]) -> tuple[Keys, list[int]]:
        """The sets as whole numbers, the first entry being the highest bit, and what tells their bits' keys."""
        blocks = self.blocks
        # As bytes and not as text, which has a character for each bit; the first four say how many bits there are.
        columns = ", ".join(f"substr(bit_send({expression}), 5)" for expression in expressions)
        with by_index() as cursor:
            cursor.execute(f"SELECT block, {columns} FROM ({blocks.text}) AS blocks ORDER BY block", blocks.params)  # noqa: S608
            rows = cursor.fetchall()
        numbers = [row[0] for row in rows]
        return Keys(numbers), [
            int.from_bytes(b"".join(row[at] for row in rows)) for at in range(1, len(expressions) + 1)
        ]


class Keys:
    """Which entry each bit of a set stands for."""

    def __init__(self, blocks: Sequence[int]):
        self.blocks = blocks

    def of(self, entries: int) -> list[int]:
        """The keys of the entries in a set, the highest first."""
        bits = f"{entries:0{len(self.blocks) * BLOCK}b}"
        keys, at = [], bits.rfind("1")
        while at >= 0:
            keys.append(self.blocks[at // BLOCK] * BLOCK + at % BLOCK)
            at = bits.rfind("1", 0, at)
        return keys


def _found(entries: QuerySet) -> Sql:
    inner, params = entries.order_by().values("practice_id").query.sql_with_params()
    return Sql(f"SELECT {BITS} FROM ({inner}) AS found GROUP BY 1", params)  # noqa: S608


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


def any_of(sets: Iterable[str]) -> str:
    return f"({' | '.join(sets) or EMPTY})"


def all_of(sets: Iterable[str]) -> str:
    return f"({' & '.join(sets)})"


def without(some: str, others: Iterable[str]) -> str:
    return all_of([some, *(f"~ {other}" for other in others)])


@transaction.atomic
def rebuild_block(block: int) -> None:
    """Write the bitmaps of one block anew from its entries. Readers have the old ones until it is done."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute("DELETE FROM practices_searchbitmap WHERE block = %s", [block])
        cursor.execute(
            f"""
            INSERT INTO practices_searchbitmap (name, value, block, bits)
            SELECT name, value, {BITS}
            FROM practices_searchentry AS entry, search_values_of(entry)
            WHERE practice_id >= %s AND practice_id < %s
            GROUP BY name, value, block
            """,  # noqa: S608
            [block * BLOCK, (block + 1) * BLOCK],
        )


def rebuild() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT practice_id / {BLOCK} FROM practices_searchentry"  # noqa: S608
            " UNION SELECT block FROM practices_searchbitmap WHERE block >= 0"
        )
        blocks = [row[0] for row in cursor.fetchall()]
    for block in sorted(blocks):
        rebuild_block(block)


def map_words() -> None:
    """Give bitmaps to the lexemes that have come into many entries, once one has come into twice as many.

    Until all of them are written, only whoever writes an entry goes by them. None loses its own later: a search may
    be relying on it at this moment.
    """
    documents = SearchCorpus.objects.values_list("documents", flat=True).first() or 0
    many = max(MAPPED_FROM, documents * MAPPED_SHARE)
    if SearchWord.objects.filter(documents__gte=2 * many, has_bitmap=False).exists():
        SearchWord.objects.filter(documents__gte=many).update(keeps_bitmap=True)
        rebuild()
        SearchWord.objects.filter(keeps_bitmap=True).update(has_bitmap=True)


def map_phrases() -> None:
    """Give bitmaps to the names that searches look for beside what was typed.

    Two common words that rarely stand together take long to look up.
    """
    pairs = Term.objects.in_use().values_list("term_query", "preferred_query")
    kept = SearchBitmap.objects.filter(name=PHRASE, block=KEPT).values_list("value", flat=True)
    phrases = {phrase for pair in pairs for phrase in pair if phrase}.difference(kept)
    for some in _few_at_a_time(sorted(phrases)):
        with by_index() as cursor:
            cursor.execute(LOCK)
            cursor.execute(KEEP, [PHRASE, KEPT, some])
            cursor.execute(MAP, [PHRASE, some])


def _few_at_a_time(phrases: list[str]) -> Iterator[list[str]]:
    return (phrases[start : start + AT_A_TIME] for start in range(0, len(phrases), AT_A_TIME))


# The block of the row that says that a phrase is kept, whether or not an entry has it.
KEPT = -1
KEEP = f"""
INSERT INTO practices_searchbitmap (name, value, block, bits)
SELECT %s, value, %s, {EMPTY} FROM unnest(%s::text[]) AS kept (value)
ON CONFLICT DO NOTHING
"""  # noqa: S608
MAP = f"""
INSERT INTO practices_searchbitmap (name, value, block, bits)
SELECT %s, phrase, {BITS}
FROM unnest(%s::text[]) AS asked (phrase) JOIN practices_searchentry ON search @@ phrase::tsquery
GROUP BY phrase, block
ON CONFLICT (name, value, block) DO UPDATE SET bits = excluded.bits
"""  # noqa: S608
