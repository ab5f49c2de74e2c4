"""How long reviews take at present: what an author is told while waiting."""

from __future__ import annotations

from datetime import timedelta
from statistics import median

from practices.models import Review

LOOKED_AT = 20


def median_review_time() -> timedelta | None:
    """The median time from submission to decision over the last 20 decisions; None before the first."""
    recent = Review.objects.recent_decisions().values_list("submitted_at", "decided_at")[:LOOKED_AT]
    times = [decided - submitted for submitted, decided in recent]
    return median(times) if times else None
