"""How long reviews take at present, which authors are told while they wait; and how long one may be held."""

from __future__ import annotations

from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.utils import timezone

from practices.models import Review

LOOKED_AT = 20
# A colleague may take over what somebody has held for this many working days.
HOLD_WORKING_DAYS = 2


def median_review_time() -> timedelta | None:
    """The median time from submission to decision over the last 20 decisions; None before the first."""
    recent = Review.objects.recent_decisions().values_list("submitted_at", "decided_at")[:LOOKED_AT]
    times = [decided - submitted for submitted, decided in recent]
    return median(times) if times else None


def hold_has_lapsed(revision: Any) -> bool:
    """Whether two whole working days have passed since the revision was taken."""
    return timezone.now() >= after_working_days(revision.held_at, HOLD_WORKING_DAYS)


def after_working_days(moment: datetime, days: int) -> datetime:
    """The same time of day so many working days later; bank holidays count as working days."""
    while days:
        moment += timedelta(days=1)
        if timezone.localtime(moment).weekday() < 5:
            days -= 1
    return moment
