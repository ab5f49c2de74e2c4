"""Slips of the thumb, corrected from words that the public may read; and the words that a beginning may become.

Nothing that somebody may not read is ever suggested to them, since nothing but public words is in the vocabulary.
"""

from __future__ import annotations

from django.db import connection

from practices.models import VocabularyWord

SHORTEST = 4  # letters; anything shorter is too near to too much
LONGEST = 40  # letters
MANY_BEGINNINGS = 20

# Words that share letters, or begin alike where too few letters are left to share.
NEAR = """
SELECT typed, word, documents
FROM unnest(%s::text[]) AS asked (typed),
LATERAL (
    SELECT word, documents FROM practices_vocabularyword
    WHERE (word %% typed OR (length(typed) <= 6 AND word LIKE left(typed, 1) || '%%'))
      AND levenshtein_less_equal(word, typed, 2) <= 2
    ORDER BY levenshtein(word, typed), documents DESC, word
    LIMIT 40
) AS near
"""


def corrections(words: list[str]) -> dict[str, str]:
    """For each word that the vocabulary lacks, the word that was probably meant; others are left out."""
    asked = [word for word in words if SHORTEST <= len(word) <= LONGEST and word.isalpha()]
    if not asked:
        return {}
    known = set(VocabularyWord.objects.filter(word__in=asked).values_list("word", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(NEAR, [[word for word in asked if word not in known]])
        rows = cursor.fetchall()
    found: dict[str, tuple[int, int, str]] = {}
    for typed, word, documents in rows:
        distance = edits(typed, word)
        if distance <= (1 if len(typed) == SHORTEST else 2):
            found[typed] = min(found.get(typed, (distance, -documents, word)), (distance, -documents, word))
    return {typed: word for typed, (_, _, word) in found.items()}


def beginning_with(start: str) -> list[str]:
    """The words that most public write-ups have of those that begin so."""
    words = VocabularyWord.objects.filter(word__startswith=start).order_by("-documents", "word")
    return list(words.values_list("word", flat=True)[:MANY_BEGINNINGS])


def edits(one: str, other: str) -> int:
    """How many slips lead from one word to the other: a letter more, less, changed, or two changed about.

    The optimal string alignment distance (Damerau 1964).
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
