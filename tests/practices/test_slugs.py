"""The addresses of write-ups."""

import pytest

from practices.models import OldSlug
from practices.slugs import draft_slug, published_slug, reserved_slugs
from tests.factories import PracticeFactory

pytestmark = pytest.mark.django_db


def test_the_address_of_a_draft_cannot_be_guessed_from_its_title():
    first, second = draft_slug("Ring the ward"), draft_slug("Ring the ward")
    assert first.startswith("ring-the-ward-")
    assert first != second


@pytest.mark.parametrize("title", ["", "…", "日本語", "!!!"])
def test_a_title_without_latin_letters_still_has_an_address(title):
    assert draft_slug(title).startswith("write-up-")


def test_the_longest_title_fits_with_its_ending():
    practice = PracticeFactory(slug="x" * 80)
    assert len(draft_slug("x" * 120)) <= 90
    assert published_slug("x" * 120, PracticeFactory()) == "x" * 80 + "-2"
    assert published_slug("x" * 120, practice) == "x" * 80


def test_a_published_address_is_made_of_the_title():
    assert published_slug("Ring the ward!", PracticeFactory()) == "ring-the-ward"


def test_a_title_that_another_write_up_has_or_had_gets_a_number():
    OldSlug.objects.create(slug="ring-the-ward", practice=PracticeFactory())
    PracticeFactory(slug="ring-the-ward-2")
    assert published_slug("Ring the ward", PracticeFactory()) == "ring-the-ward-3"


def test_a_write_up_may_go_back_to_an_address_of_its_own():
    practice = PracticeFactory()
    OldSlug.objects.create(slug="ring-the-ward", practice=practice)
    assert published_slug("Ring the ward", practice) == "ring-the-ward"


@pytest.mark.parametrize("word", ["new", "mine"])
def test_no_write_up_takes_the_address_of_a_fixed_page(word):
    assert word in reserved_slugs()
    assert published_slug(word, PracticeFactory()) == f"{word}-2"


def test_only_what_stands_directly_below_the_list_is_reserved():
    assert "edit" not in reserved_slugs()
