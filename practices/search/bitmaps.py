"""Sets of entries as bits: unions, intersections and their sizes in a few milliseconds, however many entries match.

PostgreSQL keeps a bitmap for each value that entries are filtered by, for who may read them, and for each lexeme that
many of them have (`SearchBitmap`; the triggers stand in migration 0007). What has no bitmap is looked up by the text
index, and made bits of. `Sets` puts such sets together into one statement; docs/search.md says what that saves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import connection, transaction
from django.db.models import QuerySet

from practices.models import SearchCorpus, SearchWord
from practices.models.search_bitmap import BLOCK
from practices.search.bm25 import Sql
from practices.search.words import quoted

EMPTY = f"0::bit({BLOCK})"
BITS = f"practice_id / {BLOCK} AS block, bit_or(set_bit({EMPTY}, (practice_id & {BLOCK - 1})::integer, 1)) AS bits"
WORD = "word"
# A lexeme in fewer entries is looked up by the text index: so many, or such a share of them all.
MAPPED_FROM, MAPPED_SHARE = 500, 1 / 200
AT_A_TIME = 20  # lexemes: publishing waits while they are mapped
# The lock that the triggers take, too.
LOCK = "SELECT pg_advisory_xact_lock(7204103)"

OF_VALUES = "SELECT block, bits FROM practices_searchbitmap WHERE name = %s AND value = ANY(%s)"
OF_ANY_VALUE = "SELECT block, bits FROM practices_searchbitmap WHERE name = %s"


class Sets:
    """Sets for one statement: each method gives an SQL expression of type bit for the set, to be put together with
    `any_of`, `all_of` and `without`, and used where `with_blocks` is selected from."""

    def __init__(self) -> None:
        self._parts: list[Sql] = []

    def having(self, name: str, values: Iterable[str] | None) -> str:
        """The entries with any of these values, or with any value at all."""
        if values is None:
            return self._add(Sql(OF_ANY_VALUE, (name,)))
        return self._add(Sql(OF_VALUES, (name, list(values))))

    def found(self, entries: QuerySet) -> str:
        """The entries that a queryset finds."""
        inner, params = entries.order_by().values("practice_id").query.sql_with_params()
        return self._add(Sql(f"SELECT {BITS} FROM ({inner}) AS found GROUP BY 1", params))  # noqa: S608

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
            " UNION SELECT block FROM practices_searchbitmap"
        )
        blocks = [row[0] for row in cursor.fetchall()]
    for block in sorted(blocks):
        rebuild_block(block)


def map_words() -> None:
    """Give a bitmap to every lexeme that has come into so many entries.

    None loses its own: a search may be relying on it at this moment.
    """
    for words in _unmapped():
        _map(words)


def _unmapped() -> Iterator[list[str]]:
    documents = SearchCorpus.objects.values_list("documents", flat=True).first() or 0
    many = max(MAPPED_FROM, documents * MAPPED_SHARE)
    words = list(SearchWord.objects.filter(documents__gte=many, has_bitmap=False).values_list("word", flat=True))
    return (words[start : start + AT_A_TIME] for start in range(0, len(words), AT_A_TIME))


@transaction.atomic
def _map(words: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        SearchWord.objects.filter(word__in=words).update(has_bitmap=True)
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            f"""
            INSERT INTO practices_searchbitmap (name, value, block, bits)
            SELECT %s, word, {BITS}
            FROM unnest(%s::text[], %s::text[]) AS asked (word, query)
            JOIN practices_searchentry ON search @@ query::tsquery
            GROUP BY word, block
            ON CONFLICT (name, value, block) DO UPDATE SET bits = excluded.bits
            """,  # noqa: S608
            [WORD, words, [quoted(word) for word in words]],
        )
        cursor.execute("SET LOCAL enable_seqscan = on")
