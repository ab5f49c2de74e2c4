"""Where the parts of a text go: by their headings, labels and columns, and nothing is left out."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.forms.filling import TARGETS
from practices.forms.rows import PARTS
from practices.imports import pasted
from practices.imports.blocks import BOLD_LINE, TITLE, Heading, Item, Paragraph, Table
from practices.imports.facts import month, named
from practices.imports.headings import field_of, normal
from practices.imports.matching import MOST_CHARACTERS, MOST_PIECES, sort
from practices.imports.pieces import NOTES, Piece
from practices.imports.refusals import NotReadable, Why
from practices.imports.synonyms import ANSWERS, COLUMNS, FACTS, HEADINGS, STANDS_IN
from practices.models import Revision

EVERY_SYNONYM = [(field, synonym) for field, synonyms in (HEADINGS | FACTS).items() for synonym in synonyms]


def cell(text):
    return (Paragraph(text),) if text else ()


def table(*rows):
    return Table(tuple(tuple(cell(text) for text in row) for row in rows))


def where(*blocks):
    """Where each heading's text goes."""
    return [(piece.heading, piece.goes_to) for piece in sort([Heading("Hold a huddle", TITLE), *blocks]).pieces]


# The list of synonyms


@pytest.mark.parametrize(("field", "synonym"), EVERY_SYNONYM)
def test_every_synonym_is_written_as_headings_are_compared_and_finds_its_field(field, synonym):
    assert normal(synonym) == synonym
    assert field_of(synonym.capitalize() + ":") == field


def test_no_synonym_means_two_fields():
    synonyms = [synonym for _field, synonym in EVERY_SYNONYM]
    assert sorted(set(synonyms)) == sorted(synonyms)


def test_every_field_of_the_list_is_one_of_a_write_up():
    fields = {field.name for field in Revision._meta.get_fields()}
    offered = {field for fields_of_section in TARGETS.values() for field in fields_of_section}
    assert {*HEADINGS, *FACTS} - fields == set()
    assert {*HEADINGS} - offered == {"title", "summary"}
    assert {*COLUMNS, *STANDS_IN} <= offered
    assert all({*cells} <= {*PARTS[part].cells.base_fields} for part, cells in COLUMNS.items())
    assert {*ANSWERS} <= {*FACTS}


def test_the_page_of_the_documentation_has_the_list_as_it_is():
    page = Path("docs/import.md").read_text()
    for field, synonyms in (HEADINGS | FACTS).items():
        assert f"| {field} | {', '.join(synonyms)} |" in page
    for part, cells in COLUMNS.items():
        for name, synonyms in cells.items():
            assert f"| {part} | {name} | {', '.join(synonyms)} |" in page


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("1. Background & aims", "problem"),
        ("2.1 What we did", "what_we_do"),
        ("Section 3: RESULTS", "outcomes"),
        ("What didn’t work?", "did_not_work"),
        ("Challenge", "problem"),
        ("Challenges", "did_not_work"),
        ("Our key results so far", "outcomes"),
        ("Lessons learned and next steps", "did_not_work"),
        ("The problem / the need", "problem"),
        ("Results: what changed", "outcomes"),
        ("Contact with families", None),
        ("Risk assessment", None),
        ("A day in the life of the team", None),
        ("Next steps", None),
        ("", None),
        ("Results " * 40, None),
    ],
)
def test_a_heading_finds_its_field_or_none(heading, field):
    assert field_of(heading) == field


def test_the_longest_synonym_wins():
    # “what we did” alone would be what you do, and “lessons” alone is as short.
    assert field_of("What we did, and what we would do differently") == "did_not_work"


# Headings and what stands under them


def test_text_goes_where_its_heading_says_and_the_rest_to_the_notes():
    blocks = [Heading("Background", 1), Paragraph("A."), Heading("Next steps", 1), Paragraph("B.")]
    assert where(*blocks) == [("Background", "problem"), ("Next steps", NOTES)]


