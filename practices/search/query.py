"""What somebody typed into the search box, understood: words, “quoted phrases”, and -without.

Nothing typed can be a syntax error: PostgreSQL itself makes the lexemes, and they are handed back to it
as quoted parameters. `practices.search.understanding` makes a `Query` of what was typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from practices.search.words import any_of, quoted


@dataclass(frozen=True)
class Word:
    """A word to look for: any of its lexemes, or in `forms` what begins with it."""

    typed: str
    lexemes: tuple[str, ...] = ()
    times: int = 1
    beginning: str = ""  # a query on `forms`

    @property
    def tsquery(self) -> str:
        return any_of(map(quoted, self.lexemes))


@dataclass(frozen=True)
class Equivalent:
    """Another name for what was typed, as a phrase on `search`."""

    text: str
    tsquery: str
    lexemes: tuple[str, ...]


@dataclass(frozen=True)
class Concept:
    """One thing asked for: all of its words, or any of the other names for them.

    A term of several words is `together` where they stand as they were typed.
    """

    words: tuple[Word, ...]
    equivalents: tuple[Equivalent, ...] = ()
    together: str = ""

    @property
    def names(self) -> list[str]:
        """The queries that find it as a whole: the term as typed, where it has several words, and its other names."""
        return [*filter(None, [self.together]), *(each.tsquery for each in self.equivalents)]


@dataclass(frozen=True)
class Required:
    """What an entry must have, or must not: a column, and the query on it."""

    column: str
    tsquery: str


@dataclass(frozen=True)
class Correction:
    typed: str
    written: str


@dataclass(frozen=True)
class Query:
    """`concepts` are looked for, any of them; `phrases` must and `without` must not be there."""

    text: str
    concepts: tuple[Concept, ...] = ()
    phrases: tuple[Required, ...] = ()
    without: tuple[Required, ...] = ()
    corrections: tuple[Correction, ...] = ()
    is_loosened: bool = False  # nothing has the phrases, so their words are looked for

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for: nothing typed, or only words such as “the”."""
        return not (self.concepts or self.phrases or self.without)

    @property
    def is_ranked(self) -> bool:
        return bool(self.concepts)

    @property
    def words(self) -> Iterator[Word]:
        return (word for concept in self.concepts for word in concept.words)

    @property
    def equivalents(self) -> Iterator[Equivalent]:
        return (equivalent for concept in self.concepts for equivalent in concept.equivalents)

    @property
    def also(self) -> list[str]:
        """The other names that are looked for, each once."""
        return list(dict.fromkeys(equivalent.text for equivalent in self.equivalents))

    @property
    def beginnings(self) -> list[str]:
        return [word.beginning for word in self.words if word.beginning]

    @property
    def lexemes(self) -> list[str]:
        """Every lexeme that is looked for, each once, those of other names too."""
        of_words = (lexeme for word in self.words for lexeme in word.lexemes)
        of_equivalents = (lexeme for equivalent in self.equivalents for lexeme in equivalent.lexemes)
        return list(dict.fromkeys([*of_words, *of_equivalents]))

    @property
    def anything(self) -> str:
        """The query on `search` that an entry with any of it matches."""
        return any_of([*(word.tsquery for word in self.words), *(each.tsquery for each in self.equivalents)])
