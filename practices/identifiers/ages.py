"""Exact ages of one person; not those from which a law or a service counts, nor of many."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.identifiers.found import Found, Known
from practices.identifiers.kinds import Kind
from practices.identifiers.lists import ALL_NAMES, words_in
from practices.identifiers.people import CLOSE_TO_SOMEBODY, HER_OR_HIM, PERSON, RELATIVES
from practices.identifiers.texts import Text

UNITS = ["two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = dict(zip([*UNITS, *TEENS], range(2, 20), strict=True)) | dict(zip(TENS, range(20, 100, 10), strict=True))
IN_WORDS = rf"(?:(?:{'|'.join(TENS)})[\s-](?:{'|'.join(UNITS)})|{'|'.join([*TENS, *TEENS, *UNITS])})"
AGE = re.compile(rf"(?:1[01][0-9]|[1-9]?[0-9]|{IN_WORDS})(?![0-9]|[a-z]{{5}})")
MAY_BEGIN = re.compile(
    r"[0-9](?<![\w.,/£][0-9])[0-9]{0,2}(?!\s?[0-9])|[tfsen](?<!\w.)(?=[wheioel][eorufixgvn])[a-z]{2,8}(?![a-z])"
)

# What is said after the number so that it is an age.
OLD = re.compile(
    r"[\s-]?(?:years?|yrs?)[\s-](?:old|of\sage)\b|-(?:month|week)s?-old\b|\s?(?:yo|y/o|y\.o)\b"
    r"|\s(?:months?|weeks?)\sold(?=\s(?:baby|boy|girl|child|twin|son|daughter|infant)\b)"
    r"|\s?yrs?(?=[\s,]{0,2}(?:f|m|male|female|lady|man|woman|boy|girl|gent)\b)"
)
BIRTHDAY = re.compile(r"(?:st|nd|rd|th)\sbirthday\b")
# What is said before, and what may not follow then: a range or a line that is drawn (“aged 65 and over”, “14+”), or,
# after “she is”, something that is counted (“she is 84 pages in”).
AGED = re.compile(r"\b(?:aged|age:?)\s\Z")
AT_THE_AGE_OF, OF_HER = re.compile(r"\bat\sthe\sage\sof\s\Z"), re.compile(r",?\s(?:she|he|her|his|my|i)\b")
RANGE = re.compile(r"\s?(?:\+|%|[-–/]\s?\d|(?:and|or)\s(?:over|above|under|below|older|younger|more|up)|to\s\d|plus\b)")
IS = re.compile(
    rf"(?:\b(?:she|he|i|{PERSON}|{RELATIVES})|,\swho)(?:\s(?:is|was)|'[sm]|\sam)(?:\s(?:now|only|just|nearly|almost|still))?\s\Z"
)
ENDS = re.compile(r"\s*(?:[.,;:!?)–]|\Z)|\s(?:and|but|when|now|who|with|or|the|this|next|last)\b")
TURNED = re.compile(rf"\b(?:she|he|i|{PERSON}|{RELATIVES}|who)\s(?:(?:had|has)\s)?(?:just\s)?turned\s\Z")
OF = re.compile(rf"\b(?:{PERSON})\sof\s\Z")
BESIDE_A_PERSON = re.compile(rf"\b(?:{PERSON}|{RELATIVES}|{CLOSE_TO_SOMEBODY})(?:,\s|\s\()\Z")
HERS = re.compile(r"(?<!\bor\s)\b(?:her|his|my)\s\Z")
# “Doris, 84,”, “Doris Hartley is 84” and “K (15)”
A_NAME = r"\b(?P<first>[A-Z][\w’'-]*\s)?(?P<last>[A-Z][\w’'-]*|(?:[A-Z]\.){1,3})"
BESIDE_A_NAME = re.compile(rf"{A_NAME}(?:,\s|\s\(|\s[–-]\s)\Z")
A_NAME_IS = re.compile(rf"{A_NAME}\s(?:is|was)(?:\s(?:now|only|just|nearly|almost|still))?\s\Z")
STANDS_FOR_A_NAME = re.compile(r"[B-Z]\.?|(?:[A-Z]\.){2,3}")
TITLES = words_in("mr mrs ms miss mx")
LEADS = frozenset({",", "(", "–", "-"})
CLOSED = re.compile(r"[,)]|\s[–-]\s")
# The last words of what is said before, so that most numbers need no closer look.
LAST_WORDS = words_in("aged age is was am now only just nearly almost still turned of")

DRAWN_BEFORE = re.compile(
    r"(?:\d\s?(?:[-–]|to|or|and)\s?|\b(?:over|under|from|until|at\sleast|above|below|average|limit|minimum|school)\s"
    r"(?:the\s)?(?:age\s(?:of\s)?)?"
    r"|\b(?:when|if|once|until|before)\s(?:\w+\s){1,3}is\s)\Z"
)
MANY_BEFORE = re.compile(
    r"\b(?:people|adults|children|those|anyone|anybody|everyone|everybody|(?:any|each|every)\s(?:person|adult|child)|carers|residents|patients"
    r"|women|men|boys|girls|teenagers|students|pupils|clients|parents|citizens|members|all|siblings)\s(?:aged\s|age\s)?\Z"
)
# A thing that is so many years old: “our forms are ten years old”, “an 84-year-old building”.
THING_BEFORE = re.compile(
    r"\b(?:building|system|policy|team|project|scheme|software|contract|form|model|guidance|data|equipment|hoist|van|bus|service"
    r"|programme|hospital|charity|law|house|computer|laptop)s?"
    r"\s(?:is|was|are|were)\s(?:\w+\s)?\Z"
)
THING_AFTER = re.compile(
    r"\s(?:policy|building|system|contract|plan|project|programme|strategy|review|service|check|hoist|van)\b"
)
# “Person A (84)” is made up.
COUNTED_BEFORE = re.compile(
    r"\b(?:person|patient|child|family|worker|adult|client|case|group|plan|vitamin|hepatitis|section|part|band|ward|team|class"
    r"|level|tier|form|figure|table|appendix|schedule|category|block|room|unit|type|grade|option|stage|step|site)\s\Z"
)

DECADES = {
    10: gettext_lazy("teens"),
    20: gettext_lazy("twenties"),
    30: gettext_lazy("thirties"),
    40: gettext_lazy("forties"),
    50: gettext_lazy("fifties"),
    60: gettext_lazy("sixties"),
    70: gettext_lazy("seventies"),
    80: gettext_lazy("eighties"),
    90: gettext_lazy("nineties"),
}


def exact_ages(text: Text, known: Known) -> Iterator[Found]:
    for beginning in MAY_BEGIN.finditer(text.low):
        start = beginning.start()
        age = AGE.match(text.low, start)
        end = _end_of_age(text, start, age.end()) if age else None
        if age and end and not _is_no_persons(text, start, end):
            yield Found(Kind.EXACT_AGE, start, end, _general(text, age, end))


def _end_of_age(text: Text, start: int, end: int) -> int | None:
    """Where it ends if what is said after the number or before it makes it somebody's age."""
    if old := OLD.match(text.low, end):
        return old.end()
    if (birthday := BIRTHDAY.match(text.low, end)) and HERS.search(text.before(start, 40)):
        return birthday.end()
    is_said_before = text.last_word(start) in LAST_WORDS or text.low[start - 3 : start - 1].endswith(("'s", "'m"))
    if is_said_before and _is_said_before(text, start, end):
        return end
    if text.low[max(0, start - 2) : start].strip() in LEADS and CLOSED.match(text.low, end) and _is_beside(text, start):
        return end
    return None


