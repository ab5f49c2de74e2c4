"""A search as sets of entries: those that this person may read, that the words match, and that the filters ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import Any

from practices.models import SearchEntry
from practices.models.search_entry import scopes_of
from practices.search.bitmaps import SCOPE, WORD, Part, Sets, all_of, any_of, without
from practices.search.matching import has, matches
from practices.search.query import Concept, Query, Word
from practices.search.statistics import Statistics
from practices.search.words import any_of as any_lexeme
from practices.search.words import quoted

Chosen = Mapping[str, Collection[str]]  # the values that the filters in use ask for, by their columns


class Asked:
    """What somebody asks. Sets are numbers, as `sets` has them; `candidates` adds parts of its own before they are."""

    def __init__(self, query: Query, known: Statistics, *, user: Any, chosen: Chosen):
        self.query, self.known = query, known
        self.sets = Sets()
        self._with_words: dict[Word, Part] = {}
        self._matching = self._matching_for(user)
        self._wishes = {column: self.sets.having(column, values) for column, values in chosen.items()}
        self._concepts = [self._with_all_of(concept) for concept in query.concepts]
        self._names = {name: self.sets.saying(name) for concept in query.concepts for name in concept.names}

    @property
    def filtered(self) -> list[str]:
        """The columns that filters in use are on."""
        return list(self._wishes)

    @cached_property
    def total(self) -> int:
        return all_of(self._matching, self._wishes.values())()

    @cached_property
    def in_full(self) -> int:
        """Those of `total` that have everything that was asked for."""
        return all_of(lambda: self.total, self._concepts)()

    @cached_property
    def as_found(self) -> Query:
        """The query by which what was found is ranked: where none of it says a term, the term's words are but words."""
        said = (any_of(self._names[name] for name in concept.names) for concept in self.query.concepts)
        both = zip(self.query.concepts, said, strict=True)
        concepts = (concept if self.total & saying() else Concept(concept.words) for concept, saying in both)
        return replace(self.query, concepts=tuple(concepts))

    @cached_property
    def known_of_names(self) -> Statistics:
        """What is known, with how many entries have each name: all of them, as of each word."""
        return replace(self.known, names={name: saying().bit_count() for name, saying in self._names.items()})

    def without_filter(self, column: str) -> int:
        """`total` as if there were no filter on this column."""
        return all_of(self._matching, (wish for other, wish in self._wishes.items() if other != column))()

    def within(self, entries: Part) -> Asked:
        """The same, of these entries alone. For what orders them: counts are of all that is asked."""
        return self._of(all_of(self._matching, [entries]))

    def outside(self, entries: Part) -> Asked:
        return self._of(without(self._matching, [entries]))

    def _of(self, matching: Part) -> Asked:
        other = copy(self)
        other._matching = matching
        for reckoned in ("total", "in_full", "as_found"):
            vars(other).pop(reckoned, None)
        return other

    def with_word(self, word: Word) -> Part:
        if word not in self._with_words:
            self._with_words[word] = with_word(self.sets, word, self.known)
        return self._with_words[word]

    def _parts_of(self, concept: Concept) -> tuple[list[Part], list[Part]]:
        """The entries with each of its words, and those with each of the other names for it."""
        others = [self.sets.saying(each.tsquery) for each in concept.equivalents]
        return [self.with_word(word) for word in concept.words], others

    def _with_any_of(self, concept: Concept) -> Part:
        words, others = self._parts_of(concept)
        return any_of([*words, *others])

    def _with_all_of(self, concept: Concept) -> Part:
        (first, *words), others = self._parts_of(concept)
        return any_of([all_of(first, words), *others])

    def _matching_for(self, user: Any) -> Part:
        """What the person may read of what matches: all of the phrases or else any word, and nothing unwanted."""
        wanted = [self.sets.found(SearchEntry.objects.filter(has(phrase))) for phrase in self.query.phrases]
        if self.query.concepts and not self.query.phrases:
            wanted.append(any_of(map(self._with_any_of, self.query.concepts)))
        unwanted = [self.sets.found(SearchEntry.objects.filter(has(each))) for each in self.query.without]
        return without(all_of(readable_by(user, self.sets), wanted), unwanted)


def readable_by(user: Any, sets: Sets) -> Part:
    scopes = scopes_of(user)
    readable = [sets.having(SCOPE, scopes)]
    if scopes and user.is_authenticated:
        own = user.authorships.values("practice")
        readable.append(sets.found(SearchEntry.objects.filter(practice__in=own)))
    return any_of(readable)


def with_word(sets: Sets, word: Word, known: Statistics) -> Part:
    """The entries with any of its lexemes, or with what begins with it."""
    mapped, others = mapped_of(word.lexemes, known)
    found = [sets.having(WORD, mapped)] if mapped else []
    if others:
        found.append(sets.saying(any_lexeme(map(quoted, others))))
    if word.beginning:
        found.append(sets.found(SearchEntry.objects.filter(matches("forms", word.beginning))))
    return any_of(found)


def mapped_of(lexemes: Iterable[str], known: Statistics) -> tuple[list[str], list[str]]:
    """Those that have bitmaps, and those that have none."""
    lexemes = list(lexemes)
    mapped = [lexeme for lexeme in lexemes if known.of(lexeme).has_bitmap]
    return mapped, [lexeme for lexeme in lexemes if lexeme not in mapped]
