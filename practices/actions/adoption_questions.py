"""Readers ask a team how it went; the hub passes it on, and shows nobody an address."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts import audit
from practices import adoption_policies, contact, daily_limits
from practices.actions.locking import lock, lock_person
from practices.models import Adoption, ContactMessage


@transaction.atomic
def ask(*, adoption: Adoption, by: Any, message: str) -> ContactMessage:
    """Queue a mail to whoever leads it; raises LimitReached. The words are kept in the queue alone."""
    practice = lock(adoption.practice)
    lock_person(by)
    adoption = Adoption.objects.for_page().get(pk=adoption.pk)
    adoption_policies.require(by, "ask", adoption)
    daily_limits.within(contact.why_not_ask(by, adoption))
    contact.queue_question(adoption=adoption, sender=by, message=message)
    sent = ContactMessage.objects.create(practice=practice, adoption=adoption, sender=by)
    audit.record("adoption_asked_about", on=adoption, by=by, message=sent.pk)
    return sent
