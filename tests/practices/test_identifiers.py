"""What could tell who a person is, found in a text; and what social care writes that only looks like it."""

import re
from itertools import pairwise

import phonenumbers
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from practices.identifiers import Kind, find

WORDS = st.text(alphabet="abc xyz, .–é", max_size=20)
GAPS = st.sampled_from(["", " ", "-", ".", " - ", "\u00a0", "\u2011", "\u200b", "–"])
# Letters, digits and marks of which the patterns are made, so that they are met half-written, too.
CLOSE_TO_ONE = st.text(alphabet="0123456789 -/.,@+'()abjanmrtuSWE", max_size=60)


def found(text):
    return [(each.kind, text[each.start : each.end]) for each in find(text)]


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("john smith 943 476 5919", Kind.NHS_NUMBER, "943 476 5919"),
        ("9434765919", Kind.NHS_NUMBER, "9434765919"),
        ("nhs no.943-476-5919, reablement", Kind.NHS_NUMBER, "943-476-5919"),
        ("AB123456C", Kind.NATIONAL_INSURANCE_NUMBER, "AB123456C"),
        ("ni ab 12 34 56 c?", Kind.NATIONAL_INSURANCE_NUMBER, "ab 12 34 56 c"),
        ("call 020 7946 0018 today", Kind.PHONE_NUMBER, "020 7946 0018"),
        ("(0113) 496 0000", Kind.PHONE_NUMBER, "(0113) 496 0000"),
        ("+44 7911 123456", Kind.PHONE_NUMBER, "+44 7911 123456"),
        ("+33 1 42 68 53 00", Kind.PHONE_NUMBER, "+33 1 42 68 53 00"),
        ("ask j.o'neill@council.example.", Kind.EMAIL, "j.o'neill@council.example"),
        ("<amina+work@nhs.example>", Kind.EMAIL, "amina+work@nhs.example"),
        ("lives at SW1A 1AA", Kind.POSTCODE, "SW1A 1AA"),
        ("m11ae", Kind.POSTCODE, "m11ae"),
        ("Ng27 3ab", Kind.POSTCODE, "Ng27 3ab"),
        ("e1w 3td", Kind.POSTCODE, "e1w 3td"),
        ("dob:3/4/1948", Kind.DATE, "3/4/1948"),
        ("born 03.04.1948", Kind.DATE, "03.04.1948"),
        ("3-4-48", Kind.DATE, "3-4-48"),
        ("03 04 1948", Kind.DATE, "03 04 1948"),
        ("1948-04-03", Kind.DATE, "1948-04-03"),
        ("on the 3rd of April, 1948", Kind.DATE, "3rd of April, 1948"),
        ("april 3, 1948", Kind.DATE, "april 3, 1948"),
        ("3 Apr 48", Kind.DATE, "3 Apr 48"),
        ("case 123456", Kind.LONG_NUMBER, "123456"),
        ("ref A12345678/2", Kind.LONG_NUMBER, "12345678"),
        ("943 476 5918", Kind.LONG_NUMBER, "943 476 5918"),  # an NHS number with a slip in it
        ("07700 900 123", Kind.LONG_NUMBER, "07700 900 123"),  # of a range that is never given to anybody
        ("٩٤٣٤٧٦٥٩١٩", Kind.LONG_NUMBER, "٩٤٣٤٧٦٥٩١٩"),
    ],
)
def test_what_could_identify_a_person_is_found(text, kind, part):
    assert found(text) == [(kind, part)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hospital discharge",
        "John Smith",
        "2014",
        "2014-15",
        "2014/15 and 2015/16",
        "2014 2015 2016",
        "May 2014",
        "4 weeks",
        "12 weeks, 6 visits",
        "D2A",
        "d2a 1st visit",
        "discharge to assess pathway 1",
        "NG27",
        "NG27 and NG74",
        "Care Act 2014 s.42",
        "section 117(2) of the Mental Health Act 1983",
        "s.4.2.10",
        "0 to 25",
        "18-25",
        "24/7",
        "24/7/365",
        "1:1 support",
        "3 in 10 of 1,204 people",
        "£12,500",
        "75%",
        "NHS 111 and 999",
        "COVID-19",
        "@home",
        "SW1A",
        "room 1A",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text):
    assert found(text) == []


def test_several_are_found_in_the_order_of_the_text():
    text = "b 3/4/1948, amina@council.example, M1 1AE or 020 7946 0018"
    assert [kind for kind, _ in found(text)] == [Kind.DATE, Kind.EMAIL, Kind.POSTCODE, Kind.PHONE_NUMBER]


@given(st.one_of(st.text(), CLOSE_TO_ONE))
@example("943 476 5919@council.example")
def test_any_text_is_read_and_no_two_finds_overlap(text):
    places = [(each.start, each.end) for each in find(text)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(before[1] <= after[0] for before, after in pairwise(places))


@given(st.text().filter(lambda text: "@" not in text and not re.search(r"\d", text)))
def test_without_a_digit_or_an_at_sign_nobody_is_identified(text):
    assert find(text) == []


@given(WORDS, st.integers(min_value=100_000_000, max_value=999_999_999), GAPS, GAPS, WORDS)
def test_every_nhs_number_is_found_however_it_is_grouped(before, nine, gap, other_gap, after):
    # NHS Data Dictionary: modulus 11, with weights from 10 down to 2; where the check digit were 10, there is none.
    check = -sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), str(nine), strict=True)) % 11
    assume(check < 10)
    number = f"{nine}{check}"
    text = f"{before} {number[:3]}{gap}{number[3:6]}{other_gap}{number[6:]} {after}"
    assert Kind.NHS_NUMBER in [each.kind for each in find(text)]


@given(
    WORDS,
    st.sampled_from([phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE]),
    st.sampled_from([phonenumbers.PhoneNumberFormat.NATIONAL, phonenumbers.PhoneNumberFormat.INTERNATIONAL]),
)
def test_phone_numbers_are_found_as_they_are_written_here_and_abroad(before, kind, written):
    number = phonenumbers.example_number_for_type("GB", kind)
    text = f"{before} {phonenumbers.format_number(number, written)}"
    assert Kind.PHONE_NUMBER in [each.kind for each in find(text)]
