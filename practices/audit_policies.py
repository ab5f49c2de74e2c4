"""Who may do what to an audit, and the reason when they may not. In the manner of `policies`.

Managers of the organisation set it up and finish it; those of its members who are named as checkers score. What of
it somebody may see at all is a matter of `Audit.objects.visible_to`, and answers 404.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts import roles
from accounts.rules import Rules
from practices import policies
from practices.choices import AdoptionStatus, AuditStatus
from practices.models import Adoption, Audit, AuditChecker, Practice


def seat_of(user: Any, audit: Audit) -> AuditChecker | None:
    """Where the person checks, if they do."""
    if not roles.is_member(user, audit.organisation_id):
        return None
    return next((seat for seat in audit.checkers.all() if seat.user_id == user.pk), None)


def set_up_for_adoption(user: Any, adoption: Adoption) -> str | None:
    if not roles.is_manager(user, adoption.organisation_id):
        return _("Only managers of the organisation can set up a check.")
    if not adoption.is_confirmed or adoption.status not in (AdoptionStatus.TRYING, AdoptionStatus.IN_USE):
        return _("There is nothing to check yet: say first that your team is trying this, or uses it.")
    return policies.read(user, adoption.practice)


def set_up_for_own(user: Any, practice: Practice) -> str | None:
    if not policies.answers_for(user, practice):
        return _(
            "Only managers of the organisation that this is from can set up a check. Record first that you use it."
        )
    if practice.retired_at:
        return _("This write-up is retired.")
    return policies.read(user, practice)


def read(user: Any, audit: Audit) -> str | None:
    if not (roles.is_manager(user, audit.organisation_id) or seat_of(user, audit)):
        return _("Only its checkers and the managers of its organisation see this.")
    return policies.read(user, audit.practice)


def manage(user: Any, audit: Audit) -> str | None:
    if not roles.is_manager(user, audit.organisation_id):
        return _("Only managers of the organisation can do this.")
    return read(user, audit)


def draw(user: Any, audit: Audit) -> str | None:
    if reason := manage(user, audit):
        return reason
    return None if audit.status == AuditStatus.PLANNED else _("The sample has been drawn already.")


def discard(user: Any, audit: Audit) -> str | None:
    """Throw it away: before the draw alone, so that nobody draws again because they did not like what they found."""
    return draw(user, audit)


def name_checkers(user: Any, audit: Audit) -> str | None:
    if reason := manage(user, audit):
        return reason
    return _("This audit is finished.") if audit.status == AuditStatus.FINISHED else None


def score(user: Any, audit: Audit) -> str | None:
    seat = seat_of(user, audit)
    if seat is None:
        return _("Only those who are named as checkers score.")
    if audit.status == AuditStatus.PLANNED:
        return _("The sample has not been drawn yet.")
    if audit.status == AuditStatus.FINISHED:
        return _("This audit is finished.")
    if seat.finished_at:
        return _("You have finished scoring.")
    return read(user, audit)


def finish(user: Any, audit: Audit) -> str | None:
    if reason := manage(user, audit):
        return reason
    if audit.status != AuditStatus.SCORING:
        return _("There is nothing to finish at the moment.")
    if not any(seat.finished_at for seat in audit.checkers.all() if not seat.is_second):
        return _("The first checker has not finished scoring yet.")
    return None


RULES = Rules(set_up_for_adoption, set_up_for_own, read, manage, draw, discard, name_checkers, score, finish)
why_not, can, require = RULES.why_not, RULES.can, RULES.require
