"""What the search box offers while somebody types, and what it says where nothing was found."""

import pytest
from django.urls import reverse

from practices.models import Term
from practices.search.suggestions import near, suggestions
from tests.factories import OrganisationFactory, PlaceFactory, PracticeFactory, TopicFactory, UserFactory
from tests.practices.test_search import VISITOR, written

pytestmark = pytest.mark.django_db


def offered(typed, user=VISITOR):
    return {group.label: [each.label for each in group.suggestions] for group in suggestions(typed, user=user)}


def test_titles_topics_places_and_terms_are_offered():
    written("Hold a discharge huddle")
    TopicFactory(name="Hospital discharge")
    PlaceFactory(short_name="Dishforth")
    Term.objects.create(term="DTOC", preferred="delayed discharge", kind="abbreviation")
    assert offered("dis") == {
        "Write-ups": ["Hold a discharge huddle"],
        "Topics": ["Hospital discharge"],
        "Places": ["Dishforth"],
    }
    assert offered("dto") == {"Look for": ["delayed discharge"]}


def test_all_words_count_and_the_last_may_be_begun():
    wanted = written("Hold a discharge huddle")
    written("Hold a huddle")
    assert offered("huddle disch") == {"Write-ups": [wanted.published_revision.title]}
    assert offered("huddle zebra") == {}


def test_a_title_that_begins_with_the_words_comes_first():
    written("A huddle each morning")
    written("Huddle at the board")
    assert offered("huddle")["Write-ups"] == ["Huddle at the board", "A huddle each morning"]


@pytest.mark.parametrize("typed", ["", "h", " ", "!!", "\0", "%", "_", "(", "\\", "[[:alpha:]]", "'; --", "’"])
def test_too_little_or_no_word_offers_nothing_and_breaks_nothing(typed):
    written("Hold a huddle")
    assert offered(typed) in ({}, {"Write-ups": ["Hold a huddle"]})


def test_a_word_of_ten_thousand_letters_is_no_trouble():
    assert offered("h" * 10_000) == {}


def test_a_title_is_offered_to_those_alone_who_may_read_it():
    organisation = OrganisationFactory()
    PracticeFactory(
        state="published",
        organisation=organisation,
        revision__visibility="organisation",
        revision__title="Quagga reintroduction",
    )
    PracticeFactory(state="in_review", revision__title="Quagga reintroduction")
    assert offered("quagga") == {}
    assert offered("quagga", user=UserFactory(organisation=OrganisationFactory())) == {}
    assert offered("quagga", user=UserFactory(organisation=organisation)) == {"Write-ups": ["Quagga reintroduction"]}


def test_a_topic_that_nobody_took_up_is_not_offered():
    TopicFactory(name="Quagga care", is_curated=False)
    assert offered("quagga") == {}
    assert near("quagga") == []


def test_the_list_is_made_of_options_that_say_where_they_lead(client):
    practice = written("Hold a <b>huddle</b>")
    page = client.get(reverse("suggest"), {"q": "hud"}).content.decode()
    assert f'data-address="{practice.get_absolute_url()}"' in page
    assert 'role="option"' in page
    assert "<b>" not in page


def test_what_found_nothing_is_told_the_topics_near_to_it(client):
    TopicFactory(name="Hospital discharge", slug="hospital-discharge")
    page = client.get("/practices/", {"q": "dischargng zebra"}).content.decode()
    assert 'Read about <a href="/topics/hospital-discharge/">Hospital discharge</a>' in page


@pytest.mark.parametrize("typed", ["dols", "do", "zebra crossing", "", "\0"])
def test_a_topic_that_only_begins_alike_is_not_near(typed):
    TopicFactory(name="Domestic abuse")
    assert near(typed) == []


def test_the_nearest_topic_comes_first():
    for name in ("Housing", "House moves", "Foster care"):
        TopicFactory(name=name)
    assert [each.label for each in near("housing")] == ["Housing", "House moves"]


def test_a_place_with_a_name_like_what_was_typed_is_near():
    PlaceFactory(short_name="Northbridge")
    assert [each.label for each in near("nrthbridge zebra")] == ["Northbridge"]
