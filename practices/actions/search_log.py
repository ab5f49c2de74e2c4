"""The search log: what was looked for, without who did."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from practices import identifiers
from practices.models import SearchLog
from practices.models.search_log import LONGEST_QUERY

# Anybody may write here, so this is what a flood comes to. Beyond it nothing is noted until the next day.
MOST_IN_A_DAY = 5000


@transaction.atomic
def log_search(*, key: UUID, query: str, results: int, opened: bool) -> None:
    """Note a search, or that one of its results was opened; sent again with the same key, it is the same search.

    Nobody does this: it takes no `by`, and leaves no audit event, since either would say who looked.
    """
    # All of it is read before it is cut, or half a number would be left and not be known for one.
    if not query.strip() or identifiers.find(query, kinds=identifiers.TELLING):
        return
    today = timezone.localdate()
    # Counted without this search, so that of the last one, too, it can be noted that a result was opened.
    if SearchLog.objects.filter(day=today).exclude(pk=key).count() >= MOST_IN_A_DAY:
        return
    row = SearchLog(key=key, query=_plain(query), day=today, results=results, opened=opened)
    # The two messages of a page may arrive in either order, and at one moment.
    if opened:
        SearchLog.objects.bulk_create([row], update_conflicts=True, unique_fields=["key"], update_fields=["opened"])
    else:
        SearchLog.objects.bulk_create([row], ignore_conflicts=True)


def _plain(query: str) -> str:
    """As it is compared with others: in lower case, with single spaces, and no longer than a question is."""
    return " ".join(query.lower().split())[:LONGEST_QUERY].rstrip()
