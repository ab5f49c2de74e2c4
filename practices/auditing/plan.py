"""What a manager says when they set an audit up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

# Second checkers score so many cases, unless they are told another number.
USUAL_SHARE = 10


@dataclass(frozen=True)
class Criterion:
    text: str
    what_counts: str
    note: str = ""


@dataclass(frozen=True)
class Plan:
    period_from: date
    period_to: date
    cases_in_scope: int
    criteria: list[Criterion]
    first: Any
    second: Any = None
    criteria_note: str = ""
    team: str = ""
