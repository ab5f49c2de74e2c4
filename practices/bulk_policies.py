"""Who may import many write-ups from one file. In the manner of `policies`."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts import roles
from accounts.rules import Rules


def import_in_bulk(user: Any, thing: None = None) -> str | None:
    """As drafts of somebody's, or published at once: the administrator answers for what nobody reviews."""
    if roles.is_administrator(user):
        return None
    return _("Only administrators can import many write-ups from a file.")


RULES = Rules(import_in_bulk)
why_not, can, require = RULES.why_not, RULES.can, RULES.require
