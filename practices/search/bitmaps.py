"""Sets of entries as bits: unions, intersections and their sizes in a few milliseconds, however many entries match.

PostgreSQL keeps a bitmap for each value that entries are filtered by, for who may read them, and for each lexeme that
many of them have (`SearchBitmap`; the triggers stand in migration 0007). What has no bitmap is looked up by the text
index, and made bits of. `Sets` fetches such sets by one statement; docs/search.md says what that saves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import QuerySet

from practices.batches import few_at_a_time
from practices.models import SearchBitmap, SearchBlock, SearchCorpus, SearchWord, Term
from practices.models.search_bitmap import BLOCK
from practices.search.bm25 import Sql

EMPTY = f"0::bit({BLOCK})"
SIZE = BLOCK // 8  # bytes
NOTHING, EVERY = bytes(SIZE), b"\xff" * SIZE
BITS = f"practice_id / {BLOCK} AS block, bit_or(set_bit({EMPTY}, (practice_id & {BLOCK - 1})::integer, 1)) AS bits"
SCOPE, WORD, HOT, PHRASE = "scope", "word", "hot", "phrase"
# A lexeme in fewer entries is looked up by the text index: so many, or such a share of them all.
MAPPED_FROM, MAPPED_SHARE = 200, 1 / 200
BY_BLOCK_FROM = 500  # entries in one transaction
AT_A_TIME = 20  # phrases: publishing waits while they are mapped
# The lock that the triggers take, too.
LOCK = "SELECT pg_advisory_xact_lock(7204103)"

Part = Callable[[], int]  # a set of entries, once it is asked for


class Sets:
    """Sets of entries as whole numbers, a bit for each entry, the one with the lowest key being the highest bit.

    `having`, `saying` and `found` say what will be wanted, and give it as a part. The first part whose value is taken
    has all of them fetched by one statement. `any_of`, `all_of` and `without` put parts together.
    """

    def __init__(self) -> None:
        self._waiting: dict[Wanted, None] = {}  # in order, each once
        self._fetched: dict[Wanted, int] = {}
        self._blocks: list[int] | None = None

    def having(self, name: str, values: Iterable[str] | None) -> Part:
        """The entries with any of these values, or with any value at all."""
        return self._part(_Having(name, None if values is None else tuple(values)))

    def saying(self, tsquery: str) -> Part:
        """The entries whose `search` matches: by its bitmap, or by the text index while there is none."""
        return self._part(_Saying(tsquery))

    def found(self, entries: QuerySet) -> Part:
        """The entries that a queryset finds."""
        inner, params = entries.order_by().values("practice_id").query.sql_with_params()
        return self._part(_Found(inner, params))

    @property
    def blocks(self) -> list[int]:
        """The numbers of the blocks whose bits the sets are made of, in order."""
        self._fetch()
        return self._blocks or []

    def keys(self, entries: int, most: int | None = None) -> list[int]:
        """The keys of the entries in a set, the highest first; only so many of them."""
        bits = f"{entries:0{len(self.blocks) * BLOCK}b}"
        keys: list[int] = []
        at = bits.rfind("1")
        while at >= 0 and len(keys) != most:
            keys.append(self.blocks[at // BLOCK] * BLOCK + at % BLOCK)
            at = bits.rfind("1", 0, at)
        return keys

    def by_block(self, entries: int) -> list[str]:
        """A set as PostgreSQL reads the bits of each block."""
        digits = f"{entries:0{len(self.blocks) * BLOCK // 4}x}" if self.blocks else ""
        return [f"x{digits[start : start + BLOCK // 4]}" for start in range(0, len(digits), BLOCK // 4)]

    def of_blocks(self, entries: int) -> dict[int, bytes]:
        """The bits of each block in a set."""
        bits = entries.to_bytes(len(self.blocks) * SIZE)
        return {block: bits[at * SIZE : (at + 1) * SIZE] for at, block in enumerate(self.blocks)}

    def _part(self, wanted: Wanted) -> Part:
        if wanted not in self._fetched:
            self._waiting[wanted] = None

        def value() -> int:
            if wanted not in self._fetched:
                self._fetch()
            return self._fetched[wanted]

        return value

    def _fetch(self) -> None:
        if not self._waiting:
            return
        statement = _statement(list(self._waiting))
        bits: list[dict[int, bytes]] = [{} for _ in self._waiting]
        with by_index() as cursor:
            cursor.execute(statement.text, statement.params)
            for number, block, some in cursor.fetchall():
                of_blocks = bits[number]
                of_blocks[block] = _either(of_blocks[block], some) if block in of_blocks else some
        if self._blocks is None:  # fixed at the first look: what is new since then is in no set of that look
            self._blocks = sorted({block for of_blocks in bits for block in of_blocks})
        for wanted, of_blocks in zip(self._waiting, bits, strict=True):
            self._fetched[wanted] = together(of_blocks, self._blocks)
        self._waiting = {}


def together(of_blocks: Mapping[int, bytes], blocks: Iterable[int]) -> int:
    """The set of the bits of some blocks, over these blocks in order; of blocks that are not there it has nothing."""
    return int.from_bytes(b"".join(of_blocks.get(block, NOTHING) for block in blocks))


def _either(some: bytes, others: bytes) -> bytes:
    return (int.from_bytes(some) | int.from_bytes(others)).to_bytes(SIZE)


@dataclass(frozen=True)
class _Having:
    name: str
    values: tuple[str, ...] | None


@dataclass(frozen=True)
class _Saying:
    tsquery: str


@dataclass(frozen=True)
class _Found:
    text: str
    params: tuple[Any, ...]


Wanted = _Having | _Saying | _Found

# (number of the part, block, its bits), more than one row where a part has several values: putting those together here
# would have PostgreSQL sort all rows with their bits. As bytes and not as text, which has a character for each bit; the
# first four bytes say how many bits there are.
FETCH = """
SELECT number, block, substr(bit_send(bits), 5) FROM ({parts}) AS parts (number, block, bits) WHERE block >= 0
"""
OF_VALUES = """
SELECT number, block, bits
FROM unnest(%s::integer[], %s::text[], %s::text[]) AS asked (number, name, value)
JOIN practices_searchbitmap USING (name, value)
"""
OF_ANY_VALUE = "SELECT %s, block, bit_or(bits) FROM practices_searchbitmap WHERE name = %s GROUP BY block"
LOOKED_UP = f"""
SELECT number, {BITS}
FROM unnest(%s::integer[], %s::text[]) AS asked (number, said) JOIN practices_searchentry ON search @@ said::tsquery
WHERE NOT EXISTS (SELECT FROM practices_searchbitmap WHERE name = '{PHRASE}' AND value = said)
GROUP BY number, block
"""  # noqa: S608
FOUND = f"SELECT %s, {BITS} FROM ({{found}}) AS found GROUP BY block"  # noqa: S608


def _statement(wanted: Sequence[Wanted]) -> Sql:
    """What fetches all of these, each by its number. Few queries of many rows: the planner takes long over many."""
    values: list[tuple[int, str, str]] = []
    said: list[tuple[int, str]] = []
    parts: list[Sql] = []
    for number, each in enumerate(wanted):
        match each:
            case _Having(name, None):
                parts.append(Sql(OF_ANY_VALUE, (number, name)))
            case _Having(name, several):
                values += [(number, name, value) for value in several or ()]
            case _Saying(tsquery):
                values.append((number, PHRASE, tsquery))
                said.append((number, tsquery))
            case _Found(text, params):
                parts.append(Sql(FOUND.format(found=text), (number, *params)))
    if values:
        parts.append(Sql(OF_VALUES, tuple(map(list, zip(*values, strict=True)))))
    if said:
        parts.append(Sql(LOOKED_UP, tuple(map(list, zip(*said, strict=True)))))
    text = FETCH.format(parts=" UNION ALL ".join(part.text for part in parts))
    return Sql(text, tuple(param for part in parts for param in part.params))


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


def any_of(parts: Iterable[Part]) -> Part:
    parts = list(parts)
    return lambda: reduce(or_, (part() for part in parts), 0)


def all_of(first: Part, others: Iterable[Part]) -> Part:
    others = list(others)
    return lambda: reduce(and_, (part() for part in others), first())


def without(some: Part, others: Iterable[Part]) -> Part:
    unwanted = any_of(others)
    return lambda: some() & ~unwanted()


@transaction.atomic
def rebuild_block(block: int) -> None:
    """Write the bitmaps of one block anew from its entries. Readers have the old ones until it is done.

    Those of one name side by side, since a page that counts by a filter reads all of its values.
    """
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
            ORDER BY name, value
            """,  # noqa: S608
            [block * BLOCK, (block + 1) * BLOCK],
        )
    SearchBlock.objects.update_or_create(block=block, defaults={"version": uuid4()})


@contextmanager
def written_by_block(keys: Sequence[int]) -> Iterator[None]:
    """Inside, the entries of these practices are written, and their bitmaps at the end of it, a block at a time.

    For very many entries in one transaction: PostgreSQL would write a bitmap anew for each of them, and no version of
    it could be thrown away before the transaction ends. Those of a few are written bit by bit.
    """
    if len(keys) < BY_BLOCK_FROM:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute("SET LOCAL hub.bitmaps_by_block = on")
        yield
        cursor.execute("SET LOCAL hub.bitmaps_by_block = off")
        for block in sorted({key // BLOCK for key in keys}):
            rebuild_block(block)


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
    for some in few_at_a_time(sorted(phrases), AT_A_TIME):
        with by_index() as cursor:
            cursor.execute(LOCK)
            cursor.execute(KEEP, [PHRASE, KEPT, some])
            cursor.execute(MAP, [PHRASE, some])


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
