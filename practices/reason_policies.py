"""Who looks after the reasons that moderators choose from. In the manner of `policies`."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts import roles
from accounts.rules import Rules
from practices.models import ReturnReason


def look_after(user: Any, reason: ReturnReason | None = None) -> str | None:
    return None if roles.is_moderator(user) else _("Only moderators look after reasons for a return.")


require = Rules(look_after).require
