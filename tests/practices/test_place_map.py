"""The map of places: what each tile says, for everything and for a search, and what a place takes up from elsewhere."""

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from accounts import place_list
from practices.place_labels import labels_of
from practices.search import statistics
from practices.search.entries import index
from tests.factories import AdoptionFactory, ModeratorFactory, OrganisationFactory, PlaceFactory, PracticeFactory

pytestmark = pytest.mark.django_db
SHIPPED = Path(place_list.__file__).parent / "data" / "places.csv"
TILE = re.compile(r'<a class="hub-tile hub-tile--([\w-]+)" href="([^"]+)"><title>([^<]+)</title>')


@pytest.fixture
def places():
    return {
        name: PlaceFactory(short_name=name, slug=name.lower(), region="South West") for name in ("Ash", "Bray", "Cole")
    }


@pytest.fixture
def practice(places):
    made = PracticeFactory(
        state="published", revision__title="Quagga walks", revision__places=[places["Ash"]], revision__topics=["Carers"]
    )
    statistics.refresh()
    return made


def tiles(client, query=""):
    page = client.get(f"/places/{query}").content.decode()
    found = TILE.findall(page)
    assert [label.partition(":")[0] for _state, _href, label in found] == ["Ash", "Bray", "Cole"]
    return [state for state, _href, _label in found]


def test_each_place_has_a_tile_that_says_what_is_there(client, places, practice):
    AdoptionFactory(practice=practice, place=places["Bray"], shown_as="place")
    assert tiles(client) == ["shared", "taken-up", "nothing"]
    page = client.get("/places/").content.decode()
    assert "<title>Bray: something from elsewhere is taken up</title>" in page
    assert page.index('href="/places/bray/"') < page.rindex('href="/places/bray/"')  # the list says it, too
    assert re.search(r"Bray</a> <span [^>]+>from elsewhere</span>", page)


def test_it_shows_what_a_search_finds(client, places, practice):
    AdoptionFactory(practice=practice, place=places["Bray"], shown_as="place")
    PracticeFactory(state="published", revision__title="Okapi rides", revision__places=[places["Cole"]])
    statistics.refresh()
    assert tiles(client, "?q=quagga") == ["shared", "taken-up", "nothing"]
    assert tiles(client, "?q=okapi") == ["nothing", "nothing", "shared"]
    assert tiles(client, "?topic=carers") == ["shared", "taken-up", "nothing"]
    page = client.get("/places/?topic=carers").content.decode()
    assert "remove this filter" in page
    assert 'href="/practices/?topic=carers"' in page


@pytest.mark.parametrize(
    "told",
    [
        {"shown_as": "counted"},
        {"confirmed_at": None, "confirmed_by": None},
        {"status": "stopped", "stopped_because": ["fit"], "stopped_why": "It did not fit."},
    ],
)
def test_a_place_is_not_told_of_what_readers_are_not_told(client, places, practice, told):
    AdoptionFactory(practice=practice, place=places["Bray"], **({"shown_as": "place"} | told))
    assert tiles(client) == ["shared", "nothing", "nothing"]
    assert "take up from elsewhere" not in client.get("/places/bray/").content.decode()


def test_what_is_not_public_is_on_no_visitor_s_map(client, places, practice):
    AdoptionFactory(practice=practice, place=places["Bray"], shown_as="place")
    practice.published_revision.visibility = "staff"
    practice.published_revision.save()
    index(practice)
    for query in ("", "?q=quagga"):
        assert tiles(client, query) == ["nothing", "nothing", "nothing"]
    assert "Quagga" not in client.get("/places/bray/").content.decode()
    client.force_login(ModeratorFactory())
    assert tiles(client) == ["shared", "taken-up", "nothing"]


def test_a_place_lists_what_it_takes_up_from_elsewhere_as_far_as_teams_let_it(client, places, practice):
    named = OrganisationFactory(name="Bray Care")
    AdoptionFactory(practice=practice, place=places["Bray"], organisation=named, shown_as="organisation")
    AdoptionFactory(practice=practice, place=places["Bray"], team="Yellow team", shown_as="place", status="in_use")
    AdoptionFactory(practice=practice, place=places["Ash"], shown_as="place")
    page = client.get("/places/bray/").content.decode()
    assert "What teams here take up from elsewhere" in page
    assert "Quagga walks</a>: trying it, Bray Care" in page
    assert "Quagga walks</a>: in use</li>" in page
    assert "Yellow team" not in page
    assert "from elsewhere" not in client.get("/places/ash/").content.decode()  # it is from there


def test_a_place_does_not_give_away_that_a_team_shown_as_its_region_is_from_there(client, places):
    hidden = PracticeFactory(state="published", revision__places=[places["Ash"]], revision__shown_as="region")
    AdoptionFactory(practice=hidden, place=places["Ash"], shown_as="place")
    assert tiles(client) == ["taken-up", "nothing", "nothing"]
    assert hidden.published_revision.title in client.get("/places/ash/").content.decode()


def test_the_map_has_a_word_for_each_state_and_no_number(client, places, practice):
    page = client.get("/places/").content.decode()
    the_map = page[page.index('<div class="hub-map">') : page.index("</section>", page.index('<div class="hub-map">'))]
    assert not re.search(r">\s*\d+\s*<", the_map)
    for words in ("something is written up", "something from elsewhere is taken up", "nothing shared yet"):
        assert words in page


# Labels


@pytest.fixture(scope="module")
def shipped():
    """The labels of the shipped places by region."""
    names = defaultdict(list)
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names[row["region"]].append(row["short_name"])
    return {region: labels_of(some) for region, some in names.items()}


def test_no_two_labels_of_a_region_are_the_same(shipped):
    for labels in shipped.values():
        assert len({"".join(lines) for lines in labels.values()}) == len(labels)


def test_a_label_is_the_beginning_of_the_name_in_two_short_lines_at_most(shipped):
    for labels in shipped.values():
        for name, lines in labels.items():
            assert 1 <= len(lines) <= 2
            assert all(1 <= len(line) <= 9 for line in lines), lines
            assert name.startswith((" ".join(lines), "".join(lines)))


def test_east_and_west_are_told_apart_and_read_as_one_would_say_them(shipped):
    assert shipped["South East"]["East Sussex"] == ["East", "Sussex"]
    assert shipped["South East"]["West Sussex"] == ["West", "Sussex"]
    assert shipped["East Midlands"]["Derby"] != shipped["East Midlands"]["Derbyshire"]
    assert shipped["London"]["Brent"] == ["Brent"]


def test_a_tile_says_the_beginning_of_its_name(client):
    for name in ("East Riding", "Nottingham", "Nottinghamshire", "York"):
        PlaceFactory(short_name=name, region="London")
    page = client.get("/places/").content.decode()
    tiles = re.findall(r"<title>([^:]+): [^<]+</title>(.*?)</a>", page)
    assert [name for name, _drawn in tiles] == ["East Riding", "Nottingham", "Nottinghamshire", "York"]
    for name, drawn in tiles:
        assert name.startswith(re.sub(r"<[^>]+>", "", drawn))
