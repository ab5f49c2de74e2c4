"""Who may do what to an adoption, and the reason when they may not. In the manner of `policies`.

A member proposes and a manager confirms. Others learn of an adoption by the practice's page, as far as it allows;
its own page is for its organisation, and for moderators, who are told of harm.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts import roles
from accounts.rules import Rules
from practices import policies
from practices.choices import AdopterShownAs
from practices.lifecycle import Status
from practices.models import Adoption


def read(user: Any, adoption: Adoption) -> str | None:
    """May open its own page."""
    if roles.is_member(user, adoption.organisation_id):
        return None
    if adoption.is_confirmed and roles.is_moderator(user):
        return None
    return _("Only the organisation that adopts it can open this page.")


def confirm(user: Any, adoption: Adoption) -> str | None:
    """May stand by what a member proposed, or decline it."""
    if not roles.is_manager(user, adoption.organisation_id):
        return _("Only managers of the organisation can confirm this.")
    if adoption.is_confirmed:
        return _("This has been confirmed already.")
    return None


def change(user: Any, adoption: Adoption) -> str | None:
    """May change what it says: its status, its steps, how readers are told of it."""
    if roles.is_manager(user, adoption.organisation_id):
        return None
    if not roles.is_member(user, adoption.organisation_id):
        return _("Only the organisation that adopts it can change this.")
    if adoption.is_confirmed and adoption.lead_id != user.pk:
        return _("Only a manager, or whoever leads this in your organisation, can change it.")
    if not adoption.is_confirmed and adoption.proposed_by_id != user.pk:
        return _("Only a manager, or whoever proposed this, can change it before it is confirmed.")
    return None


def remove(user: Any, adoption: Adoption) -> str | None:
    """May take it off the hub as if it had never been recorded. What has begun is stopped instead."""
    if reason := change(user, adoption):
        return reason
    if adoption.is_confirmed:
        return _("This is confirmed. Say that you stopped, and why: that helps others, too.")
    return None


def ask(user: Any, adoption: Adoption) -> str | None:
    """May write to whoever leads it, through the hub."""
    if roles.is_member(user, adoption.organisation_id):
        return _("This is your own organisation’s.")
    is_told = adoption.is_confirmed and adoption.shown_as != AdopterShownAs.COUNTED
    if not (is_told and adoption.is_askable and adoption.lead):
        return _("This team has not said that it can be asked.")
    if not adoption.lead.is_active or not roles.is_member(adoption.lead, adoption.organisation_id):
        return _("Whoever led this has left the organisation.")
    return policies.why_not(user, "take_part", adoption.practice)


def grow(user: Any, adoption: Adoption) -> str | None:
    """May begin a write-up of the organisation's own version."""
    if reason := change(user, adoption):
        return reason
    if not adoption.is_confirmed:
        return _("A manager confirms first that you use it.")
    if adoption.practice.status not in {Status.PUBLISHED, Status.RETIRED}:
        return _("This write-up is not published.")
    return policies.why_not(user, "read", adoption.practice)


def follow_upstream(user: Any, adoption: Adoption) -> str | None:
    """May decide what becomes of it now that the practice has a newer revision."""
    if reason := change(user, adoption):
        return reason
    if not adoption.is_going_on:
        return _("You can decide this of what you use, try or consider.")
    if reason := policies.why_not(user, "read", adoption.practice):
        return reason
    if adoption.practice.shown.number <= adoption.revision.number:
        return _("There is nothing newer than what you took up.")
    return None


RULES = Rules(read, confirm, change, remove, ask, grow, follow_upstream)
why_not, can, require = RULES.why_not, RULES.can, RULES.require
