"""Taking out again what an import has made, where nobody has done anything with it since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts import audit
from practices import bulk_policies
from practices.actions.bulk import hold_imports
from practices.actions.topics import remove_unused
from practices.bulk.planning import in_full, is_as_imported
from practices.models import Comment, Endorsement, Practice, Topic
from practices.search.bitmaps import written_by_block


@transaction.atomic
def remove(*, source: str, by: Any) -> tuple[int, list[Practice]]:
    """Delete the write-ups of a collection; how many, and those that are left.

    What people have changed, submitted, taken over, commented on or endorsed is theirs by now, and is left.
    """
    bulk_policies.require(by, "import_in_bulk")
    hold_imports()
    practices = list(_of_collection(source))
    spoken_of = _spoken_of(practices)
    going = [practice for practice in practices if practice.pk not in spoken_of and is_as_imported(practice)]
    topics = list(Topic.objects.suggested().filter(revision_items__content_object__practice__in=going).distinct())
    keys = [practice.pk for practice in going if practice.is_published]
    with written_by_block(keys):
        _delete(going)
    remove_unused(topics)
    audit.record("import_removed", on=by, by=by, removed=len(going), left=len(practices) - len(going))
    gone = {practice.pk for practice in going}
    return len(going), [practice for practice in practices if practice.pk not in gone]


def _of_collection(source: str) -> QuerySet[Practice]:
    imported = Practice.objects.imported_from(source).order_by("pk")
    list(imported.select_for_update().values_list("pk"))  # read only after the locks are held
    return in_full(imported)


def _spoken_of(practices: Sequence[Practice]) -> set[int]:
    """The keys of those that somebody has commented on or endorsed."""
    comments = Comment.objects.filter(practice__in=practices).values_list("practice", flat=True)
    return {*comments, *Endorsement.objects.filter(practice__in=practices).values_list("practice", flat=True)}


def _delete(practices: Sequence[Practice]) -> None:
    keys = [practice.pk for practice in practices]
    # Let go of the published revisions first: they protect themselves from being deleted while they are read.
    Practice.objects.filter(pk__in=keys).update(published_revision=None, published_at=None, confirmed_at=None)
    Practice.objects.filter(pk__in=keys).delete()
