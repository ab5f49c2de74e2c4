"""Places that few people share: full postcodes, and schools, care homes and streets that are named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from practices.identifiers.found import Found, Known
from practices.identifiers.kinds import Kind
from practices.identifiers.lists import words_in
from practices.identifiers.texts import FAR, Text

# The forms of Royal Mail's Programmer's Guide to the Postcode Address File: A9, A99, A9A, AA9, AA99, AA9A. Only
# the letters that areas begin with, so that “D2A 1st” is none.
SECOND_HALF = re.compile(r"[0-9][abd-hjlnp-uw-z]{2}(?!\w)")
FIRST_HALF = re.compile(
    r"\b([beglmnsw][0-9]{1,2}|[enw]1[a-hjkpstuw]|(?:ec|nw|se|sw|wc)[0-9][a-hmnprv-y]|[a-pr-uwyz][a-hk-y][0-9]{1,2})\s{0,2}\Z"
)

WITH_CAPITAL = r"(?:St\.|[A-Z][\w’'-]{0,30})"
WORD = re.compile(WITH_CAPITAL)
LITTLE_WORDS = words_in("of the and in on by")

# “Kelbrook High” is a school where no further capital follows: “Kelbrook High Street”, “Kelbrook Primary Care Network”.
SCHOOL = re.compile(
    r"(?:sixth form college|school|academy|college)(?!\w|'|\s(?:of|for|years?)\b)"
    r"|(?:primary|infants?|juniors?|nursery|high|grammar)(?!\w|')"
)
STAGES = words_in("primary infant infants junior juniors nursery high grammar")
# Words of which no school's own name is made: “Royal College”, “Virtual School”, “A Special School”.
NO_SCHOOLS_NAME = words_in(
    """a an the each every any our your their this that new local royal virtual special primary secondary high junior
    infant nursery grammar comprehensive forest family recovery leadership care skills social work nhs national
    teaching training summer sunday community university imperial staff open research further higher sixth form
    boarding school college free business medical nurse nursing in at from to with and for all both no one two three
    four five first second level year university's king's queen's trinity london england english british street road
    top sports before after when if children's"""
)

HOME = re.compile(
    r"(?:care|nursing|residential|residential care|rest|children's|childrens) home"
    r"(?!\w|'|\s(?:programme|project|sector|market|network)\b)"
    r"|(?:care centre|extra care scheme|sheltered housing|supported living)(?!\w)"
)
# “A Kelbrook care home” is any of them.
ANY_HOME = re.compile(r"\b(?:an?|every|each|any|one)\s\Z")
NO_HOMES_NAME = words_in(
    """a an the each every any our your their this that new local enhanced health in trusted assessor care home homes
    cqc nhs council independent private all most some many in-house for of and from at to nursing residential
    hospital national small large another older children's one two three good outstanding registered if when"""
)
# “She moved to Sycamore Lodge”: a house with a name is where somebody lives if the sentence says so just before.
HOUSE = re.compile(
    r"(?:house|lodge|court|manor|grange|hall|villa|view|gardens|park|place|cottage|priory|towers|haven|heights)(?!\w|')"
)
LIVES_AT = re.compile(
    r"\b(?:lives?|lived|living|stay(?:s|ed|ing)?|placed|moved|moving|went|been|admitted|discharged|resident|residents?\sof|room|bed|place"
    r"|respite|put|sent|transferred|home|them|him|her)\s(?:at|in|into|to|of|from|for\srespite\sat)\s(?:the\s)?\Z"
)
# “Staff moved to Riverside House” when the lease ended.
WORKS_AT = re.compile(
    r"\b(?:staff|teams?|services?|offices?|clinic|hub|unit|workers|we)\s(?:(?:have|has|had)\s)?(?:moved|went|moving)\s(?:in)?to\s(?:the\s)?\Z"
)

