"""What the worker does about needs: asks authors of what comes near, and passes on what nobody has answered.

Whether somebody still wants the mail, and may still read what it leads to, is decided when it leaves.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from practices import mail
from practices.actions.locking import lock_person
from practices.models import AskedAuthor, Need, Practice


def ask_authors() -> int:
    """Queue a mail for every author whom something waits for and who had none today; how many there were."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    asked_today = set(AskedAuthor.objects.filter(mailed_at__gte=today).values_list("author", flat=True))
    waiting = set(AskedAuthor.objects.waiting().values_list("author", flat=True)) - asked_today
    for key in sorted(waiting):
        _ask(key)
    return len(waiting)


@transaction.atomic
def _ask(key: int) -> None:
    """All that waits for one author, in one mail. Another worker that comes here at once finds nothing left."""
    lock_person(User(pk=key))
    person = User.objects.get(pk=key)
    mine = list(AskedAuthor.objects.waiting().filter(author=person).select_related("need").order_by("pk"))
    if person.is_active and person.wants_discussion_mail and (items := _items(person, mine)):
        choices_link = settings.HUB_BASE_URL + reverse("account")
        context = {"person": person, "items": items, "choices_link": choices_link}
        mail.queue(*mail.rendered("need_near", context), recipients=[person.email])
    AskedAuthor.objects.filter(pk__in=[row.pk for row in mine]).update(mailed_at=timezone.now())


def _items(person: Any, rows: list[AskedAuthor]) -> list[dict[str, str]]:
    """What they may read and answer now, each with the write-up of theirs that it comes near to."""
    needs = Need.objects.visible_to(person).open().filter(is_shared=True).in_bulk([row.need_id for row in rows])
    theirs = Practice.objects.written_by(person).published().visible_to(person).select_related("published_revision")
    practices = theirs.in_bulk([row.practice_id for row in rows])
    return [
        {
            "question": needs[row.need_id].question,
            "title": practices[row.practice_id].title,
            "link": settings.HUB_BASE_URL + needs[row.need_id].get_absolute_url(),
        }
        for row in rows
        if row.need_id in needs and row.practice_id in practices
    ]


@transaction.atomic
def pass_on_unanswered() -> int:
    """Tell the moderators, once of each, what members have not answered for two weeks; how much that was."""
    late = Need.objects.for_moderators().not_from_blocked().filter(is_shared=True, passed_on_at=None)
    keys = list(late.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True))
    if not keys:
        return 0
    Need.objects.filter(pk__in=keys).update(passed_on_at=timezone.now())
    context = {"number": len(keys), "link": settings.HUB_BASE_URL + reverse("review_needs")}
    subject_and_body = mail.rendered("need_unanswered", context)
    for person in User.objects.moderators().filter(wants_review_mail=True).order_by("pk"):
        mail.queue(*subject_and_body, recipients=[person.email])
    return len(keys)
