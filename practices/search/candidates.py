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
from practices.search.query import Concept, Word
from practices.search.ranking import APART, EQUIVALENT, is_titled
from practices.search.slices import Slices

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
        self._points = [points for concept in asked.query.concepts for points in _of_concept(asked, concept)]
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
        slices = Slices(BITS)
        scale = (2**BITS - 1) / sum(each.points for each in self._points)
        for each in self._points:
            slices.add(each.entries(), int(each.points * scale))
        return slices.highest(among, MOST_SCORED) | self._titled() & among


def _of_concept(asked: Asked, concept: Concept) -> Iterator[Points]:
    """As `ranking` scores it: where words are known to belong together, they count less apart."""
    said = [asked.with_word(word) for word in concept.words]
    for word in concept.words:
        for entries, points in _of_word(asked, word):
            yield Points(entries, points * (APART if concept.together else 1))
    if concept.together:
        idfs = [asked.known.idf(lexeme) for word in concept.words for lexeme in word.lexemes]
        said = [asked.sets.saying(concept.together)]
        yield Points(said[0], (1 - APART) * sum(idfs) * SAID)
    for name in concept.equivalents:
        idfs = [asked.known.idf(lexeme) for lexeme in name.lexemes]
        yield Points(without(asked.sets.saying(name.tsquery), said), EQUIVALENT * sum(idfs) * SAID)


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
