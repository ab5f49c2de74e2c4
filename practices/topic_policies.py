"""Who may do what to a topic, and the reason when they may not. In the manner of `policies`.

What topics somebody may know of is a matter of `Topic.objects.known_to_moderators`.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts import roles
from accounts.rules import Rules
from practices.models import Topic


def look_after(user: Any, topic: Topic | None = None) -> str | None:
    """Open the page of all topics."""
    if roles.helps_to_run(user):
        return None
    return _("Only moderators and administrators look after topics.")


def take_up(user: Any, topic: Topic) -> str | None:
    """Have readers browse what an author suggested."""
    reason = look_after(user)
    if reason:
        return reason
    if topic.is_curated:
        return _("This topic has been taken up already.")
    return None


def change(user: Any, topic: Topic) -> str | None:
    reason = look_after(user)
    if reason:
        return reason
    if not topic.is_curated:
        return _("This topic has not been taken up yet.")
    return None


RULES = Rules(look_after, take_up, change, merge=take_up)
why_not, can, require = RULES.why_not, RULES.can, RULES.require
