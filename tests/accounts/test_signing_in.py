"""Signing in and out, its limits, and changing a password or an address."""

import pytest
from django.contrib.auth import get_user
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from accounts.models import Membership, User
from tests.factories import PASSWORD, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "lantern gravel otter"


def is_signed_in(client):
    return get_user(client).is_authenticated


def what_is_seen(response):
    # The token that guards the form differs each time.
    return [line for line in response.content.decode().splitlines() if "csrfmiddlewaretoken" not in line]


# In and out


def test_the_address_signs_in_in_any_case(client, sign_in):
    UserFactory(email="sam@council.example")
    assertRedirects(sign_in("Sam@Council.example"), reverse("account"))


def test_signing_in_leads_back_to_where_one_was(client):
    person = UserFactory()
    page = reverse("find_organisation")
    assertRedirects(client.get(page), f"{reverse('account_login')}?next={page}")
    answers = {"login": person.email, "password": PASSWORD, "next": page}
    assertRedirects(client.post(reverse("account_login"), answers), page)


def test_nobody_is_led_to_another_site(client):
    person = UserFactory()
    answers = {"login": person.email, "password": PASSWORD, "next": "https://elsewhere.example/"}
    assertRedirects(client.post(reverse("account_login"), answers), reverse("account"))


def test_an_unknown_address_and_a_wrong_password_are_answered_alike(client, sign_in):
    UserFactory(email="known@council.example")
    known = sign_in("known@council.example", "not the password")
    unknown = sign_in("unknown@council.example", "not the password")
    assertContains(known, "The e-mail address or the password is not right")
    assert [line.replace("unknown@", "known@") for line in what_is_seen(unknown)] == what_is_seen(known)


def test_a_closed_account_is_told_so_and_stays_out(client, sign_in):
    UserFactory(email="sam@council.example", is_active=False)
    page = sign_in("sam@council.example")
    assertRedirects(page, reverse("account_inactive"))
    assert not is_signed_in(client)


def test_closing_the_browser_signs_out(client, sign_in):
    sign_in(UserFactory().email)
    assert client.session.get_expire_at_browser_close()


def test_signing_out_needs_a_button(client):
    client.force_login(UserFactory())
    assertContains(client.get(reverse("account_logout")), "Stay signed in")
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


# Limits, shared by all workers through the cache in the database


def test_five_wrong_passwords_make_an_address_wait_even_with_the_right_one(client, sign_in):
    person = UserFactory()
    for _ in range(5):
        assertContains(sign_in(person.email, "not the password"), "is not right")
    # Another browser and the right password: the limit is on the address.
    page = sign_in(person.email, browser=Client())
    assertContains(page, "Too many attempts to sign in")
    assert not is_signed_in(client)


def test_the_limit_is_kept_in_the_database_where_every_worker_finds_it(settings):
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    cache.set("shared", "yes")
    assert cache.get("shared") == "yes"


def test_an_unknown_address_has_to_wait_as_well(client, sign_in):
    for _ in range(5):
        sign_in("unknown@council.example", "not the password")
    assertContains(sign_in("unknown@council.example", "not the password"), "Too many attempts to sign in")


def test_others_can_still_sign_in_from_the_same_network(client, sign_in):
    for _ in range(6):
        sign_in(UserFactory().email, "not the password")
    assertRedirects(sign_in(UserFactory().email), reverse("account"))


def test_a_flood_from_one_network_is_stopped_with_a_friendly_page(client, sign_in, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "3/m/ip"}
    for number in range(3):
        sign_in(f"person{number}@council.example", "not the password")
    page = sign_in("one.more@council.example", "not the password")
    assert page.status_code == 429
    assertContains(page, "<h1", status_code=429)


# A forgotten password


def test_a_forgotten_password_is_reset_by_a_link_and_ends_every_session(client, mailoutbox, link_in, sign_in):
    person = UserFactory()
    elsewhere = Client()
    elsewhere.force_login(person)
    client.post(reverse("account_reset_password"), {"email": person.email.upper()})
    form = client.get(link_in(person.email), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW_PASSWORD})
    assert not is_signed_in(elsewhere)
    assertRedirects(sign_in(person.email, NEW_PASSWORD), reverse("account"))
    assert mailoutbox[-1].subject == "Your password has been reset"


def test_the_link_resets_once(client, link_in):
    person = UserFactory()
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = link_in(person.email)
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW_PASSWORD})
    assertContains(Client().get(link, follow=True), "This link cannot be used")


def test_asking_for_a_reset_answers_the_same_whether_or_not_the_address_is_known(client, mailoutbox):
    UserFactory(email="known@council.example")
    seen = []
    for email in ("known@council.example", "unknown@council.example"):
        response = client.post(reverse("account_reset_password"), {"email": email})
        seen.append((response.status_code, response.url, what_is_seen(client.get(response.url))))
    assert seen[0] == seen[1]
    assert [message.to for message in mailoutbox] == [["known@council.example"]]


def test_a_reset_link_goes_to_the_hubs_own_address_whatever_host_was_asked(client, mailoutbox, settings):
    settings.ALLOWED_HOSTS = ["*"]
    person = UserFactory()
    client.post(reverse("account_reset_password"), {"email": person.email}, headers={"host": "thief.example"})
    assert "thief" not in mailoutbox[0].body
    assert settings.HUB_BASE_URL in mailoutbox[0].body


