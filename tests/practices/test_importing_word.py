"""What comes out of a Word file: the words that Word shows, with the formatting that a write-up can have."""

import io

import docx
import pytest
from docx.shared import Pt

from practices import markdown
from practices.imports import word
from practices.imports.blocks import BOLD_LINE, TITLE, Heading, Item, Paragraph, Table, words
from tests.hostile_files import RELATIONSHIPS, R, chain, document, good, package, saved, saying

NOTES_OF_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def read(body, **parts):
    return word.read(saying(body, **parts))


def made(build):
    file = docx.Document()
    build(file)
    return word.read(saved(file))


def texts(blocks):
    return [words((block,)) for block in blocks]


def test_headings_lists_and_tables_are_told_apart():
    heading, waited, first, table = word.read(good())
    assert heading == Heading("Background", 1)
    assert waited == Paragraph("People waited.")
    assert first == Item("Ring first", is_numbered=True)
    assert [[words(cell) for cell in row] for row in table.rows] == [["A", "B"], ["C", "D"]]


@pytest.mark.parametrize(("style", "level"), [("Title", TITLE), ("Heading 1", 1), ("Heading 4", 4)])
def test_a_style_of_word_s_makes_a_heading(style, level):
    assert made(lambda file: file.add_paragraph("Results", style=style)) == [Heading("Results", level)]


def test_a_style_that_is_based_on_a_heading_makes_one():
    def build(file):
        style = file.styles.add_style("Council heading", 1)
        style.base_style = file.styles["Heading 2"]
        file.add_paragraph("Results", style=style)

    assert made(build) == [Heading("Results", 2)]


def test_an_outline_level_makes_a_heading_and_body_text_does_not():
    assert read(paragraph(run("Results"), properties='<w:outlineLvl w:val="1"/>')) == [Heading("Results", 2)]
    assert read(paragraph(run("Results."), properties='<w:outlineLvl w:val="9"/>')) == [Paragraph("Results.")]


def test_styles_that_are_based_on_each_other_in_a_circle_are_read():
    def build(file):
        one, other = file.styles.add_style("One", 1), file.styles.add_style("Other", 1)
        one.base_style, other.base_style = other, one
        file.add_paragraph("Words.", style=one)

    assert made(build) == [Paragraph("Words.")]


def test_a_line_in_bold_is_a_heading_and_a_sentence_in_bold_is_none():
    assert read(paragraph(run("What we ", "<w:b/>"), run("did", "<w:b/>"))) == [Heading("What we did", BOLD_LINE)]
    assert read(paragraph(run("Ring first.", "<w:b/>"))) == [Paragraph("**Ring first.**")]
    assert read(paragraph(run("What we did", "<w:b/>"), run(" in May"))) == [Paragraph("**What we did** in May")]
    assert read(paragraph(run("Words", '<w:b w:val="false"/>'))) == [Paragraph("Words")]


def test_bold_by_the_paragraph_s_style_counts_as_bold():
    def build(file):
        style = file.styles.add_style("Label", 1)
        style.font.bold, style.font.size = True, Pt(14)
        file.add_paragraph("Results", style=style)

    assert made(build) == [Heading("Results", BOLD_LINE)]


def test_emphasis_becomes_markdown_however_word_has_cut_it_up():
    [block] = read(paragraph(run("Ring "), run("the ", "<w:b/>"), run("family ", "<w:b/>"), run("first", "<w:i/>")))
    assert block == Paragraph("Ring **the family** *first*")


@pytest.mark.parametrize(
    "text", ["2*3*4", "a_b and _c_", "[see](this)", "[x]", "~~no~~", "a \\ b", "AT&amp;T &amp;lt;"]
)
def test_what_looks_like_markdown_stays_as_it_stood(text):
    [block] = read(paragraph(run(text)))
    assert markdown.render(block.text) == f"<p>{text}</p>\n"


@pytest.mark.parametrize(
    ("style", "marker"), [("List Bullet", "-"), ("List Number", "1."), ("List Bullet 2", "-"), ("List Number 3", "1.")]
)
def test_lists_by_style_are_bulleted_or_numbered(style, marker):
    [item] = made(lambda file: file.add_paragraph("Ring first", style=style))
    assert item == Item("Ring first", is_numbered=marker == "1.", level=item.level)


@pytest.mark.parametrize("line", ["• Ring first", "- Ring first", "– Ring first", "* Ring first"])
def test_a_list_made_by_hand_is_a_list(line):
    assert read(paragraph(run(line))) == [Item("Ring first", is_numbered=False)]


def test_tracked_changes_are_read_as_accepted():
    body = paragraph(
        run("We ring "),
        "<w:del><w:r><w:delText>nobody</w:delText></w:r></w:del>",
        f"<w:ins>{run('the family')}</w:ins>",
        f"<w:moveFrom>{run('gone')}</w:moveFrom><w:moveTo>{run(' first')}</w:moveTo>",
    )
    assert read(body) == [Paragraph("We ring the family first")]


def test_a_row_of_a_table_that_was_deleted_stays_out():
    cell = f"<w:tc>{paragraph(run('a'))}</w:tc><w:tc>{paragraph(run('b'))}</w:tc>"
    deleted = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>old</w:t></w:r></w:p></w:tc></w:tr>"
    [table] = read(f"<w:tbl><w:tr>{cell}</w:tr>{deleted}</w:tbl>")
    assert words((table,)) == "a b"


def test_comments_stay_out_and_the_text_that_they_are_about_does_not():
    def build(file):
        file.add_comment(file.add_paragraph("People waited.").runs, text="Who said so?", author="A reader")

    assert made(build) == [Paragraph("People waited.")]


