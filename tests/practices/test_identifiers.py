"""What could tell who a person is, found in a text; and what social care writes that only looks like it."""

import logging
import re
from itertools import pairwise

import phonenumbers
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from practices.identifiers import TELLING, Kind, Known, find, incident_wording, replaced
from practices.identifiers.finding import MOST

WORDS = st.text(alphabet="abc xyz, .–é", max_size=20)
GAPS = st.sampled_from(["", " ", "-", ".", " - ", "\u00a0", "\u2011", "\u200b", "–"])
# Letters, digits and marks of which the patterns are made, so that they are met half-written, too.
CLOSE_TO_ONE = st.text(alphabet="0123456789 -/.,@+'()abjanmrtuSWE", max_size=60)
# What the rules go by, in any order.
# fmt: off
PIECES = st.lists(st.sampled_from([
    "Mrs", "Doris", "Hope", "J.S.", "84", "(84)", "aged", "born", "3/4/1948", "in", "her", "son",
    "Wexley", "School", "St", "House", "care home", "14", "Road", "lives at", "told us", "'s", ",", ".",
    "+44", "0", "7700", "NHS", "Rett syndrome", "I want to report", "was hit", "by staff",
]), max_size=25).map(" ".join)
# fmt: on


def found(text, **options):
    return [(each.kind, text[each.start : each.end]) for each in find(text, **options)]


# What is asked of the hub and typed into its search


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
        ("dob:3/4/1948", Kind.DATE_OF_BIRTH, "3/4/1948"),
        ("born 03.04.1948", Kind.DATE_OF_BIRTH, "03.04.1948"),
        ("3-4-48", Kind.DATE, "3-4-48"),
        ("03 04 1948", Kind.DATE_OF_BIRTH, "03 04 1948"),
        ("1948-04-03", Kind.DATE_OF_BIRTH, "1948-04-03"),
        ("on the 3rd of April, 1948", Kind.DATE_OF_BIRTH, "3rd of April, 1948"),
        ("april 3, 1948", Kind.DATE_OF_BIRTH, "april 3, 1948"),
        ("3 Apr 48", Kind.DATE, "3 Apr 48"),
        ("approved on 3/4/2021", Kind.DATE, "3/4/2021"),
        ("case 123456", Kind.LONG_NUMBER, "123456"),
        ("ref A12345678/2", Kind.LONG_NUMBER, "12345678"),
        ("943 476 5918", Kind.LONG_NUMBER, "943 476 5918"),  # an NHS number with a slip in it
        ("07700 900 123", Kind.PHONE_NUMBER, "07700 900 123"),  # of a range that is never given to anybody
        ("٩٤٣٤٧٦٥٩١٩", Kind.LONG_NUMBER, "٩٤٣٤٧٦٥٩١٩"),
    ],
)
def test_what_could_identify_a_person_is_found_in_a_question(text, kind, part):
    assert found(text, kinds=TELLING) == [(kind, part)]


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
    assert found(text, kinds=TELLING) == []


def test_names_and_ages_may_be_asked_about():
    assert found("John Smith, 84, of 14 Acacia Avenue", kinds=TELLING) == []


def test_several_are_found_in_the_order_of_the_text():
    text = "b 3/4/1948, amina@council.example, M1 1AE or 020 7946 0018"
    assert [kind for kind, _ in found(text)] == [Kind.DATE_OF_BIRTH, Kind.EMAIL, Kind.POSTCODE, Kind.PHONE_NUMBER]


