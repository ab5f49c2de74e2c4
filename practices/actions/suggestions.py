"""What teams that use a practice suggest to its owners, and what the owners answer."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from practices import learning_policies
from practices.actions import authoring
from practices.actions.locking import lock
from practices.actions.notifications import authors_of, notify
from practices.choices import SuggestionStatus
from practices.models import Adoption, Audit, Notification, Revision, Suggestion
from practices.suggestions import Change

Kind = Notification.Kind


@transaction.atomic
def suggest(*, adoption: Adoption, change: Change, by: Any) -> Suggestion:
    """Tell the owners what a team that uses this would change."""
    practice = lock(adoption.practice)
    learning_policies.require(by, "suggest", adoption)
    return _make(Suggestion(practice=practice, organisation=adoption.organisation, adoption=adoption), change, by)


@transaction.atomic
def suggest_after(*, checked: Audit, change: Change, by: Any) -> Suggestion:
    """The same, with what a check has found."""
    practice = lock(checked.practice)
    learning_policies.require(by, "suggest_after", checked)
    suggestion = Suggestion(practice=practice, organisation=checked.organisation, adoption=checked.adoption)
    return _make(suggestion, change, by)


@transaction.atomic
def accept(*, suggestion: Suggestion, answer: str, by: Any) -> Suggestion:
    """Take it up: into the draft that is being written, or into a new one."""
    practice = lock(suggestion.practice)
    suggestion = _locked(suggestion)
    learning_policies.require(by, "accept", suggestion)
    _decide(suggestion, SuggestionStatus.ACCEPTED, answer, by)
    practice = authoring.open_new_revision(practice=practice, by=by)
    suggestion.revision = practice.draft
    suggestion.save(update_fields=["revision"])
    audit.record("suggestion_accepted", on=practice, by=by, suggestion=suggestion.pk)
    _tell(suggestion, Kind.SUGGESTION_ACCEPTED, by)
    return suggestion


@transaction.atomic
def decline(*, suggestion: Suggestion, answer: str, by: Any) -> Suggestion:
    """Say why not. One that was accepted goes out of the draft's list."""
    lock(suggestion.practice)
    suggestion = _locked(suggestion)
    learning_policies.require(by, "decline", suggestion)
    suggestion.revision = None
    _decide(suggestion, SuggestionStatus.DECLINED, answer, by)
    audit.record("suggestion_declined", on=suggestion.practice, by=by, suggestion=suggestion.pk)
    _tell(suggestion, Kind.SUGGESTION_DECLINED, by)
    return suggestion


def tell_of_publication(*, revision: Revision, by: Any) -> None:
    """Tell those whose suggestions a revision has taken up that readers have it now. Inside the publishing."""
    for suggestion in revision.suggestions.for_page().select_related("practice", "made_by"):
        _tell(suggestion, Kind.SUGGESTION_TAKEN, by)


def _make(suggestion: Suggestion, change: Change, by: Any) -> Suggestion:
    suggestion.section, suggestion.what, suggestion.why = change.section, change.what, change.why
    suggestion.made_by = by
    suggestion.save()
    audit.record("change_suggested", on=suggestion.practice, by=by, suggestion=suggestion.pk)
    _notify(authors_of(suggestion.practice), suggestion, Kind.SUGGESTED, by)
    return suggestion


def _locked(suggestion: Suggestion) -> Suggestion:
    Suggestion.objects.select_for_update(of=("self",)).get(pk=suggestion.pk)
    return Suggestion.objects.for_page().select_related("practice__published_revision").get(pk=suggestion.pk)


def _decide(suggestion: Suggestion, status: str, answer: str, by: Any) -> None:
    suggestion.status, suggestion.answer = status, answer
    suggestion.decided_by, suggestion.decided_at = by, timezone.now()
    suggestion.save()


def _tell(suggestion: Suggestion, kind: str, by: Any) -> None:
    _notify([suggestion.made_by] if suggestion.made_by else [], suggestion, kind, by)


def _notify(people: list[Any], suggestion: Suggestion, kind: str, by: Any) -> None:
    notify(
        recipients=people,
        kind=kind,
        practice=suggestion.practice,
        adoption=suggestion.adoption,
        suggestion=suggestion,
        by=by,
    )
