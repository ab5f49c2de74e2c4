"""record(), and record_each() for many rows: the only makers of AuditEvent rows.

It lives here and not beside the practices, since roles and memberships are audited too and this app
imports nothing of the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from accounts.models import AuditEvent


def record(action: str, *, on: models.Model, by: Any, **details: Any) -> AuditEvent:
    """Write one event: `action` is a past-tense name ("practice_published"), `on` the row it happened to.

    `by` is the person, or None for the system. `details` are ids and choices: never what a person typed.
    """
    event = _event(action, on, by, details)
    event.save(force_insert=True)
    return event


def record_each(action: str, *, on: Iterable[models.Model], by: Any, **details: Any) -> None:
    """Write an event for each of the rows, with the same details."""
    AuditEvent.objects.bulk_create([_event(action, row, by, details) for row in on])


def _event(action: str, on: models.Model, by: Any, details: dict[str, Any]) -> AuditEvent:
    return AuditEvent(
        by_id=getattr(by, "pk", None),
        action=action,
        object_type=on._meta.model_name,
        object_id=on.pk,
        details=details,
    )
