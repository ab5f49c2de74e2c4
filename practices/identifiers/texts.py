"""A text as the rules read it: as it was typed, and once more in one case.

Rules look for what begins one (a digit, a capital, a word such as “school”) and then at a few characters around it, so
the time they take is in proportion to the length of the text, whatever it says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

Span = tuple[int, int]

# Each letter becomes one, so that places are the same in both; `str.lower` makes two of some.
ONE_CASE = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÄÇÈÉÊËÍÎÏÑÓÔÖÚÛÜ"} | {ord("’"): "'"}
FAR = 120
SENTENCE_END = re.compile(r"[.!?]['”\")]?\s|\n")


class Text:
    def __init__(self, typed: str) -> None:
        self.typed = typed
        self.low = typed.translate(ONE_CASE)

    def before(self, start: int, length: int = FAR) -> str:
        return self.low[max(0, start - length) : start]

    def last_word(self, start: int) -> str:
        """The word before, without the marks between; the cheapest way to tell that a place is of no interest."""
        words = self.low[max(0, start - 20) : start].rstrip(" \t.:#(,–-").rsplit(None, 1)
        return words[-1].lstrip("(“\"'[") if words else ""

    def sentence(self, start: int, end: int) -> str:
        """The sentence around, so far as it stands near."""
        return self.sentence_before(start) + self.low[start:end] + self.sentence_after(end)

    def sentence_before(self, start: int) -> str:
        return SENTENCE_END.split(self.before(start))[-1]

    def sentence_after(self, end: int) -> str:
        return SENTENCE_END.split(self.low[end : end + FAR])[0]


def phrases(said: Collection[str]) -> re.Pattern[str] | None:
    """Finds each as whole words, in texts of one case; the longest first, so that a name is not cut short."""
    of_one_case = {phrase.strip().translate(ONE_CASE) for phrase in said if phrase.strip()}
    if not of_one_case:
        return None
    longest_first = sorted(of_one_case, key=len, reverse=True)
    either = "|".join(re.escape(phrase).replace("\\-", "[- ]") for phrase in longest_first)
    return re.compile(rf"(?:{either})(?!\w)")


def spans_of(pattern: re.Pattern[str] | None, low: str) -> Iterator[Span]:
    for match in pattern.finditer(low) if pattern else ():
        if not (match.start() and low[match.start() - 1].isalnum()):
            yield match.span()


def covered(spans: Iterator[Span], length: int) -> bytearray:
    """1 for every place that one of the spans takes up."""
    marks = bytearray(length)
    for start, end in spans:
        marks[start:end] = b"\1" * (end - start)
    return marks
