"""A report as a Word file: with real headings, tables whose first row is repeated on each page and whose first column
names the row, words for those who cannot see a table, and the language it is written in."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from practices.comparing import Column, Heading, paragraphs
from practices.reporting.paper import Paper
from practices.reporting.sections import SECTIONS
from practices.reporting.table import day, not_stated, source

LANGUAGE = "en-GB"
INK = RGBColor(0x10, 0x31, 0x2B)
FONT = "Arial"
CELL, HEAD_CELL = "Table Cell", "Table Head"  # styles of our own
A4 = (Cm(21), Cm(29.7))
MARGIN = Cm(2)
# No XML may hold these, whatever somebody pasted.
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def written(paper: Paper, columns: Sequence[Column], headings: Sequence[Heading]) -> bytes:
    """The file's bytes. `columns` and `headings` are those of the paper's options."""
    document = Document()
    _set_up(document, paper)
    document.add_paragraph(_clean(paper.title), style="Title")
    document.add_paragraph(_clean(_about(paper)), style="Subtitle")
    _searches(document, paper)
    _options(document, paper)
    for section in SECTIONS[2:]:
        document.add_heading(_clean(section.title), 1)
        _prose(document, "\n\n".join(getattr(paper.report, name) for name in section.fields))
    _left_out(document, paper)
    document.add_heading(_("Sources"), 1)
    for option in paper.sources:
        document.add_paragraph(_clean(f"{option.title}. {option.organisation}. {source(option)}"), style="List Number")
    if columns:
        _turn(document)
        document.add_heading(_("The options side by side"), 1)
        _comparison(document, columns, headings)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: Any, paper: Paper) -> None:
    said = document.core_properties
    said.title, said.language = _clean(paper.title), LANGUAGE
    said.author = said.last_modified_by = _clean(paper.report.organisation)
    said.subject, said.comments, said.keywords = _("Options report"), "", ""
    said.created = said.modified = timezone.now().replace(tzinfo=None)
    styles = document.styles
    for properties in styles.element.iter(qn("w:lang")):
        properties.set(qn("w:val"), LANGUAGE)
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3"):
        _font(styles[name])
    styles["Normal"].font.size = Pt(11)
    styles["Title"].font.size = Pt(22)
    for name in (CELL, HEAD_CELL):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size, style.font.bold = Pt(9), name == HEAD_CELL
        style.paragraph_format.space_after = Pt(3)
    styles["Subtitle"].font.italic = False
    for section in document.sections:
        section.page_width, section.page_height = A4
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    _page_number(document.sections[0].footer.paragraphs[0])


def _font(style: Any) -> None:
    """The same letters everywhere; the template's own names a theme, which would win over a font."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    style.font.name = FONT
    if style.name != "Normal":
        style.font.color.rgb = INK


def _about(paper: Paper) -> str:
    report = paper.report
    today = date_format(timezone.localdate(), "j F Y")
    said = [_("Options report"), str(report.organisation), str(report.place or ""), today]
    return " · ".join(words for words in said if words)


def _searches(document: Any, paper: Paper) -> None:
    document.add_heading(_("How we searched"), 1)
    for looked in paper.searches:
        words = {"hub": settings.HUB_NAME, "words": looked.words, "day": day(looked.searched_at), "hits": looked.hits}
        line = _("%(hub)s, %(day)s: “%(words)s”, %(hits)d found.") % words
        if looked.filters:
            line += " " + _("Narrowed to: %(filters)s.") % {"filters": looked.filters}
        document.add_paragraph(_clean(line), style="List Bullet")
    if paper.report.how_searched or not paper.searches:
        _prose(document, paper.report.how_searched)


def _options(document: Any, paper: Paper) -> None:
    document.add_heading(_("The options"), 1)
    if not paper.options:
        document.add_paragraph(_("None yet."))
    for option in paper.options:
        document.add_heading(_clean(option.title), 2)
        document.add_paragraph(_clean(option.organisation))
        document.add_paragraph(_clean(option.revision.summary))
        if option.notes:
            document.add_heading(_("Our notes"), 3)
        for title, words in option.notes:
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{title} " if title.endswith("?") else f"{title}: ").bold = True
            paragraph.add_run(_clean("\n".join(paragraphs(words))))


def _left_out(document: Any, paper: Paper) -> None:
    if not paper.left_out:
        return
    document.add_heading(_("What was left out, and why"), 1)
    for option in paper.left_out:
        document.add_heading(_clean(option.title), 2)
        document.add_paragraph(_clean(option.organisation))
        _prose(document, option.row.left_out_why)


def _prose(document: Any, text: str) -> None:
    said = paragraphs(text)
    for words in said:
        style = "List Bullet" if words.startswith("– ") else None
        document.add_paragraph(_clean(words.removeprefix("– ")), style=style)
    if not said:
        document.add_paragraph(_("Not written yet"))


def _turn(document: Any) -> None:
    """From here on the pages lie on their side: as many columns as six do not fit an upright one."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = A4[1], A4[0]


def _comparison(document: Any, columns: Sequence[Column], headings: Sequence[Heading]) -> None:
    """A table for each heading: one that ran over all of them could be read on paper, but not listened to."""
    for heading in headings:
        document.add_heading(_clean(heading.title), 2)
        table = document.add_table(rows=1, cols=len(columns) + 1, style="Table Grid")
        _describe(table, heading, columns)
        top = table.rows[0]
        _repeat(top)
        for cell, words in zip(top.cells, [heading.title, *(column.title for column in columns)], strict=True):
            _fill(cell, [words], is_head=True)
        for row in heading.rows:
            cells = table.add_row().cells
            _fill(cells[0], [row.label or heading.title], is_head=True)
            for cell, said in zip(cells[1:], row.cells, strict=True):
                _fill(cell, said.plain or [not_stated()])


def _fill(cell: Any, texts: Sequence[str], *, is_head: bool = False) -> None:
    style = HEAD_CELL if is_head else CELL
    for at, words in enumerate(texts):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        paragraph._p.style = style.replace(" ", "")  # by its key: looking it up by its name takes longer than the rest
        paragraph.add_run(_clean(words))


def _describe(table: Any, heading: Heading, columns: Sequence[Column]) -> None:
    """What a screen reader says of the table, and that its first row and column are headers."""
    words = _("%(heading)s, one row for each point; the columns are: %(practices)s.") % {
        "heading": heading.title,
        "practices": "; ".join(column.title for column in columns),
    }
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    # In the order that the format has them.
    for name, attributes in (
        ("w:tblLook", {"w:val": "04A0", "w:firstRow": "1", "w:firstColumn": "1", "w:noHBand": "0", "w:noVBand": "1"}),
        ("w:tblCaption", {"w:val": _clean(heading.title)}),
        ("w:tblDescription", {"w:val": _clean(words)}),
    ):
        properties.append(_element(name, attributes))


def _repeat(row: Any) -> None:
    """The row stands at the head of the table on every page, and no page breaks it."""
    properties = row._tr.get_or_add_trPr()
    properties.append(_element("w:cantSplit", {}))
    properties.append(_element("w:tblHeader", {}))


def _page_number(paragraph: Any) -> None:
    field = _element("w:fldSimple", {"w:instr": "PAGE"})
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _element(name: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    return element


def _clean(words: Any) -> str:
    return NOT_IN_XML.sub("", str(words))
