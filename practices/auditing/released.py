"""What others are told of a practice's audits: that a team was checked, and when. Never what a team's check found."""

from __future__ import annotations

from datetime import datetime

from django.db.models import OuterRef, Subquery

from practices.choices import AuditRelease
from practices.models import Audit, Practice


def last_released_check() -> Subquery:
    """When an adoption in a query was last checked, if it lets that be known."""
    told = Audit.objects.finished().filter(adoption=OuterRef("pk")).exclude(release=AuditRelease.NOTHING)
    return Subquery(told.order_by("-finished_at").values("finished_at")[:1])


def checked_at(practice: Practice) -> dict[int | None, datetime]:
    """When each adopter was last checked, of those that let it be known, by the key of the adoption.

    Under None stands the organisation that the write-up is from. How much of an adopter readers are told at all, its
    `shown_as` says. One query.
    """
    told = Audit.objects.finished().filter(practice=practice).exclude(release=AuditRelease.NOTHING)
    rows = told.order_by("finished_at").values_list("adoption", "finished_at")
    return {adoption: finished for adoption, finished in rows if finished}
