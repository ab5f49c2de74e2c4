"""The pages of what somebody follows: buttons, saved searches, how often, and the link that ends the mails."""

from urllib.parse import quote

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.models import User
from practices.actions import following
from practices.actions.leaving import erase_account
from practices.choices import Rhythm
from practices.daily_limits import LimitReached
from practices.models import Alerts, Follow, SavedSearch
from practices.stop_links import OF_ALERTS
from tests.factories import NeedFactory, PlaceFactory, PracticeFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = UserFactory()
    client.force_login(person)
    return person


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Follow, SavedSearch, Alerts)]


# Following


@pytest.mark.parametrize(
    "make",
    [
        TopicFactory,
        PlaceFactory,
        lambda: PracticeFactory(state="published"),
        lambda: NeedFactory(is_shared=True),
    ],
)
def test_one_press_follows_and_one_more_stops(client, person, make):
    target = make()
    address = target.get_absolute_url()
    assertContains(client.get(address), "Follow by e-mail")
    response = client.post(f"{address}follow/", follow=True)
    assert response.redirect_chain == [(f"{address}#follow", 302)]
    assertContains(response, "You follow this now. You get an e-mail once a day, when something is new.")
    assertContains(response, "You follow this")
    assertNotContains(response, "Follow by e-mail")
    client.post(f"{address}follow/")  # a second click
    stop = reverse("follow_stop", args=[Follow.objects.get().pk])
    assertRedirects(client.post(stop, {"next": f"{address}#follow"}), f"{address}#follow")
    assert not Follow.objects.exists()


def test_visitors_are_led_to_sign_in_and_back_and_their_pages_are_kept(client):
    topic = TopicFactory()
    page = client.get(topic.get_absolute_url())
    assertContains(page, f'href="{reverse("account_login")}?next={quote(topic.get_absolute_url())}"')
    assert "ETag" in page.headers
    results = client.get("/practices/", {"q": "huddle"})
    assertContains(results, f"?next={quote('/practices/?q=huddle', safe='')}")
    assert "ETag" in results.headers


def test_who_wrote_it_is_offered_nothing_and_refused(client, person):
    practice = PracticeFactory(state="published", author=person)
    assertNotContains(client.get(practice.get_absolute_url()), "Follow by e-mail")
    assertContains(
        client.post(reverse("follow_practice", args=[practice.slug])), "told of it in any case", status_code=403
    )
    assert not Follow.objects.exists()


@pytest.mark.parametrize(
    ("state", "visibility"), [("draft", "public"), ("published", "organisation"), ("withheld", "public")]
)
def test_nobody_follows_what_they_may_not_read(client, person, state, visibility):
    practice = PracticeFactory(state=state, revision__visibility=visibility)
    assert client.post(reverse("follow_practice", args=[practice.slug])).status_code == 404
    assert client.post(reverse("follow_topic", args=[TopicFactory(is_curated=False).slug])).status_code == 404
    assert not Follow.objects.exists()


def test_what_may_no_longer_be_read_is_not_named_on_the_list_and_can_be_stopped(client, person):
    practice = PracticeFactory(state="published", revision__title="Hold a huddle")
    client.post(reverse("follow_practice", args=[practice.slug]))
    assertContains(client.get(reverse("following")), "Hold a huddle")
    practice.published_revision.visibility = "organisation"
    practice.published_revision.save()
    page = client.get(reverse("following"))
    assertContains(page, "A write-up that you can no longer read")
    assertNotContains(page, "Hold a huddle")
    assertNotContains(page, practice.slug)
    client.post(reverse("follow_stop", args=[Follow.objects.get().pk]))
    assert not Follow.objects.exists()


def test_what_somebody_follows_is_nobody_elses(client, person):
    other = UserFactory()
    follow = following.follow(target=TopicFactory(name="Secretly followed"), by=other)
    search = following.save_search(asked={"q": ["secretly"]}, name="Secret search", by=other)
    before = everything()
    assertNotContains(client.get(reverse("following")), "Secret")
    assert client.post(reverse("follow_stop", args=[follow.pk])).status_code == 404
    for route in ("saved_search", "saved_search_follow", "saved_search_delete"):
        assert client.post(reverse(route, args=[search.pk]), {"name": "Mine"}).status_code == 404
    assert everything() == before


def test_nobody_follows_without_end(person, monkeypatch):
    monkeypatch.setattr(following, "MOST_FOLLOWED", 1)
    following.follow(target=TopicFactory(), by=person)
    with pytest.raises(LimitReached, match="Stop following one"):
        following.follow(target=PlaceFactory(), by=person)
    assert Follow.objects.count() == 1


def test_a_limit_is_said_on_the_page(client, person, monkeypatch):
    monkeypatch.setattr(following, "MOST_SEARCHES", 0)
    assertContains(client.post(reverse("search_save"), {"query": "q=night"}, follow=True), "You have saved fifty")
    assert not SavedSearch.objects.exists()


# Saved searches


def test_a_search_is_saved_with_what_is_known_alone_and_named_after_what_it_asks(client, person):
    TopicFactory(name="Hospital discharge", slug="hospital-discharge")
    query = "q=friday&topic=hospital-discharge&topic=nonsense&page=3&sort=newest&utm=1"
    response = client.post(reverse("search_save"), {"query": query}, follow=True)
    assertContains(response, "The search is saved")
    assertContains(response, "You have saved this search")
    search = SavedSearch.objects.get()
    assert search.asked == {"q": ["friday"], "topic": ["hospital-discharge"]}
    assert search.name == "friday, Hospital discharge"
    assert search.follows.get().person == person
    assertContains(client.get(search.get_absolute_url()), "You have saved this search")
    client.post(reverse("search_save"), {"query": query})
    assert SavedSearch.objects.count() == 1


