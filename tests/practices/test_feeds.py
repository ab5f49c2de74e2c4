"""The feeds, read as a feed reader reads them: of a topic, a place, an organisation and any search."""

import feedparser
import pytest
from django.core.management import call_command
from django.urls import reverse

from practices.actions import moderation
from practices.search import statistics
from practices.search.entries import index
from tests.factories import ModeratorFactory, OrganisationFactory, PlaceFactory, PracticeFactory, TopicFactory

pytestmark = pytest.mark.django_db

FEEDS = {
    "latest": "/feeds/latest.atom",
    "topic": "/feeds/topics/ourwayofwork.atom",
    "place": "/feeds/places/eastmoor.atom",
    "organisation": "/feeds/organisations/ours.atom",
    "search": "/feeds/search/?q=quagga&topic=ourwayofwork&place=eastmoor",
}


@pytest.fixture
def quagga():
    practice = PracticeFactory(
        state="published",
        slug="quagga",
        organisation=OrganisationFactory(name="Ours", slug="ours"),
        revision__title="Quagga walks",
        revision__topics=[TopicFactory(name="Our way of work", slug="ourwayofwork"), "Care homes"],
        revision__places=[PlaceFactory(short_name="Eastmoor", slug="eastmoor")],
    )
    statistics.refresh()
    return practice


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    return feed


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_reader_reads_it(client, quagga, name):
    feed = read(client, FEEDS[name])
    [entry] = feed.entries
    assert (entry.title, entry.link) == ("Quagga walks", "http://testserver/practices/quagga/")
    assert entry.id == entry.link
    assert sorted(tag.term for tag in entry.tags) == ["Care homes", "Our way of work"]
    assert entry.published_parsed
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [f"http://testserver{FEEDS[name]}"]


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_holds_what_is_public_and_nothing_that_was_taken_back(client, quagga, name):
    moderator = ModeratorFactory()
    quagga.published_revision.visibility = "staff"
    quagga.published_revision.save()
    index(quagga)
    client.force_login(moderator)  # a feed is for nobody in particular
    assert client.get(FEEDS[name]).status_code == 200
    assert feedparser.parse(client.get(FEEDS[name]).content).entries == []
    quagga.published_revision.visibility = "public"
    quagga.published_revision.save()
    index(quagga)
    assert len(read(client, FEEDS[name]).entries) == 1
    moderation.withhold(practice=quagga, by=moderator, why="It names a street.")
    assert feedparser.parse(client.get(FEEDS[name]).content).entries == []


def test_a_search_is_followed_by_its_own_words_and_filters(client, quagga):
    newer = PracticeFactory(state="published", revision__title="Quagga rides")
    statistics.refresh()
    feed = read(client, "/feeds/search/?q=quagga&sort=relevance&page=7&made_up=1")
    assert [entry.title for entry in feed.entries] == ["Quagga rides", "Quagga walks"]
    assert feed.feed.title == "quagga – Practice Hub"
    assert feed.feed.link == "http://testserver/practices/?q=quagga"
    [entry] = read(client, "/feeds/search/?place=eastmoor").entries
    assert entry.title == "Quagga walks"
    newest = [entry.link for entry in read(client, "/feeds/search/").entries]
    assert newest[0] == f"http://testserver{newer.get_absolute_url()}"


@pytest.mark.parametrize(
    "query", ["q=%01%02", "q=%00", "q=%22", "q=<script>", "topic=nothing&place=%F0%9F", "q=" + "a" * 9000]
)
def test_no_query_breaks_it(client, quagga, query):
    answer = client.get(f"/feeds/search/?{query}")
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert not feedparser.parse(answer.content).bozo


def test_pages_name_their_feed(client, quagga):
    for page, feed in [
        ("/topics/ourwayofwork/", "/feeds/topics/ourwayofwork.atom"),
        ("/places/eastmoor/", "/feeds/places/eastmoor.atom"),
        ("/organisations/ours/", "/feeds/organisations/ours.atom"),
        ("/practices/?q=quagga&sort=newest&page=1", "/feeds/search/?q=quagga"),
    ]:
        content = client.get(page).content.decode()
        assert f'<link rel="alternate" type="application/atom+xml" href="{feed}"' in content
        assert content.count(f'href="{feed}"') == 2  # and once to be seen


def test_an_organisation_that_visitors_cannot_look_up_has_no_feed(client):
    OrganisationFactory(slug="proposed", verified_at=None)
    assert client.get(reverse("feed_organisation", args=["proposed"])).status_code == 404
    PracticeFactory(
        state="published",
        organisation=OrganisationFactory(slug="hidden", verified_at=None),
        revision__shown_as="region",
    )
    assert client.get(reverse("feed_organisation", args=["hidden"])).status_code == 404


def test_the_topic_of_our_tag_comes_with_the_hub(client):
    call_command("load_topics", verbosity=0)
    assert "#ourwayofwork" in client.get("/topics/ourwayofwork/").content.decode()
    assert client.get("/feeds/topics/ourwayofwork.atom").status_code == 200
