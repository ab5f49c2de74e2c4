"""Asking the moderators for a way of working that no write-up tells of, and their answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from post_office import mail as post_office

from accounts import audit
from accounts.models import User
from practices import daily_limits, need_policies
from practices.models import Need


@transaction.atomic
def ask(*, question: str, by: Any) -> Need:
    """Put the question to the moderators; raises LimitReached."""
    need_policies.require(by, "ask")
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # the limit counts what is asked, one at a time
    daily_limits.within(daily_limits.why_not_ask(by))
    need = Need.objects.create(question=question, asked_by=by)
    audit.record("need_asked", on=need, by=by)
    moderators = User.objects.filter(is_moderator=True, is_active=True).exclude(pk=by.pk)
    _mail("need_asked", moderators, need, "review_needs")
    return need


@transaction.atomic
def answer(*, need: Need, answer: str, by: Any) -> Need:
    """Tell whoever asked. What one moderator has answered, another cannot."""
    need = Need.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=need.pk)
    need_policies.require(by, "answer", need)
    need.answer, need.answered_by, need.answered_at = answer, by, timezone.now()
    need.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.record("need_answered", on=need, by=by)
    _mail("need_answered", [need.asked_by] if need.asked_by.is_active else [], need, "needs")
    return need


def _mail(template: str, recipients: Iterable[Any], need: Need, route: str) -> None:
    """A mail to each, with a link to the page where the words are: who may read them is asked there."""
    context = {
        "link": settings.HUB_BASE_URL + reverse(route),
        "hub_name": settings.HUB_NAME,
        "support_email": settings.HUB_SUPPORT_EMAIL,
    }
    subject, _newline, body = render_to_string(f"emails/{template}.txt", context).strip().partition("\n")
    for person in recipients:
        post_office.send(
            recipients=[person.email],
            sender=settings.DEFAULT_FROM_EMAIL,
            subject=subject.strip(),
            message=body.strip() + "\n",
        )