def test_an_unknown_heading_under_a_known_one_divides_its_text():
    blocks = [Heading("What we did", 1), Paragraph("A."), Heading("In spring", 2), Paragraph("B.")]
    [piece] = sort(blocks).pieces
    assert piece == Piece("What we did", "A.\n\n**In spring**\n\nB.", "what_we_do")


def test_a_known_heading_under_an_unknown_one_still_finds_its_field():
    blocks = [Heading("Annual report", 1), Paragraph("A."), Heading("Results", 2), Paragraph("B.")]
    assert where(*blocks) == [("Annual report", NOTES), ("Results", "outcomes")]


def test_a_heading_with_nothing_under_it_is_kept_in_the_notes_unless_the_list_has_it():
    blocks = [Heading("Appendix", 1), Heading("Results", 1), Heading("Background", 1), Paragraph("A.")]
    assert sort([Heading("T", TITLE), *blocks]).pieces[0] == Piece("", "Appendix", NOTES)
    assert where(*blocks) == [("", NOTES), ("Background", "problem")]


def test_the_first_heading_that_means_no_field_is_the_title():
    assert sort([Heading("Hold a huddle", 1), Heading("Results", 1), Paragraph("A.")]).title == "Hold a huddle"
    assert sort([Heading("Results", 1), Paragraph("A."), Heading("Hold a huddle", TITLE)]).title == "Hold a huddle"
    assert sort([Heading("Project title", 1), Paragraph("Hold a huddle")]).title == "Hold a huddle"
    assert sort([Heading("Results", 1), Paragraph("A.")]).title == ""


def test_a_label_in_a_line_is_a_heading():
    blocks = [Paragraph("**Aims:** nobody waits.\n**Results**: fewer wait."), Paragraph("By a third.")]
    assert sort(blocks).pieces == [
        Piece("Aims", "nobody waits.", "problem"),
        Piece("Results", "fewer wait.\n\nBy a third.", "outcomes"),
    ]


def test_what_follows_a_label_for_one_line_belongs_to_what_stood_before():
    blocks = [Heading("Background", 1), Paragraph("A."), Paragraph("Team: Discharge"), Paragraph("B.")]
    assert [(piece.text, piece.goes_to) for piece in sort(blocks).pieces] == [
        ("A.\n\nB.", "problem"),
        ("Discharge", "team"),
    ]


def test_a_colon_in_a_sentence_is_no_label():
    [piece] = sort([Heading("Background", 1), Paragraph("One thing was clear: nobody rang.")]).pieces
    assert piece.goes_to == "problem"


# Summary


def test_a_short_text_before_the_first_heading_is_the_summary():
    text = sort([Heading("T", TITLE), Paragraph("We **meet**."), Heading("Background", 1), Paragraph("A.")])
    assert text.summary == "We meet."
    assert [piece.goes_to for piece in text.pieces] == ["problem"]


def test_of_a_long_summary_the_first_sentences_are_taken_and_all_of_it_is_kept():
    whole = "We meet each morning. " * 30
    text = sort([Heading("Summary", 1), Paragraph(whole.strip())])
    assert text.summary.endswith("morning.")
    assert 250 < len(text.summary) <= 300
    assert text.pieces == [Piece("Summary", whole.strip(), NOTES)]


# Steps


def test_a_numbered_list_beside_sentences_becomes_steps():
    items = [Item("Ring", True), Item("by noon", False, 1), Item("Write", True), Item("Kit", False)]
    pieces = sort([Heading("What we did", 1), Paragraph("We meet."), *items]).pieces
    assert pieces == [
        Piece("What we did", "We meet.\n\n- Kit", "what_we_do"),
        Piece("What we did", "1. Ring\n    - by noon\n2. Write", "steps"),
    ]


def test_a_numbered_list_alone_stays_what_you_do_since_publishing_needs_that():
    assert where(Heading("Steps", 1), Item("Ring", True), Item("Write", True)) == [("Steps", "what_we_do")]


