"""Who may follow things and save searches, and change what they follow. In the manner of `policies`.

Whether somebody may see what they would follow is asked by `visible_to`, before.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.rules import Rules
from practices import policies
from practices.models import Follow, Need, Practice, SavedSearch


def follow(user: Any, thing: Any = None) -> str | None:
    if not user.is_authenticated:
        return _("Sign in first.")
    if isinstance(thing, Practice) and policies.is_author(user, thing):
        return _("You wrote this, so you are told of it in any case.")
    if isinstance(thing, Need) and thing.asked_by_id == user.pk:
        return _("You asked this, so you are told of answers in any case.")
    return None


def save_search(user: Any, thing: Any = None) -> str | None:
    return None if user.is_authenticated else _("Sign in first.")


def change(user: Any, thing: Follow | SavedSearch) -> str | None:
    return None if thing.person_id == user.pk else _("This is somebody else’s.")


RULES = Rules(follow, save_search, change)
why_not, can, require = RULES.why_not, RULES.can, RULES.require
