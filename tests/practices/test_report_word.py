"""The Word file of a report, read back: headings, tables, words for those who cannot see them, language."""

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from practices import comparing
from practices.choices import Essential
from practices.comparing import Cell, Column, Line, paragraphs
from practices.models import OptionsReport, Practice, ReportSearch, Revision
from practices.reporting import paper, word
from tests.factories import OptionsReportFactory, PracticeFactory
from tests.world import one_transaction, undone

pytestmark = pytest.mark.django_db
STEPS = [
    {"text": "Meet at the board", "essential": "yes"},
    {"text": "Bring a list", "essential": "no"},
    {"text": "Ring the family", "essential": "yes"},
]

A_DOCUMENT = docx.Document()


@pytest.fixture(scope="module")
def report(django_db_setup, django_db_blocker):
    with one_transaction(django_db_blocker):
        said = {"revision__steps": STEPS, "revision__problem": "People *waited*:\n\n- on the ward\n- at home"}
        huddle = PracticeFactory(state="published", revision__title="Hold a huddle", **said)
        rota = PracticeFactory(state="published", revision__title="Plan a rota", revision__steps=[])
        report = OptionsReportFactory(practices=[huddle, rota], left_out=[PracticeFactory(state="published")])
        report.options.filter(practice=huddle).update(notes={"fit": "Ours is **rural**."})
        OptionsReport.objects.filter(pk=report.pk).update(recommendation="Begin with one.\n\n- In March")
        ReportSearch.objects.create(report=report, words="huddle", filters="Adults", asked={"q": ["huddle"]}, hits=7)
        yield OptionsReport.objects.for_page().get(pk=report.pk)


def read_back(report):
    read = paper.paper_of(report, report.begun_by)
    columns, headings = paper.compared(read.options, report.begun_by)
    return docx.Document(io.BytesIO(word.written(read, columns, headings)))


@pytest.fixture(scope="module")
def document(report, django_db_blocker):
    with django_db_blocker.unblock():
        return read_back(report)


def test_its_headings_are_headings(document):
    said = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    assert said[0] == ("Title", "How should we plan discharge on Fridays?")
    first = [text for style, text in said if style == "Heading 1"]
    assert first == [
        "How we searched",
        "The options",
        "How they would fit our place",
        "Recommendation",
        "Next steps",
        "What was left out, and why",
        "Sources",
        "The options side by side",
    ]
    assert ("Heading 2", "Hold a huddle") in said
    assert ("List Bullet", "In March") in said
    assert any(text.endswith("“huddle”, 7 found. Narrowed to: Adults.") for _style, text in said)
    assert any("Ours is rural." in text for _style, text in said)


def test_it_says_its_title_and_its_language(document):
    said = document.core_properties
    assert (said.title, said.language) == ("How should we plan discharge on Fridays?", "en-GB")
    languages = {element.get(qn("w:val")) for element in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_each_table_repeats_its_first_row_and_says_what_it_is(document):
    assert len(document.tables) == len(comparing.keys())
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert [cell.text for cell in table.rows[0].cells][1:] == ["Hold a huddle", "Plan a rota"]
        assert all(row.cells[0].text for row in table.rows)
        properties = table._tbl.tblPr
        assert properties.find(qn("w:tblLook")).get(qn("w:firstColumn")) == "1"
        assert "Hold a huddle; Plan a rota" in properties.find(qn("w:tblDescription")).get(qn("w:val"))


def test_what_a_practice_does_not_say_is_said_to_be_so(document):
    steps = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in document.tables[2].rows}
    assert steps["Must stay: 1"] == ["Meet at the board", "Not stated"]
    assert steps["Must stay: 2"] == ["Ring the family", "Not stated"]
    assert steps["Can change, or not sure"] == ["Bring a list", "Not stated"]


def test_the_comparison_lies_on_its_side(document):
    upright, lying = document.sections
    assert upright.page_width < upright.page_height
    assert lying.page_width > lying.page_height


def test_every_part_of_the_file_is_what_the_format_asks(report):
    read = paper.paper_of(report, report.begun_by)
    data = word.written(read, *paper.compared(read.options, report.begun_by))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        root = etree.fromstring(archive.read("word/document.xml"))
    order = ["tblStyle", "tblW", "jc", "tblLayout", "tblLook", "tblCaption", "tblDescription"]
    for properties in root.iter(qn("w:tblPr")):
        names = [etree.QName(child).localname for child in properties]
        assert names == sorted(names, key=order.index)


def test_what_no_xml_may_hold_is_left_out(report):
    with undone():
        pasted = "".join(chr(code) for code in range(1, 32)) + "\ufffe\uffff & <b> end"
        OptionsReport.objects.filter(pk=report.pk).update(recommendation=pasted, question=f"Why? {pasted}")
        document = read_back(OptionsReport.objects.for_page().get(pk=report.pk))
        assert document.paragraphs[0].text.endswith("& <b> end")


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=40))
def test_any_text_can_be_written(text):
    A_DOCUMENT.add_paragraph(word._clean(text))


# Comparing


def test_every_heading_has_a_cell_for_each_practice_whatever_they_say(report):
    columns, headings = paper.compared(paper.paper_of(report, report.begun_by).options, report.begun_by)
    assert [heading.key for heading in headings] == comparing.keys()
    for heading in headings:
        assert all([cell.whose for cell in row.cells] == ["Hold a huddle", "Plan a rota"] for row in heading.rows)
    assert len(columns) == 2


def test_a_count_of_people_under_ten_is_told_as_readers_are_told_it():
    revision = PracticeFactory(
        state="published",
        revision__outcomes=[{"claim": "Fewer waited", "before": "9 days", "after": "5 days", "number": "7 people"}],
    ).published_revision
    headings = comparing.compare([Column(revision.practice, revision, "Somewhere")])
    [outcomes] = [row for heading in headings for row in heading.rows if row.label == "What they saw"]
    assert outcomes.cells[0].plain == ["Fewer waited; from 9 days to 5 days; fewer than 10 people"]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.sampled_from([*Essential.values, ""]), max_size=4), min_size=1, max_size=3))
def test_every_step_stands_in_one_row_and_the_essential_ones_beside_each_other(marks):
    columns = []
    for at, of_one in enumerate(marks):
        revision = Revision(title=str(at))
        revision.steps = [{"text": f"{at}.{number}", "essential": mark} for number, mark in enumerate(of_one)]
        columns.append(Column(Practice(), revision, ""))
    [model] = [heading for heading in comparing.compare(columns) if heading.key == "model"]
    for at, column in enumerate(columns):
        said = [words for row in model.rows for words in row.cells[at].plain]
        assert sorted(said) == sorted(step["text"] for step in column.revision.steps)
        essential = [step["text"] for step in column.revision.steps if step["essential"] == "yes"]
        rows = [row for row in model.rows if row.label.startswith("Must stay")]
        assert [row.cells[at].plain for row in rows[: len(essential)]] == [[words] for words in essential]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("", []),
        ("One\ntwo", ["One two"]),
        ("*One*\n\n- two\n- [three](https://a.example)", ["One", "– two", "– three"]),
        ("> said", ["said"]),
        ("<b>bold</b> & 1 < 2", ["<b>bold</b> & 1 < 2"]),
    ],
)
def test_small_markdown_as_plain_paragraphs(text, plain):
    assert paragraphs(text) == plain


def test_an_empty_cell_says_nothing_and_a_line_says_what_it_is_about():
    assert Cell([], "A").plain == []
    assert Line("Weeks one to three", "When").plain == ["When: Weeks one to three"]
