"""Finds what in a text could tell who a person is: what is made to name one person, or shared by few.

A name is not found, since no rule tells it from a place's or a method's; nor is half a postcode or a year, which
many people share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, auto

import phonenumbers
from stdnum.gb import nhs


class Kind(StrEnum):
    EMAIL = auto()
    NHS_NUMBER = auto()
    NATIONAL_INSURANCE_NUMBER = auto()
    PHONE_NUMBER = auto()
    DATE = auto()
    POSTCODE = auto()
    LONG_NUMBER = auto()


@dataclass(frozen=True)
class Found:
    """Something that could identify a person: `text[start:end]`."""

    kind: Kind
    start: int
    end: int


def find(text: str) -> list[Found]:
    """All that could identify a person, in the order of the text.

    No two overlap: of those that would, the kind that tells more is given.
    """
    found: list[Found] = []
    for kind, spans in (
        (Kind.EMAIL, _matches(EMAIL, text)),
        (Kind.NHS_NUMBER, _nhs_numbers(text)),
        (Kind.NATIONAL_INSURANCE_NUMBER, _matches(NATIONAL_INSURANCE_NUMBER, text)),
        (Kind.PHONE_NUMBER, _phone_numbers(text)),
        (Kind.DATE, _matches(DATE, text)),
        (Kind.POSTCODE, _matches(POSTCODE, text)),
        (Kind.LONG_NUMBER, _long_numbers(text)),
    ):
        new = [Found(kind, start, end) for start, end in spans]
        found += [one for one in new if not any(one.start < each.end and each.start < one.end for each in found)]
    return sorted(found, key=lambda each: each.start)


Span = tuple[int, int]

# What stands between the groups of one number: spaces, dots, dashes, and what cannot be seen and comes along when
# a number is copied from a document.
APART = r"[\s.\-\u00ad\u200b-\u200d\u2010-\u2015\u2060\ufeff]{1,3}"
GAP = f"(?:{APART})?"

# An address begins where no letter of one stands before it; otherwise a long word would be read from each letter on.
EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")

NHS_SHAPE = re.compile(rf"(?<!\d)\d{{3}}{GAP}\d{{3}}{GAP}\d{{4}}(?!\d)")

# HMRC's National Insurance Manual, NIM39110. The last letter may be left out there; here it may not, since “at 10
# 20 30” would be one, and six digits in a row are found anyway.
NATIONAL_INSURANCE_NUMBER = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]" + rf"(?:{GAP}[0-9]{{2}}){{3}}{GAP}[A-D]\b",
    re.IGNORECASE,
)

# The forms of Royal Mail's Programmer's Guide to the Postcode Address File: A9, A99, A9A, AA9, AA99, AA9A. Only
# the letters that areas begin with, so that “D2A 1st” is none.
POSTCODE = re.compile(
    r"\b(?:[BEGLMNSW][0-9]{1,2}|[ENW]1[A-HJKPSTUW]|(?:EC|NW|SE|SW|WC)[0-9][A-HMNPRV-Y]|[A-PR-UWYZ][A-HK-Y][0-9]{1,2})"
    r"\s{0,2}[0-9][ABD-HJLNP-UW-Z]{2}\b",
    re.IGNORECASE,
)

DAY, MONTH, YEAR = r"(?:0?[1-9]|[12][0-9]|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)[0-9]{2}"
MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
BETWEEN = r"[\s\-/.,]{1,3}"
# A day, a month and a year: without one of them, many people share it. A year of two digits only where nothing but
# a date is written so: sections of an act have dots.
DATE = re.compile(
    rf"(?<!\d)(?<!\d[/.-])(?:{DAY}(?P<same>[/\-. ]){MONTH}(?P=same){YEAR}|{DAY}(?P<dash>[/-]){MONTH}(?P=dash)[0-9]{{2}}"
    rf"|{YEAR}(?P<iso>[/\-.]){MONTH}(?P=iso){DAY}"
    rf"|{DAY}(?:st|nd|rd|th)?(?:{BETWEEN}of)?{BETWEEN}{MONTH_NAME}{BETWEEN}(?:{YEAR}|[0-9]{{2}})"
    rf"|{MONTH_NAME}{BETWEEN}{DAY}(?:st|nd|rd|th)?{BETWEEN}{YEAR})(?![\w/]|[.-]\d)",
    re.IGNORECASE,
)

# Six digits in a row are an account's or a case's. Nine in groups may be an NHS or a phone number with a slip in it.
NUMBER = re.compile(rf"(?<!\d)\d{{3,}}(?:{APART}\d{{3,}})*")
LONG_IN_A_ROW, LONG_IN_GROUPS = 6, 9


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    return (match.span() for match in pattern.finditer(text))


def _nhs_numbers(text: str) -> Iterator[Span]:
    return (match.span() for match in NHS_SHAPE.finditer(text) if nhs.is_valid(re.sub(r"\D", "", match[0])))


def _phone_numbers(text: str) -> Iterator[Span]:
    """Numbers that could be called; foreign ones where they begin with +."""
    return ((match.start, match.end) for match in phonenumbers.PhoneNumberMatcher(text, "GB"))


def _long_numbers(text: str) -> Iterator[Span]:
    for match in NUMBER.finditer(text):
        groups = re.findall(r"\d+", match[0])
        are_years = all(re.fullmatch(YEAR, group) for group in groups)
        if max(map(len, groups)) >= LONG_IN_A_ROW or (len("".join(groups)) >= LONG_IN_GROUPS and not are_years):
            yield match.span()
