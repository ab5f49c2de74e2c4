"""What nobody may write where others read it: numbers and addresses that belong to one person."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from practices import identifiers
from practices.identifiers import Kind

BLOCKING = frozenset(kind for kind in Kind if kind.blocks)


def telling_nobody(text: str, kinds: Collection[Kind] = BLOCKING) -> str:
    """The text, if it has nothing of these kinds. Raises ValidationError with what has to go."""
    if found := identifiers.find(text, kinds=kinds):
        told = ", ".join(text[each.start : each.end] for each in found)
        raise ValidationError(_("Take this out, since it may tell who a person is: %(told)s") % {"told": told})
    return text
