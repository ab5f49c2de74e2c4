"""Drafts out of texts that were written elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts import audit
from practices.actions import authoring
from practices.models import Practice
from practices.sections import SECTION_OF

# Fields that no screen asks for by themselves, and the field that they are stored with.
STORED_WITH = {"started_precision": "started"}


@transaction.atomic
def start_from_text(*, values: Mapping[str, Any], by: Any) -> Practice:
    """A new draft of the person's own, with these values by the name of the revision's field."""
    practice = authoring.start_practice(title=values["title"], summary="", problem="", by=by)
    by_section: dict[str, dict[str, Any]] = {}
    for field, value in values.items():
        by_section.setdefault(SECTION_OF[STORED_WITH.get(field, field)], {})[field] = value
    for section, said in by_section.items():
        base = authoring.base_of(practice.draft, section)
        authoring.save_section(practice=practice, section=section, values=said, base=base, by=by)
    audit.record("practice_imported", on=practice, by=by)
    return practice
