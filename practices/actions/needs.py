"""Asking for a way of working that no write-up tells of: of the members, or of the moderators alone; and its end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.models import Organisation, Place, User
from practices import daily_limits, mail, need_policies
from practices.actions.locking import lock_person
from practices.models import AskedAuthor, Authorship, Need, NeedAnswer, Topic
from practices.search.near import near

MOST_NEAR = 5  # practices whose authors are asked
ShownAs, Outcome = Need.ShownAs, Need.Outcome


@transaction.atomic
def ask(
    *,
    question: str,
    by: Any,
    detail: str = "",
    topics: Iterable[Topic] = (),
    places: Iterable[Place] = (),
    is_shared: bool = True,
    shown_as: str = ShownAs.NAME,
    organisation: Organisation | None = None,
) -> Need:
    """Put the question to members, or where it is not shared to the moderators alone; raises LimitReached.

    Authors of what comes near are asked by the worker, who looks again whether they may read the question.
    """
    need_policies.require(by, "ask")
    lock_person(by)
    daily_limits.within(daily_limits.why_not_ask(by))
    need = Need.objects.create(
        question=question,
        detail=detail,
        asked_by=by,
        is_shared=is_shared,
        shown_as=shown_as,
        organisation=organisation if shown_as == ShownAs.ORGANISATION else None,
    )
    need.topics.set(topics)
    need.places.set(places)
    audit.record("need_asked", on=need, by=by, shared=is_shared)
    if is_shared:
        _note_whom_to_ask(need)
    else:
        moderators = User.objects.moderators().filter(wants_review_mail=True).exclude(pk=by.pk)
        tell("need_asked", moderators, reverse("review_needs"))
    return need


@transaction.atomic
def answer(*, need: Need, answer: str, by: Any) -> NeedAnswer:
    """A moderator’s words. What one moderator has answered, another cannot."""
    need = lock_need(need)
    need_policies.require(by, "answer", need)
    given = NeedAnswer.objects.create(need=need, by=by, kind=NeedAnswer.Kind.MODERATOR, words=answer)
    audit.record("need_answered", on=need, by=by, kind=given.kind)
    tell_asker(given)
    return given


@transaction.atomic
def close(*, need: Need, by: Any, outcome: str, helped_by: NeedAnswer | None = None, words: str = "") -> Need:
    """Whoever asked says what helped, or withdraws the question. Whose answer helped hears of it."""
    need = lock_need(need)
    need_policies.require(by, "close", need)
    helped_by = need.answers.get(pk=helped_by.pk) if helped_by else None  # an answer to another need is not there
    need.closed_at, need.outcome, need.closing_words, need.helped_by = timezone.now(), outcome, words, helped_by
    need.save(update_fields=["closed_at", "outcome", "closing_words", "helped_by"])
    audit.record("need_closed", on=need, by=by, outcome=outcome)
    if helped_by and helped_by.by and helped_by.by.is_active and helped_by.by.wants_discussion_mail:
        tell("need_helped", [helped_by.by], need.get_absolute_url())
    return need


@transaction.atomic
def hide(*, need: Need, by: Any, why: str) -> Need:
    """Keep a question from members; whoever asked is told why."""
    need = lock_need(need)
    need_policies.require(by, "hide", need)
    need.hidden_at, need.hidden_why = timezone.now(), why
    need.save(update_fields=["hidden_at", "hidden_why"])
    audit.record("need_hidden", on=need, by=by)
    tell("need_hidden", _if_there(need.asked_by), need.get_absolute_url())
    return need


@transaction.atomic
def show(*, need: Need, by: Any) -> Need:
    need = lock_need(need)
    need_policies.require(by, "show", need)
    need.hidden_at, need.hidden_why = None, ""
    need.save(update_fields=["hidden_at", "hidden_why"])
    audit.record("need_shown", on=need, by=by)
    return need


def lock_need(need: Need) -> Need:
    """The need as it is now, locked until the transaction ends."""
    return Need.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=need.pk)


def tell_asker(given: NeedAnswer) -> None:
    """By mail, where they may read the answer now; the words stand on the page alone."""
    asker = given.need.asked_by
    if NeedAnswer.objects.visible_to(asker).shown().filter(pk=given.pk).exists():
        tell("need_answered", _if_there(asker), given.need.get_absolute_url())


def tell(template: str, people: Iterable[Any], path: str) -> None:
    """A mail to each, with a link to the page where the words are: who may read them is asked there."""
    subject, body = mail.rendered(template, {"link": settings.HUB_BASE_URL + path})
    for person in people:
        mail.queue(subject, body, recipients=[person.email])


def _if_there(person: Any) -> list[Any]:
    return [person] if person.is_active else []


def _note_whom_to_ask(need: Need) -> None:
    """Each author of what comes near, once, for the nearest of theirs."""
    nearest = near(f"{need.question}\n{need.detail}", user=need.asked_by, number=MOST_NEAR)
    rows: dict[int, AskedAuthor] = {}
    authorships = Authorship.objects.filter(practice__in=nearest).exclude(user=need.asked_by)
    for authorship in sorted(authorships, key=lambda row: (nearest.index(row.practice_id), row.pk)):
        row = AskedAuthor(need=need, practice_id=authorship.practice_id, author_id=authorship.user_id)
        rows.setdefault(authorship.user_id, row)
    AskedAuthor.objects.bulk_create(rows.values())
