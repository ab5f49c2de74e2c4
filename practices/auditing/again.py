"""When a team checks itself again."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

USUAL_MONTHS = 12
MOST_MONTHS = 36


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(day: date, later: date) -> int:
    return (later.year - day.year) * 12 + later.month - day.month