# Changing the password


def change_password(client, **changes):
    answers = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD}
    return client.post(reverse("account_change_password"), answers | changes)


def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one(client, sign_in, mailoutbox):
    person = UserFactory()
    elsewhere = Client()
    sign_in(person.email)
    sign_in(person.email, browser=elsewhere)
    assertRedirects(change_password(client), reverse("account"))
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert mailoutbox[-1].subject == "Your password has been changed"
    assert mailoutbox[-1].to == [person.email]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"oldpassword": "not it"}, "This is not your current password"),
        ({"password1": "short"}, "at least 10 characters"),
        ({"password1": "password1234"}, "too common"),
        ({"password1": "sam.okafor@council.example"}, "too similar"),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(client, changes, message):
    person = UserFactory(email="sam.okafor@council.example")
    client.force_login(person)
    assertContains(change_password(client, **changes), message)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_person_without_a_password_chooses_one(client):
    person = UserFactory()
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    assertRedirects(client.get(reverse("account_change_password")), reverse("account_set_password"))
    client.post(reverse("account_set_password"), {"password1": NEW_PASSWORD})
    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)


# Changing the address


def ask_for_address(client, email):
    return client.post(reverse("account_email"), {"email": email, "action_add": "1"}, follow=True)


def change_address(client, email):
    assertContains(ask_for_address(client, email), "Enter your password once more")
    answers = {"password": PASSWORD, "next": reverse("account_email")}
    return client.post(reverse("account_reauthenticate"), answers, follow=True)


def test_a_new_address_counts_once_it_is_confirmed_and_the_account_stays_the_same(client, sign_in, link_in, mailoutbox):
    organisation = OrganisationFactory(domain="new-council.example")
    person = UserFactory(email="sam@old-council.example")
    sign_in(person.email)
    assertContains(change_address(client, "sam@new-council.example"), "Waiting to be confirmed")
    person.refresh_from_db()
    assert person.email == "sam@old-council.example"
    client.post(link_in("sam@new-council.example"))
    person.refresh_from_db()
    assert person.email == "sam@new-council.example"
    assert User.objects.count() == 1
    assert Membership.objects.get(user=person).organisation == organisation
    # The old address hears of it, in case it was somebody else who did it.
    assert mailoutbox[-1].to == ["sam@old-council.example"]
    assert mailoutbox[-1].subject == "The address of your account has been changed"


def test_without_the_password_the_address_stays(client, sign_in):
    person = UserFactory()
    sign_in(person.email)
    ask_for_address(client, "new@council.example")
    answers = {"password": "not it", "next": reverse("account_email")}
    assertContains(client.post(reverse("account_reauthenticate"), answers), "This is not your password")
    assert list(person.emailaddress_set.values_list("email", flat=True)) == [person.email]


def test_the_change_can_be_called_off(client, sign_in):
    person = UserFactory()
    sign_in(person.email)
    change_address(client, "new@council.example")
    assert person.emailaddress_set.count() == 2
    client.post(reverse("account_email"), {"email": "new@council.example", "action_remove": "1"})
    assert list(person.emailaddress_set.values_list("email", flat=True)) == [person.email]


def test_an_address_that_somebody_else_has_is_answered_like_any_other_and_never_taken(
    client, sign_in, link_in, mailoutbox
):
    owner = UserFactory(email="owner@council.example")
    person = UserFactory()
    sign_in(person.email)
    assertContains(change_address(client, "owner@council.example"), "Waiting to be confirmed")
    client.post(link_in("owner@council.example"))
    person.refresh_from_db()
    assert person.email != "owner@council.example"
    assert owner.has_proven("owner@council.example")


def test_ones_own_address_is_not_new(client, sign_in):
    person = UserFactory()
    sign_in(person.email)
    assertContains(ask_for_address(client, person.email), "This is already the address of your account")


# Every page of allauth that answers is one of ours


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_inactive",
        "account_email_verification_sent",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
    ],
)
def test_pages_for_visitors_are_in_our_look(client, name):
    assertContains(client.get(reverse(name)), 'class="govuk-template"')


@pytest.mark.parametrize(
    "name", ["account_email", "account_change_password", "account_reauthenticate", "account_logout"]
)
def test_pages_for_people_are_in_our_look(client, name):
    client.force_login(UserFactory())
    assertContains(client.get(reverse(name)), 'class="govuk-template"')


@pytest.mark.parametrize("name", ["account_email", "account_change_password", "account", "account_details"])
def test_what_belongs_to_a_person_is_closed_to_visitors(client, name):
    assertRedirects(client.get(reverse(name)), f"{reverse('account_login')}?next={reverse(name)}")


def test_signing_in_by_a_code_leads_to_signing_in(client):
    assertRedirects(client.get(reverse("account_confirm_login_code")), reverse("account_login"))


@pytest.mark.parametrize("name", ["account_inactive", "account_email_verification_sent", "account"])
def test_pages_that_only_tell_do_not_take_posts(client, name):
    client.force_login(UserFactory())
    assert client.post(reverse(name)).status_code == 405
