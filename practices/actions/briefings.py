"""Recording that colleagues were briefed on a practice: by whom, on which revision, and how many."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from accounts import audit
from practices import learning_policies
from practices.actions.members import require_members
from practices.models import Adoption, Briefing, Revision


@transaction.atomic
def record(*, adoption: Adoption, revision: Revision, on: date, briefed_by: Any, people: int, by: Any) -> Briefing:
    learning_policies.require(by, "brief", adoption)
    require_members(adoption.organisation, briefed_by)
    briefing = Briefing.objects.create(
        adoption=adoption, revision=revision, on=on, by=briefed_by, people=people, recorded_by=by
    )
    audit.record("briefing_recorded", on=adoption, by=by, revision=revision.number, people=people)
    return briefing


@transaction.atomic
def remove(*, briefing: Briefing, by: Any) -> None:
    """Take one away that was recorded by mistake."""
    learning_policies.require(by, "brief", briefing.adoption)
    audit.record("briefing_removed", on=briefing.adoption, by=by, revision=briefing.revision.number)
    briefing.delete()
