"""Where a request was sent from, by the browser's word: for pages that are the same for all, and hold no token."""

from django.http import HttpRequest

SAME_ORIGIN = "same-origin"


def is_of_another_site(request: HttpRequest) -> bool:
    """False also for what says nothing, such as an old browser."""
    return request.headers.get("Sec-Fetch-Site", SAME_ORIGIN) != SAME_ORIGIN
