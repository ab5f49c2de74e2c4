"""Which places are like one, by figures or without; and that it puts none above another. The figures are made up."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.place_likeness import distance, keys_like, like, standardised
from tests.factories import PlaceFactory, give_figures

INDICATORS = ["population", "density", "deprivation"]
Z = st.floats(-5, 5, allow_nan=False)
POINTS = st.dictionaries(st.sampled_from([(name, "") for name in INDICATORS]), Z)
WEIGHTS = st.fixed_dictionaries({name: st.floats(0.1, 10) for name in INDICATORS})
VALUES = st.lists(st.integers(1, 10**6), min_size=2, max_size=6)


@settings(max_examples=15, deadline=None)
@given(POINTS, POINTS, WEIGHTS)
def test_two_places_are_as_far_apart_from_either_side(a, b, weights):
    apart = distance(a, b, weights)
    assert apart == distance(b, a, weights)
    assert apart is None or apart >= 0


@settings(max_examples=15, deadline=None)
@given(POINTS, WEIGHTS)
def test_a_place_is_no_way_from_itself_and_nothing_is_said_where_half_is_missing(point, weights):
    assert distance(point, point, weights) == (0 if len(point) >= 2 else None)


@settings(max_examples=15, deadline=None)
@given(VALUES, st.integers(2, 1000), st.integers(0, 1000))
def test_the_unit_of_a_figure_makes_no_difference(values, times, more):
    some = standardised({at: float(value) for at, value in enumerate(values)})
    others = standardised({at: float(value * times + more) for at, value in enumerate(values)})
    assert some == pytest.approx(others, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(POINTS, POINTS, WEIGHTS, st.floats(0.1, 10))
def test_what_one_of_them_lacks_counts_for_nothing_and_neither_does_the_scale_of_weights(a, b, weights, times):
    both = {axis: z for axis, z in a.items() if axis in b}
    if len(both) >= 2:
        assert distance(a, b, weights) == distance(both, b, weights)
    heavier = {name: weight * times for name, weight in weights.items()}
    assert distance(a, b, heavier) == pytest.approx(distance(a, b, weights))


def named(*names, **traits):
    return {name: PlaceFactory(short_name=name, slug=name.lower(), **traits) for name in names}


def neighbours(place):
    return [neighbour.place.short_name for neighbour in like(place).neighbours]


def words(place):
    return {neighbour.place.short_name: neighbour.words for neighbour in like(place).neighbours}


@pytest.mark.django_db
def test_without_figures_they_are_of_the_same_kind_and_region():
    places = named("Bray", "Ash", "Cole", region="South West")
    named("Dale", region="South West", kind="county")
    named("Elm", region="London", kind="london_borough")
    assert neighbours(places["Cole"]) == ["Ash", "Bray"]
    assert not like(places["Cole"]).compared


@pytest.mark.django_db
def test_the_only_one_of_its_kind_in_a_region_has_the_others_of_the_region(client):
    county = named("Dale", region="South West", kind="county")["Dale"]
    named("Bray", "Ash", region="South West")
    assert neighbours(county) == ["Ash", "Bray"]
    page = client.get("/places/dale/").content.decode()
    assert "The other places of the same region, South West." in page


@pytest.fixture
def seven():
    """Seven places, each with twice the people of the one before."""
    places = named("Ash", "Bray", "Cole", "Dale", "Elm", "Ford", "Gate")
    give_figures("population", {place: 10_000 * 2**at for at, place in enumerate(places.values())}, weight=1)
    return places


@pytest.mark.django_db
def test_the_five_nearest_are_shown_in_the_order_of_the_alphabet(seven):
    named("Hill")  # has no figure, so it is like nobody
    assert neighbours(seven["Gate"]) == ["Bray", "Cole", "Dale", "Elm", "Ford"]
    assert neighbours(seven["Ash"]) == ["Bray", "Cole", "Dale", "Elm", "Ford"]
    assert keys_like([seven["Ash"], seven["Bray"]]) == {seven[name].pk for name in ("Cole", "Dale", "Elm", "Ford")}


@pytest.mark.django_db
def test_a_place_without_figures_and_one_that_has_ended_are_like_none_by_them(seven):
    hill = named("Hill", region="Wales", nation="Wales", kind="welsh_council")["Hill"]
    assert neighbours(hill) == []
    gone = named("Gone", valid_to=date(2024, 4, 1))["Gone"]
    assert neighbours(gone) == []


@pytest.mark.django_db
def test_a_weight_says_what_counts_most_and_one_of_0_that_it_does_not_count(seven):
    names = list(seven)
    older = {seven[name]: 30 if name in ("Ash", "Gate") else 10 for name in names}
    share = give_figures("share_65_and_over", older, weight=10)
    assert "Gate" in neighbours(seven["Ash"])
    share.weight = 0
    share.save()
    assert "Gate" not in neighbours(seven["Ash"])
    assert [row.of.indicator for row in like(seven["Ash"]).compared] == ["population"]


@pytest.mark.django_db
def test_what_differs_most_is_said_in_words():
    ash, bray, cole = named("Ash", "Bray", "Cole").values()
    give_figures("population", {ash: 10_000, bray: 11_000, cole: 40_000})
    give_figures("share_65_and_over", {ash: 20, bray: 20, cole: 10}, weight=2)
    give_figures("density", {ash: 50, bray: 50, cole: 60}, weight="0.5")
    assert words(ash) == {
        "Bray": "Much the same in all that is compared.",
        "Cole": "A smaller share of people aged 65 and over, more people.",
    }
    assert words(cole)["Ash"] == "A larger share of people aged 65 and over, fewer people."


@pytest.mark.django_db
def test_deprivation_is_compared_within_a_nation_alone(client):
    english = named("Ash", "Bray")
    welsh = named("Cardew", "Dinas", region="Wales", nation="Wales", kind="welsh_council")
    score = {english["Ash"]: 10, english["Bray"]: 30, welsh["Cardew"]: 1000, welsh["Dinas"]: 2000}
    give_figures("deprivation", score)
    assert words(english["Ash"]) == {"Bray": "More deprived."}
    assert words(welsh["Dinas"]) == {"Cardew": "Less deprived."}
    figures = client.get("/places/ash/").content.decode().partition('class="govuk-table hub-figures"')[2]
    assert "Bray" in figures
    assert "Cardew" not in figures


@pytest.mark.django_db
def test_the_page_shows_the_figures_with_their_source_and_date_and_ranks_nobody(client, seven):
    page = client.get("/places/dale/").content.decode()
    section = page[page.index("Places like Dale") :]
    figures = section[section.index("<caption") :]
    assert "Figures made up for a test, published on 1 January 2026. Weight: 1" in section
    assert re.search(r"<strong>Dale</strong></th><td [^>]+>80,000</td>", figures)
    assert re.search(r"Elm</th><td [^>]+>160,000</td>", figures)
    links = re.findall(r'href="/places/(\w+)/"', section.partition('<ul class="hub-like">')[2].partition("</ul>")[0])
    assert links == sorted(links)
    assert len(links) == 5


@pytest.mark.django_db
def test_what_is_compared_takes_as_many_statements_however_many_places_there_are(seven, django_assert_num_queries):
    with django_assert_num_queries(3):
        like(seven["Ash"])
    places = named(*(f"Place{number}" for number in range(20)))
    give_figures("density", {place: 5 + at for at, place in enumerate(places.values())})
    with django_assert_num_queries(3):
        like(places["Place1"])
