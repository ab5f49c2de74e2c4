"""BM25 in PostgreSQL: the score of an entry, and how salient its lexemes are. Builds SQL, runs none.

An entry's score is the sum over the concepts asked for of, for each lexeme,

    times · idf · (2.2·tf / (tf + k) + 0.5 if the lexeme is in the title)
    k   = 0.3 + 0.9 · length / average length
    idf = ln(1 + (n − df + 0.5) / (df + 0.5))

which is Okapi BM25 with k1 = 1.2, b = 0.75 (Robertson and Zaragoza, The Probabilistic Relevance Framework,
2009; idf as in Lucene, never below 0). `length` is how many words the entry has, each as often as it stands there.

`ts_rank` with equal weights of one lexeme is 6/π² · (1 + 1/4 + … + 1/tf²), which grows with tf alone, so the
frequency is had back from it exactly (checked in tests for 1 to 255; a tsvector keeps no more positions of a word).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

from practices.search.words import quoted

K1, B = 1.2, 0.75
IN_TITLE = 0.5


class Tier(NamedTuple):
    """How salient a lexeme must be, by its part of the score without idf, and for how salient it is then taken."""

    number: int
    at_least: float
    taken_for: float

    def of(self, lexeme: str) -> str:
        """The name by which `hot` has the lexeme in this tier."""
        return f"{lexeme}{TIER_MARK}{self.number}"


# There were tiers 1 and 3, too. The first ten were the same without them, for two thirds of the bits to read.
TIERS = (Tier(2, 1.45, 1.575), Tier(4, 2.0, 2.15), Tier(5, 2.3, 2.45))
# Between a lexeme and the number of its tier; no lexeme of PostgreSQL's parser holds this character.
TIER_MARK = "^"
FREQUENCY = "round(1 / (1.64493406685::float8 * (1 - ts_rank('{{1,1,1,1}}', {column}, %s::tsquery))) - 0.5)"
LENGTH = f"{K1 * (1 - B)} + {K1 * B} * length / %s::float8"


@dataclass(frozen=True)
class Sql:
    """A piece of SQL and its parameters, in order."""

    text: str
    params: tuple[Any, ...] = ()


def idf(documents_with_it: int, documents: int) -> float:
    documents = max(documents, documents_with_it, 1)
    return math.log(1 + (documents - documents_with_it + 0.5) / (documents_with_it + 0.5))


def impact(tf: int, length: int, average_length: float) -> float:
    """A lexeme's part of the score without idf and title, for a text that has no row."""
    return (K1 + 1) * tf / (tf + K1 * (1 - B + B * length / average_length))


def frequency(column: str, tsquery: str) -> Sql:
    """How often the one lexeme of `tsquery` stands in the vector; 0 where it does not."""
    return Sql(FREQUENCY.format(column=column), (tsquery,))


def part_of_score(frequency_column: str, weight: float) -> Sql:
    """What a lexeme that stands so often adds, without the title's share; the row has `k`."""
    return Sql(f"%s::float8 * {frequency_column} / ({frequency_column} + k)", (weight * (K1 + 1),))


def part_of_title(lexeme: str, weight: float) -> Sql:
    return Sql("%s::float8 * (v @@ %s::tsquery)::int", (weight * IN_TITLE, f"{quoted(lexeme)}:A"))


# The lexemes of an entry's `search` that it is about. Takes the mean length, where each tier begins, and its mark.
# Each OFFSET 0 has PostgreSQL reckon what is above it once, and not again for every lexeme.
HOT = f"""
array_to_tsvector(ARRAY(
  SELECT lexeme || tier.mark
  FROM (
    SELECT lexeme,
           {K1 + 1} * cardinality(positions)
           / (cardinality(positions) + {LENGTH})
           + CASE WHEN 'A' = ANY(weights) THEN {IN_TITLE} ELSE 0 END AS impact
    FROM (SELECT search || ''::tsvector AS v, length OFFSET 0) AS entry,
    unnest(v) AS words (lexeme, positions, weights)
    OFFSET 0
  ) AS salient,
  unnest(%s::float8[], %s::text[]) AS tier (at_least, mark)
  WHERE impact >= tier.at_least
))
"""  # noqa: S608 - what is put in are the constants above


def hot(average_length: float) -> Sql:
    return Sql(HOT, (max(average_length, 1.0), [tier.at_least for tier in TIERS], [tier.of("") for tier in TIERS]))
