"""A Word file as blocks.

python-docx opens the package and knows its parts; the text is gathered from the XML here, since the library's own
`paragraph.text` leaves out what was inserted with tracked changes, text boxes, content controls and footnotes. What
comes in is what Word shows with all changes accepted: inserted text does, deleted and hidden text and comments don't.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml import etree

from practices.imports.archive import readable_copy
from practices.imports.blocks import BOLD_LINE, TITLE, Block, Heading, Item, Paragraph, Table
from practices.imports.marks import Span, marked
from practices.imports.pasted import begun_by_hand
from practices.imports.refusals import NotReadable, Why

# Paragraphs, and the runs of text in them that look alike: half a second's work. Twenty pages have some 4,000.
MOST_RUNS = 20_000
LONGEST_HEADING = 100
MOST_SPANNED = 20  # columns under one cell

# What python-docx and lxml raise at a file that is no document.
NO_DOCUMENT = (etree.LxmlError, KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError)

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES, CHOICE = _COMPATIBILITY + "AlternateContent", _COMPATIBILITY + "Choice"
P, R, TBL, TR, TC, HYPERLINK, BOXED = map(qn, ("w:p", "w:r", "w:tbl", "w:tr", "w:tc", "w:hyperlink", "w:txbxContent"))
# Around text without a look of their own.
_WITHOUT_LOOK = ("ins", "moveTo", "sdt", "sdtContent", "customXml", "smartTag", "fldSimple", "bdo", "dir")
WRAPPERS = {CHOICE, *(qn(f"w:{name}") for name in _WITHOUT_LOOK)}
# In a form: a control that nobody has filled in, and that shows what to type there.
PROMPT = f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}"
DELETED = {qn("w:del"), qn("w:moveFrom")}
CHARACTERS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
PICTURES = {qn("w:drawing"), qn("w:pict"), qn("w:object")}
NOTES = {
    qn("w:footnoteReference"): RELATIONSHIP_TYPE.FOOTNOTES,
    qn("w:endnoteReference"): RELATIONSHIP_TYPE.ENDNOTES,
}
PAGE_EDGES = {RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER}
_LINK_FIELD = re.compile(r'\s*HYPERLINK\s+"([^"]+)"')
AROUND_PAGE_NUMBERS = {"page", "of"}


def read(data: bytes) -> list[Block]:
    """What the file says, in its order. Raises NotReadable."""
    copy = readable_copy(data)
    try:
        blocks = _Document(docx.Document(copy).part).blocks()
    except NO_DOCUMENT as error:
        raise NotReadable(Why.DAMAGED) from error
    if not blocks:
        raise NotReadable(Why.NO_WORDS)
    return blocks


@dataclass(frozen=True)
class _Style:
    """What a paragraph or a run has from its style and the styles that it is based on."""

    name: str = ""
    level: int | None = None  # of a heading
    is_bold: bool = False
    numbering: tuple[str, int] | None = None  # the list and the level in it


class _Document:
    def __init__(self, part: Any):
        self.part = part
        self.styles: dict[str | None, _Style] = {}
        self.fields: list[str] = []  # the instructions of the fields that the text is inside of
        self.boxes: list[Any] = []  # text boxes of the paragraph that is being read

    def blocks(self) -> list[Block]:
        body = self.part.element.body
        if sum(1 for _each in body.iter(P, R)) > MOST_RUNS:
            raise NotReadable(Why.TOO_MUCH)
        blocks = list(self._blocks_in(body))
        if edges := self._edges_of_pages():
            blocks += [Heading(_("Top and foot of the pages"), 1), *edges]
        return blocks

    def _blocks_in(self, container: Any) -> Iterator[Block]:
        for child in _shown(container):
            if child.tag == P:
                yield from self._paragraph(child)
            elif child.tag == TBL:
                yield from self._table(child)

    def _edges_of_pages(self) -> list[Block]:
        """Headers and footers, each text once, without the numbers of pages."""
        parts = [relation.target_part for relation in self._relations(PAGE_EDGES)]
        found = dict.fromkeys(block for part in parts for block in self._blocks_in(_root(part)))
        return [block for block in found if isinstance(block, Table) or not _is_page_number(block.text)]

    def _relations(self, kinds: set[str]) -> list[Any]:
        relations = self.part.rels.values()
        return [relation for relation in relations if relation.reltype in kinds and not relation.is_external]

    # Paragraphs

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        properties = paragraph.find(qn("w:pPr"))
        style = self._style(_value(properties, "w:pStyle"))
        if style.name.lower().startswith("toc"):
            return  # the table of contents says nothing that the headings don't
        spans = list(self._spans(paragraph, style.is_bold))
        boxes, self.boxes = self.boxes, []
        if any(span.text.strip() for span in spans):
            yield self._block_of(spans, style, properties)
        for box in boxes:
            yield from self._blocks_in(box)

    def _block_of(self, spans: list[Span], style: _Style, properties: Any) -> Block:
        words = " ".join("".join(span.text for span in spans).split())
        level = style.level if (own := _outline_level(properties)) is None else own
        numbering = _numbering(properties) or style.numbering
        if level is not None:
            return Heading(words, level)
        if numbering and numbering[0] != "0":
            return Item(" ".join(marked(spans).split()), self._is_numbered(*numbering), min(numbering[1], 3))
        if _is_bold_line(spans, words):
            return Heading(words, BOLD_LINE)
        text = "\n".join(filter(None, map(str.strip, marked(spans).split("\n"))))
        return begun_by_hand(text) or Paragraph(text)

    def _spans(self, parent: Any, is_bold: bool, address: str = "") -> Iterator[Span]:
        for child in _shown(parent):
            if child.tag == R:
                yield from self._run(child, is_bold, address)
            elif child.tag == HYPERLINK:
                yield from self._spans(child, is_bold, self._address(child))

    def _run(self, run: Any, is_bold: bool, address: str) -> Iterator[Span]:
        properties = run.find(qn("w:rPr"))
        if _is_on(properties, "w:vanish"):
            return
        style = self._style(_value(properties, "w:rStyle"))
        own = _is_on(properties, "w:b")
        bold = (is_bold or style.is_bold) if own is None else own
        italic = bool(_is_on(properties, "w:i"))
        for child in _shown(run):
            if text := self._text(child):
                yield Span(text, bold, italic, address or self._address_of_field())

    def _text(self, element: Any) -> str:
        if element.tag == qn("w:t"):
            return element.text or ""
        if element.tag in NOTES:
            note = self._notes[NOTES[element.tag]].get(element.get(qn("w:id")))
            return f" ({note})" if note else ""
        if element.tag in PICTURES:
            self.boxes += _outermost(element, BOXED)
        elif element.tag == qn("w:fldChar"):
            self._enter_or_leave_field(element.get(qn("w:fldCharType")))
        elif element.tag == qn("w:instrText") and self.fields:
            self.fields[-1] += element.text or ""
        return CHARACTERS.get(element.tag, "")

    # Links

    def _address(self, hyperlink: Any) -> str:
        relation = self.part.rels.get(hyperlink.get(qn("r:id")))
        return relation.target_ref if relation is not None and relation.is_external else ""

    def _enter_or_leave_field(self, what: str | None) -> None:
        if what == "begin":
            self.fields.append("")
        elif what == "end" and self.fields:
            self.fields.pop()

    def _address_of_field(self) -> str:
        found = (_LINK_FIELD.match(instruction) for instruction in reversed(self.fields))
        return next((link[1] for link in found if link), "")

    # Footnotes and endnotes: python-docx knows nothing of them

    @cached_property
    def _notes(self) -> dict[str, dict[str | None, str]]:
        notes: dict[str, dict[str | None, str]] = {kind: {} for kind in NOTES.values()}
        for relation in self._relations(set(NOTES.values())):
            for note in _root(relation.target_part):
                spans = [span for paragraph in note.iter(P) for span in self._spans(paragraph, False)]
                words = " ".join("".join(span.text for span in spans).split())
                notes[relation.reltype][note.get(qn("w:id"))] = words
        return notes

    # Tables

    def _table(self, table: Any) -> Iterator[Block]:
        rows = [self._row(row) for row in _shown(table) if row.tag == TR and not _is_deleted(row)]
        rows = [row for row in rows if any(row)]
        if rows and max(map(len, rows)) == 1:
            yield from (block for row in rows for cell in row for block in cell)  # a frame around text
        elif rows:
            yield Table(tuple(rows))

    def _row(self, row: Any) -> tuple[tuple[Block, ...], ...]:
        cells: list[tuple[Block, ...]] = []
        for cell in _shown(row):
            if cell.tag == TC:
                cells.append(tuple(self._blocks_in(cell)))
                cells += [()] * (_columns(cell) - 1)
        return tuple(cells)

    # Styles and lists

    def _style(self, name: str | None) -> _Style:
        """The style of that id; the usual one of paragraphs for None is as good as none."""
        if name not in self.styles:
            self.styles[name] = self._read_style(name)
        return self.styles[name]

    def _read_style(self, name: str | None) -> _Style:
        level, bold, numbering, first = None, None, None, ""
        seen: set[str | None] = {None}
        while name not in seen and (style := self._style_elements.get(name)) is not None:
            seen.add(name)
            known_as = _value(style, "w:name") or ""
            first = first or known_as
            properties = style.find(qn("w:pPr"))
            level = level if level is not None else _level_by_name(known_as)
            level = level if level is not None else _outline_level(properties)
            bold = bold if bold is not None else _is_on(style.find(qn("w:rPr")), "w:b")
            numbering = numbering or _numbering(properties)
            name = _value(style, "w:basedOn")
        return _Style(first, level, bool(bold), numbering)

    @cached_property
    def _style_elements(self) -> dict[str | None, Any]:
        styles = self._relations({RELATIONSHIP_TYPE.STYLES})
        return {style.get(qn("w:styleId")): style for relation in styles for style in _root(relation.target_part)}

    def _is_numbered(self, numbering: str, level: int) -> bool:
        return self._formats.get(numbering, {}).get(level, "bullet") not in ("bullet", "none")

    @cached_property
    def _formats(self) -> dict[str | None, dict[int, str]]:
        """For each list of the document how its levels are numbered."""
        formats: dict[str | None, dict[int, str]] = {}
        for relation in self._relations({RELATIONSHIP_TYPE.NUMBERING}):
            root = _root(relation.target_part)
            abstract = {
                each.get(qn("w:abstractNumId")): {
                    _number(level.get(qn("w:ilvl"))): _value(level, "w:numFmt") or "bullet"
                    for level in each.iterchildren(qn("w:lvl"))
                }
                for each in root.iterchildren(qn("w:abstractNum"))
            }
            for each in root.iterchildren(qn("w:num")):
                formats[each.get(qn("w:numId"))] = abstract.get(_value(each, "w:abstractNumId"), {})
        return formats


def _root(part: Any) -> Any:
    """The XML of a part; python-docx parses the kinds that it knows."""
    return part.element if isinstance(part, XmlPart) else parse_xml(part.blob)


def _shown(element: Any) -> Iterator[Any]:
    """What stands directly inside, as Word shows it: wrappers opened, what was deleted left out."""
    for child in element:
        if child.tag in WRAPPERS:
            if child.find(PROMPT) is None:
                yield from _shown(child)
        elif child.tag == ALTERNATIVES:
            # The same twice: for Word as it is, and for Word before 2010.
            chosen = child.find(CHOICE)
            yield from _shown(child[-1] if chosen is None and len(child) else chosen if chosen is not None else ())
        elif child.tag not in DELETED:
            yield child


def _outermost(element: Any, tag: str) -> Iterator[Any]:
    for child in _shown(element):
        if child.tag == tag:
            yield child
        else:
            yield from _outermost(child, tag)


def _value(parent: Any, name: str) -> str | None:
    """The value of the element of that name inside, as most of Word's properties are written."""
    found = None if parent is None else parent.find(qn(name))
    return None if found is None else found.get(qn("w:val"))


