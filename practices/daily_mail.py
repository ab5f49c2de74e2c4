"""Tells people of what may happen to them many times in a day: all of it in one mail, one a day at most.

As with other notifications, whether somebody still wants it and may still read it is decided when the mail leaves.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from practices import mail
from practices.actions.locking import lock_person
from practices.models import Notification


def send() -> int:
    """Queue a mail for everybody for whom something waits and who had none today; how many had something waiting."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    daily = Notification.objects.daily()
    told_today = set(daily.filter(mailed_at__gte=today).values_list("recipient", flat=True))
    waiting = set(daily.filter(mailed_at=None).values_list("recipient", flat=True)) - told_today
    for key in sorted(waiting):
        _send_to(key)
    return len(waiting)


@transaction.atomic
def _send_to(key: int) -> None:
    """The mail to one person. Another worker that comes here at the same moment waits, and finds nothing left."""
    lock_person(User(pk=key))
    person = User.objects.get(pk=key)
    mine = Notification.objects.daily().to_mail().for_list(person).order_by("pk")
    told = [row for row in mine if mail.should_mail(row)]
    if told:
        subject_and_body = mail.compose(told[0]) if len(told) == 1 else _compose(person, told)
        mail.queue(*subject_and_body, recipients=[person.email])
    Notification.objects.filter(pk__in=[row.pk for row in mine]).update(mailed_at=timezone.now())


def _compose(person: Any, told: list[Notification]) -> tuple[str, str]:
    """One item for each thing that a page says, with how many times it happened."""
    times = Counter((row.get_kind_display(), row.practice.title, mail.link_to(row)) for row in told)
    items = [
        {"what": what, "title": title, "link": settings.HUB_BASE_URL + link, "times": number}
        for (what, title, link), number in times.items()
    ]
    choices_link = settings.HUB_BASE_URL + reverse("account")
    return mail.rendered("daily", {"person": person, "items": items, "choices_link": choices_link})
