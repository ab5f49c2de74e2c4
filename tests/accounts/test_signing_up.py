import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from accounts.models import Membership, User
from tests.factories import PASSWORD, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

ANSWERS = {
    "display_name": "Priya Nair",
    "job_title": "Occupational therapist",
    "email": "priya.nair@council.example",
    "password1": "lantern gravel otter",
}


def sign_up(client, **changes):
    return client.post(reverse("account_signup"), ANSWERS | changes)


def test_somebody_signs_up_confirms_the_address_and_signs_in(client, link_in, sign_in):
    assertRedirects(sign_up(client), reverse("account_email_verification_sent"))
    link = link_in(ANSWERS["email"])
    assertContains(client.get(link), ANSWERS["email"])
    client.post(link)
    assertRedirects(sign_in(ANSWERS["email"], ANSWERS["password1"]), reverse("account"))
    person = get_user(client)
    assert (person.display_name, person.job_title) == ("Priya Nair", "Occupational therapist")
    assert person.has_proven(ANSWERS["email"])


def test_following_the_link_alone_confirms_nothing_since_mail_scanners_follow_links(client, link_in):
    sign_up(client)
    client.get(link_in(ANSWERS["email"]))
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_an_address_that_is_not_confirmed_lets_nobody_in(client, sign_in):
    sign_up(client)
    assertRedirects(
        sign_in(ANSWERS["email"], ANSWERS["password1"]),
        reverse("account_email_verification_sent"),
    )
    assert not get_user(client).is_authenticated


def test_a_spent_link_says_what_to_do(client, link_in):
    sign_up(client)
    link = link_in(ANSWERS["email"])
    client.post(link)
    assertContains(client.get(link), "If you have confirmed your address already, just sign in.")


def test_a_confirmed_address_on_an_organisations_domain_joins_it(client, link_in):
    organisation = OrganisationFactory(domain="council.example")
    sign_up(client)
    assert not Membership.objects.exists()
    page = client.post(link_in(ANSWERS["email"]), follow=True)
    membership = Membership.objects.get()
    assert (membership.organisation, membership.role, membership.status) == (organisation, "member", "active")
    assertContains(page, f"You have joined {organisation.name}")


@pytest.mark.parametrize("domain", ["other.example", "cil.example", "sub.council.example", "example"])
def test_another_domain_joins_nothing(client, link_in, domain):
    OrganisationFactory(domain=domain)
    sign_up(client)
    client.post(link_in(ANSWERS["email"]))
    assert not Membership.objects.exists()


def test_an_organisation_that_nobody_verified_is_not_joined_by_domain(client, link_in):
    OrganisationFactory(domain="council.example", verified_at=None)
    sign_up(client)
    client.post(link_in(ANSWERS["email"]))
    assert not Membership.objects.exists()


def test_signing_up_answers_the_same_whether_or_not_the_address_is_known(client, mailoutbox):
    UserFactory(email="known@council.example")
    known = what_is_seen(sign_up(client, email="known@council.example"), client)
    client.cookies.clear()
    fresh = what_is_seen(sign_up(client, email="fresh@council.example"), client)
    assert known.replace("known@", "fresh@") == fresh
    assert User.objects.filter(email="known@council.example").count() == 1
    assert mailoutbox[0].to == ["known@council.example"]
    assert mailoutbox[0].subject == "You have an account already"


def what_is_seen(response, client):
    page = client.get(response.url)
    return f"{response.status_code} {response.url} {page.status_code} {page.content.decode()}"


def test_the_address_is_known_in_any_case(client):
    UserFactory(email="known@council.example")
    sign_up(client, email="Known@Council.Example")
    assert User.objects.count() == 1


def test_a_double_click_opens_one_account(client, monkeypatch):
    sign_up(client)
    # Both clicks passed the check before either had saved.
    form = "accounts.forms.signing_in.SignupForm.validate_unique_email"
    monkeypatch.setattr(form, lambda self, value: value)
    client.cookies.clear()
    assertRedirects(sign_up(client), reverse("account_email_verification_sent"))
    assert User.objects.count() == 1


def test_an_account_opened_in_somebodys_name_does_not_keep_the_owner_out(client, link_in, settings):
    settings.ACCOUNT_RATE_LIMITS = False  # as if minutes lay between
    sign_up(client, display_name="Somebody Else")
    owner = UserFactory(email="priya@private.example")
    client.force_login(owner)
    change_address(client, ANSWERS["email"])
    client.post(link_in(ANSWERS["email"]))
    owner.refresh_from_db()
    assert owner.email == ANSWERS["email"]
    assert User.objects.count() == 1


def change_address(client, email):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client.post(reverse("account_email"), {"email": email, "action_add": "1"})


def test_a_mistyped_new_address_gives_its_owner_no_way_into_the_account(client, mailoutbox, settings):
    settings.ACCOUNT_RATE_LIMITS = False  # as if minutes lay between
    person = UserFactory()
    client.force_login(person)
    change_address(client, ANSWERS["email"])
    client.logout()
    mailoutbox.clear()
    client.post(reverse("account_reset_password"), {"email": ANSWERS["email"]})
    assert not mailoutbox
    sign_up(client)
    assert User.objects.count() == 2
    assert mailoutbox[-1].subject == "Confirm your e-mail address"


@pytest.mark.parametrize(
    ("field", "answer", "message"),
    [
        ("display_name", "", "Enter your name"),
        ("display_name", "Win at http://prizes.example", "Enter your name without addresses or links"),
        ("display_name", "x" * 101, "at most 100 characters"),
        ("email", "", "Enter an e-mail address"),
        ("email", "priya", "Enter an e-mail address in the right form"),
        ("email", f"{'x' * 250}@council.example", "at most 254 characters"),
        ("password1", "", "Enter a new password"),
        ("password1", "short", "at least 10 characters"),
        ("password1", "x" * 129, "at most 128 characters"),
        ("display_name", "Priya\x00", "Null characters are not allowed"),
    ],
)
def test_a_bad_answer_is_named_and_what_was_typed_stays(client, field, answer, message):
    page = sign_up(client, **{field: answer})
    assertContains(page, message)
    assertContains(page, "<title>Error: Create an account")
    assertContains(page, ANSWERS["job_title"])
    assert not User.objects.exists()