def _is_on(properties: Any, name: str) -> bool | None:
    """Whether a property is switched on; None where nothing is said of it."""
    found = None if properties is None else properties.find(qn(name))
    return None if found is None else found.get(qn("w:val")) not in ("0", "false", "off", "none")


def _is_deleted(row: Any) -> bool:
    properties = row.find(qn("w:trPr"))
    return properties is not None and properties.find(qn("w:del")) is not None


def _columns(cell: Any) -> int:
    spanned = _number(_value(cell.find(qn("w:tcPr")), "w:gridSpan"), otherwise=1)
    return max(1, min(spanned, MOST_SPANNED))


def _numbering(properties: Any) -> tuple[str, int] | None:
    numbering = None if properties is None else properties.find(qn("w:numPr"))
    which = _value(numbering, "w:numId")
    return None if which is None else (which, _number(_value(numbering, "w:ilvl")))


def _outline_level(properties: Any) -> int | None:
    level = _number(_value(properties, "w:outlineLvl"), otherwise=BOLD_LINE)
    return level + 1 if level < 9 else None  # the tenth of Word's levels is body text


def _level_by_name(style: str) -> int | None:
    """Word keeps these names in English, whatever language it speaks."""
    if style.lower() == "title":
        return TITLE
    found = re.fullmatch(r"heading (\d)", style, re.IGNORECASE)
    return int(found[1]) if found else None


def _is_bold_line(spans: list[Span], words: str) -> bool:
    is_bold = all(span.bold for span in spans if span.text.strip())
    return is_bold and len(words) <= LONGEST_HEADING and not words.endswith((".", ",", ";"))


def _is_page_number(text: str) -> bool:
    return set(re.findall(r"[^\W\d]+", text.lower())) <= AROUND_PAGE_NUMBERS


def _number(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 6 else otherwise
