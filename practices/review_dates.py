"""When a write-up's authors are asked whether it is still true."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

USUAL = timedelta(days=365)
LATEST = timedelta(days=2 * 365)


def usual_review_date() -> date:
    return timezone.localdate() + USUAL


def latest_review_date() -> date:
    return timezone.localdate() + LATEST
