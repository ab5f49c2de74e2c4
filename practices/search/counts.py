"""How many entries match, and how many of them each choice of each filter would leave: exact, in one statement.

A filter does not narrow its own counts, so that a second choice within it can be weighed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from practices.models import SearchEntry
from practices.models.search_entry import scopes_of
from practices.search import words
from practices.search.bitmaps import WORD, Sets, all_of, any_of, without
from practices.search.matching import has, matches
from practices.search.query import Concept, Query, Word
from practices.search.results import by_index
from practices.search.statistics import Statistics

STATEMENT = """
WITH blocks AS MATERIALIZED ({blocks}),
counted AS MATERIALIZED (SELECT block, {sets} FROM blocks)
SELECT '', 'total', coalesce(sum(bit_count(total)::integer), 0) FROM counted
UNION ALL
SELECT '', 'in_full', coalesce(sum(bit_count(in_full)::integer), 0) FROM counted
UNION ALL
SELECT name, value, sum(bit_count(bits & CASE name {own} ELSE total END)::integer)
FROM counted JOIN practices_searchbitmap USING (block)
WHERE name = ANY(%s)
GROUP BY name, value
"""


@dataclass(frozen=True)
class Counts:
    """`total` entries, `in_full` of them with everything that was asked for.

    `by_value` is, for each column, how many entries have each of its values, which are written as PostgreSQL does.
    """

    total: int
    in_full: int
    by_value: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def count(
    query: Query,
    known: Statistics,
    *,
    user: Any,
    columns: Collection[str] = (),
    chosen: Mapping[str, Collection[str]] | None = None,
) -> Counts:
    """Count what this person may read. `columns` are counted by value; `chosen` has the values that filters ask for."""
    sets = Sets()
    matching, in_full = _matching(sets, query, known)
    readable = _readable(sets, user)
    wishes = {column: sets.having(column, values) for column, values in (chosen or {}).items()}
    counted = {
        "total": all_of([readable, *matching, *wishes.values()]),
        "in_full": all_of([readable, *matching, *in_full, *wishes.values()]),
    }
    for column in wishes:
        others = [wish for other, wish in wishes.items() if other != column]
        counted[_without(column)] = all_of([readable, *matching, *others])
    blocks = sets.blocks
    statement = STATEMENT.format(
        blocks=blocks.text,
        sets=", ".join(f"{expression} AS {name}" for name, expression in counted.items()),
        own=" ".join(f"WHEN '{column}' THEN {_without(column)}" for column in wishes) or "WHEN '' THEN total",
    )
    with by_index() as cursor:
        cursor.execute(statement, [*blocks.params, list(columns)])
        rows = cursor.fetchall()
    by_value: dict[str, dict[str, int]] = defaultdict(dict)
    for column, value, number in rows:
        if number:
            by_value[column][value] = number
    return Counts(by_value[""].get("total", 0), by_value.pop("").get("in_full", 0), by_value)


def _without(column: str) -> str:
    return f"without_{column}"


def _readable(sets: Sets, user: Any) -> str:
    scopes = scopes_of(user)
    readable = [sets.having("scope", scopes)]
    if scopes and user.is_authenticated:
        readable.append(sets.found(SearchEntry.objects.filter(practice__in=user.authorships.values("practice"))))
    return any_of(readable)


def _matching(sets: Sets, query: Query, known: Statistics) -> tuple[list[str], list[str]]:
    """The sets that entries must be in to match, as `matching.narrow` has it, and those for having everything."""
    concepts = [_Found(sets, concept, known) for concept in query.concepts]
    matching = [sets.found(SearchEntry.objects.filter(has(phrase))) for phrase in query.phrases]
    if concepts and not matching:
        matching = [any_of(part for concept in concepts for part in concept.parts)]
    unwanted = [sets.found(SearchEntry.objects.filter(has(each))) for each in query.without]
    if unwanted:
        matching.append(without(all_of(matching) if matching else sets.having("scope", None), unwanted))
    return matching, [concept.in_full for concept in concepts]


class _Found:
    """The sets of entries with a concept: with any part of it, and with all of it."""

    def __init__(self, sets: Sets, concept: Concept, known: Statistics):
        of_words = [_with_word(sets, word, known) for word in concept.words]
        of_others = [
            sets.found(SearchEntry.objects.filter(matches("search", each.tsquery))) for each in concept.equivalents
        ]
        self.parts = [*of_words, *of_others]
        self.in_full = any_of([all_of(of_words), *of_others])


def _with_word(sets: Sets, word: Word, known: Statistics) -> str:
    mapped = [lexeme for lexeme in word.lexemes if known.of(lexeme).has_bitmap]
    others = [lexeme for lexeme in word.lexemes if lexeme not in mapped]
    found = [sets.having(WORD, mapped)] if mapped else []
    if others:
        unmapped = words.any_of(map(words.quoted, others))
        found.append(sets.found(SearchEntry.objects.filter(matches("search", unmapped))))
    if word.beginning:
        found.append(sets.found(SearchEntry.objects.filter(matches("forms", word.beginning))))
    return any_of(found)
