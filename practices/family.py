"""What a practice grew from, and what has grown from it: teams that wrote up their own version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from practices.models import Practice


@dataclass(frozen=True)
class Family:
    parent: Practice | None
    own_versions: list[Practice]


def family_of(practice: Practice, user: Any) -> Family:
    """As far as this person may read each of them; what is not published is shown to nobody."""
    near = Q(grown_from=practice)
    if practice.grown_from_id:
        near |= Q(pk=practice.grown_from_id)
    found = Practice.objects.visible_to(user).published().filter(near).select_related("published_revision")
    by_title = sorted(found, key=lambda each: (each.title.casefold(), each.pk))
    return Family(
        parent=next((each for each in by_title if each.pk == practice.grown_from_id), None),
        own_versions=[each for each in by_title if each.grown_from_id == practice.pk],
    )
