"""Who may ask for what they did not find, and who answers. In the manner of `policies`.

Somebody reads what they asked for themselves; moderators read everything.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts import roles
from accounts.rules import Rules
from practices.models import Need


def ask(user: Any, need: Need | None = None) -> str | None:
    if not user.is_authenticated:
        return _("Sign in first.")
    if not user.display_name:
        return _("Add your name to your account first, so that the moderators know whom they answer.")
    return None


def look_after(user: Any, need: Need | None = None) -> str | None:
    """Open the list of what waits for an answer."""
    return None if roles.is_moderator(user) else _("Only moderators see what others ask for.")


def answer(user: Any, need: Need) -> str | None:
    if reason := look_after(user):
        return reason
    if need.asked_by_id == user.pk:
        return _("Somebody else answers what you asked for.")
    if need.answers.shown().exists():
        return _("A colleague has answered this already.")
    return None


RULES = Rules(ask, look_after, answer)
why_not, can, require = RULES.why_not, RULES.can, RULES.require
