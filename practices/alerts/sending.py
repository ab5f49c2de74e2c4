"""Mails people what is new about what they follow: all of it in one mail, each thing once, and never an empty one.

What somebody was told is one number, `Alerts.told_until`. It moves on in the transaction in which their mail is put
into the queue, so a worker that is killed has done both or neither, and another goes on where it stopped. Many people
are dealt with in each transaction, by a number of statements that does not depend on how many they are.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Min
from django.utils import timezone

from practices import mail
from practices.alerts import news
from practices.alerts.matching import Happened, Searches
from practices.alerts.readers import readers_of
from practices.alerts.writing import columns_read, written
from practices.batches import few_at_a_time
from practices.choices import Rhythm
from practices.models import Alerts, News, Practice

AT_A_TIME = 500  # people


@dataclass(frozen=True)
class Look:
    """One look of the worker: what had happened by then."""

    at: datetime
    until: int
    news: list[News]
    searches: Searches

    @property
    def practices(self) -> set[int]:
        """Those that it is about, and those that answer a need."""
        answers = {each.answer.practice_id for each in self.news if each.answer}
        return {key for key in {each.practice_id for each in self.news} | answers if key}


def send() -> int:
    """Queue a mail for everybody whose time has come and for whom something is new; how many mails."""
    news.number()
    now, last = timezone.now(), news.last_position()
    due = Alerts.objects.due(now)
    # Where nothing has happened the next mail is made at the next time, and not when something happens.
    due.exclude(rhythm=Rhythm.AT_ONCE).filter(told_until__gte=last).update(looked_at=now)
    behind = due.filter(told_until__lt=last)
    told_until = behind.aggregate(least=Min("told_until"))["least"]
    if told_until is None:
        return 0
    happened = list(News.objects.between(told_until, last).select_related("answer"))
    look = Look(now, last, happened, Searches({each.practice_id for each in happened if each.practice_id}))
    people = list(behind.order_by("pk").values_list("pk", flat=True))
    return sum(_send_to(some, look) for some in few_at_a_time(people, AT_A_TIME))


@transaction.atomic
def _send_to(people: Collection[int], look: Look) -> int:
    """The mails to these people. Another worker that comes here at the same moment waits, and finds nothing left."""
    practices = _locked(look.practices)
    waiting = Alerts.objects.due(look.at).filter(pk__in=people, told_until__lt=look.until).select_related("person")
    rows = list(waiting.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    happened = Happened(look.news, practices, look.searches)
    wishes = happened.wishes_of([row.pk for row in rows])
    mails = []
    for row, reader in zip(rows, readers_of([row.person for row in rows], practices), strict=True):
        if items := happened.items_for(reader, wishes.get(row.pk, []), row.told_until):
            mails.append((row, written(row, items)))
    _move_on(rows, look)
    _note_mails(mails, look)
    return len(mails)


def _locked(keys: Collection[int]) -> dict[int, Practice]:
    """Those of the practices that readers are shown, as they are now, until the mails are in the queue.

    Whoever withholds one waits, and takes the mails that tell of it out of the queue (`mail.drop_waiting`). They are
    locked before the people, as there.
    """
    list(Practice.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    shown = Practice.objects.published().filter(pk__in=keys, withheld_at=None).select_related("published_revision")
    return {practice.pk: practice for practice in shown.only(*columns_read())}


def _move_on(rows: list[Alerts], look: Look) -> None:
    everybody = Alerts.objects.filter(pk__in=[row.pk for row in rows])
    everybody.update(told_from=F("told_until"), told_until=look.until, looked_at=look.at)


def _note_mails(mails: list[tuple[Alerts, dict]], look: Look) -> None:
    queued = mail.queue_each(said for _row, said in mails)
    for (row, _said), email in zip(mails, queued, strict=True):
        row.mail, row.mailed_at = email.pk, look.at
    Alerts.objects.bulk_update([row for row, _said in mails], ["mail", "mailed_at"])
