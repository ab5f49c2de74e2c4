"""The words that cards use of a practice: where it runs, how far it has got, and how fresh it is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import timezone

from practices.choices import Stage, StoppedBecause
from practices.models import Practice, Revision
from practices.templatetags.hub_components import freshness, page_numbers, stage_in_words, where
from tests.factories import PlaceFactory, PracticeFactory

MAY = datetime(2024, 5, 3, 12, tzinfo=UTC)
MARCH = datetime(2026, 3, 3, 12, tzinfo=UTC)


def published_in(*names, **fields):
    places = [PlaceFactory(short_name=name, region="Wales") for name in names]
    return PracticeFactory(state="published", revision__places=places, **fields)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["Leeds"], "Leeds, metropolitan district"),
        (["Leeds", "Bath"], "Bath and Leeds"),
        (["Leeds", "Bath", "Hull"], "Bath, Hull and Leeds"),
        (["Leeds", "Bath", "Hull", "York"], "Bath, Hull and 2 other places"),
    ],
)
def test_a_card_names_three_places_and_counts_the_rest(names, words):
    assert where(published_in(*names)) == words


@pytest.mark.django_db
def test_a_card_names_the_region_alone_where_the_author_shows_no_more():
    assert where(published_in("Leeds", "Bath", revision__shown_as="region")) == "Wales"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"stage": Stage.IDEA}, "Idea"),
        ({"stage": Stage.TRYING, "started": date(2024, 1, 1)}, "Trying it"),
        ({"stage": Stage.RUNNING, "started": date(2021, 5, 1)}, "Running since 2021"),
        ({"stage": Stage.RUNNING}, "Running"),
        ({"stage": Stage.STOPPED, "stopped_because": StoppedBecause.STAFFING}, "Stopped: not enough staff"),
        ({"stage": Stage.STOPPED, "stopped_because": StoppedBecause.OTHER}, "Stopped"),
        ({"stage": Stage.STOPPED}, "Stopped"),
    ],
)
def test_a_card_says_how_far_the_team_has_got(fields, words):
    assert stage_in_words(Revision(**fields)) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"changed_at": MAY, "confirmed_at": MAY}, "Shared in May 2024."),
        ({"changed_at": MARCH, "confirmed_at": MARCH}, "Changed in March 2026."),
        ({"changed_at": MAY, "confirmed_at": MARCH}, "Confirmed by its owner in March 2026."),
        (
            {"changed_at": MAY, "from_public_sources": True},
            "Written by the hub from public sources; not yet confirmed by the team.",
        ),
    ],
)
def test_a_card_says_when_it_was_last_known_to_be_true(fields, words):
    assert freshness(Practice(published_at=MAY, **fields)) == words


def test_a_card_says_that_the_review_date_has_passed():
    revision = Revision(review_by=timezone.localdate() - timedelta(days=1))
    practice = Practice(published_revision=revision, published_at=MAY, changed_at=MAY)
    assert freshness(practice) == "Shared in May 2024. Past its review date."
    revision.review_by = timezone.localdate()
    assert freshness(practice) == "Shared in May 2024."


def test_pages_far_from_this_one_are_left_out():
    assert list(page_numbers(Paginator(range(200), 10).page(10))) == [1, "…", 9, 10, 11, "…", 20]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% card title=title %}<p>x</p>{% endcard %}", '<h2 class="hub-panel__title">Ask &amp; tell</h2>'),
        ('{% caution title="What failed" level=3 %}x{% endcaution %}', "<h3>What failed</h3>"),
        ('{% fold label="Filters (1)" %}x{% endfold %}', "<summary>Filters (1)</summary>"),
    ],
)
def test_a_component_with_a_slot_keeps_its_content_and_escapes_its_title(source, expected):
    drawn = Template("{% load hub_components %}" + source).render(Context({"title": "Ask & tell"}))
    assert expected in drawn
    assert "x" in drawn
