"""What there is to browse by, beside places and topics."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.models import Organisation
from practices.models import SearchEntry


def organisations_known_to(user: Any) -> QuerySet:
    """Those that anybody may look up, and those whose name stands on a write-up that this person may read."""
    named = SearchEntry.objects.visible_to(user).exclude(shown_organisation_id=None).values("shown_organisation_id")
    return Organisation.objects.visible_to(user) | Organisation.objects.filter(pk__in=named)
