"""Keeping somebody out who does harm, and letting them in again. Nothing they wrote is deleted."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts import audit, mail, policies
from accounts.models import User
from practice_hub.sessions import end_sessions_of


@transaction.atomic
def block(*, person: User, by: User, why: str) -> User:
    """Close the account, end its sessions everywhere, and drop the mails to it that have not left."""
    person = _lock(person)
    policies.require(by, "block", person)
    person.is_active = False
    person.blocked_at, person.blocked_why = timezone.now(), why
    person.save(update_fields=["is_active", "blocked_at", "blocked_why"])
    # A closed account is signed in nowhere; else it would be again on the day it is opened.
    end_sessions_of(person)
    mail.drop_waiting(person)
    audit.record("person_blocked", on=person, by=by)
    return person


@transaction.atomic
def unblock(*, person: User, by: User) -> User:
    """Open the account again; the person signs in anew, and gets mail from now on."""
    person = _lock(person)
    policies.require(by, "unblock", person)
    person.is_active = True
    person.blocked_at, person.blocked_why = None, ""
    person.save(update_fields=["is_active", "blocked_at", "blocked_why"])
    audit.record("person_unblocked", on=person, by=by)
    return person


def _lock(person: User) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=person.pk)
