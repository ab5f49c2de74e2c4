"""Which of the entries that match are worth an exact score: those with the best rough ones.

A rough score takes a lexeme for as salient as its tier says (bm25.TIERS), and a name for said twice, wherever it
stands. So the best by it hold nearly all of the best by BM25: `make bench-search` measures how many.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from practices.models import SearchEntry
from practices.search.asked import Asked, mapped_of
from practices.search.bitmaps import HOT, WORD, Part, without
from practices.search.bm25 import TIERS
from practices.search.query import Concept, Query, Word
from practices.search.ranking import APART, EQUIVALENT, is_titled
from practices.search.slices import Slices
from practices.search.statistics import Statistics

# So many entries are scored exactly; the others come after them, in the order of their keys.
MOST_SCORED = 250
BITS = 10
# What a lexeme is taken to add to the score, without idf, where it stands in no tier.
ANYWHERE = 1.0
# The same for what has no bitmaps to tell: about as a word said twice.
SAID = 1.3


class Points(NamedTuple):
    entries: Part
    points: float


class Candidates:
    """Which of the entries that match to score. Made before the sets of `asked` are fetched, it adds to them."""

    def __init__(self, asked: Asked):
        self._asked = asked
        list(_points(asked, asked.query, asked.known))  # says which sets are wanted, before any is fetched
        self._titled = asked.sets.found(SearchEntry.objects.filter(is_titled(asked.query.text)))

    @property
    def best(self) -> list[int]:
        """The keys of those to score."""
        return self._asked.sets.keys(self._best)

    @cached_property
    def others(self) -> list[int]:
        """The keys of all others that match, which come after them, from the highest down."""
        return self._asked.sets.keys(self._asked.total & ~self._best)

    @cached_property
    def _best(self) -> int:
        among = self._asked.total
        if among.bit_count() <= MOST_SCORED:
            return among
        points = list(_points(self._asked, self._asked.as_found, self._asked.known_of_names))
        slices = Slices(BITS)
        scale = (2**BITS - 1) / sum(each.points for each in points)
        for each in points:
            slices.add(each.entries(), int(each.points * scale))
        return slices.highest(among, MOST_SCORED) | self._titled() & among


def _points(asked: Asked, query: Query, known: Statistics) -> Iterator[Points]:
    for concept in query.concepts:
        yield from _of_concept(asked, concept, known)


def _of_concept(asked: Asked, concept: Concept, known: Statistics) -> Iterator[Points]:
    """As `ranking` scores it: where words are known to belong together, they count less apart."""
    said = [asked.with_word(word) for word in concept.words]
    for word in concept.words:
        for entries, points in _of_word(asked, word):
            yield Points(entries, points * (APART if concept.together else 1))
    if concept.together:
        said = [asked.sets.saying(concept.together)]
        apart = APART * sum(known.idf(lexeme) for word in concept.words for lexeme in word.lexemes)
        yield Points(said[0], max(known.idf_of_name(concept.together) - apart, 0) * SAID)
    for name in concept.equivalents:
        points = EQUIVALENT * known.idf_of_name(name.tsquery) * SAID
        yield Points(without(asked.sets.saying(name.tsquery), said), points)


def _of_word(asked: Asked, word: Word) -> Iterator[Points]:
    mapped, others = mapped_of(word.lexemes, asked.known)
    for lexeme in mapped:
        idf = word.times * asked.known.idf(lexeme)
        yield Points(asked.sets.having(WORD, [lexeme]), idf * ANYWHERE)
        below = ANYWHERE
        for tier in TIERS:
            yield Points(asked.sets.having(HOT, [tier.of(lexeme)]), idf * (tier.taken_for - below))
            below = tier.taken_for
    if others or word.beginning:
        idf = max(asked.known.idf(lexeme) for lexeme in others or [""])
        rest = replace(word, lexemes=tuple(others))
        yield Points(asked.with_word(rest), word.times * idf * SAID)
