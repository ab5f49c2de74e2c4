"""Names of people: with a title, with a relationship, and first names in a sentence that tells of somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from django.utils.translation import gettext as _

from practices.identifiers.found import Found, Known
from practices.identifiers.kinds import Kind
from practices.identifiers.lists import ALL_NAMES, FIRST_NAMES, NOT_NAMES, words_in
from practices.identifiers.people import CLOSE_TO_SOMEBODY, PERSON, RELATIVES
from practices.identifiers.stories import DONE_WITH, TELLS
from practices.identifiers.texts import FAR, Text, covered, phrases, spans_of

REST = r"[a-zà-öø-ÿ]{1,24}(?:[-’']?[A-Z][a-zà-öø-ÿ]{1,24})?"
CAPITAL = rf"(?:O[’'])?[A-Z]{REST}"

TITLED = re.compile(
    r"[MDAUNG](?<!\w[MDAUNG])(?:(?<=M)(?:rs?|s|iss|x|RS?)|(?<=D)r|(?<=A)unt(?:ie|y)?|(?<=U)ncle|(?<=N)ana|(?<=G)rand(?:ma|ad))\b\.?"
    r"(?:\s(?:and|&)\s(?P<also>Mrs?|Ms|Miss|Mx|Dr)\b\.?)?"
    rf"\s(?!(?:and|or)\b)(?:{CAPITAL}(?:\s{CAPITAL})?|[A-Z]{{2,20}}\b|[A-Z]\b(?:\.(?=\s[a-z]|[,;)]))?)"
    r"|m(?<!\wm)(?:r|rs)\.?\s(?!(?:and|or|is|was|etc|who|said)\b)[a-z][a-z’'-]{0,20}\b"
)

# The last words of what RELATED finds, so that most words need no closer look.
LAST_WORDS = words_in(re.sub(r"\W", " ", f"{RELATIVES} {CLOSE_TO_SOMEBODY} law"))
RELATED = re.compile(rf"\b(?:{CLOSE_TO_SOMEBODY}|{RELATIVES}),?\s\Z")
CALLED = re.compile(rf"\b(?:{PERSON}|someone|somebody|volunteer|{RELATIVES}),?\s(?:called|named)\s\Z")
# A name may begin with either of two words with a capital, so the second is only looked at.
A_WORD = re.compile(rf"[A-Z](?<![\w-][A-Z])(?:(?<=O)[’'][A-Z])?{REST}\b(?!-)(?=(?:\s(?P<last>{CAPITAL})\b)?)")
NEVER_A_NAME = words_in(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March July September October November
    December Christmas Easter English Welsh Care Family Council And But The When She He They It In On We"""
)

# What makes a name a building's, a body's, a law's or a book's: “Dorothy House”, “the Herbert review”, “Martha’s rule”.
OF_SOMETHING = re.compile(r"(?P<theirs>[’']s)?\s(?P<what>\w{3,12})(?!\w)")
NAMED_AFTER = words_in("law rule disease syndrome inquiry")
WITH_A_CAPITAL = words_in(
    """Act Association Avenue Award Centre Clinic College Council Court Day Foundation Framework Fund Group Hall
    Hospice Hospital House Housing Hub Index Institute Lane Law Line Lodge Method Model Network Palace Park Place
    Principle Programme Project Protocol Report Review Road Room Rule Scale School Society Square Street Suite
    Surgery Team Test Theory Trust Unit University Ward"""
)
IN_EITHER_CASE = words_in(
    """building charities charity chart court cycle disease frame hospice index inquiry law line park programme
    report review road rule scale street syndrome test unit ward"""
)
HONOURED = words_in("st saint lord lady queen king prince princess sir dame baroness baron prof professor pope justice")
# Who made a model, wrote a book or spoke for a body is named with credit, and draws on no care here.
MADE_BY = re.compile(
    r"\b(?i:(?:developed|devised|created|written|designed|founded|edited|evaluated|led|set\sout|described|introduced|toolkit|book"
    r"|paper|article|guide|talk|work)\s(?:by|with|of)|ideas\sof|according\sto)\s"
    rf"(?:{CAPITAL}\s{CAPITAL}(?:,\s|\sand\s|,\sand\s))?\Z"
)
CITED = re.compile(
    r"\s(?:\((?:19|20)\d{2}|et\sal\b)|'s?\s(?:model|framework|theory|theories|research|toolkit|principles)\b"
)
# With a surname; “Doris’s review” and “Doris and others” are of somebody who draws on care.
CITED_IN_FULL = re.compile(
    r"\sand\s(?:colleagues|others|(?:her|his)\s(?:team|colleagues))\b"
    r"|(?:'s?)?\s(?:work\son|study|tools|approach|method|review|report|book|writing|ladder|hierarchy|cycle)\b"
)

