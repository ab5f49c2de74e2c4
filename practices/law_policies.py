"""Who looks after the register of law and guidance. In the manner of `policies`."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts import roles
from accounts.rules import Rules


def look_after(user: Any, thing: None = None) -> str | None:
    return None if roles.is_moderator(user) else _("Only moderators look after the register of law and guidance.")


RULES = Rules(look_after)
why_not, can, require = RULES.why_not, RULES.can, RULES.require
