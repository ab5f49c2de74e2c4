"""Who may do what to an organisation, its members, and other people's roles; and the reason when they may not.

In the manner of practices/policies.py: a rule takes the person and what it is about (an organisation, a
membership, an invitation or another person) and gives None, or the reason as a sentence for the page.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import roles
from accounts.models import Invitation, Membership, Organisation, User
from accounts.rules import Rules

# What one person or organisation may set off in mails to others.
MOST_REQUESTS_AT_ONCE = 3
MOST_PROPOSALS_AT_ONCE = 2
MOST_INVITATIONS_A_DAY = 50
ASK_AGAIN_AFTER = timedelta(days=1)


def manage_members(user: Any, organisation: Organisation) -> str | None:
    if roles.is_administrator(user) or roles.is_manager(user, organisation.pk):
        return None
    return _("Only managers of %(organisation)s can see and change its list of members.") % {
        "organisation": organisation.name
    }


def invite(user: Any, organisation: Organisation) -> str | None:
    reason = manage_members(user, organisation)
    if reason:
        return reason
    if not organisation.is_verified:
        return _("This organisation has not been verified yet. You can invite people once it has.")
    since = timezone.now() - timedelta(days=1)
    if organisation.invitations.filter(created_at__gte=since).count() >= MOST_INVITATIONS_A_DAY:
        return _("Your organisation has sent as many invitations as it can in one day. Go on tomorrow.")
    return None


def withdraw_invitation(user: Any, invitation: Invitation) -> str | None:
    if invitation.accepted_at:
        return _("This invitation has been accepted already.")
    if invitation.withdrawn_at:
        return _("This invitation has been withdrawn already.")
    return manage_members(user, invitation.organisation)


def accept_invitation(user: Any, invitation: Invitation) -> str | None:
    if invitation.accepted_at:
        return _("This invitation has been used.")
    if invitation.withdrawn_at:
        return _("This invitation no longer works. If you got a newer one, use its link; or ask for one.")
    if not invitation.is_open:
        return _("This invitation has run out. Ask for a new one.")
    if not user.is_authenticated:
        return _("Sign in first.")
    if not user.has_proven(invitation.email):
        return _("This invitation was sent to another e-mail address than the one of your account.")
    return None


def request_membership(user: Any, organisation: Organisation) -> str | None:
    if not user.is_authenticated:
        return _("Sign in first.")
    if not user.display_name:
        return _("Add your name to your account first, so that the managers know who is asking.")
    if not organisation.is_verified:
        return _("This organisation has not been verified yet, so nobody can ask to join it.")
    membership = organisation.memberships.filter(user=user).first()
    if membership and membership.status == Membership.Status.ACTIVE:
        return _("You already belong to this organisation.")
    if membership and membership.status == Membership.Status.REQUESTED:
        return _("You have already asked to join this organisation.")
    if membership and membership.created_at > timezone.now() - ASK_AGAIN_AFTER:
        return _("You asked to join less than a day ago. Speak to a manager, or ask again tomorrow.")
    if user.memberships.requested().count() >= MOST_REQUESTS_AT_ONCE:
        return _("You are waiting for an answer from several organisations. Withdraw a request first.")
    return None


def accept_request(user: Any, membership: Membership) -> str | None:
    if membership.status != Membership.Status.REQUESTED:
        return _("This request has been answered already.")
    if not membership.user.is_active:
        return _("This person’s account is closed, so they cannot join.")
    return manage_members(user, membership.organisation)


def remove_member(user: Any, membership: Membership) -> str | None:
    reason = manage_members(user, membership.organisation)
    if reason:
        return reason
    if membership.status != Membership.Status.ACTIVE:
        return _("This person is not a member.")
    if membership.user_id == user.pk:
        return _("To leave the organisation yourself, use your account page.")
    return None


def change_role(user: Any, membership: Membership) -> str | None:
    reason = manage_members(user, membership.organisation)
    if reason:
        return reason
    if membership.status != Membership.Status.ACTIVE:
        return _("This person is not a member.")
    if membership.user_id == user.pk and not roles.is_administrator(user):
        return _("Another manager, or an administrator of the hub, can change your role.")
    return None


def leave(user: Any, membership: Membership) -> str | None:
    """Leave an organisation, or take back the request to join it."""
    if membership.user_id != user.pk or membership.status == Membership.Status.ENDED:
        return _("You do not belong to this organisation.")
    if _is_needed_as_manager(membership):
        return _("You are the only manager. Make somebody else a manager first.")
    return None


def _is_needed_as_manager(membership: Membership) -> bool:
    """Whether the others in the organisation would be left without a manager."""
    others = membership.organisation.memberships.active().exclude(pk=membership.pk)
    return membership.is_manager and others.exists() and not others.managers().exists()


def propose_organisation(user: Any, organisation: None = None) -> str | None:
    if not user.is_authenticated:
        return _("Sign in first.")
    if not user.display_name:
        return _("Add your name to your account first, so that we know who is asking.")
    if user.proposed_organisations.filter(verified_at=None).count() >= MOST_PROPOSALS_AT_ONCE:
        return _("We have not looked at what you proposed before yet. You will hear from us.")
    return None


def verify_organisation(user: Any, organisation: Organisation) -> str | None:
    if not roles.is_administrator(user):
        return _("Only administrators can verify an organisation.")
    if organisation.is_verified:
        return _("This organisation has been verified already.")
    return None


def change_domains(user: Any, organisation: Organisation) -> str | None:
    if not roles.is_administrator(user):
        return _("Only administrators can say which e-mail domains belong to an organisation.")
    return None


def change_standing(user: Any, person: User) -> str | None:
    """Make somebody a moderator or administrator of the hub, or no longer; close or reopen their account."""
    if not roles.is_administrator(user):
        return _("Only administrators can change what people may do.")
    if person.pk == user.pk:
        return _("Another administrator must change this for you, so that one always remains.")
    return None


def erase_account(user: Any, person: User) -> str | None:
    """Erase an account for good: one's own, or somebody's as an administrator."""
    if user.pk != person.pk and not roles.is_administrator(user):
        return _("Only administrators can erase somebody else’s account.")
    others = User.objects.filter(is_active=True).exclude(pk=person.pk)
    if roles.is_administrator(person) and not others.filter(is_superuser=True).exists():
        return _("There is no other administrator. Make somebody else one first, in the administration.")
    if roles.is_moderator(person) and not others.filter(is_moderator=True).exists():
        return _("There is no other moderator. Ask an administrator to make somebody else a moderator first.")
    for membership in person.memberships_by_organisation.values():
        if _is_needed_as_manager(membership):
            return _("%(organisation)s has no other manager. Make somebody else a manager of it first.") % {
                "organisation": membership.organisation.name
            }
    return None


def see_blocked(user: Any, person: User | None = None) -> str | None:
    if roles.helps_to_run(user):
        return None
    return _("Only moderators and administrators can block people.")


def block(user: Any, person: User) -> str | None:
    """Keep somebody out, with a reason that they read."""
    if reason := see_blocked(user):
        return reason
    if person.pk == user.pk:
        return _("You cannot block yourself.")
    if not roles.is_administrator(user) and (person.is_moderator or person.is_superuser):
        return _("Only administrators can block a moderator or an administrator.")
    if person.blocked_at:
        return _("This person is blocked already.")
    if not person.is_active:
        return _("This account has been closed already.")
    return None


def unblock(user: Any, person: User) -> str | None:
    if reason := see_blocked(user):
        return reason
    if not person.blocked_at:
        return _("This person is not blocked.")
    if not roles.is_administrator(user) and (person.is_moderator or person.is_superuser):
        return _("Only administrators can let a moderator or an administrator in again.")
    return None


RULES = Rules(
    manage_members,
    invite,
    withdraw_invitation,
    accept_invitation,
    request_membership,
    accept_request,
    remove_member,
    change_role,
    leave,
    propose_organisation,
    verify_organisation,
    change_domains,
    change_standing,
    erase_account,
    see_blocked,
    block,
    unblock,
    decline_request=accept_request,
)
why_not, can, require = RULES.why_not, RULES.can, RULES.require
