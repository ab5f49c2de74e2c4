"""How much programs may read in an hour: by their token, or else by their address on the network.

Reading must not write a row each time. So each web process counts for itself, and tells the database after so many,
which answers with what all processes have told. A limit is passed by that many for each process at most.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import WriteCount
from practices.api.problems import Problem
from practices.api.tokens import Caller

HOUR = timedelta(hours=1)
BY_TOKEN = 5000
EXPORTS = 100  # each may be the whole hub
FROM_AN_ADDRESS = 2000  # without a token: a council's staff may share one address on the network
TOLD_AFTER = 25
MOST_REMEMBERED = 10_000  # callers


@dataclass
class Count:
    """Of one caller, in this process: what was not told yet, what all had told by then, and until when that counts."""

    untold: int = 0
    told: int = 0
    until: float = math.inf


class Counts:
    def __init__(self) -> None:
        self._counts: OrderedDict[str, Count] = OrderedDict()
        self._lock = Lock()

    def add(self, who: str) -> tuple[int, int]:
        """How much this caller has read in their hour, this included, and the seconds until the next one begins."""
        with self._lock:
            count = self._of(who)
            count.untold += 1
            if not count.told and count.until == math.inf:
                count.until = time.time() + HOUR.total_seconds()
            tells = count.untold >= TOLD_AFTER
            if tells:
                count.untold = 0
        if tells:
            row = WriteCount.objects.add(who, TOLD_AFTER)
            count.told = row.writes
            count.until = time.time() + (row.since + HOUR - timezone.now()).total_seconds()
        return count.told + count.untold, max(1, math.ceil(count.until - time.time()))

    def clear(self) -> None:
        with self._lock:
            self._counts.clear()

    def _of(self, who: str) -> Count:
        count = self._counts.get(who)
        if count is None or count.until <= time.time():
            count = self._counts[who] = Count()
        self._counts.move_to_end(who)
        while len(self._counts) > MOST_REMEMBERED:
            self._counts.popitem(last=False)
        return count


COUNTS = Counts()


def count(request: HttpRequest, caller: Caller) -> None:
    """Count this request; Problem 429 for whoever has read too much."""
    if caller.token:
        who, most = f"token {caller.token.pk}", BY_TOKEN
    else:
        who, most = address_of(request), FROM_AN_ADDRESS
    wait(who, most)


def count_exports(request: HttpRequest) -> None:
    """The same of somebody who takes whole lists as files."""
    if request.user.is_authenticated:
        wait(f"exports {request.user.pk}", EXPORTS)
    else:
        wait(f"exports {address_of(request)}", EXPORTS)


def wait(who: str, most: int) -> None:
    read, seconds = COUNTS.add(who)
    if read > most:
        detail = _("At most %(most)d requests an hour. Try again in %(seconds)d seconds.")
        raise Problem(429, detail % {"most": most, "seconds": seconds}, headers={"Retry-After": str(seconds)})


def address_of(request: HttpRequest) -> str:
    """Only to tell addresses apart: none can be read out of the table."""
    address = salted_hmac("practices.api.throttling", get_adapter().get_client_ip(request)).hexdigest()
    return f"reads {address}"
