"""record(): the one maker of AuditEvent rows.

It lives here and not beside the practices, since roles and memberships are audited too and this app
imports nothing of the other.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.models import AuditEvent


def record(action: str, *, on: models.Model, by: Any, **details: Any) -> AuditEvent:
    """Write one event: `action` is a past-tense name ("practice_published"), `on` the row it happened to.

    `by` is the person, or None for the system. `details` are ids and choices: never what a person typed.
    """
    return AuditEvent.objects.create(
        by_id=getattr(by, "pk", None),
        action=action,
        object_type=on._meta.model_name,
        object_id=on.pk,
        details=details,
    )
