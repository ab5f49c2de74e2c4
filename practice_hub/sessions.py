"""Keeps people signed in while they use the hub, for HUB_SESSION_HOURS since their last page."""

import time

# Often enough for hours to be kept, seldom enough that reading a page rarely writes a row.
REFRESH_SECONDS = 600


class StaySignedIn:
    """Counts the hours of a session from the last use rather than from signing in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get("seen", 0) > REFRESH_SECONDS:
                request.session["seen"] = now
        return self.get_response(request)
