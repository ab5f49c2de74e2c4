"""Which write-ups come near to a question that somebody asks in a sentence.

The engine finds and orders them; here only those are kept that are about what the question is about, by the words that
tell most. A search may show what has one word of it, but nobody should get a mail for that.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from practices.search import search
from practices.search.query import Query
from practices.search.statistics import statistics_of
from practices.search.words import STEMMED, lexemes_of

LOOKED_AT = 20  # of what search finds
# Of what a question's words tell, so much has to stand in the title, the summary or the topics. Of thirteen questions
# asked of the starter library and the demonstration, what had less was about something else.
NEAR = 0.4
# What people say around a question.
CONVERSATION = """
anybody anyone somebody someone something way ways other others else people person team teams know knows look looking
help helps want use uses used using need needs practice practices example examples idea ideas one
"""
ABOUT = """
SELECT practice_id, tsvector_to_array(ts_filter(search, '{a,b}')) FROM practices_searchentry WHERE practice_id = ANY(%s)
"""


def near(question: str, *, user: Any, number: int = 5) -> list[int]:
    """Keys of practices that this person may read and teams still do, in the order in which search has them."""
    results = search(question, user=user)
    words = _telling(results.query)
    keys = list(results.practices[:LOOKED_AT]) if words else []
    whole = sum(tells for tells, _lexemes in words)
    with connection.cursor() as cursor:
        cursor.execute(ABOUT, [keys])
        about = {key: set(lexemes) for key, lexemes in cursor.fetchall()}
    shares = {key: sum(tells for tells, lexemes in words if lexemes & about.get(key, set())) / whole for key in keys}
    return [key for key in keys if shares[key] >= NEAR][:number]


def _telling(query: Query) -> list[tuple[float, set[str]]]:
    """(how much it tells, its lexemes and those of its other names) for each thing that is asked about."""
    [conversation] = lexemes_of([CONVERSATION], STEMMED)
    known = statistics_of(query.lexemes)
    found = []
    for concept in query.concepts:
        own = {lexeme for word in concept.words for lexeme in word.lexemes} - set(conversation)
        if own:
            others = {lexeme for name in concept.equivalents for lexeme in name.lexemes}
            found.append((max(known.idf(lexeme) for lexeme in own), own | others))
    return found
