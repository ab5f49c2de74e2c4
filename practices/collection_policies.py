"""Who may do what to a collection of saved practices. In the manner of `policies`.

Who may read one at all is a matter of `Collection.objects.visible_to`; what of it, of each practice in it.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.rules import Rules
from practices.models import Collection


def change(user: Any, collection: Collection) -> str | None:
    """Rename it, put something in or take it out, say who may read it, or delete it."""
    return None if collection.owner_id == user.pk else _("Only whoever keeps this collection can change it.")


def make(user: Any, collection: Collection | None = None) -> str | None:
    return None if user.is_authenticated else _("Sign in first.")


RULES = Rules(change, make)
why_not, can, require = RULES.why_not, RULES.can, RULES.require
