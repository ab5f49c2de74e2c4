"""Proposing and verifying organisations, and what their e-mail domains bring about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from accounts import audit, mail, policies
from accounts.actions.memberships import join_by_domain
from accounts.models import Membership, Organisation, Place, User


class NameIsTaken(Exception):
    """Another organisation got this name a moment ago."""


@transaction.atomic
def propose_organisation(
    *, name: str, kind: str, places: Iterable[Place] = (), website: str = "", by: User
) -> Organisation:
    """Add an organisation that the hub does not know; its proposer manages it once it is verified.

    Until then only its own people see it, and it opens nothing that is shared with staff.
    """
    by = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    already = Organisation.objects.filter(name__iexact=name, verified_at=None, proposed_by=by).first()
    if already:
        return already  # the second click of a double click
    policies.require(by, "propose_organisation")
    organisation = _create(name=name, kind=kind, website=website, proposed_by=by)
    organisation.places.set(places)
    Membership.objects.create(user=by, organisation=organisation, role=Membership.Role.MANAGER)
    audit.record("organisation_proposed", on=organisation, by=by)
    mail.send(
        "organisation_proposed",
        to=User.objects.filter(is_active=True, is_superuser=True).values_list("email", flat=True),
        person=by,
        organisation=organisation,
        link=f"{settings.HUB_BASE_URL}/{settings.HUB_ADMIN_PATH}accounts/organisation/{organisation.pk}/change/",
    )
    return organisation


@transaction.atomic
def verify_organisation(*, organisation: Organisation, by: User) -> Organisation:
    """Say that the organisation is what it says it is; people with an address on its domains join it."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    policies.require(by, "verify_organisation", organisation)
    organisation.verified_at = timezone.now()
    organisation.save(update_fields=["verified_at"])
    audit.record("organisation_verified", on=organisation, by=by)
    _welcome_by_domain(organisation)
    managers = organisation.memberships.managers().filter(user__is_active=True)
    mail.send(
        "organisation_verified",
        to=managers.values_list("user__email", flat=True),
        organisation=organisation,
        link=mail.absolute(reverse("organisation_members", args=[organisation.slug])),
    )
    return organisation


@transaction.atomic
def change_domains(*, organisation: Organisation, domains: Iterable[str], by: User) -> Organisation:
    """Say which e-mail domains are this organisation's alone. Nobody loses a membership by it."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    policies.require(by, "change_domains", organisation)
    wanted = {domain.lower() for domain in domains}
    present = set(organisation.domains.values_list("domain", flat=True))
    if wanted == present:
        return organisation
    organisation.domains.exclude(domain__in=wanted).delete()
    for domain in sorted(wanted - present):
        organisation.domains.create(domain=domain)
    audit.record("organisation_domains_changed", on=organisation, by=by, before=sorted(present), after=sorted(wanted))
    if organisation.is_verified:
        _welcome_by_domain(organisation)
    return organisation


def free_slug(name: str) -> str:
    """The address of an organisation that is about to be made; numbered where another has it."""
    wanted = slugify(name) or "organisation"
    slug, number = wanted, 1
    while Organisation.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _create(*, name: str, **fields: Any) -> Organisation:
    """Add the organisation, though somebody else may be adding one of the same name or address right now."""
    slug = free_slug(name)
    try:
        with transaction.atomic():
            return Organisation.objects.create(name=name, slug=slug, **fields)
    except IntegrityError:
        if free_slug(name) == slug:  # then it was the name
            raise NameIsTaken from None
        return _create(name=name, **fields)


def _welcome_by_domain(organisation: Organisation) -> None:
    for domain in organisation.domains.all():
        addresses = EmailAddress.objects.filter(verified=True, email__iendswith=f"@{domain}", user__is_active=True)
        for address in addresses.select_related("user"):
            join_by_domain(user=address.user, email=address.email)