# What is told in a write-up


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("NHS number 943 476 5918", Kind.NHS_NUMBER, "943 476 5918"),  # called one, though with a slip in it
        ("She was born in Kingston on 7 October 1948.", Kind.DATE_OF_BIRTH, "7 October 1948"),
        ("dob 9.7.52", Kind.DATE_OF_BIRTH, "9.7.52"),
        ("Ivy (4/10/2011)", Kind.DATE_OF_BIRTH, "4/10/2011"),
        ("He fell on 4 January 2024.", Kind.EXACT_DATE, "4 January 2024"),
        ("aged 84", Kind.EXACT_AGE, "84"),
        ("an 84-year-old", Kind.EXACT_AGE, "84-year-old"),
        ("84 yo", Kind.EXACT_AGE, "84 yo"),
        ("she is 84", Kind.EXACT_AGE, "84"),
        ("she’s thirty-four, and tired", Kind.EXACT_AGE, "thirty-four"),
        ("case reference SC/2023/00417", Kind.CASE_REFERENCE, "SC/2023/00417"),
        ("case 123456", Kind.CASE_REFERENCE, "123456"),
        ("Mrs B. wanted to go home", Kind.NAME, "Mrs B."),
        ("Mr Khan", Kind.NAME, "Mr Khan"),
        ("Mr O’Neill-Smith’s flat", Kind.NAME, "Mr O’Neill-Smith"),
        ("Doris wanted her cat", Kind.NAME, "Doris"),
        ("Doris Hartley wanted her cat", Kind.NAME, "Doris Hartley"),
        ("Doris’s review was late.", Kind.NAME, "Doris"),
        ("her husband Zbigniew", Kind.NAME, "Zbigniew"),
        ("a man called Xanthippus", Kind.NAME, "Xanthippus"),
        ("Hope told us", Kind.NAME, "Hope"),
        ("J.S. came home", Kind.INITIALS, "J.S."),
        ("JS was discharged", Kind.INITIALS, "JS"),
        ("K lives with foster carers", Kind.INITIALS, "K"),
        ("St Mary’s Primary School", Kind.SCHOOL, "St Mary’s Primary School"),
        ("Rosewood House care home", Kind.CARE_HOME, "Rosewood House care home"),
        ("She moved to Sycamore Lodge.", Kind.CARE_HOME, "Sycamore Lodge"),
        ("She lives at 14 Acacia Avenue.", Kind.STREET, "14 Acacia Avenue"),
        ("lives at 14 acacia avenue", Kind.STREET, "14 acacia avenue"),
        ("He has a flat on Salt Street.", Kind.STREET, "Salt Street"),
        ("In her forties, with Rett syndrome, in Wexley.", Kind.RARE_COMBINATION, "Rett syndrome"),
    ],
)
def test_what_tells_who_somebody_is_is_found_in_a_story(text, kind, part):
    assert found(text) == [(kind, part)]


@pytest.mark.parametrize(
    "text",
    [
        "Mental Capacity Act 2005, Care Act 2014, Section 42",
        "aged 65 and over; people aged 18; 18 to 25 year olds; 0-25; 14+",
        "Person A, Family C, Child J and Patient X are made up.",
        "The OT said that a rail was enough; Ms is a title.",
        "Mary Seacole, Marie Curie and Sue Ryder",
        "Hope is not a plan, and May is a busy month.",
        "The NHS began on 5 July 1948.",
        "Our forms are ten years old.",
        "The model was developed by Andrew Example and Mary Example.",
        "Our office is at 14 Market Street.",
        "A Northbridge care home; Enhanced Health in Care Homes",
        "The Royal College of Nursing and the Virtual School",
        "Approved on 12 March 2024; Monday 3 March",
        "a ten minute walk, a 10 minute drive",
        "People in their forties with Rett syndrome live in Wexley.",
    ],
)
def test_the_language_of_the_sector_is_left_alone(text):
    assert found(text) == []


def test_what_a_write_up_may_name_is_no_finding():
    known = Known(places=["Wexley"], names=["Doris Hartley House team", "St Mary’s Primary School", "Mr Khan"])
    text = "Ask mr khan, the Doris Hartley House team or St Mary's Primary School; not Mrs Khan."
    assert found(text, known=known) == [(Kind.NAME, "Mrs Khan")]


def test_a_number_is_found_even_in_a_name_that_is_known():
    assert found("Helpline 07700 900123", known=Known(names=["Helpline 07700 900123"])) != []


def test_a_known_place_is_one_in_a_rare_combination():
    text = "A man in his forties with Rett syndrome; the wexley team knows him."
    assert found(text) == []
    assert found(text, known=Known(places=["Wexley"])) == [(Kind.RARE_COMBINATION, "Rett syndrome")]


def test_a_condition_far_from_age_and_place_is_no_rare_combination():
    assert found("She is in her forties. We met. We talked. It was Rett syndrome. We live in Wexley.") == []


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("She is 84.", "in her eighties"),
        ("A man aged 43", "in his forties"),
        ("aged 17", "in their teens"),
        ("a 14-month-old girl", "a young child"),
        ("a 7-year-old", "of school age"),
        ("She is 101.", "over ninety"),
        ("dob 3/4/1938", "born in the 1930s"),
        ("He fell on 4 January 2024.", "in 2024"),
        ("lives at sw1a 1aa", "SW1A"),
        ("His mother, 84, did not know.", "in her eighties"),
        ("Mrs B", "a woman"),
        ("Mr and Mrs Doyle", "a couple"),
        ("her son Darren", "a relative"),
        ("amina@council.example", ""),
    ],
)
def test_a_general_wording_is_suggested(text, suggestion):
    assert [each.suggestion for each in find(text)] == [suggestion]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_says_what_it_is_and_why(kind):
    assert str(kind.label)
    assert str(kind.why).endswith(".")


