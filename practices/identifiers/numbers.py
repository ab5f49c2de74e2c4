"""Addresses and numbers that are given to one person: by their shape, by a check digit, or by what stands before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from stdnum.gb import nhs

from practices.identifiers.found import Found, Known
from practices.identifiers.kinds import Kind
from practices.identifiers.lists import words_in
from practices.identifiers.texts import Span, Text

# Patterns begin with what they can begin with and then look one back: Python skips to such a letter at once, and
# would otherwise try at each.

# What stands between the groups of one number: spaces, dots, dashes, and what cannot be seen and comes along when
# a number is copied from a document.
APART = r"[\s.\-\u00ad\u200b-\u200d\u2010-\u2015\u2060\ufeff]{1,3}"
GAP = f"(?:{APART})?"

DOMAIN = re.compile(r"@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
MAILBOX = re.compile(r"[\w.+'-]{1,64}\Z")

# Called an NHS number, it is one even with a slip in it; without that, the check digit has to tell it from others.
# Scotland's CHI number and Northern Ireland's health and care number are made in the same way.
NHS_SHAPE = re.compile(rf"[0-9](?<!\d[0-9])[0-9]{{2}}{GAP}[0-9]{{3}}{GAP}[0-9]{{4}}(?!\d)")
CALLED_NHS = re.compile(r"\b(?:nhs|chi|h&c)(?:\s{0,2}(?:number|no|num|id)\b)?[\s.:#(–-]{0,4}(?:(?:is|was)\s)?\Z")

# HMRC's National Insurance Manual, NIM39110. The last letter may be left out there; here it may not, since “at 10
# 20 30” would be one, and six digits in a row are found anyway. QQ is for specimens: nobody has it, but it is the form.
NI_DIGITS = re.compile(rf"[0-9]{{2}}(?:{GAP}[0-9]{{2}}){{2}}{GAP}[a-d]\b")
NI_LETTERS = re.compile(rf"\b(?:qq|(?!bg|gb|nk|kn|tn|nt|zz)[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z]){GAP}\Z")

# Ofcom's numbers begin with 0, or with +44 or 0044 from abroad; whatever else begins with + is a number elsewhere.
# Told by shape and not by a library's tables: those leave out ranges that are given to nobody, so also a real number
# with a slip in it, and their search of 100 kB of digits takes seconds.
PHONE_SHAPE = re.compile(
    r"[+(0](?<![\d+][+(0])(?:(?<=\+)(?=[1-9])|(?<=\()0(?=[1-9])|(?<=0)(?=0?[1-9]))[0-9]{1,15}\)?"
    rf"(?:(?:{APART}|(?<=\)))\(?[0-9]{{1,8}}\)?){{0,6}}(?!\d)"
)
DIGITS_HERE, DIGITS_ABROAD = range(10, 12), range(9, 18)
SHORTEST_AREA_CODE = 3  # digits with the 0; “01 02 2024” is no number

# Six digits in a row are an account's or a case's. Nine in groups may be an NHS or a phone number with a slip in it.
NUMBER = re.compile(rf"\d(?<![\d£]\d)\d{{2,}}(?:{APART}\d{{3,}})*")
LONG_IN_A_ROW, LONG_IN_GROUPS = 6, 9
YEAR = re.compile(r"(?:19|20)[0-9]{2}")

# A number, with letters before it if there are any: “2023-4471”, “HAR-88213”, “COP 13984402”.
REFERENCE = re.compile(r"[A-Z0-9](?<![\w/-][A-Z0-9])(?:[A-Z]{0,3}[-/ ]?[0-9]|(?<=[0-9]))[\w/-]{2,20}")
RECORDS = (
    r"case|file|client|customer|patient|service\suser|hospital|complaint|referral|safeguarding|incident|crime|police|tribunal|claim"
    r"|court(?:\sof\sprotection)?|tenancy|pupil|mosaic|liquid\s?logic|care\s?first|azeus|eclipse|systm\s?one|emis|rio|paris|ais|las|lcs|lias"
    r"|framework-?i"
)
NUMBERED = r"ref|reference|number|no|num|id|log|case|record|file|client|patient"
MARKS = r"[\s.:#(–-]{0,4}(?:(?:is|was|as|under)\s)?"
CALLED_REFERENCE = re.compile(
    rf"\b(?:(?:{RECORDS}){MARKS}(?:(?:{NUMBERED})\b{MARKS}){{0,2}}|ref(?:erence)?{MARKS}(?:(?:{NUMBERED})\b{MARKS})?)\Z"
)
# The last words of what CALLED_REFERENCE finds, so that most numbers need no closer look.
LAST_WORDS = words_in(
    """case file client customer patient user hospital complaint referral safeguarding incident crime police tribunal
    claim court protection tenancy pupil mosaic liquidlogic logic carefirst first azeus eclipse systmone one emis
    rio las lcs lias paris ais framework-i frameworki ref reference number no num id log record is was as under"""
)
# Letters, then numbers in parts, wherever it stands; standards and statutory instruments are written so, too.
REFERENCE_SHAPE = re.compile(r"(?!ISO|ISBN|BS|EN|SI|NICE)[A-Z]{2,5}[0-9]{0,4}[-/][0-9]{3,7}(?:[-/]\w{1,7})?")
YEARS = re.compile(r"(?:19|20)[0-9]{2}(?:[-/](?:(?:19|20)?[0-9]{2}))?")
DIGITS_OF_A_REFERENCE, DIGITS_BESIDE_LETTERS, DIGITS_OF_A_SHAPE = 4, 3, 5


def emails(text: Text, known: Known) -> Iterator[Found]:
    for match in DOMAIN.finditer(text.low):
        if mailbox := MAILBOX.search(text.before(match.start(), 64)):
            yield Found(Kind.EMAIL, match.start() - len(mailbox[0]), match.end())


def nhs_numbers(text: Text, known: Known) -> Iterator[Found]:
    for match in NHS_SHAPE.finditer(text.typed):
        if nhs.checksum(re.sub(r"\D", "", match[0])) == 0 or CALLED_NHS.search(text.before(match.start(), 40)):
            yield Found(Kind.NHS_NUMBER, *match.span())


def national_insurance_numbers(text: Text, known: Known) -> Iterator[Found]:
    for match in NI_DIGITS.finditer(text.low):
        if letters := NI_LETTERS.search(text.before(match.start(), 6)):
            yield Found(Kind.NATIONAL_INSURANCE_NUMBER, match.start() - len(letters[0]), match.end())


def phone_numbers(text: Text, known: Known) -> Iterator[Found]:
    for match in PHONE_SHAPE.finditer(text.typed):
        if span := _called(match):
            yield Found(Kind.PHONE_NUMBER, *span)


def long_numbers(text: Text, known: Known) -> Iterator[Found]:
    for match in NUMBER.finditer(text.typed):
        if _is_long(match[0]):
            yield Found(Kind.LONG_NUMBER, *match.span())


def case_references(text: Text, known: Known) -> Iterator[Found]:
    for match in REFERENCE.finditer(text.typed):
        reference = match[0].rstrip("-/_")
        if _is_called_so(text, match.start()) and _is_a_reference(reference):
            yield Found(Kind.CASE_REFERENCE, match.start(), match.start() + len(reference))


def _is_a_reference(reference: str) -> bool:
    has_letters = any(letter.isalpha() for letter in reference)
    needed = DIGITS_BESIDE_LETTERS if has_letters else DIGITS_OF_A_REFERENCE
    return _digits(reference) >= needed and not YEARS.fullmatch(reference)


def _is_called_so(text: Text, start: int) -> bool:
    if text.last_word(start) in LAST_WORDS and CALLED_REFERENCE.search(text.before(start, 60)):
        return True
    if not text.typed[start].isupper():
        return False
    shape = REFERENCE_SHAPE.match(text.typed, start)
    return shape is not None and _digits(shape[0]) + len(re.findall("[-/]", shape[0])) > DIGITS_OF_A_SHAPE


def _digits(text: str) -> int:
    return sum(letter.isdigit() for letter in text)


def _called(match: re.Match[str]) -> Span | None:
    """As much of it as is one number: what follows may be a count, as in “020 7946 0018 12 times”."""
    groups = list(re.finditer(r"[0-9]+", match[0]))
    is_abroad = match[0].startswith(("+", "00"))
    if not is_abroad and len(groups[0][0]) < SHORTEST_AREA_CODE:
        return None
    right = DIGITS_ABROAD if is_abroad else DIGITS_HERE
    lengths = accumulate(len(group[0]) for group in groups)
    ends = [group.end() for group, length in zip(groups, lengths, strict=True) if length in right]
    return (match.start(), match.start() + ends[-1]) if ends else None


def _is_long(number: str) -> bool:
    if len(number) < LONG_IN_A_ROW:
        return False
    groups = re.findall(r"\d+", number)
    are_years = all(YEAR.fullmatch(group) for group in groups)
    in_groups = sum(map(len, groups)) >= LONG_IN_GROUPS and not are_years
    return max(map(len, groups)) >= LONG_IN_A_ROW or in_groups
