"""The sector's language: what else to look for when somebody types an abbreviation, an older term or a variant.

Compared by stems, so “home helps” is “home help”, and a stop word more or less makes no difference.
"""

from __future__ import annotations

from collections import defaultdict

from django.db import connection

from practices.models import Term
from practices.models.term import SPACED
from practices.search.query import Equivalent
from practices.search.words import STEMMED

LONGEST_TERM = 6  # words
MOST_READ = 60  # words; what is longer is prose, not a list of terms

Span = tuple[int, int]

# An older term leads to the present one and not back.
EQUIVALENTS = f"""
WITH asked AS (
    SELECT number, phraseto_tsquery(%s::regconfig, {SPACED.format(text="words")})::text AS tsquery
    FROM unnest(%s::text[]) WITH ORDINALITY AS spans (words, number)
)
SELECT DISTINCT number, other, other_tsquery, tsvector_to_array(to_tsvector(%s::regconfig, other))
FROM asked JOIN (
    SELECT term_query AS tsquery, preferred AS other, preferred_query AS other_tsquery
    FROM practices_term WHERE is_in_use
    UNION ALL
    SELECT preferred_query, term, term_query
    FROM practices_term WHERE is_in_use AND kind <> '{Term.Kind.OLDER.value}'
) AS terms USING (tsquery)
WHERE tsquery <> '' AND other_tsquery <> ''
ORDER BY number, other
"""  # noqa: S608


def equivalents_of(words: list[str]) -> dict[Span, tuple[Equivalent, ...]]:
    """Other names, by where in `words` stands what they are names of: (first word, one after the last).

    The longest term is read first, and no word belongs to two.
    """
    words = words[:MOST_READ]
    spans = [
        (start, start + length)
        for length in range(min(LONGEST_TERM, len(words)), 0, -1)
        for start in range(len(words) - length + 1)
    ]
    if not spans:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(EQUIVALENTS, [STEMMED, [" ".join(words[start:stop]) for start, stop in spans], STEMMED])
        found = defaultdict(list)
        for number, text, tsquery, lexemes in cursor.fetchall():
            found[spans[number - 1]].append(Equivalent(text, tsquery, tuple(lexemes)))
    chosen: dict[Span, tuple[Equivalent, ...]] = {}
    for span in spans:
        if span in found and not any(_overlap(span, other) for other in chosen):
            chosen[span] = tuple(found[span])
    return chosen


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
