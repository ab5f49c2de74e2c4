"""The query string that stands for a search and nothing else, whatever else stood in the address of its page."""

from __future__ import annotations

from django.http import QueryDict

from practices.filters import AS_TYPED, PracticeFilterSet
from practices.search.understanding import LONGEST


def query_of(said: QueryDict, filterset: PracticeFilterSet) -> str:
    """Its words, and the filters in use that there are; empty where nothing is asked."""
    return told_of(said, filterset).urlencode()


def told_of(said: QueryDict, filterset: PracticeFilterSet) -> QueryDict:
    """The same, not put into a line yet."""
    told = QueryDict(mutable=True)
    if text := words_of(said):
        told["q"] = text
        if AS_TYPED in said:
            told[AS_TYPED] = "1"
    for name, value in filterset.kept():
        told.appendlist(name, value)
    return told


def words_of(said: QueryDict) -> str:
    """What was typed, without what XML has no way to write."""
    typed = said.get("q", "")[:LONGEST]
    return " ".join("".join(letter if letter.isprintable() else " " for letter in typed).split())


def in_words(said: QueryDict, filterset: PracticeFilterSet) -> str:
    """The search as somebody would name it."""
    return ", ".join(filter(None, [words_of(said), *(str(chip.label) for chip in filterset.chips())]))
