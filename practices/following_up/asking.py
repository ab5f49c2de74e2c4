"""Asks the leads of adoptions how it goes: one mail to each person about all that is due, and each question once.

What is due is reckoned before and again under a lock, and the rows that say “asked” are written in one transaction
with the mail: a worker that is killed has asked nothing, and another at the same moment finds nothing left.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User
from practices import follow_up_policies, mail, stop_links
from practices.actions.locking import lock_person
from practices.actions.members import managers_of
from practices.actions.notifications import notify
from practices.following_up.due import due_now, to_be_asked
from practices.following_up.links import link_to
from practices.models import Adoption, FollowUp, Notification


def send() -> int:
    """Queue a mail for everybody who has something to be asked and was asked nothing today; how many were queued."""
    due = due_now(to_be_asked())
    by_lead = defaultdict(list)
    without_lead = []
    for pk, lead, has_one in _leads(due):
        if has_one:
            by_lead[lead].append(pk)
        else:
            without_lead.append(pk)
    for pk in without_lead:
        _seek_lead(pk)
    return sum(_ask(lead) for lead in sorted(by_lead))


def _leads(due: dict[int, date]) -> list[tuple[int, int | None, bool]]:
    """(adoption, its lead, whether the lead is still there to be asked)."""
    rows = Adoption.objects.filter(pk__in=due).order_by("pk").values_list("pk", "lead", "organisation")
    members = set(
        Membership.objects.active()
        .of_open_accounts()
        .filter(user__in={lead for _pk, lead, _organisation in rows if lead})
        .values_list("user", "organisation")
    )
    return [(pk, lead, (lead, organisation) in members) for pk, lead, organisation in rows]


@transaction.atomic
def _ask(key: int) -> bool:
    """Ask one person everything that is due. Another worker that comes here at the same moment waits."""
    lock_person(User(pk=key))
    lead = User.objects.get(pk=key)
    if FollowUp.objects.filter(recipient=lead, asked_at__gte=_today()).exists():
        return False
    due, now = due_now(to_be_asked().filter(lead=lead)), timezone.now()
    adoptions = Adoption.objects.filter(pk__in=due).for_page().order_by("practice__published_revision__title", "pk")
    asked = [
        _note_question(adoption, due[adoption.pk], lead, now)
        for adoption in adoptions
        if follow_up_policies.can(lead, "be_asked", adoption)
    ]
    if asked:
        subject, body = compose(lead, asked)
        mail.queue(subject, body, recipients=[lead.email], headers=stop_links.headers(_link_to_stop(asked)))
    return bool(asked)


def _note_question(adoption: Adoption, due_on: date, lead: User, now: datetime) -> FollowUp:
    """The row of what is asked now; the database allows one for each day that something is due."""
    row, _is_new = FollowUp.objects.update_or_create(
        adoption=adoption, due_on=due_on, asked_at=None, defaults={"recipient": lead, "asked_at": now}
    )
    return row


@transaction.atomic
def _seek_lead(key: int) -> None:
    """Tell the managers, once for each day that is due, that nobody is left to be asked."""
    adoption = Adoption.objects.select_for_update(of=("self",)).select_related("practice", "organisation").get(pk=key)
    due_on = due_now(to_be_asked().filter(pk=key)).get(key)
    if due_on is None or FollowUp.objects.filter(adoption=adoption, due_on=due_on).exists():
        return
    FollowUp.objects.create(adoption=adoption, due_on=due_on)
    notify(
        recipients=managers_of(adoption.organisation),
        kind=Notification.Kind.LEAD_WANTED,
        practice=adoption.practice,
        adoption=adoption,
        by=None,
    )


def compose(lead: Any, asked: list[FollowUp]) -> tuple[str, str]:
    items = [
        {
            "title": row.adoption.practice.title,
            "team": row.adoption.team,
            "practice_link": settings.HUB_BASE_URL + row.adoption.practice.get_absolute_url(),
            "link": link_to(row),
            "pause_link": link_to(row, "follow_up_pause"),
        }
        for row in asked
    ]
    return mail.rendered("follow_up", {"person": lead, "items": items, "stop_link": _link_to_stop(asked)})


def _link_to_stop(asked: list[FollowUp]) -> str:
    """To what pauses or stops the questions about all that the mail asks; any of them stands for the mail."""
    return link_to(asked[0], "follow_up_stop")


def _today() -> Any:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
