"""Which adoptions are to be asked about, and for which day. Nothing is kept of it: it is reckoned anew each time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from practices.follow_up_policies import ASKED_ABOUT
from practices.models import Adoption, FollowUpStep

# Whoever has just been heard, or just been asked, is left in peace for so long.
QUIET_FOR = timedelta(days=14)


def steps_in_use() -> list[FollowUpStep]:
    return list(FollowUpStep.objects.filter(is_in_use=True))


def to_be_asked() -> QuerySet[Adoption]:
    """The adoptions that a team can be asked about at all, with the latest day that it has been asked for."""
    today = timezone.localdate()
    paused = Q(follow_up_pause__isnull=False) & (Q(follow_up_pause__until=None) | Q(follow_up_pause__until__gt=today))
    return (
        Adoption.objects.confirmed()
        .filter(status__in=ASKED_ABOUT, started__lte=today)
        .exclude(paused)
        .annotate(asked_for=Max("follow_ups__due_on", filter=Q(follow_ups__asked_at__isnull=False)))
        .annotate(last_asked_at=Max("follow_ups__asked_at"))
    )


def due_now(adoptions: QuerySet[Adoption]) -> dict[int, date]:
    """{adoption: the day that its question is for}, of those from `to_be_asked` that are due now."""
    steps, now = steps_in_use(), timezone.now()
    if not steps:
        return {}
    found = {}
    columns = ("pk", "started", "heard_at", "proposed_at", "asked_for", "last_asked_at")
    for pk, started, heard_at, proposed_at, asked_for, last_asked_at in adoptions.values_list(*columns):
        day = _latest_day(started, steps)
        if day is None or (asked_for and asked_for >= day):
            continue
        if max(heard_at, last_asked_at or heard_at) > now - QUIET_FOR or _heard_since(day, heard_at, proposed_at):
            continue
        found[pk] = day
    return found


def next_days(adoptions: Iterable[Adoption]) -> dict[int, date]:
    """{adoption: the next day after today that the schedule has for it}, whether or not its questions are paused."""
    steps, today = steps_in_use(), timezone.localdate()
    found = {}
    for adoption in adoptions:
        if adoption.is_confirmed and adoption.status in ASKED_ABOUT and adoption.started:
            coming = [day for step in steps if (day := step.day_after(adoption.started)) > today]
            if coming:
                found[adoption.pk] = min(coming)
    return found


def _latest_day(started: date, steps: list[FollowUpStep]) -> date | None:
    """The latest of its days that has come: of a start long ago, nobody is asked for every day that has passed."""
    today = timezone.localdate()
    return max((day for step in steps if (day := step.day_after(started)) <= today), default=None)


def _heard_since(day: date, heard_at: datetime, proposed_at: datetime) -> bool:
    """Whether they have said how it goes since then. Recording that they use it is no answer to that."""
    heard_on = timezone.localdate(heard_at)
    return heard_on >= day and heard_on > timezone.localdate(proposed_at)
