"""Asking to join an organisation, being invited, proposing one, and leaving."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts import policies
from accounts.actions import invitations, memberships, organisations
from accounts.models import AuditEvent, Invitation, Membership, Organisation, User
from tests.factories import (
    AdministratorFactory,
    MembershipFactory,
    OrganisationDomain,
    OrganisationFactory,
    PlaceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def membership_of(person, organisation):
    return Membership.objects.filter(user=person, organisation=organisation).first()


def actions_recorded():
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


# Asking


def test_a_person_finds_an_organisation_and_asks_and_its_managers_are_told(client, mailoutbox):
    organisation = OrganisationFactory(name="Northbridge Council")
    managers = [UserFactory(manages=organisation), UserFactory(manages=organisation)]
    UserFactory(organisation=organisation)
    person = UserFactory(display_name="Priya Nair")
    client.force_login(person)
    page = client.get(reverse("find_organisation"), {"q": "bridge"})
    assertContains(page, "Northbridge Council")
    client.post(reverse("ask_to_join", args=[organisation.slug]))
    membership = membership_of(person, organisation)
    assert membership.status == "requested"
    assert not membership.is_manager
    assert sorted(message.to[0] for message in mailoutbox) == sorted(manager.email for manager in managers)
    assert "Priya Nair" in mailoutbox[0].body
    assert actions_recorded() == ["membership_requested"]
    assertContains(client.get(reverse("account")), "You have asked to join")


def test_where_there_is_no_manager_the_administrators_are_told(mailoutbox):
    administrator = AdministratorFactory()
    memberships.request_membership(organisation=OrganisationFactory(), by=UserFactory())
    assert [message.to for message in mailoutbox] == [[administrator.email]]


def test_somebody_who_only_asked_sees_nothing_that_members_see():
    organisation = OrganisationFactory()
    person = UserFactory()
    memberships.request_membership(organisation=organisation, by=person)
    assert User.objects.get(pk=person.pk).organisations == []


@pytest.mark.parametrize(
    ("status", "reason"), [("active", "already belong"), ("requested", "already asked"), ("ended", "less than a day")]
)
def test_asking_again_is_refused_with_the_reason(client, mailoutbox, status, reason):
    membership = MembershipFactory(status=status)
    client.force_login(membership.user)
    page = client.post(reverse("ask_to_join", args=[membership.organisation.slug]))
    assertContains(page, reason, status_code=403)
    membership.refresh_from_db()
    assert membership.status == status
    assert not mailoutbox


def test_somebody_who_was_removed_long_ago_may_ask_again():
    membership = MembershipFactory(status="ended", created_at=timezone.now() - timedelta(days=2))
    memberships.request_membership(organisation=membership.organisation, by=membership.user)
    membership.refresh_from_db()
    assert membership.status == "requested"


def test_nobody_can_ask_everywhere_at_once():
    person = UserFactory()
    for _ in range(3):
        memberships.request_membership(organisation=OrganisationFactory(), by=person)
    with pytest.raises(PermissionDenied, match="several organisations"):
        memberships.request_membership(organisation=OrganisationFactory(), by=person)


def test_somebody_without_a_name_is_asked_for_one_first(client):
    client.force_login(UserFactory(display_name=""))
    page = client.post(reverse("ask_to_join", args=[OrganisationFactory().slug]))
    assertContains(page, "Add your name", status_code=403)


def test_an_organisation_that_is_not_verified_is_not_found(client):
    organisation = OrganisationFactory(name="Hidden Homes", verified_at=None)
    client.force_login(UserFactory())
    assertNotContains(client.get(reverse("find_organisation"), {"q": "Hidden"}), "Hidden Homes")
    assert client.post(reverse("ask_to_join", args=[organisation.slug])).status_code == 404


def test_searching_for_nothing_asks_for_part_of_the_name(client):
    client.force_login(UserFactory())
    assertContains(client.get(reverse("find_organisation"), {"q": ""}), "Enter part of the organisation’s name")


# By domain


def test_a_request_is_granted_when_the_address_proves_to_be_on_the_domain():
    organisation = OrganisationFactory(domain="council.example")
    membership = MembershipFactory(organisation=organisation, user__email="sam@council.example", status="requested")
    memberships.join_by_domain(user=membership.user, email="sam@council.example")
    membership.refresh_from_db()
    assert membership.status == "active"
    assert actions_recorded() == ["member_joined_by_domain"]


def test_an_address_that_is_not_proven_joins_nothing():
    OrganisationFactory(domain="council.example")
    person = UserFactory(email="sam@council.example", verified=False)
    assert memberships.join_by_domain(user=person, email="sam@council.example") is None
    assert not Membership.objects.exists()


def test_somebody_who_was_removed_does_not_come_back_by_the_domain():
    organisation = OrganisationFactory(domain="council.example")
    person = UserFactory(email="sam@council.example", organisation=organisation)
    memberships.remove_member(membership=membership_of(person, organisation), by=UserFactory(manages=organisation))
    assert memberships.join_by_domain(user=person, email="sam@council.example") is None
    assert membership_of(person, organisation).status == "ended"


def test_a_manager_stays_one_when_the_domain_is_met_again():
    organisation = OrganisationFactory(domain="council.example")
    person = UserFactory(email="sam@council.example", manages=organisation)
    memberships.join_by_domain(user=person, email="sam@council.example")
    assert membership_of(person, organisation).is_manager


# Invitations


@pytest.fixture
def invitation():
    organisation = OrganisationFactory(name="Northbridge Council")
    return invitations.invite(
        organisation=organisation, email="Priya@Care.example", by=UserFactory(manages=organisation)
    )


def test_who_is_invited_gets_a_link_and_joins_by_it(client, invitation, mailoutbox):
    link = reverse("invitation", args=[invitation.token])
    assert mailoutbox[-1].to == ["priya@care.example"]
    assert link in mailoutbox[-1].body
    assertContains(client.get(link), "Create an account")
    person = UserFactory(email="priya@care.example")
    client.force_login(person)
    assertContains(client.get(reverse("account")), "Northbridge Council invites you")
    assertContains(client.get(link), "Join")
    assertRedirects(client.post(link), reverse("account"))
    assert membership_of(person, invitation.organisation).status == "active"
    assert actions_recorded() == ["member_invited", "invitation_accepted"]


def test_a_visitor_who_presses_join_is_asked_to_sign_in(client, invitation):
    link = reverse("invitation", args=[invitation.token])
    assertRedirects(client.post(link), f"{reverse('account_login')}?next={link}")


def test_an_invitation_is_for_its_address_alone(client, invitation):
    stranger = UserFactory()
    client.force_login(stranger)
    link = reverse("invitation", args=[invitation.token])
    assertContains(client.get(link), "sent to another e-mail address")
    assert client.post(link).status_code == 403
    assert not Membership.objects.filter(user=stranger).exists()


def test_having_the_address_without_proof_is_not_enough(client, invitation):
    client.force_login(UserFactory(email="priya@care.example", verified=False))
    assert client.post(reverse("invitation", args=[invitation.token])).status_code == 403


def test_an_invitation_works_once(client, invitation):
    person = UserFactory(email="priya@care.example")
    invitations.accept_invitation(invitation=invitation, by=person)
    memberships.leave(membership=membership_of(person, invitation.organisation), by=person)
    client.force_login(person)
    link = reverse("invitation", args=[invitation.token])
    assertContains(client.get(link), "has been used")
    assertContains(client.post(link), "has been used", status_code=403)
    assert membership_of(person, invitation.organisation).status == "ended"


def test_an_invitation_runs_out(client, invitation):
    Invitation.objects.update(expires_at=timezone.now())
    client.force_login(UserFactory(email="priya@care.example"))
    assertContains(client.post(reverse("invitation", args=[invitation.token])), "run out", status_code=403)


def test_an_unknown_token_is_not_found(client):
    assert client.get(reverse("invitation", args=["nonsense"])).status_code == 404


def test_a_member_who_is_invited_as_a_manager_becomes_one_and_a_manager_stays_one():
    organisation = OrganisationFactory()
    first = UserFactory(manages=organisation)
    member = UserFactory(organisation=organisation)
    as_manager = invitations.invite(organisation=organisation, email=member.email, role="manager", by=first)
    assert invitations.accept_invitation(invitation=as_manager, by=member).is_manager
    as_member = invitations.invite(organisation=organisation, email=first.email, by=member)
    assert invitations.accept_invitation(invitation=as_member, by=first).is_manager


def test_a_second_invitation_takes_the_place_of_the_first(client, invitation):
    manager = invitation.invited_by
    again = invitations.invite(organisation=invitation.organisation, email="priya@care.example", by=manager)
    assert list(Invitation.objects.open()) == [again]
    client.force_login(UserFactory(email="priya@care.example"))
    assertContains(client.post(reverse("invitation", args=[invitation.token])), "no longer", status_code=403)
    assert client.post(reverse("invitation", args=[again.token])).status_code == 302


def test_an_organisation_sends_a_limited_number_of_invitations_a_day():
    organisation = OrganisationFactory()
    manager = UserFactory(manages=organisation)
    for number in range(50):
        invitations.invite(organisation=organisation, email=f"person{number}@care.example", by=manager)
    with pytest.raises(PermissionDenied, match="Go on tomorrow"):
        invitations.invite(organisation=organisation, email="one.more@care.example", by=manager)


def test_inviting_and_withdrawing_again_and_again_mails_nobody_without_end(monkeypatch, mailoutbox):
    monkeypatch.setattr(policies, "MOST_INVITATIONS_A_DAY", 3)
    organisation = OrganisationFactory()
    manager = UserFactory(manages=organisation)
    again = {"organisation": organisation, "email": "priya@care.example", "by": manager}
    invitations.withdraw_invitation(invitation=invitations.invite(**again), by=manager)
    invitations.invite(**again)
    invitations.invite(**again)
    with pytest.raises(PermissionDenied, match="Go on tomorrow"):
        invitations.invite(**again)
    assert len(mailoutbox) == 3


# Proposing and verifying


PROPOSAL = {"name": "Willow Home Care", "kind": "care_provider", "website": "https://willow.example"}


def test_a_proposed_organisation_waits_for_an_administrator(client, mailoutbox):
    administrator = AdministratorFactory()
    place = PlaceFactory()
    person = UserFactory()
    client.force_login(person)
    client.post(reverse("propose_organisation"), PROPOSAL | {"place": place.pk})
    organisation = Organisation.objects.get()
    assert not organisation.is_verified
    assert list(organisation.places.all()) == [place]
    assert membership_of(person, organisation).is_manager
    assert [message.to for message in mailoutbox] == [[administrator.email]]
    assertContains(client.get(reverse("account")), "Waiting to be verified")
    assert client.get(reverse("invite_member", args=[organisation.slug])).status_code == 403


def test_an_administrator_verifies_and_people_on_its_domain_join(mailoutbox):
    proposer = UserFactory()
    organisation = organisations.propose_organisation(name="Willow", kind="care_provider", by=proposer)
    OrganisationDomain.objects.create(organisation=organisation, domain="willow.example")
    colleague = UserFactory(email="ana@willow.example")
    unproven = UserFactory(email="ben@willow.example", verified=False)
    organisations.verify_organisation(organisation=organisation, by=AdministratorFactory())
    organisation.refresh_from_db()
    assert organisation.is_verified
    assert membership_of(colleague, organisation)
    assert not membership_of(unproven, organisation)
    assert mailoutbox[-1].to == [proposer.email]
    assert actions_recorded() == ["organisation_proposed", "organisation_verified", "member_joined_by_domain"]


def test_only_an_administrator_verifies():
    organisation = OrganisationFactory(verified_at=None)
    with pytest.raises(PermissionDenied, match="Only administrators"):
        organisations.verify_organisation(organisation=organisation, by=UserFactory(manages=organisation))
    organisation.refresh_from_db()
    assert not organisation.is_verified
    assert not AuditEvent.objects.exists()


def test_a_domain_that_is_added_later_welcomes_those_who_are_there():
    organisation = OrganisationFactory(domain="old.example")
    colleague = UserFactory(email="ana@willow.example")
    organisations.change_domains(organisation=organisation, domains=["Willow.Example"], by=AdministratorFactory())
    assert [str(domain) for domain in organisation.domains.all()] == ["willow.example"]
    assert membership_of(colleague, organisation)


def test_a_name_that_is_known_is_refused_and_what_was_typed_stays(client):
    OrganisationFactory(name="Willow home care")
    client.force_login(UserFactory())
    page = client.post(reverse("propose_organisation"), PROPOSAL)
    assertContains(page, "The hub knows an organisation of this name")
    assertContains(page, PROPOSAL["website"])
    assert Organisation.objects.count() == 1


def test_the_second_click_of_a_double_click_proposes_nothing_more():
    person = UserFactory()
    first = organisations.propose_organisation(name="Willow", kind="care_provider", by=person)
    assert organisations.propose_organisation(name="Willow", kind="care_provider", by=person) == first


def test_nobody_proposes_without_end(client):
    person = UserFactory()
    for name in ("Willow", "Rowan"):
        organisations.propose_organisation(name=name, kind="care_provider", by=person)
    client.force_login(person)
    assertContains(client.get(reverse("propose_organisation")), "not looked at", status_code=403)


def test_leaving_what_one_proposed_makes_no_room_for_more():
    person = UserFactory()
    for name in ("Willow", "Rowan"):
        organisation = organisations.propose_organisation(name=name, kind="care_provider", by=person)
        memberships.leave(membership=membership_of(person, organisation), by=person)
    with pytest.raises(PermissionDenied, match="not looked at"):
        organisations.propose_organisation(name="Alder", kind="care_provider", by=person)
    organisations.verify_organisation(organisation=organisation, by=AdministratorFactory())
    organisations.propose_organisation(name="Alder", kind="care_provider", by=person)


def test_names_that_make_the_same_address_get_different_ones():
    first = organisations.propose_organisation(name="Willow Care", kind="care_provider", by=UserFactory())
    second = organisations.propose_organisation(name="Willow, care!", kind="care_provider", by=UserFactory())
    assert (first.slug, second.slug) == ("willow-care", "willow-care-2")


# Leaving


def test_a_member_leaves_after_confirming(client):
    membership = MembershipFactory()
    client.force_login(membership.user)
    address = reverse("leave_organisation", args=[membership.organisation.slug])
    client.get(address)
    assert Membership.objects.active().exists()
    client.post(address)
    assert not Membership.objects.active().exists()
    assert actions_recorded() == ["member_left"]


def test_a_request_can_be_withdrawn(client):
    membership = MembershipFactory(status="requested")
    client.force_login(membership.user)
    address = reverse("leave_organisation", args=[membership.organisation.slug])
    assertContains(client.get(address), "Withdraw your request")
    client.post(address)
    assert not Membership.objects.current().exists()


def test_the_only_manager_cannot_leave_the_others_behind(client):
    organisation = OrganisationFactory()
    manager = UserFactory(manages=organisation)
    MembershipFactory(organisation=organisation)
    client.force_login(manager)
    page = client.post(reverse("leave_organisation", args=[organisation.slug]))
    assertContains(page, "You are the only manager", status_code=403)
    assert membership_of(manager, organisation).is_manager


def test_a_manager_with_nobody_left_can_leave():
    organisation = OrganisationFactory()
    manager = UserFactory(manages=organisation)
    memberships.leave(membership=membership_of(manager, organisation), by=manager)
    assert membership_of(manager, organisation).status == "ended"


def test_an_organisation_that_one_does_not_belong_to_cannot_be_left(client):
    client.force_login(UserFactory())
    assert client.post(reverse("leave_organisation", args=[OrganisationFactory().slug])).status_code == 404
