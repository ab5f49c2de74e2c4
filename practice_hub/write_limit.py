"""One limit on all that writes, whichever page it goes to and whichever server answers.

It is far above what anybody does by hand, saving while they type included, and stops a script. What single things
may be done in a day is less, and stands beside them (practices/daily_limits.py, ACCOUNT_RATE_LIMITS in the settings).
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import WriteCount
from practice_hub.views import too_many_writes

logger = logging.getLogger(__name__)

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
HOUR = timedelta(hours=1)
OF_A_PERSON = 2000  # somebody who pauses every two seconds sends this much by autosave
FROM_AN_ADDRESS = 6000  # without signing in: a council's staff may share one address on the network


class WriteLimit:
    """Answers 429 to whoever has sent too much within an hour. What was typed is kept, where its page can show it."""

    def __init__(self, get_response: Any):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = self.get_response(request)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method in SAFE_METHODS:
            return None
        until = _must_wait_until(request)
        if until is None:
            return None
        logger.warning("writes limited", extra={"person": request.user.pk})
        return too_many_writes(request, until, max(1, int((until - timezone.now()).total_seconds())))


def _must_wait_until(request: HttpRequest) -> datetime | None:
    if request.user.is_authenticated:
        who, most = f"person {request.user.pk}", OF_A_PERSON
    else:
        # Only to tell addresses apart: none can be read out of the table.
        address = salted_hmac("practice_hub.write_limit", get_adapter().get_client_ip(request)).hexdigest()
        who, most = f"address {address}", FROM_AN_ADDRESS
    counted = WriteCount.objects.add(who)
    until: datetime = counted.since + HOUR
    return until if counted.writes > most else None
