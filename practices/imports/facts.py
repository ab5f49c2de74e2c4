"""The choices that a text names, as under “Setting: hospital, care homes”."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from practices.imports.headings import normal
from practices.imports.synonyms import ANSWERS

_BETWEEN = re.compile(r"[,;/\n•|]|\s(?:and|&)\s")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH_AND_YEAR = re.compile(r"(?:since |in |from )?(?:\d{1,2} )?(?P<month>[a-z]+) (?P<year>(?:19|20)\d\d)")
_NUMBERS = re.compile(r"(?:\d{1,2} )?(?P<month>\d{1,2}) (?P<year>(?:19|20)\d\d)")
_YEAR = re.compile(r"(?:since |in |from )?(?P<year>(?:19|20)\d\d)")


def named(question: str, text: str, choices: Mapping[str, Any]) -> tuple[list[Any], bool]:
    """The choices that the text names, and whether they say all of it.

    `choices` are the values by their labels. The text is taken as a whole, then part by part.
    """
    known = {normal(label): value for label, value in choices.items()} | ANSWERS.get(question, {})
    parts = [text] if normal(text) in known else [part for part in _BETWEEN.split(text) if normal(part)]
    found = dict.fromkeys(known[normal(part)] for part in parts if normal(part) in known)
    return list(found), all(normal(part) in known for part in parts)


def month(text: str) -> tuple[date, str] | None:
    """The first day of the month or year that the text is, and which of the two; None where it says anything else."""
    words = normal(text)
    if (found := _MONTH_AND_YEAR.fullmatch(words)) and (number := _number_of(found["month"])):
        return date(int(found["year"]), number, 1), "month"
    if (found := _NUMBERS.fullmatch(words)) and 1 <= int(found["month"]) <= 12:
        return date(int(found["year"]), int(found["month"]), 1), "month"
    if found := _YEAR.fullmatch(words):
        return date(int(found["year"]), 1, 1), "year"
    return None


def _number_of(name: str) -> int | None:
    """The number of a month by its name, or the first three letters or more of it."""
    if len(name) < 3:
        return None
    return next((number for number, month in enumerate(_MONTHS, 1) if month.startswith(name)), None)
