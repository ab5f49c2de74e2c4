"""`find`: all the rules, over one text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import islice

from practices.identifiers import ages, combinations, dates, initials, names, numbers, places
from practices.identifiers.found import Found, Known
from practices.identifiers.kinds import Kind
from practices.identifiers.texts import Text, covered, phrases, spans_of

# What a write-up is checked for: not a date in a sentence that tells of nobody. Reports have a function of their own.
WRITE_UP = frozenset(Kind) - {Kind.DATE, Kind.INCIDENT}

# What names one person by itself, or few, in a text too short to tell who it is about.
TELLING = frozenset(
    {
        Kind.EMAIL,
        Kind.NHS_NUMBER,
        Kind.NATIONAL_INSURANCE_NUMBER,
        Kind.PHONE_NUMBER,
        Kind.DATE_OF_BIRTH,
        Kind.EXACT_DATE,
        Kind.DATE,
        Kind.POSTCODE,
        Kind.LONG_NUMBER,
    }
)

# What a write-up's own names may look like; a number that is its contact's is still a number.
MAY_BE_KNOWN = frozenset({Kind.NAME, Kind.INITIALS, Kind.SCHOOL, Kind.CARE_HOME, Kind.STREET})

# More than anybody reads of one rule at once; it bounds what a hostile text can cost.
MOST = 400
NOTHING = Known()

Rule = Callable[[Text, Known], Iterator[Found]]

# What tells more stands first: where two overlap, it is the one that is given.
RULES: tuple[tuple[Rule, frozenset[Kind]], ...] = (
    (numbers.emails, frozenset({Kind.EMAIL})),
    (numbers.nhs_numbers, frozenset({Kind.NHS_NUMBER})),
    (numbers.national_insurance_numbers, frozenset({Kind.NATIONAL_INSURANCE_NUMBER})),
    (numbers.phone_numbers, frozenset({Kind.PHONE_NUMBER})),
    (dates.dates, frozenset({Kind.DATE_OF_BIRTH, Kind.EXACT_DATE, Kind.DATE})),
    (places.postcodes, frozenset({Kind.POSTCODE})),
    (numbers.case_references, frozenset({Kind.CASE_REFERENCE})),
    (numbers.long_numbers, frozenset({Kind.LONG_NUMBER})),
    (ages.exact_ages, frozenset({Kind.EXACT_AGE})),
    (places.schools, frozenset({Kind.SCHOOL})),
    (places.care_homes, frozenset({Kind.CARE_HOME})),
    (places.streets, frozenset({Kind.STREET})),
    (names.names, frozenset({Kind.NAME})),
    (initials.initials, frozenset({Kind.INITIALS})),
    (combinations.rare_combinations, frozenset({Kind.RARE_COMBINATION})),
)


def find(text: str, *, kinds: Collection[Kind] = WRITE_UP, known: Known = NOTHING) -> list[Found]:
    """All of these kinds that could identify a person, in the order of the text; no two overlap.

    Of each rule, no more than MOST are given: whoever takes these out has the rest told by the next look.
    """
    read = Text(text)
    named: bytearray | None = None  # where the write-up's own names stand: looked up once something might be one
    taken = bytearray(len(text))
    found: list[Found] = []
    for rule, makes in RULES:
        if makes.isdisjoint(kinds):
            continue
        for each in islice(rule(read, known), MOST):
            if named is None and each.kind in MAY_BE_KNOWN:
                named = covered(spans_of(phrases([*known.places, *known.names]), read.low), len(text))
            is_known = named is not None and each.kind in MAY_BE_KNOWN and any(named[each.start : each.end])
            if each.kind in kinds and not is_known and not any(taken[each.start : each.end]):
                taken[each.start : each.end] = b"\1" * (each.end - each.start)
                found.append(each)
    return sorted(found, key=lambda each: each.start)
