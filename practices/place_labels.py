"""What stands on a tile of the map: the beginning of a place's name, as much of it as tells it from its neighbours.

A label is always the beginning of the name as it is written, so that whoever sees “East Riding” and says it to their
computer is understood.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

# How wide a line may be, in the size of its letters: of 11 px, or of 9 px where that takes in the whole word or there
# are two lines (static/css/hub.css). Fonts differ, so letters are taken for as wide as in a wide one.
LARGE, SMALL = 3.25, 4.2
NARROW, WIDE = frozenset("fijlrtI’- "), frozenset("mwMW")
# First words that many names share.
COMMON = frozenset({"east", "west", "north", "south", "central", "city", "county", "isle", "isles", "st", "vale"})


def labels_of(names: Iterable[str]) -> dict[str, list[str]]:
    """The one line or two of the label of each of these names."""
    names = list(names)
    labels = {name: _shortest(name) for name in names}
    same = Counter("".join(lines) for lines in labels.values())
    return {name: lines if same["".join(lines)] == 1 else _longest(name) for name, lines in labels.items()}


def is_small(lines: list[str]) -> bool:
    return len(lines) > 1 or _wide(lines[0]) > LARGE


def _shortest(name: str) -> list[str]:
    """Its first word; of a word that many begin with, the next one, too."""
    first, _space, rest = name.partition(" ")
    if rest and first.lower() in COMMON:
        return [first, _as_fits(rest, SMALL)]
    return [first if _wide(first) <= SMALL else _as_fits(first, LARGE)]


def _longest(name: str) -> list[str]:
    first, _space, rest = name.partition(" ")
    line = _as_fits(first, SMALL)
    rest = rest if line == first else name[len(line) :]
    return [line, _as_fits(rest, SMALL)] if rest else [line]


def _as_fits(text: str, room: float) -> str:
    while _wide(text) > room:
        text = text[:-1]
    return text.strip()


def _wide(text: str) -> float:
    return sum(
        0.95 if letter in WIDE else 0.4 if letter in NARROW else 0.72 if letter.isupper() else 0.62 for letter in text
    )
