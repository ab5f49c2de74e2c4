"""The statement that ranks entries. Builds SQL around a queryset of the entries to rank.

Reckoning a score exactly means reading the entry's vector, so `candidates` chooses the few entries that get one.
"""

from __future__ import annotations

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from practices.search.bm25 import LENGTH, Sql, frequency, part_of_score, part_of_title
from practices.search.query import Concept, Query, Word
from practices.search.statistics import Statistics
from practices.search.words import PIECE, all_of, quoted

# What another name for what was typed is worth, against the words themselves.
EQUIVALENT = 0.7
# What the words of a known term are worth where they stand apart: “home” and “help” are not a home help.
APART = 0.3
# What an entry that is retired keeps of its score: it stays findable, behind what teams still do.
RETIRED = 0.5

TITLED = "lower(practices_searchentry.title) = lower(%s)"
CALLED = "position(lower(%s) IN lower(practices_searchentry.title)) > 0"
RANKED = """
SELECT practice_id, score
FROM (
    SELECT practice_id, is_exact, forms, ({score}) * CASE WHEN is_retired THEN {retired}::float8 ELSE 1 END AS score
    FROM (
        SELECT read.*, {length} AS k{frequencies}
        FROM (
            SELECT practice_id, is_exact, is_retired, length, search || ''::tsvector AS v, forms
            FROM ({entries}) AS entries OFFSET 0
        ) AS read OFFSET 0
    ) AS counted
) AS scored
ORDER BY
    is_exact DESC,
    score DESC,
    CASE WHEN count(*) OVER (PARTITION BY is_exact, score) > 1 THEN {as_typed} END DESC,
    practice_id DESC
"""


def ranked(entries: QuerySet, query: Query, known: Statistics) -> Sql:
    """(key, score) of these entries, best first.

    Of those with equal scores the ones that have the words as they were typed: “activity” and “active” share a stem.
    """
    chosen = entries.order_by().annotate(is_exact=_is_called(query.text))
    inner, inner_params = chosen.values(
        "practice_id", "is_exact", "is_retired", "length", "search", "forms"
    ).query.sql_with_params()
    score, frequencies, as_typed = _score(query, known), _frequencies(query), _as_typed(query)
    text = RANKED.format(
        entries=inner,
        score=score.text,
        length=LENGTH,
        frequencies=frequencies.text,
        retired=RETIRED,
        as_typed=as_typed.text,
    )
    params = (*score.params, known.average_length, *frequencies.params, *inner_params, *as_typed.params)
    return Sql(text, params)


def is_titled(text: str) -> RawSQL:
    """Whether the entry's title is what was typed, word for word."""
    return RawSQL(TITLED, (_bare(text),), output_field=BooleanField())  # noqa: S611 - nothing is put in


def _is_called(text: str) -> RawSQL:
    """Whether its title is that, or has it in brackets: “Offer a settled home first (Housing First)”."""
    typed = _bare(text)
    return RawSQL(f"({TITLED} OR {CALLED})", (typed, f"({typed})"), output_field=BooleanField())  # noqa: S611


def _bare(text: str) -> str:
    return text.strip('"“”?!. ')


def _frequencies(query: Query) -> Sql:
    """A column for each lexeme, and each beginning, with how often it stands in the entry."""
    counted = [frequency("v", quoted(lexeme)) for lexeme in query.lexemes]
    counted += [frequency("forms", beginning) for beginning in query.beginnings]
    text = "".join(f", {each.text} AS {_column(number)}" for number, each in enumerate(counted))
    return Sql(text, tuple(param for each in counted for param in each.params))


def _column(number: int) -> str:
    return f"tf{number}"


def _score(query: Query, known: Statistics) -> Sql:
    columns = {asked: _column(number) for number, asked in enumerate([*query.lexemes, *query.beginnings])}
    return _sum([_score_of_concept(concept, columns, known) for concept in query.concepts])


def _score_of_concept(concept: Concept, columns: dict[str, str], known: Statistics) -> Sql:
    """What the words say, or what the best of their other names does: a write-up that has both says it once."""
    words = _sum([_score_of_word(word, columns, known) for word in concept.words])
    if not concept.equivalents:
        return words
    ways = [_score_of_name(each.tsquery, each.lexemes, EQUIVALENT, columns, known) for each in concept.equivalents]
    if concept.together:
        lexemes = tuple(lexeme for word in concept.words for lexeme in word.lexemes)
        ways.append(_score_of_name(concept.together, lexemes, 1, columns, known))
        words = Sql(f"{APART} * {words.text}", words.params)
    ways.append(words)
    return Sql(f"greatest({', '.join(way.text for way in ways)})", tuple(param for way in ways for param in way.params))


def _score_of_word(word: Word, columns: dict[str, str], known: Statistics) -> Sql:
    parts = []
    for lexeme in word.lexemes:
        weight = word.times * known.idf(lexeme)
        parts += [part_of_score(columns[lexeme], weight), part_of_title(lexeme, weight)]
    if word.beginning and not word.lexemes:
        parts.append(part_of_score(columns[word.beginning], word.times * known.idf("")))
    return _sum(parts)


def _score_of_name(
    tsquery: str, lexemes: tuple[str, ...], share: float, columns: dict[str, str], known: Statistics
) -> Sql:
    """As of one word, which stands as often as the rarest of its lexemes, and in the entries that have the name."""
    together = f"least({', '.join(columns[lexeme] for lexeme in lexemes)})"
    score = part_of_score(together, share * known.idf_of_name(tsquery))
    return Sql(f"CASE WHEN v @@ %s::tsquery THEN {score.text} ELSE 0 END", (tsquery, *score.params))


def _as_typed(query: Query) -> Sql:
    """How many of the words stand in the entry as they were typed."""
    written = (all_of(map(quoted, PIECE.findall(word.typed.lower()))) for word in query.words)
    return _sum([Sql("(forms @@ %s::tsquery)::int", (each,)) for each in written if each])


def _sum(parts: list[Sql]) -> Sql:
    text = " + ".join(part.text for part in parts) or "0"
    return Sql(f"({text})", tuple(param for part in parts for param in part.params))
