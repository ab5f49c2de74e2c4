"""Full dates: of a birth, of something that happened to somebody, or of a decision that tells of nobody.

Without a day, a month or a year many people share it, and it is no finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from practices.identifiers.found import Found, Known
from practices.identifiers.kinds import Kind
from practices.identifiers.lists import ALL_NAMES, FIRST_NAMES
from practices.identifiers.people import PERSON, RELATIVES
from practices.identifiers.texts import Text

DAY, MONTH, YEAR = r"(?:0?[1-9]|[12][0-9]|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)[0-9]{2}"
MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
BETWEEN = r"[\s\-/.,]{1,3}"
MAY_BEGIN = re.compile(
    r"[0-9](?<!\d[0-9])(?<!\d[/.-][0-9])[0-9]{0,3}(?=[\s/.,\-a-z])|[jfmasond](?<!\w.)(?=[aceopu][bcglnprtvy])"
)
# A year of two digits only where nothing but a date is written so: sections of an act have dots.
DATE = re.compile(
    rf"(?:{DAY}(?P<same>[/\-. ]){MONTH}(?P=same){YEAR}|{DAY}(?P<dash>[/-]){MONTH}(?P=dash)[0-9]{{2}}"
    rf"|{YEAR}(?P<iso>[/\-.]){MONTH}(?P=iso){DAY}"
    rf"|{DAY}(?:st|nd|rd|th)?(?:{BETWEEN}of)?{BETWEEN}{MONTH_NAME}{BETWEEN}(?:{YEAR}|[0-9]{{2}})"
    rf"|{MONTH_NAME}{BETWEEN}{DAY}(?:st|nd|rd|th)?{BETWEEN}{YEAR})(?![\w/]|[.-]\d)"
)
# With dots, then, after a word that a date follows and a section doesn't: “dob 9.7.52”, “admitted 7.3.24”.
SHORT_DATE = re.compile(rf"{DAY}\.{MONTH}\.[0-9]{{2}}(?![\w/]|[.-]\d)")
HAPPENED = re.compile(r"\b(?:on|since|until|adm|admitted|discharged|d/c|home|dated|fell|died|moved|seen|visited)\s\Z")
A_YEAR = re.compile(r"(?<!\d)(?:19|20)[0-9]{2}(?!\d)")

BIRTH_BEFORE = re.compile(
    r"(?:\bd\.?o\.?b\b|\bdate\sof\sbirth\b|\bbirth\s?da(?:te|y)\b)[^\d;\n]{0,24}\Z"
    r"|\bborn\b(?:\s(?:in|at|near|to|into)\s[^.;\n\d]{1,40}?)?[\s,:(]{0,3}(?:on\s)?(?:the\s)?\Z|\bb\.\s?\Z"
)
BIRTH_AFTER = re.compile(r"[\s,)]{1,3}(?:(?:is|was)\s)?(?:(?:her|his|my|the)\s)?(?:birthday|date\sof\sbirth|dob)\b")
# “The boy, 17/03/2014,” and “Ivy (4/10/1931)”
BESIDE_A_PERSON = re.compile(rf"\b(?:she|he|her|him|{PERSON}|{RELATIVES}|(?:mr|mrs|ms|miss)\.?\s\w+)(?:\s\(|,\s)\Z")
BESIDE_A_WORD = re.compile(r"\b([a-z]+)(?:\s\(|,\s)\Z")
HISTORY = re.compile(r"\b(?:act|law|nhs|war|founded|opened|began|established|built|started)\b")
LAST_OF_THE_OLD = 1969  # before it, a date in a write-up is hardly ever of anything but a birth

# A date matters where its sentence tells of somebody; otherwise it is of a decision, a meeting, a set of figures.
SOMEBODY = re.compile(
    rf"\b(?:she|he|her|his|him|my|{PERSON}|{RELATIVES}|relative|youngest|eldest|fell|died|fall|adm|admitted|d/c|discharged|detained"
    r"|sectioned|section\s[23]|evicted|arrested|police|ambulance|stroke|operation|removed|placed|found|flat|tenancy|funeral|hip)\b"
)


def dates(text: Text, known: Known) -> Iterator[Found]:
    for beginning in MAY_BEGIN.finditer(text.low):
        start = beginning.start()
        if match := DATE.match(text.low, start):
            kind = _kind(text, match)
            yield Found(kind, *match.span(), _general(kind, match[0]))
        elif match := SHORT_DATE.match(text.low, start):
            if BIRTH_BEFORE.search(text.before(start)):
                yield Found(Kind.DATE_OF_BIRTH, *match.span())
            elif HAPPENED.search(text.before(start)):
                yield Found(Kind.EXACT_DATE, *match.span())


def _kind(text: Text, match: re.Match[str]) -> Kind:
    ahead = text.before(match.start())
    if BIRTH_BEFORE.search(ahead) or BIRTH_AFTER.match(text.low, match.end()) or _is_beside_a_person(ahead):
        return Kind.DATE_OF_BIRTH
    year = A_YEAR.search(match[0])
    if year and int(year[0]) <= LAST_OF_THE_OLD and not HISTORY.search(text.sentence(*match.span())):
        return Kind.DATE_OF_BIRTH
    return Kind.EXACT_DATE if _tells_of_somebody(text, match) else Kind.DATE


def _tells_of_somebody(text: Text, match: re.Match[str]) -> bool:
    sentence = text.sentence(*match.span())
    return bool(SOMEBODY.search(sentence)) or not FIRST_NAMES.isdisjoint(re.findall(r"[a-z]+", sentence))


def _is_beside_a_person(ahead: str) -> bool:
    word = BESIDE_A_WORD.search(ahead)
    return word is not None and (word[1] in ALL_NAMES or bool(BESIDE_A_PERSON.search(ahead)))


def _general(kind: Kind, date: str) -> str:
    year = A_YEAR.search(date)
    if not year:
        return ""
    if kind == Kind.DATE_OF_BIRTH:
        return _("born in the %(decade)ss") % {"decade": int(year[0]) // 10 * 10}
    return _("in %(year)s") % {"year": year[0]}
