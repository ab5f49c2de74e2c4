"""Marking an act or guidance as changed, once for all that cite it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from practices import law, law_policies
from practices.models import LawChange


@transaction.atomic
def mark_changed(*, title: str, what_changed: str, changed_on: date, by: Any) -> LawChange:
    """From now on every write-up that cites it says so, until its authors have stood by it again."""
    law_policies.require(by, "look_after")
    now = timezone.now()
    change = LawChange.objects.create(
        title=title,
        key=law.key_of(title),
        what_changed=what_changed,
        changed_on=changed_on,
        counts_from=LawChange.counted_from(changed_on, now),
        marked_by=by,
        marked_at=now,
    )
    audit.record("law_marked_changed", on=change, by=by, changed_on=changed_on.isoformat())
    return change


@transaction.atomic
def undo(*, change: LawChange, by: Any) -> None:
    """It was marked by mistake: no write-up says so any more."""
    law_policies.require(by, "look_after")
    audit.record("law_change_undone", on=change, by=by)
    change.delete()
