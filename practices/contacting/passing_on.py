"""Passes on what nobody has answered in time; what the worker does once an hour.

Each message by itself: its row is locked, and whether it is still due is asked again. Where it is now is written in
one transaction with the mail, so that a worker that is killed has passed nothing on, and another at the same moment
waits and finds nothing left.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from practices.actions import contact_messages
from practices.contacting.steps import WORKING_DAYS
from practices.models import ContactMessage
from practices.review_times import after_working_days

# Fewer days than this have never ten working days among them: from Sunday to Friday of the second week.
FEWEST_DAYS = timedelta(days=12)


def send() -> int:
    """How many messages were passed on, or given up."""
    old = ContactMessage.objects.waiting().filter(step_since__lte=timezone.now() - FEWEST_DAYS)
    keys = old.order_by("step_since", "pk").values_list("pk", "step_since")
    return sum(_pass_on(key) for key, since in keys if _is_due(since))


@transaction.atomic
def _pass_on(key: int) -> bool:
    message = ContactMessage.objects.waiting().for_page().filter(pk=key).first()
    if message is None:
        return False
    message = contact_messages.locked(message)
    if not (message.is_waiting and _is_due(message.step_since)):
        return False
    contact_messages.pass_on(message=message, step=message.step, by=None)
    return True


def _is_due(since: datetime) -> bool:
    return after_working_days(since, WORKING_DAYS) <= timezone.now()
