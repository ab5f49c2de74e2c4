"""A search as sets of entries: those that this person may read, that the words match, and that the filters ask for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any

from practices.models import SearchEntry
from practices.models.search_entry import scopes_of
from practices.search.bitmaps import SCOPE, WORD, Sets, all_of, any_of, without
from practices.search.matching import has, matches
from practices.search.query import Concept, Query, Word
from practices.search.statistics import Statistics
from practices.search.words import any_of as any_lexeme
from practices.search.words import quoted

Chosen = Mapping[str, Collection[str]]  # the values that the filters in use ask for, by their columns


class Asked:
    """What somebody asks. The properties are expressions for `sets`, which they are parts of."""

    def __init__(self, query: Query, known: Statistics, *, user: Any, chosen: Chosen):
        self.query, self.known, self.user = query, known, user
        self.sets = Sets()
        self._wishes = {column: self.sets.having(column, values) for column, values in chosen.items()}

    @property
    def filtered(self) -> list[str]:
        """The columns that filters in use are on."""
        return list(self._wishes)

    @property
    def total(self) -> str:
        return all_of([self._matching, *self._wishes.values()])

    @property
    def in_full(self) -> str:
        """Those of `total` that have everything that was asked for."""
        return all_of([self.total, *(self._with_all_of(concept) for concept in self.query.concepts)])

    def without_filter(self, column: str) -> str:
        """`total` as if there were no filter on this column."""
        return all_of([self._matching, *(wish for other, wish in self._wishes.items() if other != column)])

    def with_word(self, word: Word) -> str:
        mapped, others = self.mapped(word)
        found = [self.sets.having(WORD, mapped)] if mapped else []
        if others:
            tsquery = any_lexeme(map(quoted, others))
            found.append(self.sets.found(SearchEntry.objects.filter(matches("search", tsquery))))
        if word.beginning:
            found.append(self.sets.found(SearchEntry.objects.filter(matches("forms", word.beginning))))
        return any_of(found)

    def mapped(self, word: Word) -> tuple[list[str], list[str]]:
        """The lexemes of the word that have bitmaps, and those that have none."""
        mapped = [lexeme for lexeme in word.lexemes if self.known.of(lexeme).has_bitmap]
        return mapped, [lexeme for lexeme in word.lexemes if lexeme not in mapped]

    def _parts_of(self, concept: Concept) -> tuple[list[str], list[str]]:
        """The entries with each of its words, and those with each of the other names for it."""
        others = [self.sets.saying(each.tsquery) for each in concept.equivalents]
        return [self.with_word(word) for word in concept.words], others

    def _with_any_of(self, concept: Concept) -> str:
        words, others = self._parts_of(concept)
        return any_of([*words, *others])

    def _with_all_of(self, concept: Concept) -> str:
        words, others = self._parts_of(concept)
        return any_of([all_of(words), *others])

    @cached_property
    def _readable(self) -> str:
        scopes = scopes_of(self.user)
        readable = [self.sets.having(SCOPE, scopes)]
        if scopes and self.user.is_authenticated:
            own = self.user.authorships.values("practice")
            readable.append(self.sets.found(SearchEntry.objects.filter(practice__in=own)))
        return any_of(readable)

    @cached_property
    def _matching(self) -> str:
        """What the person may read of what matches: all of the phrases or else any word, and nothing unwanted."""
        sets = [self._readable]
        sets += [self.sets.found(SearchEntry.objects.filter(has(phrase))) for phrase in self.query.phrases]
        if self.query.concepts and not self.query.phrases:
            sets.append(any_of(map(self._with_any_of, self.query.concepts)))
        unwanted = [self.sets.found(SearchEntry.objects.filter(has(each))) for each in self.query.without]
        return without(all_of(sets), unwanted)
