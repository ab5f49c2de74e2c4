"""Who may do what to an offer or an ask of shadowing, and the reason when they may not. In the manner of `policies`.

Two people agree, and for each a manager of their organisation stands by it: never by their own, and where there is no
manager but themselves, a moderator does.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import roles
from accounts.models import Membership
from accounts.rules import Rules
from practices.models import Shadowing
from practices.shadowing_lifecycle import ARRANGED, ShadowingStatus, can_move

Status = ShadowingStatus


class Side(StrEnum):
    HOST = "host"
    GUEST = "guest"


def is_party(user: Any, shadowing: Shadowing) -> bool:
    return user.pk in (shadowing.posted_by_id, shadowing.other_id)


def post(user: Any, shadowing: Shadowing | None = None) -> str | None:
    """May offer or ask, and answer what others offer or ask."""
    if not user.is_authenticated:
        return _("Sign in first.")
    if not user.display_name:
        return _("Add your name to your account first, so that people know whom they agree with.")
    if not any(organisation.is_verified for organisation in user.organisations):
        return _("Join your organisation first: a manager in it, or a moderator, stands by what you agree on.")
    return None


def look(user: Any, shadowing: Shadowing | None = None) -> str | None:
    """May see what is offered and asked."""
    if roles.is_staff_of_any(user):
        return None
    return _("This is for people who belong to an organisation that is on the hub. Join yours first.")


def answer(user: Any, shadowing: Shadowing) -> str | None:
    """May ask about an offer, or offer what somebody asks for."""
    if shadowing.posted_by_id == user.pk:
        return _("This is your own.")
    if reason := post(user):
        return reason
    if shadowing.status != Status.OPEN:
        return _("Somebody else has answered this already.")
    if shadowing.until < timezone.localdate() or not shadowing.posted_by.is_active:
        return _("This is not listed any more.")
    return None


def agree(user: Any, shadowing: Shadowing) -> str | None:
    """May say yes to whoever has answered."""
    if shadowing.posted_by_id != user.pk:
        return _("Only whoever posted this can agree.")
    return _why_not_move(shadowing, Status.AGREED)


def let_go(user: Any, shadowing: Shadowing) -> str | None:
    """May say no to whoever has answered, or take one's own answer back; it is open to others again."""
    if not is_party(user, shadowing):
        return _("Only the two people concerned can do this.")
    return _why_not_move(shadowing, Status.OPEN)


def tick(user: Any, shadowing: Shadowing) -> str | None:
    """May say that one keeps what is confidential, as the guest."""
    if shadowing.guest != user:
        return _("Only the guest can say this.")
    if not shadowing.needs_checklist:
        return _("A call needs no list.")
    if shadowing.status != Status.AGREED:
        return _("This is for what is agreed, and not confirmed yet.")
    return _("You have said this already.") if shadowing.checklist_at else None


def confirm_host(user: Any, shadowing: Shadowing) -> str | None:
    """May stand by it for the organisation that is visited."""
    if reason := _why_not_stand_by(user, shadowing, Side.HOST):
        return reason
    if shadowing.needs_checklist and not shadowing.checklist_at:
        return _("The guest has to go through the list about confidentiality first.")
    return None


def confirm_guest(user: Any, shadowing: Shadowing) -> str | None:
    """May stand by it for the organisation that the guest is from."""
    return _why_not_stand_by(user, shadowing, Side.GUEST)


def finish(user: Any, shadowing: Shadowing) -> str | None:
    """May say, as the guest, that it has taken place, and what one learned."""
    if shadowing.guest != user:
        return _("Only the guest can say what they learned.")
    if reason := _why_not_move(shadowing, Status.DONE):
        return reason
    return None if shadowing.day <= timezone.localdate() else _("The day has not come yet.")


def call_off(user: Any, shadowing: Shadowing) -> str | None:
    """May end it: the two people at any time before it is over, and who stands by it once they have agreed."""
    if not (is_party(user, shadowing) or _stands_by_a_side(user, shadowing)):
        return _("Only the two people concerned, and who stands by it in their organisations, can call this off.")
    return _why_not_move(shadowing, Status.CALLED_OFF)


def read_in_full(user: Any, shadowing: Shadowing) -> str | None:
    """May see who agreed with whom on what."""
    if is_party(user, shadowing) or Shadowing.objects.to_look_after(user).filter(pk=shadowing.pk).exists():
        return None
    return _("Only the two people concerned, and who stands by it in their organisations, see this.")


def sides_to_confirm(user: Any, shadowing: Shadowing) -> list[Side]:
    return [side for side in Side if RULES.can(user, f"confirm_{side}", shadowing)]


def is_confirmed(shadowing: Shadowing, side: Side) -> bool:
    return getattr(shadowing, f"{side}_confirmed_at") is not None


def managers_beside(shadowing: Shadowing, side: Side) -> list[Any]:
    """The managers of that side's organisation who are neither of the two."""
    organisation = shadowing.host_organisation if side == Side.HOST else shadowing.guest_organisation
    rows = Membership.objects.managers().of_open_accounts().filter(organisation=organisation).select_related("user")
    return [row.user for row in rows if not is_party(row.user, shadowing)]


def _why_not_stand_by(user: Any, shadowing: Shadowing, side: Side) -> str | None:
    if is_party(user, shadowing):
        return _("Somebody else stands by what you agree on yourself.")
    if not _stands_by(user, shadowing, side):
        return _("Only a manager of the organisation can confirm this, or a moderator where it has none.")
    if shadowing.status not in ARRANGED:
        return _("This is for what both have agreed on.")
    return _("This has been confirmed already.") if is_confirmed(shadowing, side) else None


def _stands_by(user: Any, shadowing: Shadowing, side: Side) -> bool:
    managers = managers_beside(shadowing, side)
    return user in managers if managers else roles.is_moderator(user)


def _stands_by_a_side(user: Any, shadowing: Shadowing) -> bool:
    return shadowing.is_arranged and any(_stands_by(user, shadowing, side) for side in Side)


def _why_not_move(shadowing: Shadowing, wanted: str) -> str | None:
    if can_move(shadowing.status, wanted):
        return None
    return _("This is not possible any more: it is “%(status)s” now.") % {"status": shadowing.get_status_display()}


RULES = Rules(look, post, answer, agree, let_go, tick, confirm_host, confirm_guest, finish, call_off, read_in_full)
why_not, can, require = RULES.why_not, RULES.can, RULES.require
