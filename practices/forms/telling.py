"""What nobody may write where others read it: numbers and addresses that belong to one person."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Organisation
from practices import identifiers
from practices.auditing.cases import tells_of_a_case
from practices.identifiers import Kind, Known
from practices.identifying import names_in
from practices.models import Practice

BLOCKING = frozenset(kind for kind in Kind if kind.blocks)


NOTHING = Known()


def telling_nobody(text: str, kinds: Collection[Kind] = BLOCKING, known: Known = NOTHING) -> str:
    """The text, if it has nothing of these kinds but what is known. Raises ValidationError with what has to go."""
    if found := identifiers.find(text, kinds=kinds, known=known):
        told = ", ".join(text[each.start : each.end] for each in found)
        raise ValidationError(_("Take this out, since it may tell who a person is: %(told)s") % {"told": told})
    return text


def telling_of_no_case(text: str) -> str:
    """The text, if it is about how a team works. Raises ValidationError with what looks like a case."""
    if found := tells_of_a_case(text):
        words = _("Say how your team works, and nothing of a case. Take this out: %(told)s")
        raise ValidationError(words % {"told": ", ".join(found)})
    return text


def known_names(practice: Practice, organisations: Collection[Organisation]) -> Known:
    """What a team may name: what the write-up itself names, and the organisations that speak."""
    known = names_in(practice, practice.shown) if practice.is_published else Known()
    return Known(places=known.places, names=[*known.names, *(each.name for each in organisations)])
