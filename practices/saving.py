"""Which practices on a page the reader has saved, so that each says “Save” or “Saved”."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from practices import saved_by_visitors
from practices.models import SavedPractice


def saved_among(request: Any, keys: Iterable[int]) -> Mapping[int, str]:
    """{key of the practice: the page where the reader has it}, of these practices. One statement, none for visitors."""
    keys = list(keys)
    if not request.user.is_authenticated:
        if not request.COOKIES:  # the page is the same for everybody, and kept
            return {}
        return dict.fromkeys(set(saved_by_visitors.keys(request.session)).intersection(keys), reverse("collections"))
    rows = SavedPractice.objects.filter(collection__owner=request.user, practice__in=keys).order_by("-pk")
    return {
        key: reverse("saved_practice", args=[collection, slug])
        for key, collection, slug in rows.values_list("practice", "collection", "practice__slug")
    }
