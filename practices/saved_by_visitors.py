"""What visitors save: kept in their session alone, and carried into their account when they sign in.

A visitor has no session before they save something, so that the pages that are the same for everybody stay so.
"""

from __future__ import annotations

from typing import Any

from practices.actions import collections

SESSION_KEY = "saved_practices"
MOST_SAVED = 50


def keys(session: Any) -> list[int]:
    """The keys of the practices, what was saved last first."""
    return list(session.get(SESSION_KEY, []))


def add(session: Any, practice: Any) -> bool:
    """Save it; False where there is no more room."""
    saved = keys(session)
    if practice.pk in saved:
        return True
    if len(saved) >= MOST_SAVED:
        return False
    session[SESSION_KEY] = [practice.pk, *saved]
    session.set_expiry(0)  # many care teams share a computer: it goes when the browser is closed
    return True


def take_out(session: Any, practice: Any) -> None:
    session[SESSION_KEY] = [key for key in keys(session) if key != practice.pk]


def carry_over(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    """Somebody has signed in: what this browser saved is theirs. The oldest goes in first, so that the order stays."""
    if saved := request.session.pop(SESSION_KEY, []):
        collections.carry_over(keys=saved[::-1], by=user)
