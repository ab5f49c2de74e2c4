"""What happens that people may follow, in an order in which nothing comes late.

Rows are numbered by the database when they are written, and may be committed in another order: whoever had read as far
as number 7 would miss a 6 that is committed afterwards. So a row has no position until the worker gives it one, once
it is committed, after all that have one already. Only one worker does so at a time, and the next reads what it wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from practices.models import Need, NeedAnswer, News, Practice
from practices.models.search_entry import scope_of

# Any number that no other lock has.
LOCK = 7_204_116
NOTED_WITHIN = timedelta(days=7)  # less than news are kept: what was noted is not noted again
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
    """Give a position to what is committed and has none, and to the needs and answers that nobody has noted."""
    if News.objects.filter(position=None).exists() or _unnoted():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            News.objects.bulk_create(_unnoted())
            cursor.execute(NUMBER)


def _unnoted() -> list[News]:
    """Of the needs that members are shown, and of their answers: the worker notes them when it looks."""
    since = timezone.now() - NOTED_WITHIN
    noted = News.objects.filter(need__isnull=False)
    needs = Need.objects.filter(is_shared=True, hidden_at=None, asked_at__gte=since)
    answers = NeedAnswer.objects.shown().filter(need__in=Need.objects.filter(is_shared=True), at__gte=since)
    new_needs = needs.exclude(pk__in=noted.filter(kind=News.Kind.ASKED).values("need"))
    new_answers = answers.exclude(pk__in=noted.filter(kind=News.Kind.ANSWERED).values("answer"))
    asked = [News(kind=News.Kind.ASKED, need=need, happened_at=need.asked_at) for need in new_needs.order_by("pk")]
    return asked + [
        News(kind=News.Kind.ANSWERED, need_id=each.need_id, answer=each, happened_at=each.at)
        for each in new_answers.order_by("pk")
    ]


def last_position() -> int:
    """The position of what came last; somebody who has been told until there has been told everything."""
    with connection.cursor() as cursor:
        cursor.execute(LAST)
        return int(cursor.fetchone()[0])
