"""The repeating parts of a write-up, as programs get them: every row with every key, whatever it was stored with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import TextChoices

from practices.api.fields import TEXT, YES_OR_NO, Field, Schema, list_of, one_of, or_null, record
from practices.choices import Essential, PartnerKind
from practices.display import ROW_KEYS
from practices.reading import hides
from practices.small_counts import without_small_counts

CHOICES: dict[str, type[TextChoices]] = {"essential": Essential, "kind": PartnerKind}


def rows(field: str, about: str) -> Field:
    """The field of the published revision; empty where readers are not shown it."""
    return Field(field, about, list_of(record({key: _schema_of(key) for key in ROW_KEYS[field]})), _reader_of(field))


def _schema_of(key: str) -> Schema:
    if key == "safeguarding":
        return YES_OR_NO
    return or_null(one_of(CHOICES[key])) if key in CHOICES else TEXT


def _reader_of(field: str) -> Callable[[Any], list[dict[str, Any]]]:
    def read(practice: Any) -> list[dict[str, Any]]:
        revision = practice.shown
        if hides(revision, field):
            return []
        return [{key: _cell(key, row.get(key)) for key in ROW_KEYS[field]} for row in getattr(revision, field)]

    return read


def _cell(key: str, value: Any) -> Any:
    if key == "safeguarding":
        return bool(value)
    if key in CHOICES:
        return value if value in CHOICES[key] else None
    text = "" if value is None else str(value)
    # As the page shows it: a small count of people could tell who they are.
    return without_small_counts(text) if key == "number" else text
