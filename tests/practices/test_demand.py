"""What is asked for and not there: sums for administrators, in which nobody can be found."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from practices import demand
from practices.models import Need, Review, SearchLog
from tests.factories import (
    AdministratorFactory,
    ModeratorFactory,
    NeedAnswerFactory,
    NeedFactory,
    PlaceFactory,
    PracticeFactory,
    TopicFactory,
    UserFactory,
)
from tests.world import client_of

pytestmark = pytest.mark.django_db

PAGE = "/review/demand/"


def search_for(query, times, results=0):
    today = timezone.localdate()
    SearchLog.objects.bulk_create(SearchLog(key=uuid4(), query=query, day=today, results=results) for _ in range(times))


def page():
    answer = client_of(AdministratorFactory()).get(PAGE)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_only_administrators_see_it():
    assert Client().get(PAGE).status_code == 302
    for person in (UserFactory(), ModeratorFactory()):
        assert client_of(person).get(PAGE).status_code == 403
    assert client_of(AdministratorFactory()).post(PAGE).status_code == 405


def test_an_empty_hub_has_nothing_to_tell():
    text = page()
    assert "Nothing was looked for 5 times or more without a result." in text
    assert "fewer than 5 </dd>" not in text


def test_what_was_looked_for_and_not_found_is_told_from_five_searches_on():
    search_for("quokka care", 5)
    search_for("the words of one person", 4)
    search_for("huddle", 9, results=3)
    text = page()
    assert "quokka care" in text
    assert "the words of one person" not in text
    assert "huddle" not in text
    assert demand.searches() == (18, 9)


@pytest.mark.parametrize(("number", "told"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_small_numbers_are_not_told(number, told):
    for _ in range(number):
        NeedFactory(question="Does anybody share a bus?")
    assert demand.unanswered_needs() == (told, 0)
    text = page()
    assert "Does anybody share a bus?" not in text
    assert ("fewer than 5 </dd>" in text) == (told is None)


def test_needs_that_wait_for_long_are_counted_and_answered_ones_are_not():
    for _ in range(6):
        NeedFactory()
    Need.objects.update(asked_at=timezone.now() - timedelta(days=15))
    NeedAnswerFactory(words="Eastmoor does.")
    assert demand.unanswered_needs() == (6, 6)


def test_topics_and_places_that_nothing_is_shared_on_are_named_in_alphabetical_order():
    topics = [TopicFactory(name=name) for name in ("Zebra crossings", "Carers", "Respite")]
    leeds, york = PlaceFactory(short_name="Leeds"), PlaceFactory(short_name="York")
    PracticeFactory(state="published", revision__topics=[topics[2]], revision__places=[leeds])
    # What only members may read is nothing for everybody.
    PracticeFactory(
        state="published", revision__visibility="organisation", revision__topics=topics[:1], revision__places=[york]
    )
    assert [topic.name for topic in demand.topics_without()] == ["Carers", "Zebra crossings"]
    assert demand.places_without() == [("North West", [york])]


def test_how_long_decisions_took_is_told_from_five_on():
    revision = PracticeFactory(state="published").published_revision
    moderator = ModeratorFactory(display_name="Mira Moderator")
    for days in range(1, 11):
        review = Review.objects.create(
            revision=revision, moderator=moderator, decision="published", submitted_at=timezone.now()
        )
        Review.objects.filter(pk=review.pk).update(submitted_at=review.decided_at - timedelta(days=days))
        told = demand.turnaround()
        assert (told.middle is None) == (days < 5)
    assert (told.decisions, round(told.middle, 3), round(told.longest_of_most, 3)) == (10, 5.5, 9)
    text = page()
    assert "Half of them at most 5.5 days, nine in ten at most 9.0 days" in text
    assert "Mira" not in text


def test_what_was_decided_long_ago_counts_no_more():
    revision = PracticeFactory(state="published").published_revision
    Review.objects.create(revision=revision, decision="published", submitted_at=timezone.now())
    Review.objects.update(decided_at=timezone.now() - demand.LOOKED_BACK - timedelta(days=1))
    assert demand.turnaround() == demand.Turnaround(0)
