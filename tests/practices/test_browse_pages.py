"""The start page, the results, and what there is by place, topic and organisation."""

import re
from datetime import date

import pytest
from django.urls import reverse

from practices.models import SearchEntry
from tests.factories import OrganisationFactory, PlaceFactory, PracticeFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db


def body(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def titles(page):
    return re.findall(r'hub-card__title"><a href="[^"]+">(.*?)</a>', page)


@pytest.fixture
def here():
    """A place, a topic and an organisation that many practices share."""
    place = PlaceFactory(short_name="Eastmoor", official_name="Eastmoor", slug="eastmoor", region="South West")
    topic = TopicFactory(name="Hospital discharge", slug="hospital-discharge", is_pathway=True)
    return {"place": place, "topic": topic, "organisation": OrganisationFactory(name="Eastmoor Council", slug="ours")}


def publish(here, **kwargs):
    defaults = {
        "state": "published",
        "organisation": here["organisation"],
        "revision__places": [here["place"]],
        "revision__topics": [here["topic"]],
    }
    return PracticeFactory(**(defaults | kwargs))


def test_pages_never_repeat_or_lose_a_row(client, here):
    practices = [publish(here) for _ in range(33)]
    SearchEntry.objects.update(published_at=practices[0].published_at)  # nothing but the key tells them apart
    for address in ("/practices/?", "/practices/?q=huddle&", "/practices/?sort=confirmed&", "/places/eastmoor/?"):
        seen = [title for number in (1, 2, 3) for title in titles(body(client.get(f"{address}page={number}")))]
        assert len(seen) == len(set(seen)) == 33, address


@pytest.mark.parametrize("number", ["0", "-1", "999", "abc", "", "1.5"])
def test_a_page_that_is_not_there_shows_the_nearest(client, here, number):
    publish(here)
    assert len(titles(body(client.get("/practices/", {"page": number})))) == 1


def test_a_search_shows_where_it_matched_with_the_words_marked(client, here):
    publish(here, revision__did_not_work="The zebra crossing was too far.", revision__title="Walk to the clinic")
    page = body(client.get("/practices/?q=zebras"))
    assert "In <strong>What did not work</strong>: “… The <mark>zebra</mark> crossing was too far" in page


def test_the_page_says_when_no_write_up_has_all_of_the_words(client, here):
    publish(here, revision__what_we_do="zebra")
    publish(here, revision__what_we_do="ibex")
    remark = "No write-up has all of these words; these have most of them."
    assert remark in body(client.get("/practices/?q=zebra+ibex"))
    assert remark not in body(client.get("/practices/?q=zebra"))


def test_no_results_say_what_to_try(client, here):
    publish(here)
    page = body(client.get("/practices/?q=quagga&stage=running"))
    assert "Nothing found" in page
    assert "No write-up that you may read matches “quagga”" in page
    for advice in ("Search without the filters", "Use fewer or plainer words", "Look through the topics"):
        assert advice in page
    assert 'href="?q=quagga"' in page


def test_what_was_typed_stays_text_on_the_page(client):
    page = body(client.get("/practices/", {"q": '"><script>alert(1)</script>', "topic": '"><b>', "sort": "<i>"}))
    assert "<script>alert" not in page
    assert '"><b>' not in page
    assert "<i>" not in page


def test_what_is_chosen_can_be_taken_away_again_and_survives_the_next_search(client, here):
    publish(here)
    page = body(client.get("/practices/?q=huddle&topic=hospital-discharge&stage=running"))
    assert '<a class="hub-chip hub-chip--on" href="?q=huddle&amp;stage=running">Hospital discharge' in page
    assert '<input type="hidden" name="stage" value="running">' in page
    assert 'name="stage" value="running" checked' in page


def test_relevance_is_offered_only_where_something_was_typed(client, here):
    publish(here)
    assert "Best match" in body(client.get("/practices/?q=huddle"))
    assert "Best match" not in body(client.get("/practices/"))
    assert "<strong>Newest</strong>" in body(client.get("/practices/?q=huddle&sort=newest"))


def test_the_start_page_offers_pathways_the_latest_and_a_way_to_contribute(client, here):
    practice = publish(here, revision__title="Agree each morning who goes home")
    page = body(client.get("/"))
    assert "Hospital discharge" in page
    assert page.count(practice.published_revision.title) >= 2
    assert reverse("practice_new") in page
    assert 'name="q"' in page


def test_the_start_page_shows_what_teams_still_do(client, here):
    for state in ("retired", "published"):
        publish(here, state=state, revision__title=f"Hold a huddle, {state}")
    page = body(client.get("/"))
    assert "Hold a huddle, published" in page
    assert "Hold a huddle, retired" not in page


def test_an_empty_hub_has_a_start_page(client):
    assert "The first write-up could be yours." in body(client.get("/"))


def test_places_say_which_have_write_ups_and_which_not_yet_and_rank_none(client, here):
    PlaceFactory(short_name="Aldermere", region="South West")
    PlaceFactory(short_name="Gone", valid_to=date(2023, 4, 1))
    for _ in range(3):
        publish(here)
    page = body(client.get("/places/"))
    assert re.search(r"<li><a [^>]+>Aldermere</a> <span [^>]+>not yet</span>", page)
    assert re.search(r'<li class="is-filled"><a [^>]+>Eastmoor</a></li>', page)
    assert page.index("Aldermere") < page.index("Eastmoor")
    assert "Gone" not in page
    assert not re.search(r"Eastmoor</a>\D{0,40}3", page)


def test_a_place_page_says_what_is_here_and_what_is_not_yet(client, here):
    TopicFactory(name="Reablement", slug="reablement", is_pathway=True)
    practice = publish(here)
    page = body(client.get("/places/eastmoor/"))
    assert titles(page) == [practice.published_revision.title]
    not_yet = page[page.index("Not written up here yet") :]
    assert "Reablement" in not_yet
    assert "Hospital discharge" not in not_yet
    assert "Eastmoor Council" not in page  # it works here, but nobody has said so


def test_a_place_with_nothing_invites_the_first(client, here):
    page = body(client.get("/places/eastmoor/"))
    assert "Nothing is written up here yet" in page
    assert reverse("practice_new") in page


def test_a_place_that_ended_names_its_successor(client, here):
    PlaceFactory(short_name="Old", slug="old", valid_to=date(2023, 4, 1), successor=here["place"])
    page = body(client.get("/places/old/"))
    assert "ended on 1 April 2023" in page
    assert 'href="/places/eastmoor/"' in page


def test_a_topic_that_nobody_curated_has_no_page(client):
    TopicFactory(name="Mine alone", slug="mine-alone", is_curated=False)
    assert client.get("/topics/mine-alone/").status_code == 404


def test_a_topic_page_says_where_nobody_has_written_yet(client, here):
    PlaceFactory(region="Wales", nation="Wales")
    publish(here)
    page = body(client.get("/topics/hospital-discharge/"))
    assert len(titles(page)) == 1
    assert re.search(r"Not from these parts yet</h2><p>Wales</p>", page)


def test_an_organisation_that_was_only_proposed_is_not_shown_to_others(client):
    proposed = OrganisationFactory(name="Proposed Care", slug="proposed", verified_at=None)
    assert client.get("/organisations/proposed/").status_code == 404
    assert "Proposed Care" not in body(client.get("/organisations/"))
    client.force_login(UserFactory(organisation=proposed))
    assert "Proposed Care" in body(client.get("/organisations/proposed/"))


def test_an_organisation_written_about_from_public_sources_says_that_it_has_not_joined(client, here):
    organisation = OrganisationFactory(name="Far Council", slug="far", verified_at=None)
    practice = publish(here, organisation=organisation, from_public_sources=True)
    page = body(client.get("/organisations/far/"))
    assert "Nobody has confirmed yet" in page
    assert titles(page) == [practice.published_revision.title]


PAGES = [
    "/",
    "/practices/",
    "/practices/?q=quagga+huddle",
    "/places/",
    "/places/eastmoor/",
    "/topics/",
    "/topics/hospital-discharge/",
    "/organisations/",
    "/organisations/ours/",
    "/feeds/latest.atom",
    "/feeds/topics/hospital-discharge.atom",
    "/feeds/places/eastmoor.atom",
    "/sitemap.xml",
]


@pytest.mark.parametrize("address", PAGES)
def test_no_list_shows_what_the_person_may_not_read(client, here, address):
    publish(here, revision__title="Quagga one", revision__visibility="organisation")
    publish(here, revision__title="Quagga two", revision__visibility="staff")
    publish(here, revision__title="Quagga three", state="in_review")
    assert "Quagga" not in client.get(address).content.decode().replace('value="quagga huddle"', "")


@pytest.mark.parametrize("address", PAGES)
def test_a_team_shown_as_its_region_is_named_nowhere(client, here, address):
    organisation = OrganisationFactory(name="Zebra Trust", slug="zebra-trust", verified_at=None)
    shown = {"revision__shown_as": "region", "revision__team": "Yellow team"}
    practice = publish(here, organisation=organisation, revision__title="Quagga", **shown)
    page = client.get(address).content.decode()
    assert "Zebra" not in page
    assert "Yellow team" not in page
    if address in ("/places/eastmoor/", "/feeds/places/eastmoor.atom"):
        assert practice.published_revision.title not in page
    if address == "/places/":
        assert "is-filled" not in page


def test_the_page_of_an_organisation_does_not_list_what_is_shown_as_its_region(client, here):
    publish(here, revision__title="Quagga", revision__shown_as="region")
    assert "Quagga" not in body(client.get("/organisations/ours/"))


@pytest.mark.parametrize("address", ["/", "/practices/", "/places/", "/topics/", "/organisations/", "/robots.txt"])
def test_what_is_only_read_takes_no_other_method(client, address):
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def test_who_works_there_can_ask_to_join_from_its_page(client, here):
    ask = reverse("ask_to_join", args=["ours"])
    assert ask not in body(client.get("/organisations/ours/"))
    client.force_login(UserFactory())
    assert f'<form method="post" action="{ask}">' in body(client.get("/organisations/ours/"))
    client.force_login(UserFactory(organisation=here["organisation"]))
    assert ask not in body(client.get("/organisations/ours/"))


def test_nobody_is_offered_to_join_what_has_not_joined_the_hub(client, here):
    publish(here, organisation=OrganisationFactory(slug="elsewhere", verified_at=None))
    client.force_login(UserFactory())
    assert "Ask to join" not in body(client.get("/organisations/elsewhere/"))


def test_a_feed_is_well_formed_and_gives_whole_addresses(client, here):
    practice = publish(here, revision__title="Fish & chips <b>")
    feed = client.get("/feeds/latest.atom")
    assert feed["Content-Type"].startswith("application/atom+xml")
    text = feed.content.decode()
    assert "Fish &amp; chips &lt;b&gt;" in text
    assert f"http://testserver{practice.get_absolute_url()}" in text


def test_what_a_feed_reader_takes_for_html_is_text(client):
    PracticeFactory(state="published", revision__summary="<img src=x> R&B evenings")
    told = '<summary type="html">&amp;lt;img src=x&amp;gt; R&amp;amp;B evenings</summary>'
    assert told in body(client.get("/feeds/latest.atom"))


def test_a_feed_of_nothing_known_is_not_there(client):
    for address in ("/feeds/topics/nothing.atom", "/feeds/places/nothing.atom"):
        assert client.get(address).status_code == 404


def test_the_sitemap_and_robots_give_the_hub_s_own_address(client, here):
    practice = publish(here)
    assert f"<loc>http://testserver{practice.get_absolute_url()}</loc>" in body(client.get("/sitemap.xml"))
    assert "Sitemap: http://testserver/sitemap.xml" in body(client.get("/robots.txt"))
