"""What happens that people may follow, in an order in which nothing comes late.

Rows are numbered by the database when they are written, and may be committed in another order: whoever had read as far
as number 7 would miss a 6 that is committed afterwards. So a row has no position until the worker gives it one, once
it is committed, after all that have one already. Only one worker does so at a time, and the next reads what it wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from practices.models import News, Practice
from practices.models.search_entry import scope_of

# Any number that no other lock has.
LOCK = 7_204_116
# After the highest that anybody has been told of, too: old news are thrown away.
NUMBER = """
UPDATE practices_news SET position = numbered.position
FROM (
    SELECT id, row_number() OVER (ORDER BY id) + greatest(
        (SELECT coalesce(max(position), 0) FROM practices_news),
        (SELECT coalesce(max(told_until), 0) FROM practices_alerts)
    ) AS position
    FROM practices_news WHERE position IS NULL
) AS numbered
WHERE practices_news.id = numbered.id
"""
LAST = """
SELECT greatest((SELECT max(position) FROM practices_news), (SELECT max(told_until) FROM practices_alerts), 0)
"""


def note(kind: str, practice: Practice) -> None:
    """Write down that it happened, in the transaction in which it happens."""
    note_each(kind, [practice])


def note_each(kind: str, practices: Iterable[Practice]) -> None:
    News.objects.bulk_create(News(kind=kind, practice=practice) for practice in practices)


def note_publication(practice: Practice, before: Any) -> None:
    """That it is published: `before` is the revision that readers were shown until now, or None."""
    kind = News.Kind.CHANGED if before else News.Kind.PUBLISHED
    scope = scope_of(before.visibility, practice.organisation_id) if before else ""
    News.objects.create(kind=kind, practice=practice, scope_before=scope)


@transaction.atomic
def number() -> None:
    """Give a position to what is committed and has none."""
    if News.objects.filter(position=None).exists():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            cursor.execute(NUMBER)


def last_position() -> int:
    """The position of what came last; somebody who has been told until there has been told everything."""
    with connection.cursor() as cursor:
        cursor.execute(LAST)
        return int(cursor.fetchone()[0])
