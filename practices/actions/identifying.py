"""What authors do about what the check has found: take the wording it suggests, or say that it is about no person."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts import audit
from practices import identifying, policies
from practices.actions import attachments, authoring
from practices.actions.locking import lock
from practices.identifying import Finding
from practices.models import Dismissal, Practice


class NotThereAnyMore(Exception):
    """The text has changed since the page was drawn: what was found stands elsewhere, or nowhere."""


@transaction.atomic
def use_suggestion(*, practice: Practice, key: str, by: Any) -> Finding:
    """Put the suggested wording in the place of what was found. Raises NotThereAnyMore."""
    practice, finding = _locked(practice, key, by)
    if not finding.suggestion:
        raise NotThereAnyMore
    draft, place = practice.draft, finding.place
    authoring.save_section(
        practice=practice,
        section=place.section.key,
        values={place.field: identifying.reworded(draft, finding)},
        base=authoring.base_of(draft, place.section.key),
        by=by,
    )
    audit.record("finding_reworded", on=practice, by=by, kind=finding.found.kind.value)
    return finding


@transaction.atomic
def dismiss(*, practice: Practice, key: str, reason: str, by: Any) -> Dismissal:
    """Keep what was found, saying why it is about no person; the same words count as dealt with wherever they stand.

    Raises NotThereAnyMore.
    """
    practice, finding = _locked(practice, key, by)
    if not finding.may_be_dismissed:
        raise NotThereAnyMore
    kind = finding.found.kind.value
    dismissal, _is_new = Dismissal.objects.update_or_create(
        practice=practice, kind=kind, words=finding.words, defaults={"reason": reason, "said_by": by}
    )
    attachments.hold_again(practice)
    audit.record("finding_dismissed", on=practice, by=by, kind=kind, dismissal=dismissal.pk)
    return dismissal


@transaction.atomic
def take_back(*, practice: Practice, key: str, by: Any) -> None:
    """Let what was dismissed count again. Raises NotThereAnyMore."""
    practice, finding = _locked(practice, key, by)
    if finding.dismissal is None:
        raise NotThereAnyMore
    audit.record("dismissal_taken_back", on=practice, by=by, dismissal=finding.dismissal.pk)
    finding.dismissal.delete()
    attachments.hold_again(practice)


def _locked(practice: Practice, key: str, by: Any) -> tuple[Practice, Finding]:
    practice = lock(practice)
    policies.require(by, "edit", practice)
    policies.require(by, "read_draft", practice)
    for finding in identifying.findings(practice, practice.draft):
        if finding.key == key:
            return practice, finding
    raise NotThereAnyMore
