"""Write-ups like another: related practice for readers, and likely duplicates for authors and moderators.

What a text is about is asked of the same engine as what somebody types: its most telling lexemes, as words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from practices.models import Practice, Revision, SearchEntry
from practices.search.asked import Asked
from practices.search.bm25 import impact
from practices.search.query import Concept, Query, Word
from practices.search.ranking import RETIRED
from practices.search.results import Ranked, Scored
from practices.search.statistics import Statistics, statistics_of
from practices.search.texts import SUMMARY, TITLE, texts_of
from practices.search.words import STEMMED

MOST_TELLING = 40  # lexemes
# Of the score that the text itself would have: what is related, and what may be the same thing twice. For twelve
# write-ups of the starter library, the nearest other one had 0.18 to 0.47.
RELATED, SAME = 0.12, 0.4
# What names a practice, rather than tells it: enough to see that somebody has written of it before.
ABOUT = (TITLE, SUMMARY, "problem", "what_we_do", "topics")

LEXEMES = "SELECT lexeme, cardinality(positions) FROM unnest(to_tsvector(%s::regconfig, %s))"


@dataclass(frozen=True)
class Related:
    """Keys of published practices that are about the same things, the nearest first."""

    still_done: list[int]
    retired: list[int]


def related(practice: Practice, *, user: Any, number: int = 4, retired_number: int = 2) -> Related:
    """What is like it. Ranking puts what is retired behind the rest; here it stands apart, so that is made good."""
    scored, whole = _alike(practice, practice.shown, user=user)
    near = [(key, score) for key, score in scored if score >= RELATED * RETIRED * whole]
    retired = set(SearchEntry.objects.filter(pk__in=[key for key, _score in near], is_retired=True).primary_keys())
    still_done = [key for key, score in near if key not in retired and score >= RELATED * whole]
    return Related(still_done[:number], [key for key, _score in near if key in retired][:retired_number])


def duplicates(practice: Practice, revision: Revision, *, user: Any, number: int = 3) -> list[int]:
    """Keys of other published practices that say so much of the same that this may be one of them again."""
    scored, whole = _alike(practice, revision, user=user)
    return [key for key, score in scored[:number] if score >= SAME * whole]


def _alike(practice: Practice, revision: Revision, *, user: Any) -> tuple[list[Scored], float]:
    """Other practices that this person may read with their scores, the best first, and what the text itself has."""
    others = SearchEntry.objects.visible_to(user).exclude(pk=practice.pk)
    words = " \n".join(text.words for text in texts_of(practice, revision) if text.field in ABOUT)
    query, known, whole = _about(words, is_indexed=practice.is_published)
    if not query.concepts:
        return [], whole
    return Ranked(Asked(query, known, user=user, chosen={}), others).scored, whole


def _about(words: str, *, is_indexed: bool) -> tuple[Query, Statistics, float]:
    """What the words are about as a query, its statistics, and the score that the words themselves would have.

    What nobody else says can't be shared: of a text that is indexed it is left out. In a draft it stays, and makes
    the draft the less like any other.
    """
    with connection.cursor() as cursor:
        cursor.execute(LEXEMES, [STEMMED, words])
        frequencies = dict(cursor.fetchall())
    known = statistics_of(frequencies)
    length = sum(frequencies.values())
    telling = {
        lexeme: known.idf(lexeme) * impact(tf, length, known.average_length)
        for lexeme, tf in frequencies.items()
        if known.of(lexeme).documents > 1 or not is_indexed
    }
    best = sorted(telling, key=lambda lexeme: (-telling[lexeme], lexeme))[:MOST_TELLING]
    concepts = tuple(Concept((Word(lexeme, (lexeme,)),)) for lexeme in best if lexeme in known.words)
    return Query(text="", concepts=concepts), known, sum(telling[lexeme] for lexeme in best)
