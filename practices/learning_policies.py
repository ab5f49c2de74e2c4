"""Who may do what with what adopters learn: briefings, suggestions, findings, and what is released. As in `policies`.

Learning is the team's own. Others are told what the organisation that adopts a practice has chosen to tell.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts import roles
from accounts.rules import Rules
from practices import adoption_policies, audit_policies, policies
from practices.choices import AuditRelease, AuditStatus
from practices.lifecycle import Status
from practices.models import Adoption, Audit, AuditFinding, Practice, Suggestion


def brief(user: Any, adoption: Adoption) -> str | None:
    """May record that colleagues were briefed."""
    if reason := adoption_policies.change(user, adoption):
        return reason
    if not adoption.is_going_on:
        return _("Only teams that take part are briefed: a manager confirms first that you use this.")
    return policies.why_not(user, "read", adoption.practice)


def suggest(user: Any, adoption: Adoption) -> str | None:
    """May suggest a change to the owners of what the team has adopted."""
    if reason := adoption_policies.change(user, adoption):
        return reason
    if not adoption.is_confirmed:
        return _("A manager confirms first that you use it.")
    return _can_be_changed(user, adoption.practice)


def suggest_after(user: Any, audit: Audit) -> str | None:
    """May suggest a change with a finding of this audit."""
    return add_finding(user, audit) or _can_be_changed(user, audit.practice)


def _can_be_changed(user: Any, practice: Practice) -> str | None:
    if practice.status != Status.PUBLISHED:
        return _("This write-up is not published, so nobody changes it.")
    return policies.why_not(user, "read", practice)


def accept(user: Any, suggestion: Suggestion) -> str | None:
    """May take it up into a draft."""
    if reason := policies.follow(user, suggestion.practice):
        return reason
    if not suggestion.is_open:
        return _("This has been answered already.")
    return policies.edit(user, suggestion.practice)


def decline(user: Any, suggestion: Suggestion) -> str | None:
    """May say why not: also of one that was accepted, for as long as readers do not have it."""
    if reason := policies.follow(user, suggestion.practice):
        return reason
    if suggestion.is_taken:
        return _("This is published. Change the write-up instead.")
    if suggestion.decided_at and not suggestion.revision_id:
        return _("This has been answered already.")
    return None


def add_finding(user: Any, audit: Audit) -> str | None:
    """May say what a check found and what follows: its checkers, and managers of the organisation."""
    if reason := audit_policies.read(user, audit):
        return reason
    if audit.status != AuditStatus.FINISHED:
        return _("Finish the check first: what it found is known then.")
    return None


def settle(user: Any, finding: AuditFinding) -> str | None:
    """May say that an action is done, or that it is not done after all."""
    if finding.who_id == user.pk and roles.is_member(user, finding.audit.organisation_id):
        return None
    return audit_policies.manage(user, finding.audit)


def drop(user: Any, finding: AuditFinding) -> str | None:
    """May take a finding away, while nobody else has been told of it."""
    if finding.proposes_change_id:
        return _("The owners of the write-up have been told of this.")
    if finding.made_by_id == user.pk:
        return add_finding(user, finding.audit)
    return audit_policies.manage(user, finding.audit)


def release(user: Any, audit: Audit) -> str | None:
    """May choose what others are told of it, and when it is checked again."""
    if reason := audit_policies.manage(user, audit):
        return reason
    return None if audit.status == AuditStatus.FINISHED else _("Only a finished check can be shown to others.")


def read_result(user: Any, audit: Audit) -> str | None:
    """May read the organisation's own result: itself, and managers of those it has named."""
    if audit_policies.can(user, "read", audit):
        return None
    named = [share.organisation_id for share in audit.shares.all()]
    if audit.release == AuditRelease.RESULT and any(roles.is_manager(user, each) for each in named):
        return policies.why_not(user, "read", audit.practice)
    return _("This is for the organisation that was checked, and for those that it names.")


RULES = Rules(brief, suggest, suggest_after, accept, decline, add_finding, settle, drop, release, read_result)
why_not, can, require = RULES.why_not, RULES.can, RULES.require
