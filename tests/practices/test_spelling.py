"""Slips of the thumb, and what is done about them."""

import pytest

from practices.search import search, spelling, statistics
from tests.factories import PlaceFactory, PracticeFactory
from tests.practices.test_search import VISITOR, found, written

pytestmark = pytest.mark.django_db


def corrected(typed, **kwargs):
    return {each.typed: each.written for each in search(typed, user=VISITOR, **kwargs).query.corrections}


@pytest.fixture
def huddle():
    practice = written("Hold a discharge huddle", what_we_do="Reablement and safeguarding, in the hospital.")
    written("Reablement and safeguarding in the hospital")
    statistics.refresh()
    return practice


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dischrge", "discharge"),
        ("dishcarge", "discharge"),
        ("dischargge", "discharge"),
        ("discharhe", "discharge"),
        ("Safegaurding", "safeguarding"),
        ("reablemnt?", "reablement"),
        ("hudle", "huddle"),
        ("hosptial", "hospital"),
    ],
)
def test_a_slip_is_corrected_and_results_are_shown_for_what_was_meant(huddle, typed, meant):
    assert list(corrected(f"{typed} ward").values()) == [meant]
    assert huddle in found(f"{typed} ward")


def test_there_is_a_way_back_to_what_was_typed(huddle):
    assert corrected("dischrge ward", as_typed=True) == {}
    assert found("dischrge ward", as_typed=True) == []


def test_a_known_word_is_never_overruled(huddle):
    rare = written(what_we_do="The hurdle race")  # one letter from "huddle", and in one write-up only
    assert corrected("hurdle race") == {}
    assert found("hurdle race")[0] == rare
    PlaceFactory(short_name="Hudle")
    statistics.refresh()
    assert corrected("hudle ward") == {}


@pytest.mark.parametrize("typed", ["hud", "12345", "xq", "dischxxxge", "a" * 200, "dis-chrge"])
def test_what_is_too_short_too_far_or_no_word_is_left_alone(huddle, typed):
    assert corrected(f"{typed} ward") == {}


def test_a_quoted_phrase_and_a_word_without_are_not_corrected_to_something_else(huddle):
    assert found('"dischrge huddle"', as_typed=True) == []
    assert huddle in found("huddle -dischrge")


def test_nothing_is_suggested_from_what_the_person_may_not_read(huddle):
    for visibility in ("staff", "organisation"):
        PracticeFactory(
            state="published",
            revision__visibility=visibility,
            revision__title="Quaggamire quaggamire",
            revision__what_we_do="quaggamire",
        )
    PracticeFactory(state="in_review", revision__title="Quaggamire")
    statistics.refresh()
    assert corrected("quagamire ward") == {}
    assert spelling.beginning_with("quagg") == []


def test_a_word_that_only_hidden_write_ups_have_is_as_unknown_as_one_that_none_has(huddle):
    PracticeFactory(state="published", revision__visibility="organisation", revision__what_we_do="The hudlle.")
    statistics.refresh()
    assert corrected("hudlle ward") == {"hudlle": "huddle"}


def test_a_word_longer_than_any_is_no_trouble(huddle):
    written("Hold on", what_we_do="h" * 300)
    written("Hold on", what_we_do="h" * 300)
    statistics.refresh()
    assert corrected("h" * 299 + " ward") == {}
    assert corrected("hudle ward") == {"hudle": "huddle"}


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("care", "care", 0),
        ("care", "cares", 1),
        ("crae", "care", 1),
        ("care", "core", 1),
        ("care", "cake", 1),
        ("abcd", "badc", 2),
        ("", "abc", 3),
    ],
)
def test_the_distance_counts_two_letters_changed_about_as_one_slip(one, other, distance):
    assert spelling.edits(one, other) == spelling.edits(other, one) == distance
