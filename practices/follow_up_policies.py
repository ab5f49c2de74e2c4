"""Who may do what to a follow-up, and the reason when they may not. In the manner of `policies`.

A link answers for the person that it was sent to, whether they are signed in or not: for its rules the person is the
follow-up's recipient.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts import roles
from accounts.rules import Rules
from practices import policies
from practices.choices import AdoptionStatus
from practices.models import Adoption, FollowUp, Practice

ASKED_ABOUT = frozenset({AdoptionStatus.TRYING, AdoptionStatus.IN_USE})


def lead(user: Any, adoption: Adoption) -> str | None:
    """Leads it now, and is still there to be asked."""
    if not user.is_active or adoption.lead_id != user.pk:
        return _("Somebody else leads this in your organisation now, and is asked instead of you.")
    if not roles.is_member(user, adoption.organisation_id):
        return _("You have left the organisation that this is about, so nobody asks you any more.")
    return policies.why_not(user, "read", adoption.practice)


def be_asked(user: Any, adoption: Adoption) -> str | None:
    """May be asked how it goes."""
    if reason := lead(user, adoption):
        return reason
    if not adoption.is_confirmed or adoption.status not in ASKED_ABOUT:
        return _(
            "Your organisation does not say any more that it uses this or tries it, so there is nothing to answer."
        )
    return None


def answer(user: Any, follow_up: FollowUp) -> str | None:
    """May answer, by the link that was sent to them."""
    if follow_up.recipient_id != user.pk:
        return _("This question was sent to somebody else.")
    if follow_up.is_answered:
        return _("You have answered this already. Thank you.")
    return be_asked(user, follow_up.adoption)


def tell_more(user: Any, follow_up: FollowUp) -> str | None:
    """May say what got better, and what would have helped, once and after the answer."""
    if follow_up.recipient_id != user.pk:
        return _("This question was sent to somebody else.")
    if follow_up.told_more_at:
        return _("We have what you told us. Thank you.")
    return lead(user, follow_up.adoption)


def pause(user: Any, adoption: Adoption) -> str | None:
    """May say that nobody is to be asked for some time, or that they are asked again."""
    if roles.is_manager(user, adoption.organisation_id):
        return None
    if not roles.is_member(user, adoption.organisation_id):
        return _("Only the organisation that adopts it can decide this.")
    if adoption.lead_id != user.pk:
        return _("Only a manager, or whoever leads this in your organisation, can decide this.")
    return None


def read_reports(user: Any, practice: Practice) -> str | None:
    """May read what teams that adopted it have reported to those who shared it."""
    if practice.published_revision is None:
        return _("This write-up is not published yet, so nobody has reported back.")
    if policies.is_author(user, practice) or policies.answers_for(user, practice):
        return policies.why_not(user, "read", practice)
    return _("Teams report back to the authors of a write-up, and to the managers of its organisation.")


def thank(user: Any, follow_up: FollowUp) -> str | None:
    """May thank whoever reported back, once."""
    if reason := read_reports(user, follow_up.adoption.practice):
        return reason
    if not follow_up.is_answered:
        return _("This team has not reported back yet.")
    if follow_up.recipient_id == user.pk:
        return _("This report is your own.")
    if follow_up.thanked_at:
        return _("They have been thanked already.")
    return None


RULES = Rules(lead, be_asked, answer, tell_more, pause, read_reports, thank)
why_not, can, require = RULES.why_not, RULES.can, RULES.require
