"""Where a button was pressed, for the page that follows."""

from __future__ import annotations

from typing import Any

from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request: Any, otherwise: str) -> str:
    """What the form says as `next`; something else where it says nothing, or no page of ours."""
    back: str = request.POST.get("next", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours else otherwise
