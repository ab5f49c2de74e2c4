"""Inviting somebody to an organisation by e-mail, and accepting."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import audit, mail, policies
from accounts.actions.memberships import activate, locked
from accounts.models import Invitation, Membership, Organisation, User

VALID_FOR = timedelta(days=14)


@transaction.atomic
def invite(*, organisation: Organisation, email: str, role: str = Membership.Role.MEMBER, by: User) -> Invitation:
    """Invite an address; a new invitation takes the place of an earlier one that nobody accepted."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    policies.require(by, "invite", organisation)
    earlier = organisation.invitations.filter(email__iexact=email, accepted_at=None, withdrawn_at=None)
    earlier.update(withdrawn_at=timezone.now())
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email.lower(),
        role=role,
        token=secrets.token_urlsafe(32),
        invited_by=by,
        expires_at=timezone.now() + VALID_FOR,
    )
    audit.record("member_invited", on=invitation, by=by, organisation=organisation.pk, role=role)
    mail.send(
        "invitation",
        to=invitation.email,
        invitation=invitation,
        organisation=organisation,
        link=mail.absolute(reverse("invitation", args=[invitation.token])),
    )
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User) -> None:
    invitation = _locked(invitation)
    policies.require(by, "withdraw_invitation", invitation)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    audit.record("invitation_withdrawn", on=invitation, by=by, organisation=invitation.organisation_id)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User) -> Membership:
    """Join as the invitation says. A member who is invited as a manager becomes one; nobody loses a role."""
    invitation = _locked(invitation)
    policies.require(by, "accept_invitation", invitation)
    organisation = invitation.organisation
    membership = locked(by, organisation) or Membership(user=by, organisation=organisation)
    activate(membership, Membership.Role.MANAGER if membership.is_manager else invitation.role)
    by.forget_memberships()
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    audit.record(
        "invitation_accepted",
        on=invitation,
        by=by,
        organisation=organisation.pk,
        membership=membership.pk,
        role=membership.role,
    )
    return membership


def _locked(invitation: Invitation) -> Invitation:
    # The organisation's row is the lock, as for memberships, and the only one. What it guards is read after
    # it: a query that waits for a lock shows what it joins as that was before.
    Organisation.objects.select_for_update(of=("self",)).get(pk=invitation.organisation_id)
    return Invitation.objects.select_related("organisation").get(pk=invitation.pk)
