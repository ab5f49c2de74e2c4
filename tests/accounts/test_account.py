"""A person's account page: what others see of them, and what they are told."""

import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = UserFactory(display_name="Sam Okafor", job_title="Social worker")
    client.force_login(person)
    return person


def test_the_account_page_shows_what_one_is(client, person):
    organisation = OrganisationFactory(name="Northbridge Council")
    MembershipFactory(user=person, organisation=organisation, role="manager")
    page = client.get(reverse("account"))
    for text in ("Sam Okafor", "Social worker", person.email, "Northbridge Council", "You are a manager"):
        assertContains(page, text)
    assertContains(page, reverse("organisation_members", args=[organisation.slug]))


def test_somebody_without_an_organisation_is_shown_the_way(client, person):
    assertContains(client.get(reverse("account")), "You do not belong to an organisation yet")


def test_an_organisation_that_one_has_left_is_not_shown(client, person):
    MembershipFactory(user=person, organisation__name="Old Council", status="ended")
    assertNotContains(client.get(reverse("account")), "Old Council")


def test_a_person_changes_their_name_and_job_title(client, person):
    answers = {"display_name": "Sam O’Kafor", "job_title": ""}
    assertRedirects(client.post(reverse("account_details"), answers), reverse("account"))
    person.refresh_from_db()
    assert (person.display_name, person.job_title) == ("Sam O’Kafor", "")


def test_a_name_is_one_line_since_mails_quote_it(client, person):
    answers = {"display_name": "Sam\n\nThe hub asks you to", "job_title": "Social\rworker"}
    client.post(reverse("account_details"), answers)
    person.refresh_from_db()
    assert (person.display_name, person.job_title) == ("Sam The hub asks you to", "Social worker")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "Enter your name"),
        ("   ", "Enter your name"),
        ("www.prizes.example", "without addresses or links"),
        ("x" * 101, "at most 100"),
    ],
)
def test_a_bad_name_changes_nothing_and_keeps_what_was_typed(client, person, name, message):
    page = client.post(reverse("account_details"), {"display_name": name, "job_title": "Team manager"})
    assertContains(page, message)
    assertContains(page, "Team manager")
    person.refresh_from_db()
    assert (person.display_name, person.job_title) == ("Sam Okafor", "Social worker")


def test_nobody_gives_themselves_a_role_by_a_form(client, person):
    answers = {"display_name": "Sam", "is_moderator": "on", "is_superuser": "on", "moderator": "on"}
    client.post(reverse("account_details"), answers)
    person.refresh_from_db()
    assert not person.is_moderator
    assert not person.is_superuser


def test_a_person_chooses_what_they_are_mailed_about(client, person):
    client.post(reverse("account_mail"), {"wants_discussion_mail": "on"})
    person.refresh_from_db()
    assert not person.wants_review_mail
    assert person.wants_discussion_mail


@pytest.mark.parametrize("name", ["account_details", "account_mail"])
def test_opening_a_form_changes_nothing(client, person, name):
    assert client.get(reverse(name)).status_code == 200
    assert client.put(reverse(name)).status_code == 405


def ticket_in(page):
    return re.search(r'name="kept_for" value="([^"]+)"', page.content.decode())[1]


def test_what_was_typed_survives_a_session_that_ended(client, person, sign_in):
    ticket = ticket_in(client.get(reverse("account_details")))
    client.logout()
    answers = {"display_name": "Sam O’Kafor", "job_title": "Team manager", "kept_for": ticket}
    page = client.post(reverse("account_details"), answers)
    assertRedirects(page, f"{reverse('account_login')}?next={reverse('account_details')}")
    sign_in(person.email)
    assertContains(client.get(reverse("account_details")), "Sam O’Kafor")
    person.refresh_from_db()
    assert person.display_name == "Sam Okafor"
    client.post(reverse("account_details"), answers)
    assertNotContains(client.get(reverse("account_details")), "Error:")
    person.refresh_from_db()
    assert person.display_name == "Sam O’Kafor"


@pytest.mark.parametrize("name", ["account_change_password", "account_reauthenticate", "account_email"])
def test_a_password_is_never_kept(client, person, name):
    assertNotContains(client.get(reverse(name)), "kept_for")
