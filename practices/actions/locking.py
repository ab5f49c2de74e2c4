"""Taking hold of a practice before it is changed."""

from __future__ import annotations

from practices.models import Practice


def lock(practice: Practice) -> Practice:
    """The practice as it is now, locked until the transaction ends: two people may act at one moment."""
    return (
        Practice.objects.select_for_update(of=("self",))
        .select_related("published_revision", "draft_revision", "organisation")
        .get(pk=practice.pk)
    )