def test_a_numbered_list_that_headings_divide_stays_whole():
    blocks = [Paragraph("We meet."), Item("Ring", True), Item("Write", True), Heading("Later", 2), Item("Go", True)]
    assert where(Heading("What we did", 1), *blocks) == [("What we did", "what_we_do")]


# Tables


def test_a_table_whose_heads_fit_becomes_outcomes_wherever_it_stands():
    rows = table(("Measure", "Baseline", "Now"), ("Days", "14", "5"))
    [text, outcomes] = sort([Heading("Background", 1), Paragraph("A."), rows]).pieces
    assert text.goes_to == "problem"
    assert outcomes == Piece("Background", "Measure | Baseline | Now\nDays | 14 | 5", "outcomes")


@pytest.mark.parametrize(
    ("head", "part"),
    [
        (("Risk", "Mitigation"), "risks"),
        (("Organisation", "Role"), "partners"),
        (("Week", "Activity"), "timeline"),
        (("Indicator", "N"), "outcomes"),
        (("Name", "Colour"), "problem"),
        (("Before", "After"), "problem"),
    ],
)
def test_other_tables_become_rows_where_their_heads_fit_and_lines_where_not(head, part):
    [piece] = sort([Heading("Background", 1), table(head, ("a", "b"))]).pieces
    assert piece.goes_to == part
    assert piece.text == f"{head[0]} | {head[1]}\na | b"


def test_a_form_in_a_table_is_read_row_by_row():
    form = Table(
        (
            (cell("Project title"), cell("Hold a huddle")),
            (cell("Background"), (Paragraph("A."), Item("b", False))),
            (cell("Anything else"), cell("C.")),
        )
    )
    text = sort([form, Paragraph("After the form.")])
    assert text.title == "Hold a huddle"
    assert text.pieces == [
        Piece("Background", "A.\n\n- b", "problem"),
        Piece("Anything else", "C.", NOTES),
    ]
    assert text.summary == "After the form."


# Contact


def test_a_contact_is_taken_apart():
    lines = "Maria Okafor, Team manager\nmaria@council.example\nTelephone: 01632 960 001"
    assert [(piece.text, piece.goes_to) for piece in sort([Heading("Contact", 1), Paragraph(lines)]).pieces] == [
        ("Maria Okafor", "contact_name"),
        ("Team manager", "contact_role"),
        ("maria@council.example", "contact_email"),
        ("Telephone: 01632 960 001", NOTES),
    ]


def test_labels_tell_name_and_role_and_a_sentence_is_neither():
    lines = "Role: Lead nurse\nName: Sol Reid\nPlease ring before noon and ask for the duty worker on the second floor"
    assert {(piece.text, piece.goes_to) for piece in sort([Heading("Contact", 1), Paragraph(lines)]).pieces} == {
        ("Lead nurse", "contact_role"),
        ("Sol Reid", "contact_name"),
        (lines.splitlines()[2], NOTES),
    }


# Questions that are answered by choosing


CHOICES = {"Older people": "older", "Adults and children": "both", "People with dementia": "dementia"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Older people", (["older"], True)),
        ("adults and children", (["both"], True)),
        ("Older adults; people with dementia", (["older_people", "dementia"], True)),
        ("Older people, and their dogs", (["older"], False)),
        ("Anybody", ([], False)),
    ],
)
def test_choices_are_found_by_their_names(text, found):
    assert named("who_for", text, CHOICES) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("May 2021", ("2021-05-01", "month")),
        ("since Sept. 2020", ("2020-09-01", "month")),
        ("1 March 2019", ("2019-03-01", "month")),
        ("04/2022", ("2022-04-01", "month")),
        ("2018", ("2018-01-01", "year")),
        ("last spring", None),
        ("Ma 2020", None),
        ("13/2022", None),
    ],
)
def test_months_are_read_as_people_write_them(text, found):
    said = month(text)
    assert (said and (said[0].isoformat(), said[1])) == found


# Pasted text


