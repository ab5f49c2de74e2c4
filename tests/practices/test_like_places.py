"""What is adopted by places like one: first in a search, and on the page of the place; and nothing that is not told."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from practices.search import statistics
from tests.factories import (
    AdoptionFactory,
    OrganisationFactory,
    PlaceFactory,
    PracticeFactory,
    TopicFactory,
    UserFactory,
)
from tests.world import client_of

pytestmark = pytest.mark.django_db
MINE = "/practices/?sort=like_mine&like=ash"


@pytest.fixture
def places():
    """Ash and Bray are of one kind and region; Elm is like neither."""
    where = {"Ash": "South West", "Bray": "South West", "Elm": "London"}
    return {name: PlaceFactory(short_name=name, slug=name.lower(), region=region) for name, region in where.items()}


def published(title, days_ago=0, **traits):
    practice = PracticeFactory(**{"state": "published", "revision__title": title} | traits)
    at = timezone.now() - timedelta(days=days_ago)
    type(practice).objects.filter(pk=practice.pk).update(published_at=at)
    type(practice.search_entry).objects.filter(pk=practice.pk).update(published_at=at)
    return practice


def adopted(practice, place, **told):
    return AdoptionFactory(practice=practice, place=place, **({"shown_as": "place", "status": "in_use"} | told))


def titles(client, address):
    return [card.practice.title for card in client.get(address).context["cards"]]


def order_labels(client, address):
    return [str(label) for _value, label, _is_present in client.get(address).context["orders"]]


def test_what_is_in_use_at_a_place_like_it_comes_first_and_the_rest_as_before(client, places):
    published("Oldest of all", 5)
    adopted(published("Used in Bray", 4), places["Bray"])
    adopted(published("Used in Elm", 3), places["Elm"])
    adopted(published("Used in Ash itself", 2), places["Ash"])
    adopted(published("Used in Bray, too", 1), places["Bray"])
    usual = ["Used in Bray, too", "Used in Ash itself", "Used in Elm", "Used in Bray", "Oldest of all"]
    assert titles(client, "/practices/") == usual
    first = ["Used in Bray, too", "Used in Bray"]
    assert titles(client, MINE) == first + [title for title in usual if title not in first]
    page = client.get(MINE).content.decode()
    assert "5 write-ups" in page
    assert "has in use, as far as it lets readers know, stands first" in page


def test_in_a_search_for_words_both_parts_are_ranked(client, places):
    adopted(published("A quagga walks"), places["Bray"])
    published("Quagga")
    published("Okapi")
    statistics.refresh()
    assert titles(client, "/practices/?q=quagga") == ["Quagga", "A quagga walks"]
    assert titles(client, f"{MINE}&q=quagga") == ["A quagga walks", "Quagga"]


@pytest.mark.parametrize(
    "told",
    [
        {"shown_as": "counted"},
        {"confirmed_at": None, "confirmed_by": None},
        {"status": "trying"},
        {"status": "stopped", "stopped_because": ["fit"], "stopped_why": "It did not fit."},
    ],
)
def test_what_readers_are_not_told_to_be_in_use_moves_nothing(client, places, told):
    adopted(published("Not told", 2), places["Bray"], **told)
    published("Newer", 1)
    assert titles(client, MINE) == ["Newer", "Not told"]
    assert "No team in such a place is known to use any of these yet" in client.get(MINE).content.decode()
    assert "Not told" not in client.get("/places/ash/").content.decode()


def test_what_a_person_may_not_read_is_not_found_by_it(client, places):
    adopted(published("For staff", revision__visibility="staff"), places["Bray"])
    published("For everybody")
    assert titles(client, MINE) == ["For everybody"]
    assert "For staff" not in client.get("/places/ash/").content.decode()
    of_staff = client_of(UserFactory(organisation=OrganisationFactory()))
    assert titles(of_staff, MINE) == ["For staff", "For everybody"]
    assert "For staff" in of_staff.get("/places/ash/").content.decode()


def test_each_page_goes_on_where_the_one_before_ended(client, places):
    for number in range(20):
        practice = published(f"Write-up {number}", number)
        if number % 2:
            adopted(practice, places["Bray"])
    pages = [titles(client, f"{MINE}&page={page}") for page in (1, 2)]
    odd, even = ([f"Write-up {number}" for number in range(start, 20, 2)] for start in (1, 0))
    assert pages == [odd + even[:5], even[5:]]


def test_the_order_is_offered_where_a_place_is_known(client, places):
    published("Anything", revision__places=[places["Ash"]], revision__topics=[TopicFactory(slug="carers")])
    assert order_labels(client, "/practices/") == ["Newest", "Recently confirmed"]
    assert order_labels(client, "/practices/?like=ash")[-1] == "Adopted by places like Ash"
    assert order_labels(client, "/practices/?place=ash")[-1] == "Adopted by places like Ash"
    assert order_labels(client, "/practices/?like=nowhere") == ["Newest", "Recently confirmed"]
    page = client.get(f"{MINE}&topic=carers").content.decode()
    assert '<input type="hidden" name="like" value="ash">' in page  # kept by whoever filters further
    assert '<input type="hidden" name="sort" value="like_mine">' in page


def test_a_person_is_offered_it_for_where_their_organisation_works(client, places):
    adopted(published("Used in Bray", 2), places["Bray"])
    published("Newer", 1)
    ours = client_of(UserFactory(organisation=OrganisationFactory(places=[places["Ash"]])))
    assert order_labels(ours, "/practices/")[-1] == "Adopted by places like Ash"
    assert titles(ours, "/practices/?sort=like_mine") == ["Used in Bray", "Newer"]
    wide = client_of(UserFactory(organisation=OrganisationFactory(places=[places["Ash"], places["Elm"]])))
    assert order_labels(wide, "/practices/")[-1] == "Adopted by similar places"
    nowhere = client_of(UserFactory(organisation=OrganisationFactory()))
    assert order_labels(nowhere, "/practices/?sort=like_mine") == ["Newest", "Recently confirmed"]
    assert titles(nowhere, "/practices/?sort=like_mine") == ["Newer", "Used in Bray"]


def they_do(client, place="ash"):
    page = client.get(f"/places/{place}/").content.decode()
    section = page.partition("What they do that is not known here")[2].partition("</ul>")[0]
    return re.findall(r'<a class="govuk-link" href="[^"]+">([^<]+)</a>: ([^<]+)</li>', section)


def test_a_place_s_page_names_what_places_like_it_do_and_it_does_not(client, places):
    cole = PlaceFactory(short_name="Cole", slug="cole", region="South West")
    published("Runs in Bray", 3, revision__places=[places["Bray"]], revision__stage="running")
    both = published("Used in Bray and Cole", 2)
    adopted(both, places["Bray"])
    adopted(both, cole)
    published("Tried in Bray", revision__places=[places["Bray"]], revision__stage="trying")
    published("Runs in Ash", revision__places=[places["Ash"], places["Bray"]], revision__stage="running")
    adopted(published("Runs in Elm", revision__places=[places["Elm"]], revision__stage="running"), places["Elm"])
    taken_up = published("Taken up in Ash", revision__places=[places["Bray"]], revision__stage="running")
    adopted(taken_up, places["Ash"], status="considering")
    published("Retired", state="retired", revision__places=[places["Bray"]], revision__stage="running")
    assert they_do(client) == [("Used in Bray and Cole", "Bray, Cole"), ("Runs in Bray", "Bray")]


def test_a_team_that_does_not_say_where_it_is_is_not_found_out_by_what_is_left_out(client, places):
    hidden = published("Of a hidden team", revision__places=[places["Ash"]], revision__shown_as="region")
    adopted(hidden, places["Bray"])
    counted = published("Counted in Ash")
    adopted(counted, places["Bray"])
    adopted(counted, places["Ash"], shown_as="counted")
    assert {title for title, _where in they_do(client)} == {"Of a hidden team", "Counted in Ash"}


def test_five_at_most_are_named(client, places):
    for number in range(7):
        published(f"Write-up {number}", number, revision__places=[places["Bray"]], revision__stage="running")
    assert [title for title, _where in they_do(client)] == [f"Write-up {number}" for number in range(5)]


def test_what_runs_and_what_is_tried_stand_apart_and_in_this_order(client, places):
    for number in range(6):
        published(f"Tried {number}", number, revision__places=[places["Ash"]], revision__stage="trying")
    assert "Nothing that runs here is written up yet." in client.get("/places/ash/").content.decode()
    published("Runs", revision__places=[places["Ash"]], revision__stage="running")
    adopted(published("From elsewhere"), places["Ash"])
    page = client.get("/places/ash/").content.decode()
    order = ["What runs here", ">Runs<", "What is being tried here", ">Tried 0<", "From elsewhere", "Places like Ash"]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)
    assert "Tried 5" not in page
    assert 'href="/practices/?place=ash&amp;stage=trying&amp;stage=idea"' in page
    assert len(titles(client, "/practices/?place=ash&stage=trying&stage=idea")) == 6


def test_a_practice_s_page_tells_a_person_where_like_theirs_it_is_in_use(client, places):
    practice = published("Quagga walks")
    for name in ("Bray", "Elm", "Ash"):
        adopted(practice, places[name])
    adopted(practice, PlaceFactory(short_name="Cole", region="South West"), shown_as="counted")
    ours = client_of(UserFactory(organisation=OrganisationFactory(places=[places["Ash"]])))
    address = practice.get_absolute_url()
    assert "In use at places like yours: Bray." in ours.get(address).content.decode()
    for other in (client, client_of(UserFactory(organisation=OrganisationFactory()))):
        assert "In use at places like yours" not in other.get(address).content.decode()
