"""Who can be named in an organisation's own records, and who is told of what happens in it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation, User


def members_of(organisation: Organisation) -> Any:
    """The members whose account is open, by name."""
    members = Membership.objects.active().of_open_accounts().filter(organisation=organisation)
    return User.objects.filter(pk__in=members.values("user")).order_by("display_name", "pk")


def managers_of(organisation: Organisation) -> list[Any]:
    """Those of its managers whose account is open: whom something in the organisation is told."""
    rows = Membership.objects.managers().of_open_accounts().filter(organisation=organisation)
    return [row.user for row in rows.select_related("user")]


def require_members(organisation: Organisation, *people: Any) -> None:
    """Raise PermissionDenied where somebody is none of its members."""
    for person in people:
        if not members_of(organisation).filter(pk=person.pk).exists():
            raise PermissionDenied(_("Choose somebody who belongs to the organisation."))
