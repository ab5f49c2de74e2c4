"""Whether a form has been filled in: labels that ask who somebody is, with answers after, beside or under them.

It errs towards yes: whoever attached a blank form says so in a sentence, and a moderator reads that.
"""

from __future__ import annotations

import re
from itertools import zip_longest

_WHO = (
    r"(?:(?:your|(?:the )?(?:client|patient|service user|person|child|young person|resident|carer|adult)(?:['’]?s)?) )?"
)
# What a label asks for, and its words.
_LABELS = {
    "name": rf"{_WHO}(?:full |first |given |last |family |preferred )?names?"
    r"(?: of (?:the )?(?:client|patient|person|child))?|(?:fore|sur)names?|enw(?: llawn)?|cyfenw",
    "birth": rf"{_WHO}(?:date of birth|birth ?date|d\.?o\.?b\.?)|dyddiad geni",
    "number": r"(?:nhs|n\.?i\.?|national insurance|chi|h&c|hospital|mosaic|liquidlogic|case|client|swift)"
    r" ?(?:number|no\.?|id|ref(?:erence)?)|rhif (?:gig|yswiriant gwladol)",
    "address": rf"{_WHO}(?:home |current |permanent )?address|cyfeiriad",
}
_ANY = "|".join(f"(?P<{kind}>{words})" for kind, words in _LABELS.items())
_ASIDE = r"\s*(?:\([^()]{0,60}\))?\s*"
# Followed by a colon wherever it stands; without one, alone in its line or cell.
QUESTION = re.compile(rf"(?<![\w’'-])(?:{_ANY}){_ASIDE}[:?]", re.IGNORECASE)
HEAD = re.compile(rf"(?:\d+[.)]\s*|[-*•]\s*)?(?:{_ANY}){_ASIDE}[:?]?", re.IGNORECASE)
# Lines, dots and boxes, where somebody is to write.
BLANK = re.compile(r"[_.…·☐□▢]{2,}|[☐□▢]")
# Another question, or what to do.
NO_ANSWER = re.compile(
    r"(?:\S+\s){0,1}\S*[:?]|(?:click|tap|enter|type|insert|please|write|use|print|in block|block capitals|e\.?g\.?"
    r"|for example|optional|if|as|of|to|dd|mm|yyyy|xx+|n/?a|not known|tick|choose|select|delete|text)\b",
    re.IGNORECASE,
)
_ANSWERS = {
    "name": re.compile(r"[^\W\d_a-zß-ÿ][\w'’-]+(?:\s+[^\W\d_a-zß-ÿ][\w'’.-]*){0,4}"),
    "birth": re.compile(r"(?=.*\d).{4,}"),
    "number": re.compile(r"(?=(?:.*\d){4}).+"),
    "address": re.compile(r"(?=.*\d)(?=.*[^\W\d_]).{6,}"),
}
TWO_NAMES = re.compile(r"[^\W\d_a-zß-ÿ][\w'’.-]*\s+[^\W\d_a-zß-ÿ]")
LONGEST_LABEL, LONGEST_ANSWER = 120, 200


def looks_filled_in(text: str) -> bool:
    """Whether the text of a file looks like somebody's record."""
    lines = text.split("\n")
    heads: dict[int, str] = {}  # of a table: the column, and what its head asks for
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        cells = [cell.strip() for cell in line.split("\t")]
        asked = {column: kind for column, cell in enumerate(cells) if (kind := _head(cell))}
        if any(_answered_within(cell) for cell in cells) or any(
            _answered_beside(kind, cells[column + 1 :], following if len(cells) == 1 else "")
            for column, kind in asked.items()
        ):
            return True
        heads = asked if len(asked) > 1 else heads if len(cells) > 1 else {}
        if any(_answers(kind, cells[column]) for column, kind in heads.items() if column < len(cells)):
            return True
    return False


def _head(cell: str) -> str:
    """What a cell that holds nothing but a label asks for."""
    found = HEAD.fullmatch(cell) if len(cell) < LONGEST_LABEL else None
    return found.lastgroup or "" if found else ""


def _answered_within(cell: str) -> bool:
    """Whether an answer follows a label in the same line or cell; there may be several of each."""
    questions = [question for question in QUESTION.finditer(cell) if _asks(question, cell)]
    return any(
        _answers(str(question.lastgroup), cell[question.end() : following.start() if following else None])
        for question, following in zip_longest(questions, questions[1:])
        if question is not None
    )


def _asks(question: re.Match[str], cell: str) -> bool:
    """Whether a label stands by itself: “Team name” and “web address” ask for nobody."""
    before = cell[: question.start()].rstrip()
    return question.lastgroup in ("birth", "number") or not before or not before[-1].isalpha()


def _answered_beside(kind: str, cells: list[str], following: str) -> bool:
    """In the next cell of a table; or under a label, where only digits count: a heading looks like a name."""
    if not cells:
        return kind != "name" and "\t" not in following and _answers(kind, following)
    # “Name” beside “Team” is the head of a table.
    return _answers(kind, cells[0]) and (kind != "name" or bool(TWO_NAMES.match(cells[0])))


def _answers(kind: str, said: str) -> bool:
    said = BLANK.split(said.strip()[:LONGEST_ANSWER], maxsplit=1)[0].strip(" -–—:\t")
    return bool(said) and not _head(said) and not NO_ANSWER.match(said) and bool(_ANSWERS[kind].match(said))
