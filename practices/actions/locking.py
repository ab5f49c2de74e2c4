"""Taking hold of a practice before it is changed."""

from __future__ import annotations

from practices.models import Practice


def lock(practice: Practice) -> Practice:
    """The practice as it is now, locked until the transaction ends: two people may act at one moment.

    Read only after the lock is held: a statement that waits for a lock shows the rows it joins as they were
    before it waited.
    """
    Practice.objects.select_for_update().get(pk=practice.pk)
    return Practice.objects.select_related("published_revision", "draft_revision", "organisation").get(pk=practice.pk)