# With a number, in either case: “14 Acacia Avenue”, “52 st marks rd”; but not “10 minute walk”.
ROAD = re.compile(
    r"(?:street|road|avenue|lane|close|drive|crescent|terrace|grove|row|mews|gardens|walk|square|st|rd|ave|court|place|hill|rise|way"
    r"|green|parade|gate|villas|cres|ln)(?!\w|')"
)
SMALL_ROADS = words_in("street road avenue lane drive crescent terrace st rd ave")
SMALL_WORD = (
    r"(?!(?:an?|the|of|in|on|at|by|per|and|to|or|for|with|from|is|was|are|minutes?|mins?|hours?|miles?|days?|weeks?|steps?|way"
    r"|people|cars?|more|off)\s)[a-z][\w'-]{1,20}\s"
)
NUMBER_AND_NAME = re.compile(rf"\b[0-9]{{1,3}}[A-Za-z]?,?\s(?:{WITH_CAPITAL}\s){{1,3}}\Z")
NUMBER_AND_SMALL_NAME = re.compile(rf"\b[0-9]{{1,3}}[a-z]?,?\s(?:{SMALL_WORD}){{1,3}}\Z")
# Without one, only where it is said that somebody lives there.
LIVES_IN = re.compile(
    r"\b(?:lives?|lived|living|home|house|flat|bungalow|room|address|moved|tenancy|born|neighbours?)\s"
    r"(?:is\s|was\s|back\s)?(?:in|on|at|to|into)\s\Z"
)
OFFICE = re.compile(
    r"\b(?:offices?|civic|town\shall|council|centre|clinic|hub|drop-in|base|based|library|surgery|reception|premises|venue|post|contact"
    r"|visit|form|team|meet(?:s|ing)?|hall|depot|training|car\spark|write\sto|open|shop)\b"
)
SOMEBODYS = re.compile(r"\b(?:lives?|lived|her|his|she|he|they\slive|home|house|flat|neighbours?|tenancy|bed|moved)\b")


def postcodes(text: Text, known: Known) -> Iterator[Found]:
    for match in SECOND_HALF.finditer(text.low):
        if half := FIRST_HALF.search(text.before(match.start(), 8)):
            yield Found(Kind.POSTCODE, match.start() - len(half[0]), match.end(), half[1].upper())


def schools(text: Text, known: Known) -> Iterator[Found]:
    for match in SCHOOL.finditer(text.low):
        start = _start_of_name(text, match.start(), NO_SCHOOLS_NAME)
        if start is not None and not (match[0] in STAGES and _is_of_something_else(text, match)):
            yield Found(Kind.SCHOOL, start, match.end(), _("a local school"))


def _is_of_something_else(text: Text, stage: re.Match[str]) -> bool:
    """“Kelbrook primary schools”, “Kelbrook High Street”: the word is a school's only by itself, and with a capital."""
    return text.typed[stage.start()].islower() or text.typed[stage.end() + 1 : stage.end() + 2].isupper()


def care_homes(text: Text, known: Known) -> Iterator[Found]:
    for match in HOME.finditer(text.low):
        start = _start_of_name(text, match.start(), NO_HOMES_NAME)
        if start is not None and not _is_any_home(text, start, match.start()):
            yield Found(Kind.CARE_HOME, start, match.end(), _("a care home"))
    for match in HOUSE.finditer(text.low):
        if text.typed[match.start()].isupper():
            start = _start_of_name(text, match.start(), frozenset())
            if start is not None and LIVES_AT.search(text.before(start)) and not WORKS_AT.search(text.before(start)):
                yield Found(Kind.CARE_HOME, start, match.end(), _("a care home"))


def _is_any_home(text: Text, start: int, end: int) -> bool:
    is_one_word = " " not in text.low[start : end - 1]
    return is_one_word and bool(ANY_HOME.search(text.before(start, 8)))


def streets(text: Text, known: Known) -> Iterator[Found]:
    for match in ROAD.finditer(text.low):
        start = _start_of_street(text, match)
        if start is not None:
            yield Found(Kind.STREET, start, match.end(), _("a street in the area"))


def _start_of_street(text: Text, match: re.Match[str]) -> int | None:
    if text.typed[match.start()].isupper():
        number = NUMBER_AND_NAME.search(text.typed[max(0, match.start() - FAR) : match.start()])
        if not number:
            start = _start_of_name(text, match.start(), frozenset())
            return start if start is not None and LIVES_IN.search(text.before(start, 40)) else None
    else:
        number = NUMBER_AND_SMALL_NAME.search(text.before(match.start(), 70)) if match[0] in SMALL_ROADS else None
    if not number:
        return None
    start = match.start() - len(number[0])
    sentence = text.sentence(start, match.end())
    return start if SOMEBODYS.search(sentence) or not OFFICE.search(sentence) else None


def _start_of_name(text: Text, end: int, no_name: frozenset[str]) -> int | None:
    """Where the name that ends here begins, without words that only begin a sentence or say what kind it is.

    It is up to seven words with a capital or little ones between them: “Our Lady of the Wells”.
    """
    own: list[tuple[int, str]] = []
    start = end
    for word in reversed(text.typed[max(0, end - FAR) : end].split(" ")[-8:-1]):
        start -= len(word) + 1
        if WORD.fullmatch(word):
            if text.low[start : start + len(word)] not in no_name:
                own.append((start, word))
        elif word not in LITTLE_WORDS:
            break
    # “R’s school” is whichever R goes to.
    is_anybodys = len(own) == 1 and own[0][1].endswith(("’s", "'s")) and text.typed[end : end + 1].islower()
    return own[-1][0] if own and not is_anybodys else None
