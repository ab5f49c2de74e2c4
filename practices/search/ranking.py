"""The statement that ranks entries. Builds SQL around a queryset that already knows permissions and filters.

Scoring every match costs in proportion to the matches, so where they would be many, `hot` chooses candidates: a
bounded number of entries that the words stand out in. A word that few entries have brings all of them; a common
one those of the widest tier that still fits; and common words that stand out together, by twos, theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from django.db.models import BooleanField, FloatField, Q, QuerySet
from django.db.models.expressions import RawSQL

from practices.search.bm25 import LENGTH, TIERS, Sql, cheap_score, frequency, in_tier, part_of_score, part_of_title
from practices.search.matching import matches, narrow, required
from practices.search.query import Concept, Query, Word
from practices.search.statistics import Statistics
from practices.search.words import all_of, any_of, quoted

# No more matches than this are scored, every one.
ALL_SCORED = 3000
# About how many candidates there may be, and how many of them are scored.
BUDGET, MOST_SCORED = 1500, 1000
LEAST_FOR_A_WORD = 150
FEWEST_IN_A_TIER = 40
MOST_PAIRED = 4
# What another name for what was typed is worth, against the words themselves.
EQUIVALENT = 0.7
# What the words of a known term are worth where they stand apart: “home” and “help” are not a home help.
APART = 0.4
# What an entry that is retired keeps of its score: it stays findable, behind what teams still do.
RETIRED = 0.5

RANKED = """
SELECT practice_id, score
FROM (
    SELECT practice_id, is_exact, ({score}) * CASE WHEN is_retired THEN {retired}::float8 ELSE 1 END AS score
    FROM (
        SELECT read.*, {length} AS k{frequencies}
        FROM (
            SELECT practice_id, is_exact, is_retired, search || ''::tsvector AS v, forms
            FROM ({entries}) AS entries OFFSET 0
        ) AS read OFFSET 0
    ) AS counted
) AS scored
WHERE {which}
ORDER BY is_exact DESC, score DESC, practice_id DESC
"""


def most_matches(query: Query, known: Statistics) -> int:
    """No more entries than this match, as far as the statistics know."""
    return sum(known.of(lexeme).documents for lexeme in query.lexemes)


def ranked(entries: QuerySet, query: Query, known: Statistics, *, only_candidates: bool) -> Sql:
    """(key, score) of the entries that match, best first; `entries` are those that may be shown."""
    if only_candidates:
        chosen = required(entries, query).filter(candidates(query, known))
        weights = {lexeme: known.idf(lexeme) for lexeme in query.lexemes}
        cheap = cheap_score("practices_searchentry.hot", weights)
        chosen = chosen.annotate(cheap=RawSQL(cheap.text, cheap.params, output_field=FloatField()))  # noqa: S611 - ours
        chosen = chosen.order_by("-cheap", "-pk")[:MOST_SCORED]
    else:
        chosen = narrow(entries, query).order_by()
    chosen = chosen.annotate(is_exact=is_titled(query.text)).values(
        "practice_id", "is_exact", "is_retired", "search", "forms"
    )
    inner, inner_params = chosen.query.sql_with_params()
    score, frequencies = _score(query, known), _frequencies(query)
    text = RANKED.format(
        entries=inner,
        score=score.text,
        length=LENGTH.format(length="length(v)"),
        frequencies=frequencies.text,
        retired=RETIRED,
        # A candidate may stand out by a word of another name that it doesn't have in full.
        which="score > 0" if only_candidates and not query.phrases else "TRUE",
    )
    return Sql(text, (*score.params, known.average_length, *frequencies.params, *inner_params))


def is_titled(text: str) -> RawSQL:
    """Whether the entry's title is what was typed, word for word."""
    titled = "lower(practices_searchentry.title) = lower(%s)"
    return RawSQL(titled, (text.strip('"“”?!. '),), output_field=BooleanField())  # noqa: S611 - nothing is put in


def candidates(query: Query, known: Statistics) -> Q:
    """The entries worth scoring, where more match than can be scored."""
    fitting = max(BUDGET // len(query.lexemes), LEAST_FOR_A_WORD)
    documents = {lexeme: known.of(lexeme).documents for lexeme in query.lexemes}
    rare = [lexeme for lexeme in documents if documents[lexeme] <= fitting]
    common = sorted((lexeme for lexeme in documents if lexeme not in rare), key=documents.__getitem__)
    salient = [_standing_out([lexeme], _tier(known.of(lexeme).tiers, fitting)) for lexeme in common]
    salient += [_standing_out(pair, _tier_of_both(*pair, known)) for pair in combinations(common[:MOST_PAIRED], 2)]
    if not (rare or any(salient)):
        salient = [_standing_out(common[:1], _narrowest(known.of(common[0]).tiers))]
    chosen = Q(is_titled(query.text))
    if rare:
        chosen |= Q(matches("search", any_of(map(quoted, rare))))
    if any(salient):
        chosen |= Q(matches("hot", any_of(salient)))
    for beginning in query.beginnings:
        chosen |= Q(matches("forms", beginning))
    return chosen


def _standing_out(lexemes: Sequence[str], tier: int | None) -> str:
    """The query on `hot` for entries with all of the lexemes in this tier; empty where no tier fits."""
    return "" if tier is None else all_of(quoted(in_tier(lexeme, tier)) for lexeme in lexemes)


def _tier(entries: tuple[int, ...], fitting: int) -> int | None:
    """The widest tier that holds few enough entries, or the one before where it holds hardly any."""
    for tier, number in enumerate(entries):
        if 0 < number <= fitting:
            return tier - 1 if number < FEWEST_IN_A_TIER and tier > 0 else tier
    return None


def _tier_of_both(one: str, other: str, known: Statistics) -> int | None:
    """The widest tier in which the two together may be expected in few enough entries.

    Words that go together do so more often than chance has it: three times, here.
    """
    for tier, (of_one, of_other) in enumerate(zip(known.of(one).tiers, known.of(other).tiers, strict=True)):
        if of_one and of_other and 3 * of_one * of_other <= BUDGET * max(known.documents, 1):
            return tier
    return None


def _narrowest(entries: tuple[int, ...]) -> int:
    return max((tier for tier in range(len(TIERS)) if entries[tier]), default=0)


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
    ways = [_score_of_phrase(each.tsquery, each.lexemes, EQUIVALENT, columns, known) for each in concept.equivalents]
    if concept.together:
        lexemes = tuple(lexeme for word in concept.words for lexeme in word.lexemes)
        ways.append(_score_of_phrase(concept.together, lexemes, 1, columns, known))
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


def _score_of_phrase(
    tsquery: str, lexemes: tuple[str, ...], share: float, columns: dict[str, str], known: Statistics
) -> Sql:
    """As of one word that stands as often as the rarest of its lexemes; its idf is the sum of theirs, as in Lucene."""
    together = f"least({', '.join(columns[lexeme] for lexeme in lexemes)})"
    score = part_of_score(together, share * sum(known.idf(lexeme) for lexeme in lexemes))
    return Sql(f"CASE WHEN v @@ %s::tsquery THEN {score.text} ELSE 0 END", (tsquery, *score.params))


def _sum(parts: list[Sql]) -> Sql:
    text = " + ".join(part.text for part in parts) or "0"
    return Sql(f"({text})", tuple(param for part in parts for param in part.params))
