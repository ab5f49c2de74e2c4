"""One limit on all that writes, far above what anybody does by hand."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import WriteCount
from practice_hub import write_limit
from practices import housekeeping
from practices.models import Practice
from tests import world as worlds
from tests.factories import PracticeFactory, UserFactory, known_person
from tests.permission_matrix import ROWS

pytestmark = pytest.mark.django_db

# One address of each: the limit is asked before anything is known of what an address leads to.
ROUTES_THAT_WRITE = sorted({row.route: row.on for row in ROWS if row.post}.items())


@pytest.fixture
def none_left(monkeypatch):
    monkeypatch.setattr(write_limit, "OF_A_PERSON", 0)
    monkeypatch.setattr(write_limit, "FROM_AN_ADDRESS", 0)


@pytest.fixture
def person(client):
    person = known_person()
    client.force_login(person)
    return person


def comment_on(client, practice, **more):
    said = {"key": "0" * 32, "body": "Who holds the keys?"} | more
    return client.post(reverse("comments", args=[practice.slug]), said, headers={"Origin": "http://testserver"})


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with worlds.one_transaction(django_db_blocker):
        yield worlds.build()


@pytest.mark.parametrize(("route", "on"), ROUTES_THAT_WRITE)
@pytest.mark.parametrize("role", ["visitor", "author", "administrator"])
def test_nothing_that_writes_goes_past_the_limit(world, none_left, route, on, role):
    with worlds.undone():
        address = reverse(route, kwargs=world.addresses[on])
        assert world.clients[role].post(address, worlds.A_TOKEN).status_code == 429


def test_the_administrators_site_has_the_same_limit(client, none_left):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert client.post(reverse("admin:accounts_place_add")).status_code == 429


def test_reading_is_not_counted(client, person, none_left):
    assert client.get(reverse("account")).status_code == 200
    assert client.head(reverse("account")).status_code == 200
    assert not WriteCount.objects.exists()


def test_the_write_after_the_last_is_refused_and_changes_nothing(client, person, monkeypatch):
    monkeypatch.setattr(write_limit, "OF_A_PERSON", 2)
    practice = PracticeFactory(state="published")
    assert [comment_on(client, practice, key=f"{n}" * 32).status_code for n in (1, 2, 3)] == [302, 302, 429]
    assert practice.comments.count() == 2


def test_another_person_goes_on(client, person, monkeypatch):
    monkeypatch.setattr(write_limit, "OF_A_PERSON", 1)
    practice, other = PracticeFactory(state="published"), Client()
    other.force_login(known_person())
    comment_on(client, practice)
    assert comment_on(client, practice).status_code == 429
    assert comment_on(other, practice, key="1" * 32).status_code == 302


def test_signing_out_and_in_again_begins_no_new_count(client, person, monkeypatch):
    monkeypatch.setattr(write_limit, "OF_A_PERSON", 1)
    practice, other_browser = PracticeFactory(state="published"), Client()
    comment_on(client, practice)
    other_browser.force_login(person)
    assert comment_on(other_browser, practice).status_code == 429


def test_the_page_says_when_to_try_again(client, person, none_left):
    answer = comment_on(client, PracticeFactory(state="published"))
    until = WriteCount.objects.get().since + timedelta(hours=1)
    assert f"Try again at {timezone.localtime(until):%H:%M}." in answer.content.decode()
    assert 3590 <= int(answer["Retry-After"]) <= 3600


def test_an_hour_after_the_first_another_hour_is_counted(client, person, monkeypatch):
    monkeypatch.setattr(write_limit, "OF_A_PERSON", 1)
    practice = PracticeFactory(state="published")
    comment_on(client, practice)
    assert comment_on(client, practice).status_code == 429
    WriteCount.objects.update(since=timezone.now() - timedelta(minutes=61))
    assert comment_on(client, practice, key="1" * 32).status_code == 302
    assert WriteCount.objects.get().writes == 1


def test_what_was_typed_is_kept_and_comes_back_on_its_page(client, person, monkeypatch):
    practice = PracticeFactory(state="published")
    page = client.get(practice.get_absolute_url()).content.decode()
    ticket = re.search(r'name="kept_for" value="([^"]+)"', page).group(1)
    monkeypatch.setattr(write_limit, "OF_A_PERSON", 0)
    answer = comment_on(client, practice, body="Half an hour of thought", kept_for=ticket)
    assert "What you typed is kept" in answer.content.decode()
    assert "Half an hour of thought" in client.get(practice.get_absolute_url()).content.decode()


def test_what_cannot_be_kept_is_given_back_to_be_copied(client, person, none_left):
    practice = PracticeFactory(state="published")
    assert "Half an hour of thought" in comment_on(client, practice, body="Half an hour of thought").content.decode()


def test_an_autosave_that_is_refused_changes_nothing_and_says_when_to_come_back(client, none_left):
    practice = PracticeFactory()
    client.force_login(practice.authorships.get().user)
    answer = client.post(reverse("autosave", args=[practice.slug, "context"]), {"base": "1.0", "problem": "New"})
    assert answer.status_code == 429
    assert answer["Retry-After"]
    assert Practice.objects.get(pk=practice.pk).draft_revision.problem == practice.draft_revision.problem


def test_a_form_from_another_site_uses_up_nobodys_share(person):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)
    assert comment_on(strict, PracticeFactory(state="published")).status_code == 403
    assert not WriteCount.objects.exists()


def test_no_address_can_be_read_out_of_the_table(client):
    client.post(reverse("account_login"), {"login": "a@council.example", "password": "b"}, REMOTE_ADDR="192.0.2.77")
    assert "192.0.2.77" not in WriteCount.objects.get().who


def test_counts_are_thrown_away_when_their_hour_is_over(person):
    WriteCount.objects.add("person 1")
    WriteCount.objects.add("person 2")
    WriteCount.objects.filter(who="person 1").update(since=timezone.now() - timedelta(minutes=61))
    assert housekeeping.tidy()["counts of what was sent"] == 1
    assert WriteCount.objects.get().who == "person 2"
