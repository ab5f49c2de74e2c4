"""What somebody typed into the search box, understood: words, “quoted phrases”, and -without.

Nothing typed can be a syntax error: PostgreSQL itself makes the lexemes, and they are handed back to it
as quoted parameters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Q, QuerySet

from practices.search.entries import AS_WRITTEN, STEMMED

LONGEST = 200  # characters that are read; the rest of a pasted page is not a question
MOST_TERMS = 24
SHORTEST_BEGINNING = 3  # letters that a word begins with, to be looked up by its beginning
TOKEN = re.compile(r'(?P<without>(?<!\S)-)?(?:["“”](?P<phrase>[^"“”]*)["“”]?|(?P<word>[^\s"“”]+))')
PIECE = re.compile(r"[^\W_]+")


class WrittenOut(SearchQuery):
    """A tsquery of quoted lexemes, taken as it stands: parsing it again would take “follow-up” apart."""

    template = "%(expressions)s::tsquery"

    def __init__(self, lexemes: list[str], *, beginning: bool = False):
        quoted = [_quoted(lexeme) + (":*" if beginning else "") for lexeme in lexemes]
        super().__init__(" | ".join(quoted), search_type="raw")


@dataclass(frozen=True)
class Term:
    """One thing asked for: a column of the entry, and what it must match."""

    column: str
    query: SearchQuery

    @property
    def matches(self) -> Q:
        return Q(**{self.column: self.query})


@dataclass(frozen=True)
class Query:
    """`terms` are looked for, any of them; `phrases` must and `without` must not be there."""

    text: str
    terms: tuple[Term, ...] = ()
    phrases: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for: nothing typed, or only words such as “the”."""
        return not (self.terms or self.phrases or self.without)

    @property
    def ranked(self) -> tuple[Term, ...]:
        return self.terms + self.phrases

    @property
    def has_several_words(self) -> bool:
        return len(self.terms) > 1

    def narrow(self, entries: QuerySet) -> QuerySet:
        """The entries that match: any of the words, all of the phrases, nothing of what is without."""
        if self.terms:
            entries = entries.filter(reduce(or_, (term.matches for term in self.terms)))
        for phrase in self.phrases:
            entries = entries.filter(phrase.matches)
        for term in self.without:
            entries = entries.exclude(term.matches)
        return entries

    @property
    def all_words(self) -> Q | None:
        """What an entry with every one of the words fulfils; None where no words were given."""
        return reduce(and_, (term.matches for term in self.terms)) if self.terms else None


def understand(typed: str, entries: QuerySet) -> Query:
    """Read what was typed. `entries`, those that the person may see, tell whether the last word is a whole one."""
    text = " ".join(typed.replace("\0", " ")[:LONGEST].split())
    tokens = list(TOKEN.finditer(text))[:MOST_TERMS]
    words = [token for token in tokens if token["word"]]
    found: dict[str, list[Term]] = {"terms": [], "phrases": [], "without": []}
    for token, lexemes in zip(words, _lexemes([token["word"] for token in words]), strict=True):
        if lexemes:
            found["without" if token["without"] else "terms"].append(_any_of(lexemes))
    for token in tokens:
        if token["phrase"] and PIECE.search(token["phrase"]):
            found["without" if token["without"] else "phrases"].append(_phrase(token["phrase"]))
    if found["terms"] and _ends_in_a_word(tokens) and not entries.filter(found["terms"][-1].matches).exists():
        found["terms"][-1] = _beginning_with(tokens[-1]["word"]) or found["terms"][-1]
    return Query(text=text, **{part: tuple(terms) for part, terms in found.items()})


def _lexemes(words: list[str]) -> list[list[str]]:
    """The stems of each word and of its pieces (“follow-up” is also “follow”); none for a stop word."""
    if not words:
        return []
    # The pieces alone as well: PostgreSQL's parser keeps “24/7” and “health.and” together.
    pieces = [f"{word} {' '.join(PIECE.findall(word))}" for word in words]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tsvector_to_array(to_tsvector(%s::regconfig, word))"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS typed (word, number) ORDER BY number",
            [STEMMED, pieces],
        )
        return [row[0] for row in cursor.fetchall()]


def _any_of(lexemes: list[str]) -> Term:
    return Term("search", WrittenOut(lexemes))


def _phrase(words: str) -> Term:
    return Term("forms", SearchQuery(words, search_type="phrase", config=AS_WRITTEN))


def _ends_in_a_word(tokens: list[re.Match[str]]) -> bool:
    return bool(tokens[-1]["word"] and not tokens[-1]["without"])


def _beginning_with(word: str) -> Term | None:
    """A word that nothing contains may be the beginning of one: “reablem”."""
    pieces = PIECE.findall(word)
    if not pieces or len(pieces[-1]) < SHORTEST_BEGINNING:
        return None
    return Term("forms", WrittenOut([pieces[-1].lower()], beginning=True))


def _quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
