"""Joining and leaving an organisation, and a member's role in it."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import audit, mail, policies
from accounts.models import Membership, Organisation, User

Status = Membership.Status
Role = Membership.Role


@transaction.atomic
def join_by_domain(*, user: User, email: str) -> Membership | None:
    """Make the owner of a proven address a member of the verified organisation that hands it out.

    Gives the membership that this brought about, or None: there is no such organisation, the person
    belongs to it already, or left it, and then only a manager brings them back.
    """
    organisation = Organisation.objects.owning_domain_of(email).first()
    if organisation is None or not user.has_proven(email):
        return None
    membership = locked(user, organisation) or Membership(user=user, organisation=organisation)
    if membership.pk and membership.status != Status.REQUESTED:
        return None
    activate(membership)
    audit.record("member_joined_by_domain", on=membership, by=user, organisation=organisation.pk)
    return membership


@transaction.atomic
def request_membership(*, organisation: Organisation, by: User) -> Membership:
    """Ask to join; the managers are told, or the administrators where there is no manager yet."""
    # The person's row is the lock: a double click asks once, and the limit on requests counts all of them.
    by = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    policies.require(by, "request_membership", organisation)
    membership, _created = Membership.objects.update_or_create(
        user=by,
        organisation=organisation,
        defaults={"status": Status.REQUESTED, "role": Role.MEMBER, "created_at": timezone.now()},
    )
    audit.record("membership_requested", on=membership, by=by, organisation=organisation.pk)
    mail.send(
        "request_received",
        to=who_decides(organisation),
        person=by,
        organisation=organisation,
        link=mail.absolute(reverse("organisation_members", args=[organisation.slug])),
    )
    return membership


@transaction.atomic
def accept_request(*, membership: Membership, by: User) -> Membership:
    membership = locked_again(membership)
    policies.require(by, "accept_request", membership)
    activate(membership)
    audit.record("membership_accepted", on=membership, by=by, **_about(membership))
    _tell("request_accepted", membership)
    return membership


@transaction.atomic
def decline_request(*, membership: Membership, by: User) -> Membership:
    membership = locked_again(membership)
    policies.require(by, "decline_request", membership)
    _end(membership)
    audit.record("membership_declined", on=membership, by=by, **_about(membership))
    _tell("request_declined", membership)
    return membership


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> Membership:
    membership = locked_again(membership)
    policies.require(by, "remove_member", membership)
    _end(membership)
    audit.record("member_removed", on=membership, by=by, **_about(membership))
    _tell("member_removed", membership)
    return membership


@transaction.atomic
def leave(*, membership: Membership, by: User) -> Membership:
    """Leave the organisation, or take back the request to join it."""
    membership = locked_again(membership)
    policies.require(by, "leave", membership)
    action = "member_left" if membership.status == Status.ACTIVE else "membership_request_withdrawn"
    _end(membership)
    by.forget_memberships()
    audit.record(action, on=membership, by=by, organisation=membership.organisation_id)
    return membership


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: User) -> Membership:
    membership = locked_again(membership)
    policies.require(by, "change_role", membership)
    if membership.role == role:
        return membership
    before, membership.role = membership.role, Role(role)
    membership.save(update_fields=["role"])
    membership.user.forget_memberships()
    audit.record("member_role_changed", on=membership, by=by, before=before, after=role, **_about(membership))
    _tell("role_changed", membership)
    return membership


def who_decides(organisation: Organisation) -> list[str]:
    """The addresses of those who answer a request: the managers, else the hub's administrators."""
    people = User.objects.filter(is_active=True)
    managers = people.filter(pk__in=organisation.memberships.managers().values("user"))
    return [person.email for person in managers or people.filter(is_superuser=True)]


def locked(user: User, organisation: Organisation) -> Membership | None:
    # The organisation's row is the lock for all changes to who belongs to it: the last manager cannot
    # leave while another one does.
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    return organisation.memberships.filter(user=user).select_related("user", "organisation").first()


def locked_again(membership: Membership) -> Membership:
    found = locked(membership.user, membership.organisation)
    if found is None:
        raise Membership.DoesNotExist
    return found


def activate(membership: Membership, role: str = Role.MEMBER) -> None:
    membership.status = Status.ACTIVE
    membership.role = Role(role)
    membership.created_at = timezone.now()
    membership.save()
    membership.user.forget_memberships()


def _end(membership: Membership) -> None:
    membership.status = Status.ENDED
    membership.role = Role.MEMBER
    membership.save(update_fields=["status", "role"])
    membership.user.forget_memberships()


def _about(membership: Membership) -> dict[str, int]:
    return {"organisation": membership.organisation_id, "person": membership.user_id}


def _tell(template: str, membership: Membership) -> None:
    mail.send(
        template,
        to=membership.user.email,
        membership=membership,
        organisation=membership.organisation,
        link=mail.absolute(reverse("account")),
    )