@pytest.mark.parametrize("query", ["", "sort=newest&page=2", "topic=nonsense", f"q={'long ' * 500}"])
def test_what_is_no_search_is_not_saved(client, person, query):
    response = client.post(reverse("search_save"), {"query": query}, follow=True)
    assert response.redirect_chain[0][0] == reverse("practices")
    assertContains(response, "govuk-notification-banner")
    assert everything() == [[], [], []]


def test_nothing_found_offers_to_hear_when_there_is_something(client, person):
    assertContains(client.get("/practices/", {"q": "zzyzx"}), "Save this search, and hear of what is new")
    assertNotContains(client.get("/practices/"), "Save this search")


def test_a_search_is_renamed_stopped_followed_again_and_deleted(client, person):
    search = following.save_search(asked={"q": ["night"]}, name="Night", by=person)
    address = reverse("saved_search", args=[search.pk])
    assertContains(client.post(address, {"name": " "}), "Give the search a name", status_code=400)
    assertRedirects(client.post(address, {"name": "Sitting at night"}), reverse("following"))
    page = client.get(reverse("following"))
    assertContains(page, "Sitting at night")
    assertContains(page, "/practices/?q=night")
    client.post(reverse("follow_stop", args=[search.follows.get().pk]))
    assertContains(client.get(reverse("following")), "you get no e-mails about it")
    client.post(reverse("saved_search_follow", args=[search.pk]))
    assert search.follows.count() == 1
    client.post(reverse("saved_search_delete", args=[search.pk]))
    assert not Follow.objects.exists()
    assert not SavedSearch.objects.exists()


# How often


def test_the_choice_is_one_for_all_and_stands_on_the_account_page(client, person):
    assertContains(client.get(reverse("account")), "You follow nothing yet")
    following.follow(target=TopicFactory(), by=person)
    assertContains(client.get(reverse("account")), "Once a day")
    assertRedirects(client.post(reverse("following"), {"rhythm": "weekly"}), reverse("following"))
    assert Alerts.objects.get().rhythm == Rhythm.WEEKLY
    for wrong in ({}, {"rhythm": "hourly"}):
        assertContains(client.post(reverse("following"), wrong), "Choose how often", status_code=400)
    assert Alerts.objects.get().rhythm == Rhythm.WEEKLY


def test_who_wants_no_mail_is_not_surprised_by_following_something(client, person):
    following.choose_rhythm(rhythm=Rhythm.NEVER, by=person)
    response = client.post(reverse("follow_topic", args=[TopicFactory().slug]), follow=True)
    assertContains(response, "You have chosen to get no e-mails")
    assert Alerts.objects.get().rhythm == Rhythm.NEVER


# The link in the mail


@pytest.fixture
def follower():
    person = UserFactory(email="amina@council.example", display_name="Amina Yusuf")
    following.follow(target=TopicFactory(), by=person)
    return person


def stop(person):
    return reverse("alerts_stop", args=[OF_ALERTS.token(person.pk)])


def test_one_press_in_a_mail_program_stops_everything_without_signing_in(follower):
    # RFC 8058: a POST with this body, no cookie and no token of a form
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(stop(follower), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Alerts.objects.get().rhythm == Rhythm.NEVER
    assert Follow.objects.count() == 1
    assert "_auth_user_id" not in strict.session


def test_programs_that_follow_links_change_nothing(client, follower):
    before = everything()
    for method in ("head", "get", "options", "put", "delete"):
        getattr(client, method)(stop(follower))
    assert everything() == before


def test_the_page_stops_by_one_button_says_so_and_offers_the_way_back(client, follower):
    assertContains(client.get(stop(follower)), "Stop them all")
    assertContains(client.post(stop(follower), {"rhythm": "never"}), "You get no more of these e-mails")
    assert Alerts.objects.get().rhythm == Rhythm.NEVER
    assertContains(client.post(stop(follower), {"rhythm": "daily"}), "come once a day")
    assert Alerts.objects.get().rhythm == Rhythm.DAILY
    assertContains(client.post(stop(follower), {"rhythm": "sometimes"}), "Choose how often", status_code=400)
    assert Alerts.objects.get().rhythm == Rhythm.DAILY


def test_the_link_tells_nobody_who_it_is_about_and_lets_nobody_in(client, follower):
    page = client.get(stop(follower))
    for words in ("Amina", "amina", "council.example"):
        assertNotContains(page, words)
        assert words not in stop(follower)
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("following")).status_code == 302


def test_a_link_that_was_tampered_with_leads_nowhere(client, follower):
    good, other = OF_ALERTS.token(follower.pk), OF_ALERTS.token(UserFactory().pk)
    wrong = [good[:-1] + ("A" if good[-1] != "A" else "B"), other.split(":")[0] + good[good.index(":") :]]
    wrong += [signing.dumps(follower.pk), str(follower.pk), "nonsense"]
    before = everything()
    for token in wrong:
        for method in (client.get, client.post):
            assert method(reverse("alerts_stop", args=[token]), {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert everything() == before


def test_the_link_of_somebody_who_is_gone_says_that_nothing_is_sent(client, follower):
    address = stop(follower)
    erase_account(person=follower, by=follower)
    assertContains(client.get(address), "Nothing is sent any more", status_code=410)
    assertContains(client.post(address, {"rhythm": "daily"}), "Nothing is sent any more", status_code=410)
    assert everything() == [[], [], []]
    assert not User.objects.filter(email="amina@council.example").exists()
