"""Who writes a practice beside its lead author."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from practices import policies
from practices.actions.locking import lock
from practices.actions.notifications import notify
from practices.models import Authorship, Notification, Practice


def colleagues_who_could_write(practice: Practice, by: Any) -> Any:
    """People in an organisation of the author's who do not write it yet.

    Only colleagues: an answer about anybody else would tell who has an account here.
    """
    return (
        User.objects.filter(
            is_active=True, memberships__status="active", memberships__organisation__in=by.organisations
        )
        .exclude(pk__in=practice.authorships.values("user"))
        .distinct()
        .order_by("display_name", "pk")
    )


@transaction.atomic
def add_co_author(*, practice: Practice, user: User, by: Any) -> Authorship:
    """Let a colleague edit the write-up; the colleague is told."""
    practice = lock(practice)
    policies.require(by, "manage_authors", practice)
    if not colleagues_who_could_write(practice, by).filter(pk=user.pk).exists():
        raise PermissionDenied(_("Choose a colleague who does not write this yet."))
    authorship = Authorship.objects.create(practice=practice, user=user)
    audit.record("co_author_added", on=practice, by=by, user=user.pk)
    notify(recipients=[user], kind=Notification.Kind.CO_AUTHOR, practice=practice, by=by)
    return authorship


@transaction.atomic
def remove_co_author(*, practice: Practice, authorship: Authorship, by: Any) -> None:
    """Take a co-author off the write-up. The lead author stays."""
    practice = lock(practice)
    policies.require(by, "manage_authors", practice)
    if authorship.is_lead:
        raise PermissionDenied(_("The lead author stays with the write-up."))
    audit.record("co_author_removed", on=practice, by=by, user=authorship.user_id)
    authorship.delete()
