"""Keeps people signed in while they use the hub, for HUB_SESSION_HOURS since their last page; and ends sessions."""

import time

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from practice_hub import kept_text

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


def end_sessions_of(person):
    """Delete the sessions in which they are signed in, and those that keep something that they typed."""
    for session in Session.objects.iterator():
        said = session.get_decoded()
        kept = said.get(kept_text.SESSION_KEY, {}).values()
        if said.get(SESSION_KEY) == str(person.pk) or any(entry["user"] == person.pk for entry in kept):
            session.delete()
