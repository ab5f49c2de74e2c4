"""The sets by which entries are filtered, kept in memory: to count the values of all filters, all of them are needed.

PostgreSQL gives each block of bitmaps another version when it is written (`SearchBlock`, migration 0059). Whoever
counts asks for the versions, and reads those blocks anew that have another one. So a process knows all that was
written before it asked, by whomever, and reads again only what is new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from practices.models import SearchBlock
from practices.search.bitmaps import EVERY, Sets, together

# What a filter goes by, as `PracticeFilterSet` has it.
COLUMNS = ("topic_ids", "sector", "who_for", "setting", "regions", "place_ids", "stage", "evidence", "kind", "adopted")
READ = """
SELECT name, value, block, substr(bit_send(bits), 5)
FROM practices_searchbitmap
WHERE name = ANY(%s) AND block = ANY(%s)
"""


@dataclass(frozen=True)
class Kept:
    """`sets[column][value]` are the entries with that value, as a whole number over the blocks of `versions`."""

    versions: Mapping[int, UUID]  # by block, in order
    sets: Mapping[str, Mapping[str, int]]

    def aligned(self, sets: Sets, entries: int) -> int:
        """A set of `sets` over the blocks that are kept."""
        blocks = list(self.versions)
        return entries if sets.blocks == blocks else together(sets.of_blocks(entries), blocks)


_kept = Kept({}, {column: {} for column in COLUMNS})  # one for all threads, who put another one in its place


def kept() -> Kept:
    """All sets as they are now."""
    global _kept
    before = _kept
    versions = dict(SearchBlock.objects.order_by("block").values_list("block", "version"))
    if versions == before.versions:
        return before
    if list(versions) == list(before.versions):
        written = [block for block in versions if versions[block] != before.versions[block]]
        sets = _with_anew(before.sets, written, list(versions))
    else:
        sets = _with_anew({column: {} for column in COLUMNS}, list(versions), list(versions))
    _kept = Kept(versions, sets)
    return _kept


def _with_anew(
    sets: Mapping[str, Mapping[str, int]], written: Iterable[int], blocks: list[int]
) -> Mapping[str, Mapping[str, int]]:
    """The sets, with these blocks of theirs as they are in the database."""
    parts: dict[str, dict[str, dict[int, bytes]]] = {column: defaultdict(dict) for column in COLUMNS}
    with connection.cursor() as cursor:
        cursor.execute(READ, [list(COLUMNS), list(written)])
        for column, value, block, bits in cursor.fetchall():
            parts[column][value][block] = bits
    others = ~together(dict.fromkeys(written, EVERY), blocks)
    return {
        column: {
            value: sets[column].get(value, 0) & others | together(parts[column].get(value, {}), blocks)
            for value in sets[column].keys() | parts[column].keys()
        }
        for column in COLUMNS
    }