def test_hidden_text_and_prompts_of_a_form_stay_out():
    prompt = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click here to type')}</w:sdtContent></w:sdt>"
    )
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Filled in.')}</w:sdtContent></w:sdt>"
    assert read(paragraph(run("secret", "<w:vanish/>"), prompt, filled)) == [Paragraph("Filled in.")]


def test_a_table_of_contents_stays_out():
    styles = f'<w:styles {NOTES_OF_W}><w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style></w:styles>'
    contents = paragraph(run("Background 2"), properties='<w:pStyle w:val="TOC1"/>')
    parts = {"word/styles.xml": styles} | related("styles", "styles.xml")
    assert read(contents + paragraph(run("Words.")), **parts) == [Paragraph("Words.")]


def related(kind, target, name="rId9"):
    """The relation that leads from the document to a part, and the type of what it holds."""
    mode = ' TargetMode="External"' if "://" in target else ""
    return {
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONSHIPS}">'
        f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{target}"{mode}/></Relationships>'
    }


def test_links_keep_their_address():
    link = f'<w:hyperlink r:id="rId9">{run("the guide")}</w:hyperlink>'
    relations = related("hyperlink", "https://example.org/a(b)?c=d")
    assert read(paragraph(run("See "), link), **relations) == [
        Paragraph("See [the guide](https://example.org/a%28b%29?c=d)")
    ]


def test_a_link_that_is_a_field_keeps_its_address():
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    instruction = '<w:r><w:instrText>HYPERLINK "https://example.org/"</w:instrText></w:r>'
    body = paragraph(
        field.format("begin"), instruction, field.format("separate"), run("here"), field.format("end"), run(" and on")
    )
    assert read(body) == [Paragraph("[here](https://example.org/) and on")]


@pytest.mark.parametrize("address", ["javascript://example.org/", "file://server/share", "ftp://example.org/"])
def test_a_link_that_no_page_may_have_is_its_words_alone(address):
    link = f'<w:hyperlink r:id="rId9">{run("the guide")}</w:hyperlink>'
    assert read(paragraph(link), **related("hyperlink", address)) == [Paragraph("the guide")]


def test_a_footnote_stands_where_it_is_referred_to():
    notes = f'<w:footnotes {NOTES_OF_W}><w:footnote w:id="2"><w:p>{run("In 2021.")}</w:p></w:footnote></w:footnotes>'
    body = paragraph(run("People waited"), '<w:r><w:footnoteReference w:id="2"/></w:r>', run("."))
    blocks = read(body, **{"word/footnotes.xml": notes}, **related("footnotes", "footnotes.xml"))
    assert blocks == [Paragraph("People waited (In 2021.).")]


def test_a_text_box_is_read_once_though_word_writes_it_twice():
    box = f"<w:txbxContent>{paragraph(run('In the box.'))}</w:txbxContent>"
    compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    twice = (
        f"<w:r><mc:AlternateContent {compatible}><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(read(paragraph(run("Beside it."), twice))) == ["Beside it.", "In the box."]


def test_merged_cells_keep_the_columns_in_step():
    def build(file):
        table = file.add_table(2, 3)
        for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = str(number)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"

    [table] = made(build)
    assert [[words(cell) for cell in row] for row in table.rows] == [["wide", "", "2"], ["3", "4", "5"]]


def test_a_cell_that_says_it_spans_a_billion_columns_spans_a_few():
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>'
    [table] = read(f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>")
    assert len(table.rows[0]) < 50


def test_a_table_of_one_column_is_a_frame_around_text():
    cell = f"<w:tc>{paragraph(run('Ring first.'))}{paragraph(run('Then write.'))}</w:tc>"
    assert read(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>") == [Paragraph("Ring first."), Paragraph("Then write.")]


def test_a_table_in_a_table_is_read():
    inner = f"<w:tbl><w:tr><w:tc>{paragraph(run('in'))}</w:tc><w:tc>{paragraph(run('side'))}</w:tc></w:tr></w:tbl>"
    [table] = read(f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc><w:tc>{paragraph(run('out'))}</w:tc></w:tr></w:tbl>")
    assert isinstance(table.rows[0][0][0], Table)
    assert words((table,)) == "in side out"


def test_headers_and_footers_come_last_and_numbers_of_pages_not_at_all():
    def build(file):
        file.add_paragraph("Words.")
        file.sections[0].header.paragraphs[0].text = "Northbridge Council"
        file.sections[0].footer.paragraphs[0].text = "Page 1 of 4"

    assert texts(made(build)) == ["Words.", "Top and foot of the pages", "Northbridge Council"]


def test_a_line_that_was_broken_by_hand_stays_broken():
    assert read(paragraph(run("One"), "<w:r><w:br/><w:br/></w:r>", run("two"))) == [Paragraph("One\ntwo")]


def test_parts_that_lead_to_each_other_in_a_long_chain_are_no_trouble():
    assert word.read(package(chain(400))) == [Paragraph("Words.")]


def test_pictures_are_never_unpacked(monkeypatch):
    def build(file):
        file.add_paragraph("Words.").add_run().add_picture(io.BytesIO(PIXEL))

    assert made(build) == [Paragraph("Words.")]
    assert PIXEL not in word.readable_copy(package({"word/media/image1.png": PIXEL})).getvalue()


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc000000301"
    "0100c9fe92ef0000000049454e44ae426082"
)


def test_the_declared_encoding_may_be_written_in_any_way_that_word_has():
    for declaration in ('<?xml version="1.0"?>', "<?xml version='1.0' encoding='utf-8'?>", "\ufeff"):
        assert word.read(package({"word/document.xml": document(before=declaration)})) == [Paragraph("Words.")]
