"""Who looks after the sector's terms, and the reason why others may not. In the manner of `policies`."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts import roles
from accounts.rules import Rules
from practices.models import Term


def look_after(user: Any, term: Term | None = None) -> str | None:
    """Read the list of terms, and change it."""
    if roles.helps_to_run(user):
        return None
    return _("Only moderators and administrators look after terms.")


require = Rules(look_after).require
