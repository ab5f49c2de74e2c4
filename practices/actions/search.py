"""Search entries, written again from what is published."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from practices.models import Practice
from practices.search.entries import index

BATCH = 50


def rebuild(*, after: int = 0) -> Iterator[tuple[int, int]]:
    """Write the entries of all practices with a key above `after`: (the last key, how many) for each batch.

    Each batch locks its practices for a moment only, as publishing one does, so that neither overwrites the other.
    """
    while keys := _next_keys(after):
        with transaction.atomic():
            practices = Practice.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
            for practice in practices.select_related("published_revision", "organisation"):
                index(practice)
        after = keys[-1]
        yield after, len(keys)


def _next_keys(after: int) -> list[int]:
    wanted = Practice.objects.filter(Q(published_revision__isnull=False) | Q(search_entry__isnull=False), pk__gt=after)
    return list(wanted.order_by("pk").values_list("pk", flat=True)[:BATCH])
