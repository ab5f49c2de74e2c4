"""How many entries match, and how many of them each choice of each filter would leave, exactly.

A filter does not narrow its own counts, so that a second choice within it can be weighed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from practices.search.asked import Asked, Chosen, readable_by
from practices.search.bitmaps import Sets, all_of
from practices.search.kept import kept
from practices.search.query import Query
from practices.search.statistics import NOTHING_KNOWN

Union = tuple[str, tuple[str, ...]]  # a column, and values of it


@dataclass(frozen=True)
class Counts:
    """`total` entries, `in_full` of them with everything that was asked for.

    `by_value` is, for each column, how many entries have each of its values, which are written as PostgreSQL does.
    Where an entry can have several, those of a union are fewer than their sum.
    """

    total: int
    in_full: int
    by_value: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    of_unions: Mapping[Union, int] = field(default_factory=dict)


def count(asked: Asked, columns: Collection[str], unions: Collection[Union] = ()) -> Counts:
    """Count what is asked, and by the values of these columns; and the entries with any value of each union."""
    by_value = _by_value(asked, columns) if columns else {}
    parts = {union: asked.sets.having(*union) for union in unions}  # fetched together, if there are any
    of_unions = {union: (asked.without_filter(union[0]) & part()).bit_count() for union, part in parts.items()}
    return Counts(asked.total.bit_count(), asked.in_full.bit_count(), by_value, of_unions)


def counted(column: str, *, user: Any, chosen: Chosen | None = None) -> Mapping[str, int]:
    """How many published practices that this person may read have each value of the column, whatever their words."""
    asked = Asked(Query(text=""), NOTHING_KNOWN, user=user, chosen=chosen or {})
    return _by_value(asked, [column]).get(column, {})


def newest_keys(column: str, values: Iterable[Any], *, user: Any, number: int) -> Mapping[Any, list[int]]:
    """For each value of the column, the highest keys of what this person may read and has it: what was begun last."""
    sets = Sets()
    readable = readable_by(user, sets)
    parts = {value: all_of(readable, [sets.having(column, [str(value)])]) for value in values}
    return {value: sets.keys(part(), number) for value, part in parts.items()}


def crossed(
    asked: Sequence[Chosen], column: str, values: Sequence[str], *, user: Any, number: int
) -> list[list[tuple[int, list[int]]]]:
    """For each thing asked, and in it for each value: how many this person may read, and the highest keys of them."""
    sets = Sets()
    readable = readable_by(user, sets)
    wanted = [all_of(readable, [sets.having(*each) for each in chosen.items()]) for chosen in asked]
    having = [sets.having(column, [value]) for value in values]
    found = [[some() & others() for others in having] for some in wanted]
    return [[(each.bit_count(), sets.keys(each, number) if each else []) for each in line] for line in found]


def _by_value(asked: Asked, columns: Collection[str]) -> Mapping[str, Mapping[str, int]]:
    sets = kept()
    total = sets.aligned(asked.sets, asked.total)
    own = {column: sets.aligned(asked.sets, asked.without_filter(column)) for column in asked.filtered}
    return {column: _sizes(sets.sets[column], own.get(column, total)) for column in columns}


def _sizes(sets: Mapping[str, int], within: int) -> dict[str, int]:
    """How many entries each of the sets has in common with one; those that have none are left out."""
    return {value: number for value, entries in sets.items() if (number := (entries & within).bit_count())}
