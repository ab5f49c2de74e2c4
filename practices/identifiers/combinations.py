"""About how old, which condition and which place: each is shared by many, and the three together by few.

The condition is what is marked, since a more general word for it often mends the rest.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from django.utils.translation import gettext as _

from practices.identifiers.ages import exact_ages
from practices.identifiers.found import Found, Known
from practices.identifiers.kinds import Kind
from practices.identifiers.lists import CONDITIONS, words_in
from practices.identifiers.people import PERSON
from practices.identifiers.texts import SENTENCE_END, Text, phrases, spans_of

# Of one person: “in their eighties” is said of many.
ABOUT_HOW_OLD = re.compile(
    r"\b(?:in\s(?:her|his|my)\s(?:early\s|mid-?\s?|late\s)?(?:teens|twenties|thirties|forties|fifties|sixties|seventies|eighties"
    rf"|nineties|[2-9]0[’']?s)|(?:{PERSON}|someone|somebody)\sin\stheir\s\w{{4,10}}ies|an?\steenager|a\steenage\s\w{{3,12}}"
    rf"|(?:{PERSON})\sof\s(?:\w+\s)?school\sage)\b"
)
RARE = phrases(CONDITIONS)
PLACE = re.compile(r"[A-Z](?<=\s[A-Z])[a-z]{2,20}")
BEFORE_A_PLACE = words_in("in from at near around of")
NO_PLACE = words_in(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday england scotland wales britain ireland europe christmas easter spring summer
    autumn winter english welsh year section band level pathway the her his this that some many most all"""
)


def rare_combinations(text: Text, known: Known) -> Iterator[Found]:
    conditions = list(spans_of(RARE, text.low))
    if not conditions:
        return
    ends = [match.end() for match in SENTENCE_END.finditer(text.low)]
    ages = {bisect_right(ends, start) for start in _ages(text, known)}
    places = {bisect_right(ends, start) for start in _places(text, known)}
    for start, end in conditions:
        number = bisect_right(ends, start)
        near = {number - 1, number, number + 1}
        if near & ages and near & places:
            yield Found(Kind.RARE_COMBINATION, start, end, _("a long-term condition"))


def _ages(text: Text, known: Known) -> Iterator[int]:
    yield from (match.start() for match in ABOUT_HOW_OLD.finditer(text.low))
    yield from (found.start for found in exact_ages(text, known))


def _places(text: Text, known: Known) -> Iterator[int]:
    for match in PLACE.finditer(text.typed):
        if text.last_word(match.start()) in BEFORE_A_PLACE and match[0].lower() not in NO_PLACE:
            yield match.start()
    yield from (start for start, _end in spans_of(phrases(known.places), text.low))
