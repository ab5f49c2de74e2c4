"""Answering a need: with a practice, with an offer to write one, or as somebody to talk to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from practices import daily_limits, mail, need_policies, policies
from practices.actions.locking import lock_person
from practices.actions.needs import lock_need, tell, tell_asker
from practices.models import Need, NeedAnswer, Practice

Kind, Status = NeedAnswer.Kind, NeedAnswer.Status


@transaction.atomic
def give(*, need: Need, kind: str, by: Any, practice: Practice | None = None, words: str = "") -> NeedAnswer:
    """Add an answer and tell whoever asked; raises LimitReached. The same given twice is one answer."""
    lock_person(by)
    need = lock_need(need)
    need_policies.require(by, "tell", need)
    if practice:
        policies.require(by, "read", practice)
    same = {"practice": practice} if practice else {"by": by, "kind": kind}
    if given := need.answers.filter(**same).first():
        return given
    daily_limits.within(daily_limits.why_not_answer(by))
    given = NeedAnswer.objects.create(need=need, kind=kind, by=by, practice=practice, words=words)
    audit.record("need_answered", on=need, by=by, kind=kind)
    tell_asker(given)
    return given


@transaction.atomic
def take_back(*, answer: NeedAnswer, by: Any) -> None:
    answer = _lock(answer)
    need_policies.require(by, "take_back", answer)
    audit.record("need_answer_taken_back", on=answer.need, by=by, kind=answer.kind)
    answer.delete()


@transaction.atomic
def write_to(*, answer: NeedAnswer, by: Any, message: str) -> None:
    """Pass a message of the asker on to whoever offered to talk. The words are kept in the mail queue alone."""
    answer = _lock(answer)
    need_policies.require(by, "write_to", answer)
    answer.written_to_at = timezone.now()
    answer.save(update_fields=["written_to_at"])
    context = mail.passed_on(by, message) | {"link": settings.HUB_BASE_URL + answer.need.get_absolute_url()}
    mail.queue(
        *mail.rendered("need_message", context), recipients=[_helper(answer).email], headers={"Reply-To": by.email}
    )
    audit.record("need_answer_written_to", on=answer.need, by=by)


@transaction.atomic
def hide(*, answer: NeedAnswer, by: Any, why: str) -> NeedAnswer:
    """Keep an answer from readers; whoever gave it is told why."""
    answer = _lock(answer)
    need_policies.require(by, "hide_answer", answer)
    answer.status, answer.hidden_why = Status.HIDDEN, why
    answer.save(update_fields=["status", "hidden_why"])
    audit.record("need_answer_hidden", on=answer.need, by=by)
    if answer.by and answer.by.is_active:
        tell("need_hidden", [answer.by], answer.need.get_absolute_url())
    return answer


@transaction.atomic
def show(*, answer: NeedAnswer, by: Any) -> NeedAnswer:
    answer = _lock(answer)
    need_policies.require(by, "show_answer", answer)
    answer.status, answer.hidden_why = Status.SHOWN, ""
    answer.save(update_fields=["status", "hidden_why"])
    audit.record("need_answer_shown", on=answer.need, by=by)
    return answer


@transaction.atomic
def begin_what_was_offered(*, need: int | None, practice: Practice, by: Any) -> None:
    """Remember that this draft is what somebody offered to write for the need of that number, if they did."""
    NeedAnswer.objects.filter(need=need, by=by, kind=Kind.OFFER, draft=None).update(draft=practice)


@transaction.atomic
def answer_with_published(*, practice: Practice, by: Any) -> None:
    """What was offered and is published now is an answer, where whoever asked may read it."""
    for offer in NeedAnswer.objects.filter(draft=practice, kind=Kind.OFFER).order_by("need", "pk"):
        need = lock_need(offer.need)
        if not Practice.objects.visible_to(need.asked_by).published().filter(pk=practice.pk).exists():
            continue
        if need.answers.filter(practice=practice).exists():
            offer.delete()
            continue
        offer.kind, offer.practice, offer.draft = Kind.PRACTICE, practice, None
        offer.save(update_fields=["kind", "practice", "draft"])
        audit.record("need_answered", on=need, by=by, kind=offer.kind)
        if need.is_open:
            tell_asker(offer)


def _helper(answer: NeedAnswer) -> User:
    """Who can be talked to; the database has nobody as such without a person."""
    return User.objects.get(need_answers=answer)


def _lock(answer: NeedAnswer) -> NeedAnswer:
    """The answer as it is now, locked until the transaction ends, with what its rules read."""
    lock_need(answer.need)
    return NeedAnswer.objects.select_related("need__asked_by", "by").get(pk=answer.pk)
