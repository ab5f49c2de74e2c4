"""Who says which topics they know. In the manner of `policies`."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts import roles
from accounts.rules import Rules


def choose(user: Any, topics: Any = None) -> str | None:
    return None if roles.is_moderator(user) else _("Only moderators say which topics they know.")


require = Rules(choose).require
