"""Whether a sentence about a team's practice tells of a case. Findings may not; see docs/learning.md."""

from __future__ import annotations

import re

from practices import identifiers
from practices.identifiers import Kind
from practices.identifiers.lists import ABBREVIATIONS

# Numbers that measure time or count how often, and no case.
_MEASURES = (
    r"minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|working|times?|o['’]clock|am|pm|a\.m\.|p\.m\.|%|per\s?cent"
)
NUMBER = re.compile(rf"(?<![\w.,/])#?\d[\d.,/:-]*+(?:st|nd|rd|th)?+(?![\s-]*(?:{_MEASURES})(?!\w))\w*", re.IGNORECASE)
# “JS”, “J.S.” and “J S” stand for somebody; “OT” is a therapist.
INITIALS = re.compile(
    r"(?<![\w.&/-])[A-Z](?:\.\s?[A-Z]\.?|[ ]?[A-Z]){1,2}(?![\w&/-])|(?<![\w.])[B-HJ-Z]\.?(?![\w’'.&/-])"
)
# A sentence with one of these is about somebody, and not about how a team works.
SOMEBODY = re.compile(
    r"\b(?:he|she|his|her|hers|him|himself|herself|mr|mrs|ms|miss|dr"
    r"|(?:the|a|an|this|that|one)\s(?:old(?:er)?\s|young(?:er)?\s|elderly\s)?"
    r"(?:man|woman|lady|gentleman|boy|girl|mother|father|daughter|son|widow|widower|grandmother|grandfather)"
    r"|(?:this|that|the\slast|the\sfirst)\s(?:case|person|patient|client|resident|service\suser|child|record))\b",
    re.IGNORECASE,
)


def tells_of_a_case(text: str) -> list[str]:
    """The words in it that look like a case, in the order of the text."""
    spans = [(found.start, found.end) for found in identifiers.find(text, kinds=frozenset(Kind) - {Kind.INCIDENT})]
    spans += [found.span() for pattern in (NUMBER, SOMEBODY) for found in pattern.finditer(text)]
    spans += [found.span() for found in INITIALS.finditer(text) if not _is_abbreviation(found[0])]
    told: list[str] = []
    end = 0
    for start, stop in sorted(spans):
        if start >= end:  # of two that overlap, the one that begins first
            told.append(text[start:stop].strip())
            end = stop
    return told


def _is_abbreviation(letters: str) -> bool:
    return re.sub(r"\W", "", letters) in ABBREVIATIONS
