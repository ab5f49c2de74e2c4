"""What a page says about following the thing that it is of."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from practices import following_policies
from practices.models import Follow, SavedSearch
from practices.models.follow import name_of
from practices.search_address import told_of


def follow_button(user: Any, target: Any) -> dict[str, Any]:
    """For practices/following/_follow.html: one statement, and none for visitors, whose page is the same for all."""
    follow = Follow.objects.of(user).on(target).first() if user.is_authenticated else None
    return {
        "follow": follow,
        "is_offered": not user.is_authenticated or following_policies.can(user, "follow", target),
        "address": reverse(f"follow_{name_of(target)}", args=[target.pk if name_of(target) == "need" else target.slug]),
    }


def search_to_save(request: Any, filterset: Any) -> dict[str, Any]:
    """For practices/following/_save_search.html: the search of this page, and whether the reader has saved it."""
    told = told_of(request.GET, filterset)
    is_asked = bool(told and request.user.is_authenticated)
    is_saved = is_asked and SavedSearch.objects.of(request.user).asking(dict(told.lists())).exists()
    return {"query": told.urlencode(), "is_saved": is_saved}
