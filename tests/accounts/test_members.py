"""The members page of an organisation: who opens it, and what managers do there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.models import AuditEvent, Invitation, Membership
from tests.factories import AdministratorFactory, MembershipFactory, ModeratorFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Northbridge Council")


@pytest.fixture
def manager(client, organisation):
    manager = UserFactory(manages=organisation, display_name="Mary Manager")
    client.force_login(manager)
    return manager


@pytest.fixture
def member(organisation):
    return MembershipFactory(organisation=organisation, user__display_name="Priya Nair")


@pytest.fixture
def request_to_join(organisation):
    return MembershipFactory(organisation=organisation, status="requested", user__display_name="Ana Asks")


def address(name, about):
    return reverse(name, args=[about.organisation.slug, about.pk])


def test_a_manager_sees_members_and_requests(client, organisation, manager, member, request_to_join):
    page = client.get(reverse("organisation_members", args=[organisation.slug]))
    for text in ("Priya Nair", member.user.email, "Ana Asks", "Asking to join", "2 members"):
        assertContains(page, text)


def test_an_administrator_manages_any_organisation(client, organisation, request_to_join):
    client.force_login(AdministratorFactory())
    assertContains(client.get(reverse("organisation_members", args=[organisation.slug])), "Ana Asks")
    client.post(address("accept_request", request_to_join))
    request_to_join.refresh_from_db()
    assert request_to_join.status == "active"


def somebody_else(role, organisation):
    return {
        "stranger": UserFactory,
        "member": lambda: UserFactory(organisation=organisation),
        "manager elsewhere": lambda: UserFactory(manages=OrganisationFactory()),
        "moderator": ModeratorFactory,
        "asked": lambda: MembershipFactory(organisation=organisation, status="requested").user,
    }[role]()


@pytest.mark.parametrize("role", ["stranger", "member", "manager elsewhere", "moderator", "asked"])
def test_nobody_else_sees_or_changes_members(client, organisation, member, request_to_join, role):
    client.force_login(somebody_else(role, organisation))
    before = list(Membership.objects.order_by("pk").values())
    page = client.get(reverse("organisation_members", args=[organisation.slug]))
    assertContains(page, "Only managers of Northbridge Council", status_code=403)
    assertNotContains(page, member.user.email, status_code=403)
    for name, about in [
        ("accept_request", request_to_join),
        ("decline_request", request_to_join),
        ("remove_member", member),
        ("change_role", member),
    ]:
        assert client.post(address(name, about), {"role": "manager"}).status_code == 403
    invite = reverse("invite_member", args=[organisation.slug])
    assert client.post(invite, {"email": "a@b.example", "role": "manager"}).status_code == 403
    assert list(Membership.objects.order_by("pk").values()) == before
    assert not Invitation.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_visitor_is_asked_to_sign_in(client, organisation):
    page = reverse("organisation_members", args=[organisation.slug])
    assertRedirects(client.get(page), f"{reverse('account_login')}?next={page}")


def test_an_organisation_nobody_verified_is_not_there_for_strangers(client):
    hidden = OrganisationFactory(verified_at=None)
    client.force_login(UserFactory())
    assert client.get(reverse("organisation_members", args=[hidden.slug])).status_code == 404


def test_a_manager_accepts_a_request_and_the_person_is_told(client, manager, request_to_join, mailoutbox):
    client.post(address("accept_request", request_to_join))
    request_to_join.refresh_from_db()
    assert request_to_join.status == "active"
    assert not request_to_join.is_manager
    assert mailoutbox[-1].to == [request_to_join.user.email]
    event = AuditEvent.objects.get()
    assert (event.action, event.by_id, event.object_id) == ("membership_accepted", manager.pk, request_to_join.pk)


def test_a_manager_declines_a_request_and_the_person_is_told(client, manager, request_to_join, mailoutbox):
    client.post(address("decline_request", request_to_join))
    request_to_join.refresh_from_db()
    assert request_to_join.status == "ended"
    assert "declined" in mailoutbox[-1].body
    assert AuditEvent.objects.get().action == "membership_declined"


def test_a_request_is_answered_once(client, manager, request_to_join):
    client.post(address("accept_request", request_to_join))
    page = client.post(address("decline_request", request_to_join))
    assertContains(page, "answered already", status_code=403)
    request_to_join.refresh_from_db()
    assert request_to_join.status == "active"


def test_a_manager_removes_a_member_after_confirming(client, manager, member, mailoutbox):
    assertContains(client.get(address("remove_member", member)), "Remove Priya Nair from Northbridge Council?")
    assert Membership.objects.get(pk=member.pk).status == "active"
    client.post(address("remove_member", member))
    member.refresh_from_db()
    assert member.status == "ended"
    assert mailoutbox[-1].to == [member.user.email]
    assert AuditEvent.objects.get().action == "member_removed"


def test_a_manager_makes_another_and_back(client, manager, member, mailoutbox):
    client.post(address("change_role", member), {"role": "manager"})
    member.refresh_from_db()
    assert member.is_manager
    assert "You are now a manager" in mailoutbox[-1].body
    client.post(address("change_role", member), {"role": "member"})
    member.refresh_from_db()
    assert not member.is_manager
    assert AuditEvent.objects.filter(action="member_role_changed").count() == 2


def test_a_role_that_does_not_exist_changes_nothing(client, manager, member):
    client.post(address("change_role", member), {"role": "emperor"})
    member.refresh_from_db()
    assert member.role == "member"
    assert not AuditEvent.objects.exists()


def test_a_manager_can_neither_remove_nor_demote_themselves(client, manager, organisation):
    own = organisation.memberships.get(user=manager)
    assertContains(client.post(address("remove_member", own)), "use your account page", status_code=403)
    assertContains(client.post(address("change_role", own), {"role": "member"}), "Another manager", status_code=403)
    own.refresh_from_db()
    assert own.is_manager


def test_a_manager_invites_by_e_mail_and_withdraws(client, manager, organisation, mailoutbox):
    invite = reverse("invite_member", args=[organisation.slug])
    client.post(invite, {"email": "New.Person@care.example", "role": "manager"})
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("new.person@care.example", "manager")
    assert mailoutbox[-1].to == ["new.person@care.example"]
    assertContains(client.get(reverse("organisation_members", args=[organisation.slug])), invitation.email)
    client.post(address("withdraw_invitation", invitation))
    assert not Invitation.objects.open().exists()
    assertContains(client.post(address("withdraw_invitation", invitation)), "withdrawn already", status_code=403)
    assertContains(client.get(reverse("invitation", args=[invitation.token])), "no longer works")
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "member_invited",
        "invitation_withdrawn",
    ]


@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("", "Enter an e-mail address"),
        ("nonsense", "in the right form"),
        ("a@b.example\nBcc: c@d.example", "in the right form"),
    ],
)
def test_a_bad_address_is_not_invited(client, manager, organisation, mailoutbox, email, message):
    page = client.post(reverse("invite_member", args=[organisation.slug]), {"email": email, "role": "member"})
    assertContains(page, message)
    assert not Invitation.objects.exists()
    assert not mailoutbox


def test_a_member_is_not_invited_again(client, manager, organisation, member):
    answers = {"email": member.user.email.upper(), "role": "member"}
    assertContains(client.post(reverse("invite_member", args=[organisation.slug]), answers), "belongs to the organis")
    assert not Invitation.objects.exists()


def test_what_belongs_to_another_organisation_is_not_found(client, manager, organisation):
    elsewhere = MembershipFactory(status="requested")
    for name in ("accept_request", "decline_request", "remove_member", "change_role"):
        path = reverse(name, args=[organisation.slug, elsewhere.pk])
        assert client.post(path, {"role": "manager"}).status_code == 404


@pytest.mark.parametrize("name", ["accept_request", "decline_request", "change_role"])
def test_what_changes_something_answers_only_to_post(client, manager, member, name):
    assert client.get(address(name, member)).status_code == 405


def test_the_members_page_costs_the_same_however_many_members(client, manager, organisation):

    page = reverse("organisation_members", args=[organisation.slug])

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        return len(queries)

    MembershipFactory.create_batch(2, organisation=organisation)
    MembershipFactory.create_batch(2, organisation=organisation, status="requested")
    client.get(page)
    few = cost()
    MembershipFactory.create_batch(20, organisation=organisation)
    MembershipFactory.create_batch(20, organisation=organisation, status="requested")
    assert cost() == few
