"""Who holds which role. Every question about a role is asked here, for signed-out visitors too."""

from __future__ import annotations

from typing import Any


def is_moderator(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active and user.is_moderator)


def is_administrator(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active and user.is_superuser)


def helps_to_run(user: Any) -> bool:
    """Whether the person has a role in the running of the hub, beside or instead of one in an organisation."""
    return is_moderator(user) or is_administrator(user)


def is_member(user: Any, organisation_id: int | None) -> bool:
    """Whether the person actively belongs to that organisation, in any role."""
    return bool(user.is_authenticated and organisation_id in user.memberships_by_organisation)


def is_manager(user: Any, organisation_id: int | None) -> bool:
    if not is_member(user, organisation_id):
        return False
    return bool(user.memberships_by_organisation[organisation_id].is_manager)


def is_staff_of_any(user: Any) -> bool:
    """Whether what is shared with “signed-in staff” is shared with this person.

    An account alone is not enough, since anybody can open one: it takes a verified organisation, or a
    role in the running of the hub.
    """
    if not user.is_authenticated:
        return False
    if helps_to_run(user):
        return True
    return any(organisation.is_verified for organisation in user.organisations)