def _is_said_before(text: Text, start: int, end: int) -> bool:
    ahead = text.before(start, 40)
    if AT_THE_AGE_OF.search(ahead):
        return bool(OF_HER.match(text.low, end))
    if AGED.search(ahead) or OF.search(ahead):
        return not RANGE.match(text.low, end)
    if TURNED.search(ahead):
        return True
    return bool(ENDS.match(text.low, end)) and (bool(IS.search(ahead)) or _is_after_a_name(A_NAME_IS, text, start))


def _is_beside(text: Text, start: int) -> bool:
    return _is_after_a_name(BESIDE_A_NAME, text, start) or bool(BESIDE_A_PERSON.search(text.before(start, 40)))


def _is_after_a_name(pattern: re.Pattern[str], text: Text, start: int) -> bool:
    name = pattern.search(text.typed[max(0, start - 40) : start])
    if not name:
        return False
    words = {word.strip().lower() for word in name.group("first", "last") if word}
    if not words.isdisjoint(ALL_NAMES | TITLES):
        return True
    is_made_up = COUNTED_BEFORE.search(text.before(start - len(name[0]) + name.start("last") - name.start(), 20))
    return bool(STANDS_FOR_A_NAME.fullmatch(name["last"])) and not is_made_up


def _is_no_persons(text: Text, start: int, end: int) -> bool:
    ahead = text.before(start)
    befores = (DRAWN_BEFORE, MANY_BEFORE, THING_BEFORE)
    return any(pattern.search(ahead) for pattern in befores) or bool(THING_AFTER.match(text.low, end))


def _general(text: Text, age: re.Match[str], end: int) -> str:
    """“in her eighties”; for a child, what is told by the words for children."""
    years = int(age[0]) if age[0].isdigit() else sum(WORDS[part] for part in re.split(r"[\s-]", age[0]))
    if years < 5 or re.search("month|week", text.low[age.end() : end]):
        return _("a young child")
    if years < 13:
        return _("of school age")
    if years >= 100:
        return _("over ninety")
    decade = {"decade": DECADES[years // 10 * 10]}
    near = _nearest_she_or_he(text, age.start(), end)
    if not near:
        return _("in their %(decade)s") % decade
    return (_("in her %(decade)s") if near["she"] else _("in his %(decade)s")) % decade


def _nearest_she_or_he(text: Text, start: int, end: int) -> re.Match[str] | None:
    """What is said last before: “his mother, 84” is about her. Otherwise what follows: “an 84-year-old man”."""
    said_before = list(HER_OR_HIM.finditer(text.sentence_before(start)))
    return said_before[-1] if said_before else HER_OR_HIM.search(text.sentence_after(end))
