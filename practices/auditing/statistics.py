"""What a sample allows to be said: intervals for percentages and their difference, and how far two checkers agree.

The formulas and where they are from stand in docs/audit.md; tests hold them against the published examples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, sqrt
from statistics import NormalDist
from typing import Any

# For 95 %: 1.959963984540054
Z = NormalDist().inv_cdf(0.975)


def percent(share: float) -> int:
    """Rounded as people do it, a half upwards."""
    return floor(share * 100 + 0.5)


@dataclass(frozen=True)
class Interval:
    low: float
    high: float

    @property
    def leaves_out_zero(self) -> bool:
        """Of a difference: whether it is larger than chance would explain at these numbers."""
        return not self.low <= 0 <= self.high


def wilson(yes: int, number: int) -> Interval:
    """The 95 % interval of Wilson (1927), without continuity correction. There has to be an answer."""
    share = yes / number
    centre = share + Z**2 / (2 * number)
    spread = Z * sqrt(share * (1 - share) / number + Z**2 / (4 * number**2))
    scale = 1 + Z**2 / number
    # At the ends the formula gives exactly 0 or 1, which floating point misses by a hair.
    low = 0.0 if yes == 0 else (centre - spread) / scale
    high = 1.0 if yes == number else (centre + spread) / scale
    return Interval(low, high)


def difference(now: int, number_now: int, before: int, number_before: int) -> Interval:
    """The 95 % interval of share now less share before: Newcombe (1998), method 10, of two independent samples."""
    share_now, share_before = now / number_now, before / number_before
    wilson_now, wilson_before = wilson(now, number_now), wilson(before, number_before)
    change = share_now - share_before
    below = sqrt((share_now - wilson_now.low) ** 2 + (wilson_before.high - share_before) ** 2)
    above = sqrt((wilson_now.high - share_now) ** 2 + (share_before - wilson_before.low) ** 2)
    return Interval(change - below, change + above)


@dataclass(frozen=True)
class Agreement:
    """How often two checkers gave the same answer; `kappa` is None where it is not defined."""

    number: int
    same: int
    kappa: float | None

    @property
    def share(self) -> float:
        """There has to be an answer that both gave."""
        return self.same / self.number

    @property
    def percentage(self) -> int:
        return percent(self.share)


def agreement(pairs: Iterable[tuple[Any, Any]]) -> Agreement:
    """Cohen's kappa (1960), unweighted, over pairs of answers to the same question.

    It is not defined for no pair, nor where both gave one and the same answer throughout: then nothing is left
    beyond chance to agree about.
    """
    pairs = list(pairs)
    number = len(pairs)
    same = sum(first == second for first, second in pairs)
    firsts, seconds = Counter(first for first, _second in pairs), Counter(second for _first, second in pairs)
    # In whole numbers as long as possible, so that "chance explains everything" is found exactly.
    by_chance = sum(firsts[answer] * seconds[answer] for answer in firsts)
    if by_chance == number**2:
        return Agreement(number, same, None)
    return Agreement(number, same, (same * number - by_chance) / (number**2 - by_chance))
