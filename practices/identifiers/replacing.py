"""A suggested wording put in the place of what was found, so that the sentence still reads."""

from __future__ import annotations

import re

from practices.identifiers.found import Found

# “on 3 April 1941” becomes “in 1941”, “born on the 3rd of April 1941” becomes “born in the 1940s”.
LEADS_TO_A_DAY = re.compile(r"\bon\s+(?:the\s+)?\Z", re.IGNORECASE)
BORN = re.compile(r"\bborn\s+\Z", re.IGNORECASE)
BEGINS_A_SENTENCE = re.compile(r"(?:\A|[.!?:][\"”’)]?\s|\n)[\s>*_“\"‘(-]*\Z")


def replaced(text: str, found: Found) -> str:
    """The text with the suggestion where `found` stood, which must have one."""
    before, words, after = text[: found.start], found.suggestion, text[found.end :]
    if words.startswith(("in ", "born ")):
        before = LEADS_TO_A_DAY.sub("", before)
    if words.startswith("born "):
        before = BORN.sub("", before)
    if BEGINS_A_SENTENCE.search(before):
        words = words[0].upper() + words[1:]
    return before + words + after