NOBODYS = phrases(NOT_NAMES)


def names(text: Text, known: Known) -> Iterator[Found]:
    nobodys: bytearray | None = None
    for found in chain(_with_a_title(text), _without_a_title(text)):
        if nobodys is None:
            nobodys = covered(spans_of(NOBODYS, text.low), len(text.low))
        if not all(nobodys[found.start : found.end]):
            yield found


def _with_a_title(text: Text) -> Iterator[Found]:
    for match in TITLED.finditer(text.typed):
        if not CITED.match(text.low, match.end()):
            yield Found(Kind.NAME, *match.span(), _for_title(match))


def _for_title(match: re.Match[str]) -> str:
    if match["also"]:
        return _("a couple")
    general = {"mr": _("a man"), "dr": _("a doctor"), "mx": _("a person")}
    title = re.split(r"[.\s]", match[0].lower())[0]
    return general.get(title, _("a woman")) if title[0] in "md" else _("a relative")


def _without_a_title(text: Text) -> Iterator[Found]:
    for match in A_WORD.finditer(text.typed):
        first = match[0].partition("-")[0].lower()
        general = "" if match[0] in NEVER_A_NAME else _by_relationship(text, match.start())
        if first in ALL_NAMES and _is_a_persons(text, first, match):
            yield Found(Kind.NAME, match.start(), _ends(match)[-1], general or _("a person"))
        elif general:
            yield Found(Kind.NAME, *match.span(), general)


def _is_a_persons(text: Text, first: str, match: re.Match[str]) -> bool:
    if first not in FIRST_NAMES and not _tells_of_a_person(text, match):
        return False
    return not _is_of_something(text, match) and not _is_credited(text, match)


def _by_relationship(text: Text, start: int) -> str:
    """Whatever the word is: “her husband Zbigniew”, “a man called Tomasz”."""
    word = text.last_word(start)
    if word in ("called", "named"):
        return _("a person") if CALLED.search(text.before(start, 50)) else ""
    return _("a relative") if word in LAST_WORDS and RELATED.search(text.before(start, 50)) else ""


def _tells_of_a_person(text: Text, match: re.Match[str]) -> bool:
    if any(TELLS.match(text.low, end) for end in _ends(match)):
        return True
    return text.last_word(match.start()) in DONE_WITH


def _is_of_something(text: Text, match: re.Match[str]) -> bool:
    if text.last_word(match.start()) in HONOURED:
        return True
    for following in filter(None, (OF_SOMETHING.match(text.typed, end) for end in _ends(match))):
        in_either_case = NAMED_AFTER if following["theirs"] else IN_EITHER_CASE
        if following["what"] in WITH_A_CAPITAL or following["what"].lower() in in_either_case:
            return True
    return False


def _is_credited(text: Text, match: re.Match[str]) -> bool:
    if any(CITED.match(text.low, end) for end in _ends(match)):
        return True
    if not match["last"]:
        return False
    ahead = text.typed[max(0, match.start() - FAR) : match.start()]
    return bool(MADE_BY.search(ahead) or CITED_IN_FULL.match(text.low, match.end("last")))


def _ends(match: re.Match[str]) -> list[int]:
    """Where the first name ends, and then the last name, if there is one."""
    return [match.end(), match.end("last")] if match["last"] else [match.end()]
