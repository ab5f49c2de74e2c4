"""What administrators change about a person, and whose an address is."""

from __future__ import annotations

from django.db import transaction

from accounts import audit, policies
from accounts.models import User


@transaction.atomic
def change_hub_roles(*, person: User, is_moderator: bool, is_administrator: bool, by: User) -> User:
    """Say whether somebody is a moderator and whether an administrator; neither includes the other."""
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    before = _roles(person)
    after = {"moderator": is_moderator, "administrator": is_administrator}
    if before == after:
        return person
    policies.require(by, "change_standing", person)
    person.is_moderator = is_moderator
    person.is_superuser = person.is_staff = is_administrator
    person.save(update_fields=["is_moderator", "is_superuser", "is_staff"])
    audit.record("person_roles_changed", on=person, by=by, before=before, after=after)
    return person


@transaction.atomic
def open_or_close(*, person: User, is_active: bool, by: User) -> User:
    """Close somebody's account, which ends their sessions at once, or open it again. Nothing is deleted.

    Whoever was blocked is let in again by opening it.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.is_active == is_active:
        return person
    policies.require(by, "change_standing", person)
    person.is_active = is_active
    person.blocked_at, person.blocked_why = None, ""
    person.save(update_fields=["is_active", "blocked_at", "blocked_why"])
    audit.record("account_reopened" if is_active else "account_closed", on=person, by=by)
    return person


@transaction.atomic
def make_way_for_owner(*, email: str, owner: User) -> None:
    """Remove accounts that were opened with this address by somebody who never proved that it is theirs.

    Otherwise anybody could keep the owner out by opening an account in their name. Nobody can have
    signed in to such an account, so nothing is lost.
    """
    namesakes = User.objects.filter(email__iexact=email, last_login=None, is_staff=False, memberships=None)
    for person in namesakes.exclude(pk=owner.pk).exclude(emailaddress__verified=True):
        audit.record("unproven_account_removed", on=person, by=owner)
        person.delete()


def _roles(person: User) -> dict[str, bool]:
    return {"moderator": person.is_moderator, "administrator": person.is_superuser}
