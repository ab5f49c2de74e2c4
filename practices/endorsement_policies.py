"""Who may report or decide about an endorsement, and the reason when they may not. In the manner of `policies`.

Whose endorsement waits for a moderator is the same as with comments: `comment_policies.must_wait`.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts import roles
from practices import policies
from practices.models import Endorsement


def why_not_report(user: Any, endorsement: Endorsement) -> str | None:
    if not user.is_authenticated:
        return _("Sign in first.")
    if endorsement.user_id == user.pk:
        return _("This endorsement is your own. You can change or withdraw it.")
    if not endorsement.is_shown:
        return _("This endorsement is not shown to others.")
    return policies.read(user, endorsement.practice)


def why_not_decide(user: Any, endorsement: Endorsement) -> str | None:
    """Show or hide it, as a moderator."""
    if not roles.is_moderator(user):
        return _("Only moderators can decide about endorsements.")
    if endorsement.user_id == user.pk:
        return _("Someone else must decide about an endorsement of yours.")
    if policies.is_author(user, endorsement.practice):
        return _("Someone else must decide about endorsements of a write-up of yours.")
    return policies.read(user, endorsement.practice)


def require_decide(user: Any, endorsement: Endorsement) -> None:
    """Raise PermissionDenied with the reason, or do nothing."""
    _require(why_not_decide(user, endorsement))


def require_report(user: Any, endorsement: Endorsement) -> None:
    _require(why_not_report(user, endorsement))


def _require(reason: str | None) -> None:
    if reason:
        raise PermissionDenied(reason)
