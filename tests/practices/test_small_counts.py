"""A count of people below 10 could tell who they are."""

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from practices.small_counts import without_small_counts


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("7", "fewer than 10"),
        ("0", "fewer than 10"),
        ("7 people", "fewer than 10 people"),
        ("3 of 84", "fewer than 10 of 84"),
        ("3/84", "fewer than 10/84"),
        ("n=9", "n=fewer than 10"),
        ("6-8 people", "fewer than 10 people"),
        ("6 to 8", "fewer than 10"),
        ("10", "10"),
        ("84", "84"),
        ("1,204", "1,204"),
        ("7%", "7%"),
        ("7 per cent", "7 per cent"),
        ("3.5", "3.5"),
        ("2024/5", "2024/5"),
        ("about 90", "about 90"),
        ("", ""),
    ],
)
def test_small_counts_are_not_shown_and_everything_else_is(typed, shown):
    assert without_small_counts(typed) == shown


@given(st.integers(min_value=0, max_value=100_000))
def test_a_plain_number_is_shown_from_10_on(number):
    assert without_small_counts(str(number)) == (str(number) if number >= 10 else "fewer than 10")


def test_templates_show_them_through_a_filter():
    template = Template("{% load practice_text %}{{ number|fewer_than_ten }}")
    assert template.render(Context({"number": "<b>4</b>"})) == "&lt;b&gt;fewer than 10&lt;/b&gt;"
