"""Putting other figures of places in the place of those that are there."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from accounts import audit
from accounts.models import PlaceIndicator, PlaceIndicatorSet
from accounts.place_indicators import Column


@transaction.atomic
def load_place_indicators(*, columns: Iterable[Column]) -> int:
    """Make the figures those of these columns (as `place_indicators.read` gives them); says how many there are.

    Whoever reads meanwhile has all of the old ones, and then all of the new.
    """
    PlaceIndicatorSet.objects.all().delete()
    figures = []
    for column in columns:
        of = PlaceIndicatorSet.objects.create(indicator=column.indicator, **column.about)
        figures += [PlaceIndicator(of=of, place_id=place, value=value) for place, value in column.figures.items()]
        audit.record("place_indicators_loaded", on=of, by=None, figures=len(column.figures))
    PlaceIndicator.objects.bulk_create(figures)
    return len(figures)
