"""Which cases to look at, and how many. docs/audit.md says it in words, so that anybody can draw the same again.

Nothing here depends on Python's own random numbers, which may change from one version to the next.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import count, islice
from math import ceil, sqrt

from practices.auditing.statistics import Z

# One more than the largest number that SHA-256 can give.
RANGE = 2**256
MOST_IN_SCOPE = 1_000_000
MOST_IN_SAMPLE = 150
# How far the percentage of a sample may be from that of all cases, for the size that is suggested.
WANTED = 0.20
# Below this a sample says nothing in percentages (see results.FEWEST), so no smaller one is suggested.
FEWEST_SUGGESTED = 10
OTHER_SIZES = (10, 15, 20, 25, 30, 40, 50, 100)


def new_seed() -> str:
    """Chosen by nobody, and kept with the audit."""
    return secrets.token_hex(16)


def ordinals(seed: str, cases: int) -> Iterator[int]:
    """All the numbers from 1 to `cases`, each once, in the order in which this seed draws them."""
    usable = RANGE - RANGE % cases  # a number above it would favour the first ordinals
    drawn: set[int] = set()
    for counter in count():
        if len(drawn) == cases:
            return
        number = int.from_bytes(sha256(f"{seed}:{counter}".encode("ascii")).digest(), "big")
        ordinal = number % cases + 1
        if number < usable and ordinal not in drawn:
            drawn.add(ordinal)
            yield ordinal


def draw(seed: str, cases: int, number: int, after: int = 0) -> list[int]:
    """The next `number` ordinals, where `after` have been drawn already; fewer where no more are left."""
    return list(islice(ordinals(seed, cases), after, after + number))


def half_width(size: int, cases: int) -> float:
    """How far off a percentage of one half may be, 95 times of 100: the normal interval, for a finite population.

    Cochran, Sampling Techniques (3rd ed., 1977), theorem 3.2 and section 4.4. A half is the worst there can be.
    """
    if size >= cases:
        return 0.0
    return Z * sqrt(0.25 / size) * sqrt((cases - size) / (cases - 1))


def suggested_size(cases: int) -> int:
    """The smallest sample whose half-width is WANTED or less; all the cases where they are few."""
    without_correction = Z**2 * 0.25 / WANTED**2
    size = ceil(without_correction / (1 + (without_correction - 1) / cases))
    return min(cases, max(size, FEWEST_SUGGESTED))


@dataclass(frozen=True)
class Size:
    size: int
    points: int  # the half-width, in percentage points

    @classmethod
    def of(cls, size: int, cases: int) -> Size:
        return cls(size, ceil(round(half_width(size, cases) * 100, 6)))


def sizes_to_choose(cases: int) -> list[Size]:
    """What other sizes would bring, smallest first."""
    sizes = {*OTHER_SIZES, suggested_size(cases), cases}
    return [Size.of(size, cases) for size in sorted(sizes) if size <= min(cases, MOST_IN_SAMPLE)]
