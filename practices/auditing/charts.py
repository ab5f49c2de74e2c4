"""Where the marks of a chart of intervals stand; the template draws them, and a table beside says the same in words.

In black and white the two rounds differ by their shape: a filled mark on a whole line now, an empty one on dashes
before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from practices.auditing.results import Result

# In units of the viewBox. It is no wider than what a page has on the narrowest phone, so that words are never drawn
# smaller than the style sheet says.
WIDTH = 288
LEFT, RIGHT = 26, 264
TOP, ROW, LOWER = 14, 46, 16
TICKS = (0, 25, 50, 75, 100)


def across(share: float) -> float:
    return round(LEFT + share * (RIGHT - LEFT), 1)


@dataclass(frozen=True)
class Mark:
    """An interval with the percentage in it."""

    y: int
    low: float
    at: float
    high: float

    @classmethod
    def of(cls, result: Result, y: int) -> Mark:
        return cls(y, across(result.interval.low), across(result.share), across(result.interval.high))

    @property
    def ends(self) -> tuple[int, int]:
        """Above and below the line, for the strokes at its ends."""
        return self.y - 5, self.y + 5


@dataclass(frozen=True)
class Bar:
    position: int
    now: Mark
    before: Mark | None


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    width: int = WIDTH
    top: int = TOP - 8

    @property
    def bottom(self) -> int:
        return TOP + ROW * len(self.bars)

    @property
    def height(self) -> int:
        return self.bottom + 22

    @property
    def ticks(self) -> list[tuple[int, float]]:
        return [(tick, across(tick / 100)) for tick in TICKS]

    @property
    def has_before(self) -> bool:
        return any(bar.before for bar in self.bars)


def chart(results: Iterable[Result]) -> Chart | None:
    """A bar for each criterion with enough answers; None where there is none."""
    enough = [result for result in results if result.is_enough]
    bars = []
    for row, result in enumerate(enough):
        y = TOP + ROW * row + 12
        earlier = result.before
        before = Mark.of(earlier, y + LOWER) if earlier and earlier.is_enough else None
        bars.append(Bar(result.criterion.position, Mark.of(result, y), before))
    return Chart(bars) if bars else None
