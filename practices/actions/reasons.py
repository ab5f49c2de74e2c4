"""The library of reasons that moderators choose from when they return a write-up. What was sent stays as it was."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts import audit
from practices import reason_policies
from practices.models import ReturnReason

FILE = Path(settings.BASE_DIR) / "practices" / "data" / "return_reasons.csv"


@transaction.atomic
def load_return_reasons() -> int:
    """Give a hub that has no reasons those that ship with it; how many. Whoever has some has chosen them."""
    if ReturnReason.objects.exists():
        return 0
    with FILE.open(encoding="utf-8", newline="") as file:
        return len(ReturnReason.objects.bulk_create(ReturnReason(**row) for row in csv.DictReader(file)))


@transaction.atomic
def add(*, by: Any, section: str, words: str) -> ReturnReason:
    """Offer it from now on; the same words for the same section are there once."""
    reason_policies.require(by, "look_after")
    reason, is_new = ReturnReason.objects.get_or_create(section=section, words=words)
    if is_new:
        audit.record("return_reason_added", on=reason, by=by, section=section)
    return reason


@transaction.atomic
def change(*, reason: ReturnReason, by: Any, section: str, words: str) -> ReturnReason:
    reason_policies.require(by, "look_after")
    if ReturnReason.objects.filter(section=section, words=words).exclude(pk=reason.pk).exists():
        remove(reason=reason, by=by)
        return add(by=by, section=section, words=words)
    reason.section, reason.words = section, words
    reason.save()
    audit.record("return_reason_changed", on=reason, by=by, section=section)
    return reason


@transaction.atomic
def remove(*, reason: ReturnReason, by: Any) -> None:
    """Offer it no more."""
    reason_policies.require(by, "look_after")
    audit.record("return_reason_removed", on=reason, by=by)
    reason.delete()
