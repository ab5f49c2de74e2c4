"""Asking the moderators for a way of working that no write-up tells of, and their answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts import audit
from accounts.models import User
from practices import daily_limits, mail, need_policies
from practices.actions.locking import lock_person
from practices.models import Need, NeedAnswer


@transaction.atomic
def ask(*, question: str, by: Any) -> Need:
    """Put the question to the moderators; raises LimitReached."""
    need_policies.require(by, "ask")
    lock_person(by)
    daily_limits.within(daily_limits.why_not_ask(by))
    need = Need.objects.create(question=question, asked_by=by)
    audit.record("need_asked", on=need, by=by)
    moderators = User.objects.filter(is_moderator=True, is_active=True, wants_review_mail=True).exclude(pk=by.pk)
    _mail("need_asked", moderators, "review_needs")
    return need


@transaction.atomic
def answer(*, need: Need, answer: str, by: Any) -> Need:
    """Tell whoever asked. What one moderator has answered, another cannot."""
    need = Need.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=need.pk)
    need_policies.require(by, "answer", need)
    NeedAnswer.objects.create(need=need, by=by, kind=NeedAnswer.Kind.MODERATOR, words=answer)
    audit.record("need_answered", on=need, by=by)
    _mail("need_answered", [need.asked_by] if need.asked_by.is_active else [], "needs")
    return need


def _mail(template: str, recipients: Iterable[Any], route: str) -> None:
    """A mail to each, with a link to the page where the words are: who may read them is asked there."""
    subject, body = mail.rendered(template, {"link": settings.HUB_BASE_URL + reverse(route)})
    for person in recipients:
        mail.queue(subject, body, recipients=[person.email])
