"""What people look for and the hub does not have, for those who run it: sums, with nobody in them.

Numbers under FEWEST_SHOWN are not told, since they could be one person's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from statistics import median
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import Place
from practices.models import Need, Review, SearchLog, Topic
from practices.models.search_log import FEWEST_SHOWN, KEPT
from practices.search.counts import counted

MOST_SEARCHES_SHOWN = 50
LOOKED_BACK = timedelta(days=90)
TWO_WEEKS = timedelta(days=14)


@dataclass(frozen=True)
class Turnaround:
    """How long what was submitted waited for a decision, in days; None where there were too few to tell."""

    decisions: int | None
    middle: float | None = None
    longest_of_most: float | None = None  # nine in ten took no longer


def missing_searches() -> list[dict[str, Any]]:
    """What was looked for without a result, often enough to be shown."""
    return list(SearchLog.objects.kept().without_result().by_query()[:MOST_SEARCHES_SHOWN])


def searches() -> tuple[int | None, int | None]:
    """(how many there were, how many found nothing)"""
    kept = SearchLog.objects.kept()
    return told(kept.count()), told(kept.without_result().count())


def unanswered_needs() -> tuple[int | None, int | None]:
    """(how many questions wait for an answer, how many of them for longer than two weeks)"""
    waiting = Need.objects.waiting().not_from_blocked()
    return told(waiting.count()), told(waiting.filter(asked_at__lt=timezone.now() - TWO_WEEKS).count())


def topics_without() -> list[Topic]:
    """Of what everybody may read."""
    filled = counted("topic_ids", user=AnonymousUser())
    return list(Topic.objects.curated().exclude(pk__in=filled).alphabetical())


def places_without() -> list[tuple[str, list[Place]]]:
    """[(region, its places)], both in alphabetical order: what has nothing yet is no worse than what has."""
    filled = counted("place_ids", user=AnonymousUser())
    places = Place.objects.live().exclude(pk__in=filled).alphabetical()
    by_region = sorted(places, key=lambda place: place.region)
    return [(region, list(rows)) for region, rows in groupby(by_region, key=lambda place: place.region)]


def turnaround() -> Turnaround:
    decided = Review.objects.filter(decided_at__gte=timezone.now() - LOOKED_BACK)
    return of_waits((at - submitted).total_seconds() / 86400 for submitted, at in decided.values_list(*DATES))


DATES = ("submitted_at", "decided_at")


def of_waits(days: Iterable[float]) -> Turnaround:
    waits = sorted(days)
    if len(waits) < FEWEST_SHOWN:
        return Turnaround(told(len(waits)))
    return Turnaround(len(waits), median(waits), waits[-(-len(waits) * 9 // 10) - 1])


def told(number: int) -> int | None:
    """The number, or None where it is small; that there is nothing at all tells of nobody."""
    return None if 0 < number < FEWEST_SHOWN else number


def everything() -> dict[str, Any]:
    return {
        "days": KEPT.days,
        "days_back": LOOKED_BACK.days,
        "fewest": FEWEST_SHOWN,
        "searches": searches(),
        "missing": missing_searches(),
        "needs": unanswered_needs(),
        "topics": topics_without(),
        "places": places_without(),
        "turnaround": turnaround(),
    }
