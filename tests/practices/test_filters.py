"""The filters: what they find, what they count, and how each is undone."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.filters import PracticeFilterSet
from practices.models import SearchEntry
from practices.search import search
from tests.factories import PlaceFactory, PracticeFactory, TopicFactory

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def hub():
    """Four practices that differ in everything one can filter by."""
    leeds = PlaceFactory(short_name="Leeds", slug="leeds", region="Yorkshire and The Humber")
    camden = PlaceFactory(short_name="Camden", slug="camden", region="London")
    carers = TopicFactory(name="Unpaid carers", slug="unpaid-carers")
    discharge = TopicFactory(name="Hospital discharge", slug="hospital-discharge")
    common = {"state": "published"}
    return {
        "leeds": PracticeFactory(**common, revision__places=[leeds], revision__topics=[discharge]),
        "camden": PracticeFactory(
            **common, revision__places=[camden], revision__topics=[carers], revision__sector="children"
        ),
        "both": PracticeFactory(
            **common,
            revision__places=[leeds, camden],
            revision__topics=[carers, discharge],
            revision__sector="both",
            revision__stage="trying",
            revision__who_for=["unpaid_carers"],
        ),
        "region": PracticeFactory(
            **common,
            revision__places=[camden],
            revision__topics=[carers],
            revision__shown_as="region",
            revision__kind="process",
            revision__evidence="local_figures",
        ),
    }


def names(hub, query_string):
    entries = PracticeFilterSet(QueryDict(query_string), user=VISITOR).narrow(SearchEntry.objects.all())
    found = set(entries.values_list("pk", flat=True))
    return {name for name, practice in hub.items() if practice.pk in found}


def counts(query_string, facet, text=""):
    filterset = PracticeFilterSet(QueryDict(query_string), user=VISITOR)
    results = search(text, user=AnonymousUser(), filterset=filterset)
    facets = {facet.name: facet for facet in filterset.facets(results.counts)}
    return {option.value: option.count for option in facets[facet].options} if facet in facets else {}


@pytest.mark.parametrize(
    ("query_string", "expected"),
    [
        ("", {"leeds", "camden", "both", "region"}),
        ("topic=hospital-discharge", {"leeds", "both"}),
        ("topic=hospital-discharge&topic=unpaid-carers", {"leeds", "camden", "both", "region"}),
        ("topic=hospital-discharge&place=camden", {"both"}),
        ("place=camden", {"camden", "both"}),
        ("region=London", {"camden", "both", "region"}),
        ("sector=adults", {"leeds", "both", "region"}),
        ("sector=children", {"camden", "both"}),
        ("sector=both", {"both"}),
        ("who_for=unpaid_carers", {"both"}),
        ("setting=hospital&stage=trying", {"both"}),
        ("evidence=local_figures", {"region"}),
        ("kind=process", {"region"}),
        ("adopted=elsewhere", set()),
        ("topic=gone&sector=martians&place=%00&stage='", {"leeds", "camden", "both", "region"}),
        ("topic=gone&topic=hospital-discharge", {"leeds", "both"}),
    ],
)
def test_choices_within_a_filter_widen_and_filters_narrow_each_other(hub, query_string, expected):
    assert names(hub, query_string) == expected


def test_a_filter_does_not_narrow_its_own_counts(hub):
    assert counts("topic=hospital-discharge", "topic") == {"hospital-discharge": 2, "unpaid-carers": 3}
    assert counts("topic=hospital-discharge", "place") == {"camden": 1, "leeds": 2}
    assert counts("topic=hospital-discharge&place=camden", "topic") == {"hospital-discharge": 1, "unpaid-carers": 2}
    assert counts("", "sector") == {"adults": 3, "children": 2, "both": 1}


def test_every_count_is_what_choosing_it_would_find(hub):
    filterset = PracticeFilterSet(QueryDict(""), user=VISITOR)
    for facet in filterset.facets(search("", user=VISITOR, filterset=filterset).counts):
        for option in facet.options:
            assert option.count == len(names(hub, f"{facet.name}={option.value}")), (facet.name, option.value)


def test_places_are_offered_under_their_regions(hub):
    filterset = PracticeFilterSet(QueryDict(""), user=VISITOR)
    [places] = [
        each for each in filterset.facets(search("", user=VISITOR, filterset=filterset).counts) if each.name == "place"
    ]
    assert [(region, [option.label for option in options]) for region, options in places.groups] == [
        ("London", ["Camden"]),
        ("Yorkshire and The Humber", ["Leeds"]),
    ]


def test_the_words_narrow_the_counts_and_a_choice_with_none_left_stays_to_be_undone(hub):
    assert counts("", "topic", text="zebra") == {}
    assert counts("stage=trying", "stage", text="zebra") == {"trying": 0}


def test_nothing_is_counted_that_the_person_may_not_read(hub):
    PracticeFactory(state="published", revision__visibility="organisation", revision__stage="idea")
    assert counts("", "stage") == {"running": 3, "trying": 1}


def test_a_chip_takes_away_one_choice_and_starts_at_the_first_page(hub):
    filterset = PracticeFilterSet(
        QueryDict("q=a+b&topic=unpaid-carers&topic=hospital-discharge&stage=trying&page=3"), user=VISITOR
    )
    chips = {str(chip.label): QueryDict(chip.address) for chip in filterset.chips()}
    assert chips["Unpaid carers"] == QueryDict("q=a+b&topic=hospital-discharge&stage=trying")
    assert chips["Trying it"] == QueryDict("q=a+b&topic=unpaid-carers&topic=hospital-discharge")
    assert QueryDict(filterset.without_any()) == QueryDict("q=a+b")
    assert filterset.number_in_use == 3


def test_all_counts_together_take_two_statements_and_one_while_nothing_is_written(hub):
    filterset = PracticeFilterSet(QueryDict("topic=unpaid-carers&sector=adults"), user=VISITOR)

    def asked():
        results = search("huddle", user=VISITOR, filterset=filterset)
        assert results.total
        with CaptureQueriesContext(connection) as captured:
            filterset.facets(results.counts)
        return len(captured)

    assert [asked(), asked()] == [2, 1]


KNOWN = {
    "topic": ["unpaid-carers", "hospital-discharge"],
    "place": ["leeds", "camden"],
    "stage": ["idea", "trying"],
    "sector": ["adults", "both"],
}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.lists(st.sampled_from([(name, value) for name, values in KNOWN.items() for value in values])))
def test_what_the_page_hands_on_is_the_same_choice(hub, asked):
    data = QueryDict(mutable=True)
    for name, value in asked:
        data.appendlist(name, value)
    filterset = PracticeFilterSet(data, user=VISITOR)
    again = QueryDict(mutable=True)
    for name, value in filterset.kept():
        again.appendlist(name, value)
    assert PracticeFilterSet(again, user=VISITOR).chosen == filterset.chosen
    assert set(filterset.kept()) == set(asked)
