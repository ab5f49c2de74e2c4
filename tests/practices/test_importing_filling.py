"""Pieces become values of fields; what does not fit goes to the notes under a line that says so."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.forms.filling import TARGETS, choices, filled, label_of
from practices.forms.rows import PARTS
from practices.imports.pieces import NOTES, Piece
from practices.models import Revision

NO_ROW = {"measure": "", "before": "", "after": "", "number": "", "period": ""}


def fill(field, *texts, heading=""):
    return filled([Piece(heading, text, field) for text in texts])


def test_text_goes_to_its_field_and_a_second_one_brings_its_heading():
    pieces = [Piece("Background", "People waited.", "problem"), Piece("Aims", "Nobody waits.", "problem")]
    assert filled(pieces) == {"problem": "People waited.\n\n**Aims**\n\nNobody waits.", NOTES: ""}


def test_a_heading_that_says_more_than_its_field_is_kept():
    assert fill("problem", "A.", heading="The problem on Ward 6")["problem"] == "**The problem on Ward 6**\n\nA."
    values = fill("team", "Discharge", heading="The team on Ward 6")
    assert values["team"] == "Discharge"
    assert "The team on Ward 6" in values[NOTES]


def test_notes_hold_the_headings_under_which_texts_stood():
    assert filled([Piece("Next steps", "A.", NOTES), Piece("", "B.", NOTES)])[NOTES] == "**Next steps**\n\nA.\n\nB."


def test_an_empty_box_is_left_out():
    assert filled([Piece("Background", " \n", "problem")]) == {NOTES: ""}


def test_of_a_text_that_is_too_long_whole_paragraphs_stay_and_the_rest_is_in_the_notes():
    first, second = "First. " * 900, "Second. " * 900
    values = fill("problem", f"{first.strip()}\n\n{second.strip()}")
    assert values["problem"] == first.strip()
    assert values[NOTES] == f"**This did not fit in “What was happening before”:**\n\n{second.strip()}"


def test_of_one_paragraph_that_is_too_long_whole_sentences_stay():
    values = fill("equity", "People who live alone were not reached. " * 100)
    assert values["equity"].endswith("reached.")
    assert 1900 < len(values["equity"]) <= 2000
    assert values[NOTES].count("reached.") == 100 - values["equity"].count("reached.")


def test_a_line_takes_the_first_text_that_fits_without_its_marks():
    values = fill("team", "x" * 121, "**Hospital** discharge\nteam", "Another")
    assert values["team"] == "Hospital discharge team"
    assert "x" * 121 in values[NOTES]
    assert "Another" in values[NOTES]


def test_what_is_no_address_is_not_taken_for_one():
    values = fill("contact_email", "ask the desk", "desk@council.example")
    assert values["contact_email"] == "desk@council.example"
    assert "ask the desk" in values[NOTES]


# Rows


def test_each_line_is_a_step_and_an_indented_one_belongs_to_the_one_before():
    assert fill("steps", "1. Ring\n    - by **noon**\n2. Write")["steps"] == [
        {"text": "Ring; by noon", "essential": "not_sure"},
        {"text": "Write", "essential": "not_sure"},
    ]


def test_a_long_line_is_cut_between_sentences():
    rows = fill("outcomes", "Fewer people wait on the ward. " * 20)["outcomes"]
    assert len(rows) == 3
    assert all(row["claim"].endswith("ward.") and len(row["claim"]) <= 300 for row in rows)


def test_a_table_becomes_outcomes_by_its_heads():
    text = "Indicator | Baseline | Now | N | Period\nDays waiting | 14 | 5 | 40 | 2023"
    assert fill("outcomes", text)["outcomes"] == [
        {"claim": "Days waiting", "measure": "", "before": "14", "after": "5", "number": "40", "period": "2023"}
    ]


def test_a_table_that_says_what_changed_keeps_the_measure_apart():
    [row] = fill("outcomes", "What changed | Measure | After\nFewer wait | Audit | 5")["outcomes"]
    assert row == NO_ROW | {"claim": "Fewer wait", "measure": "Audit", "after": "5"}


def test_a_column_that_no_row_has_goes_to_the_notes_with_its_head():
    values = fill("outcomes", "Measure | After | Source\nDays | 5 | Ward book\nFalls | 2 | ")
    assert [row["claim"] for row in values["outcomes"]] == ["Days", "Falls"]
    assert values[NOTES].endswith("Days: Source: Ward book")


def test_a_row_whose_cell_is_too_long_goes_to_the_notes_whole():
    values = fill("outcomes", f"Measure | After\nDays | {'5' * 61}\nFalls | 2")
    assert [row["claim"] for row in values["outcomes"]] == ["Falls"]
    assert f"Days | {'5' * 61}" in values[NOTES]


def test_text_around_a_table_is_claims_of_its_own():
    rows = fill("outcomes", "Fewer wait.\n\nMeasure | After\nDays | 5\n\nNobody fell.")["outcomes"]
    assert [row["claim"] for row in rows] == ["Fewer wait.", "Days", "Nobody fell."]


@pytest.mark.parametrize(
    ("field", "line", "row"),
    [
        ("partners", "Acute trust: its ward managers come", {"name": "Acute trust", "part": "its ward managers come"}),
        ("partners", "Acute trust", {"name": "Acute trust", "part": ""}),
        ("timeline", "Weeks 1 to 4 – find a room", {"weeks": "Weeks 1 to 4", "what": "find a room"}),
        ("risks", "Somebody goes home too soon", {"risk": "Somebody goes home too soon", "safeguarding": False}),
        ("law", "Care Act 2014", {"title": "Care Act 2014"}),
        ("links", "[The guide](https://example.org/a)", {"title": "The guide", "url": "https://example.org/a"}),
        ("links", "The guide: https://example.org/a.", {"title": "The guide", "url": "https://example.org/a"}),
        ("links", "<https://example.org/a>", {"title": "https://example.org/a", "url": "https://example.org/a"}),
    ],
)
def test_a_line_fills_the_cells_of_a_row(field, line, row):
    [said] = fill(field, line).get(field) or [None]
    assert said
    assert row.items() <= said.items()


@pytest.mark.parametrize(
    ("field", "line"), [("timeline", "Find a room"), ("links", "Ask the library"), ("used_correctly", "x" * 201)]
)
def test_a_line_that_makes_no_row_goes_to_the_notes(field, line):
    values = fill(field, line)
    assert field not in values
    assert values[NOTES].endswith(line)


def test_more_rows_than_a_part_takes_go_to_the_notes():
    values = fill("first_three_steps", "Ring\nWrite\nVisit\nRest")
    assert [row["text"] for row in values["first_three_steps"]] == ["Ring", "Write", "Visit"]
    assert values[NOTES].endswith("Rest")


def test_rows_of_a_table_beyond_what_a_part_takes_are_kept_whole():
    table = "\n".join(["Measure | After", *(f"Measure {n} | {n}" for n in range(35))])
    values = fill("outcomes", table)
    assert len(values["outcomes"]) == 30
    assert values[NOTES].endswith(
        "Measure 30 | 30\n\nMeasure 31 | 31\n\nMeasure 32 | 32\n\nMeasure 33 | 33\n\nMeasure 34 | 34"
    )


def test_rows_have_every_cell_that_the_form_of_their_section_stores():
    for field in ("steps", "partners", "outcomes", "risks", "law"):
        [row] = fill(field, "Words")[field]
        assert row.keys() == PARTS[field].cells.base_fields.keys()


def test_the_select_offers_every_place_once_and_names_each():
    offered = [value for _section, fields in choices()[1:] for value, _label in fields]
    assert sorted(offered) == sorted({field for fields in TARGETS.values() for field in fields})
    assert choices()[0] == (NOTES, "Notes to yourselves")
    assert all(label_of(field)[0].isupper() for field in offered)


# Whatever is sent, every word is in a field or in the notes, and no field is too long

words = st.text("abcdefgh", min_size=2, max_size=8)
lines = st.lists(words, min_size=1, max_size=12).map(" ".join)
marked = st.one_of(lines, st.builds("- {}".format, lines), st.builds("{} | {}".format, lines, lines))
texts = st.lists(st.one_of(marked, marked.map(lambda line: f"{line}. " * 60)), min_size=1, max_size=6).map("\n".join)
fields = st.sampled_from([NOTES, *(field for fields in TARGETS.values() for field in fields)])


@given(st.lists(st.builds(Piece, st.just("Next steps") | words, texts, fields), max_size=8))
def test_every_word_is_kept_and_every_field_is_within_its_length(pieces):
    values = filled(pieces)
    said = " ".join(piece.with_heading for piece in pieces)
    kept = " ".join(map(str, values.values()))
    assert set(re.findall(r"[a-z]{2,}", said)) <= set(re.findall(r"[a-z]{2,}", kept))
    for field, value in values.items():
        if field in PARTS:
            assert len(value) <= PARTS[field].limit
        elif field != NOTES:
            assert len(value) <= Revision._meta.get_field(field).max_length