def test_a_pasted_text_is_sorted_like_a_file():
    text = """Hold a huddle

Background
People waited.

WHAT WE DO
We meet:
1. Ring
2) Write

Measure\tBefore\tAfter
Days\t14\t5

## Lessons learned
• Too long
Contact: Sol Reid, sol@council.example

## Next steps

Weekends.
"""
    said = sort(pasted.read(text))
    assert said.title == "Hold a huddle"
    assert [(piece.heading, piece.text, piece.goes_to) for piece in said.pieces] == [
        ("Background", "People waited.", "problem"),
        ("WHAT WE DO", "We meet:", "what_we_do"),
        ("WHAT WE DO", "Measure | Before | After\nDays | 14 | 5", "outcomes"),
        ("WHAT WE DO", "1. Ring\n2. Write", "steps"),
        ("Lessons learned", "- Too long", "did_not_work"),
        ("Contact", "Sol Reid", "contact_name"),
        ("Contact", "sol@council.example", "contact_email"),
        ("Next steps", "Weekends.", NOTES),
    ]


def test_a_first_line_that_is_a_sentence_is_no_title():
    assert sort(pasted.read("We meet each morning.\n\nThen we ring.")).title == ""


def test_blanks_alone_are_no_text():
    with pytest.raises(NotReadable) as refusal:
        pasted.read(" \n\t\n")
    assert refusal.value.why == Why.NO_WORDS


# Nothing is left out, and nothing takes for ever


word = st.text("abcdefgh", min_size=2, max_size=6)
sentences = st.lists(word, min_size=1, max_size=8).map(lambda words: " ".join(words).capitalize() + ".")
known_headings = st.sampled_from([synonym for _field, synonym in EVERY_SYNONYM])
blocks = st.one_of(
    st.builds(Heading, known_headings | sentences, st.integers(0, BOLD_LINE)),
    st.builds(Paragraph, st.one_of(sentences, st.builds("{}: {}".format, known_headings, sentences))),
    st.builds(Item, sentences, st.booleans(), st.integers(0, 3)),
    st.lists(st.tuples(known_headings | word, sentences), min_size=1, max_size=4).map(lambda rows: table(*rows)),
)


def words_in(text):
    return set(re.findall(r"[a-z]+", text.lower()))


@given(st.lists(blocks, max_size=15))
def test_every_word_comes_out_again_but_for_headings_that_name_a_field(text):
    said = sort(text)
    kept = [said.title, said.summary, *(fact.text + fact.heading for fact in said.facts)]
    kept += [f"{piece.heading} {piece.text}" for piece in said.pieces]
    synonyms = {each for _field, synonym in EVERY_SYNONYM for each in synonym.split()}
    assert words_in(_all_text(text)) - synonyms <= words_in(" ".join(kept))


def _all_text(blocks):
    texts = []
    for block in blocks:
        texts += [_all_text(cell) for row in block.rows for cell in row] if isinstance(block, Table) else [block.text]
    return " ".join(texts)


@given(st.text(max_size=400))
def test_any_pasted_text_is_sorted_or_refused_and_always_in_the_same_way(text):
    try:
        said = sort(pasted.read(text))
    except NotReadable:
        return
    assert said == sort(pasted.read(text))


def test_very_many_headings_are_put_together():
    many = [block for n in range(500) for block in (Heading(f"Heading {n}", 1), Paragraph(f"Text {n}."))]
    pieces = sort([Heading("T", TITLE), *many]).pieces
    assert len(pieces) <= MOST_PIECES
    assert "**Heading 499**\n\nText 499." in pieces[-1].text


def test_more_than_a_write_up_can_hold_is_refused():
    with pytest.raises(NotReadable) as refusal:
        sort([Paragraph("a" * (MOST_CHARACTERS + 1))])
    assert refusal.value.why == Why.TOO_MUCH


def test_every_refusal_says_what_to_do():
    assert all(re.search(r"\b([Cc]hoose|[Pp]aste|[Ss]ave|[Bb]ring)\b", str(why.label)) for why in Why)