def test_what_names_one_person_blocks_and_the_rest_warns():
    assert {kind for kind in Kind if kind.blocks} == {
        Kind.NHS_NUMBER,
        Kind.NATIONAL_INSURANCE_NUMBER,
        Kind.DATE_OF_BIRTH,
        Kind.PHONE_NUMBER,
        Kind.EMAIL,
    }


# Reports of incidents


@pytest.mark.parametrize(
    "text",
    [
        "I want to report a carer who shouts at my mother.",
        "I am raising a safeguarding concern about a man who is locked in.",
        "Nobody listens. He was hit by staff last night.",
        "I’d like to make a complaint about the home.",
    ],
)
def test_who_reports_an_incident_is_recognised(text):
    assert [each.kind for each in incident_wording(text)] == [Kind.INCIDENT]


@pytest.mark.parametrize(
    "text",
    [
        "How we handle safeguarding concerns",
        "Staff are asked to report incidents early.",
        "Complaints are answered within twenty days.",
        "We want to raise standards and make reporting abuse easy.",
    ],
)
def test_who_tells_how_incidents_are_handled_is_not_sent_away(text):
    assert incident_wording(text) == []


def test_whoever_reports_is_told_where_to_go():
    assert "999" in Kind.INCIDENT.why
    assert "safeguarding team" in Kind.INCIDENT.why


# Any text


@given(st.one_of(st.text(), CLOSE_TO_ONE, PIECES), st.sampled_from([Known(), Known(["Wexley"], ["Doris", "("])]))
@example("943 476 5919@council.example", Known())
@example("İ Doris İ", Known())  # a letter that is two in lower case
def test_any_text_is_read_and_no_two_finds_overlap(text, known):
    places = [(each.start, each.end) for each in find(text, known=known)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(before[1] <= after[0] for before, after in pairwise(places))


@given(st.one_of(st.text(), PIECES))
def test_any_text_is_read_for_reports(text):
    assert all(0 <= each.start < each.end <= len(text) for each in incident_wording(text))


@given(st.text().filter(lambda text: "@" not in text and not re.search(r"\d", text)))
def test_without_a_digit_or_an_at_sign_no_number_or_address_is_found(text):
    assert find(text, kinds=TELLING) == []


@given(
    WORDS,
    st.sampled_from(
        [
            "07700 900123",
            "amina@council.example",
            "QQ 12 34 56 C",
            "dob 3/4/1948",
            "SW1A 1AA",
            "aged 84",
            "Mrs Okonkwo",
            "case ref NB/00412",
            "14 Acacia Avenue",
            "St Aldric’s School",
            "Rosewood House care home",
        ]
    ),
    WORDS,
)
def test_what_is_seeded_is_found_among_any_words(before, seed, after):
    assert find(f"{before} {seed}. {after}") != []


def test_what_is_read_is_not_logged(caplog):
    caplog.set_level(logging.NOTSET)
    find("Mrs Okonkwo, dob 3/4/1948, 07700 900123")
    incident_wording("I want to report that she was hit by staff")
    assert caplog.records == []


def test_no_rule_gives_more_than_can_be_read_and_the_first_are_given():
    many = find("aged 84. " * 5000)
    assert len(many) == MOST
    assert [each.start for each in many] == [5 + 9 * place for place in range(MOST)]


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


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("She was born on 3 April 1941 and lives alone.", "She was born in the 1940s and lives alone."),
        ("He was born on the 3rd of April 1941.", "He was born in the 1940s."),
        ("He fell on 4 January 2024.", "He fell in 2024."),
        ("She is 84. Mrs Okafor came home.", "She is 84. A woman came home."),
        ("- Mrs Okafor came home", "- A woman came home"),
        ("We saw Mrs Okafor at home.", "We saw a woman at home."),
    ],
)
def test_a_sentence_still_reads_when_a_suggestion_takes_the_place_of_what_was_found(text, reads):
    assert replaced(text, find(text)[-1]) == reads
