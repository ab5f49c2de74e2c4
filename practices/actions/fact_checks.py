"""Asking partner agencies to check facts of what is in review. Their silence holds nothing up."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from accounts import audit
from practices import fact_check_policies, mail
from practices.actions.locking import lock
from practices.actions.notifications import notify
from practices.fact_check_links import link_to
from practices.models import FactCheck, Notification, Practice
from practices.review_times import after_working_days

WORKING_DAYS = 5


@transaction.atomic
def ask(*, practice: Practice, by: Any, agency: str, email: str, question: str) -> FactCheck:
    """Send the agency a link to what is in review, with one question."""
    practice = lock(practice)
    fact_check_policies.require(by, "ask", practice)
    draft = practice.draft
    check = FactCheck.objects.create(
        revision=draft,
        submitted_at=cast(datetime, draft.submitted_at),  # it is in review, so it was submitted
        agency=agency,
        email=email,
        question=question,
        asked_by=by,
        due_on=timezone.localdate(after_working_days(timezone.now(), WORKING_DAYS)),
    )
    mail.queue(*mail.rendered("fact_check_asked", {"check": check, "link": link_to(check)}), recipients=[email])
    audit.record("fact_check_asked", on=practice, by=by, revision=draft.number, check=check.pk)
    return check


@transaction.atomic
def take_back(*, check: FactCheck, by: Any) -> FactCheck:
    """The link answers no more. A mail that has not left yet still leaves, and its link says so."""
    check = _lock(check)
    fact_check_policies.require(by, "take_back", check)
    check.taken_back_at = timezone.now()
    check.save(update_fields=["taken_back_at"])
    audit.record("fact_check_taken_back", on=check.revision.practice, by=by, check=check.pk)
    return check


@transaction.atomic
def answer(*, check: FactCheck, by: Any, note: str) -> FactCheck:
    """Keep the agency's note for whoever decides, and tell them. `by` is mostly nobody: partners have no account."""
    check = _lock(check)
    fact_check_policies.require(by, "answer", check)
    check.note, check.answered_at = note, timezone.now()
    check.save(update_fields=["note", "answered_at"])
    practice, holder = check.revision.practice, check.revision.held_by
    audit.record("fact_check_answered", on=practice, by=by, check=check.pk)
    notify(recipients=[holder] if holder else [], kind=Notification.Kind.FACT_CHECKED, practice=practice, by=by)
    return check


def _lock(check: FactCheck) -> FactCheck:
    """The check as it is now. Whatever ends one holds its practice, so that is what is locked."""
    lock(check.revision.practice)
    return FactCheck.objects.select_related(
        "revision__held_by", "revision__practice__draft_revision", "revision__practice__published_revision"
    ).get(pk=check.pk)
