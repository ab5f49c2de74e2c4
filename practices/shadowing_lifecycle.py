"""The life of an offer or an ask of shadowing: its statuses, and which may follow which. Imports nothing of ours."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ShadowingStatus(TextChoices):
    OPEN = "open", _("Open")
    ASKED = "asked", _("Somebody has asked")
    AGREED = "agreed", _("Agreed, to be confirmed")
    CONFIRMED = "confirmed", _("Confirmed")
    DONE = "done", _("Done")
    CALLED_OFF = "called_off", _("Called off")


NEXT: dict[ShadowingStatus, frozenset[ShadowingStatus]] = {
    ShadowingStatus.OPEN: frozenset({ShadowingStatus.ASKED, ShadowingStatus.CALLED_OFF}),
    ShadowingStatus.ASKED: frozenset({ShadowingStatus.AGREED, ShadowingStatus.OPEN, ShadowingStatus.CALLED_OFF}),
    ShadowingStatus.AGREED: frozenset({ShadowingStatus.CONFIRMED, ShadowingStatus.CALLED_OFF}),
    ShadowingStatus.CONFIRMED: frozenset({ShadowingStatus.DONE, ShadowingStatus.CALLED_OFF}),
    ShadowingStatus.DONE: frozenset(),
    ShadowingStatus.CALLED_OFF: frozenset(),
}
# Both have said yes, so their managers are asked.
ARRANGED = frozenset({ShadowingStatus.AGREED, ShadowingStatus.CONFIRMED})


def can_move(current: str, wanted: str) -> bool:
    return ShadowingStatus(wanted) in NEXT[ShadowingStatus(current)]
