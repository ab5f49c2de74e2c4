"""Sorts the blocks of a text into the fields of a write-up. Nothing is left out: what finds no field goes to the notes.

The same text is always sorted the same way. docs/import.md tells authors how.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from practices.imports.blocks import BOLD_LINE, TITLE, Block, Heading, Item, Paragraph, Table, markdown, words
from practices.imports.contact import contact_pieces
from practices.imports.headings import field_of, named_exactly
from practices.imports.marks import plain
from practices.imports.pieces import NOTES, Piece
from practices.imports.refusals import NotReadable, Why
from practices.imports.sentences import first_sentences
from practices.imports.synonyms import FACTS
from practices.imports.tables import part_of

# Some fifteen pages. What a write-up can hold in all its fields is less.
MOST_CHARACTERS = 60_000
# On one page for a person to look through.
MOST_PIECES = 60
LONGEST_SUMMARY = 300
FEWEST_STEPS = 2

# A row of a form stands under each of Word's headings, and over a line in bold.
FORM_ROW = BOLD_LINE - 1
UNDER_NOTHING = BOLD_LINE + 1
# “**Aims:** to …”, “**Aims**: to …” or “Aims: to …”
_LABEL = re.compile(r"(?:\*\*(?P<bold>[^*\n]{2,60}?)(?::\*\*|\*\*:)|(?P<plain>[^:*\n]{2,40}):)\s*(?P<rest>.*)")
# What a label asks for in one line. Text that follows belongs to what stood before.
ASKS_FOR_A_LINE = frozenset({*FACTS, "title", "team", "contact_name", "contact_role", "contact_email"})


@dataclass(frozen=True)
class Fact:
    """What stands under a question that is answered by choosing."""

    question: str
    heading: str
    text: str


@dataclass(frozen=True)
class Sorted:
    """A text, sorted: plain words for title and summary, Markdown in the pieces."""

    title: str
    summary: str
    pieces: list[Piece]
    facts: list[Fact]


@dataclass
class _Part:
    """A heading with what stands under it."""

    heading: str = ""
    goes_to: str | None = None
    level: int = UNDER_NOTHING
    blocks: list[Block] = field(default_factory=list)

    @property
    def text(self) -> str:
        return markdown(self.blocks)

    @property
    def is_answer(self) -> bool:
        """Whether it answers a question by choosing."""
        return self.goes_to in FACTS and bool(self.blocks)


def sort(blocks: list[Block]) -> Sorted:
    """Raises NotReadable where there is more than a write-up could hold."""
    if len(markdown(blocks)) > MOST_CHARACTERS:
        raise NotReadable(Why.TOO_MUCH)
    title, blocks = _title_of(blocks)
    parts = [part for part in _parts(blocks, _Part()) if part.heading or part.blocks]
    title = title or _take(parts, "title")
    summary, more = _summary_of(parts)
    facts = [
        Fact(part.goes_to, part.heading, plain(part.text)) for part in parts if part.goes_to in FACTS and part.blocks
    ]
    told = [part for part in _steps_apart(parts) if not (part.goes_to in FACTS and part.blocks)]
    pieces = [piece for part in told for piece in _pieces(part)]
    return Sorted(title, summary, _few([*more, *pieces]), facts)


# Headings and what stands under them


def _title_of(blocks: list[Block]) -> tuple[str, list[Block]]:
    """The title, and the rest: it is what is styled so, else a first heading that is none of a field."""
    for index, block in enumerate(blocks):
        if not isinstance(block, Heading):
            continue
        if block.level == TITLE or (index == 0 and not field_of(block.text)):
            return block.text, blocks[:index] + blocks[index + 1 :]
    return "", blocks


def _parts(blocks: Iterable[Block], first: _Part) -> list[_Part]:
    parts = [first]
    current = first
    for block in blocks:
        if isinstance(block, Table) and _is_form(block):
            for label, *cells in block.rows:
                row = _Part(words(label), field_of(words(label)), FORM_ROW)
                parts += _parts((inner for cell in cells for inner in cell), row)
        elif isinstance(block, Heading):
            meant = field_of(block.text)
            if meant is None and block.level > current.level:
                current.blocks.append(block)  # it divides the text of a field
                continue
            current = _Part(block.text, meant, block.level)
            parts.append(current)
        elif isinstance(block, Paragraph):
            current = _read_lines(block, current, parts)
        else:
            current.blocks.append(block)
    return parts


def _is_form(table: Table) -> bool:
    """Whether it is a form: labels that the list knows on the left, and the answers beside them."""
    if part_of([words(cell) for cell in table.rows[0]]) or any(len(row) != 2 for row in table.rows):
        return False
    known = sum(field_of(words(row[0])) is not None for row in table.rows)
    return known * 2 >= len(table.rows)


def _read_lines(paragraph: Paragraph, current: _Part, parts: list[_Part]) -> _Part:
    """Take a paragraph in; a line that begins with a label begins a part. Gives the part that goes on."""
    lines: list[str] = []
    for line in paragraph.text.split("\n"):
        label = _LABEL.fullmatch(line)
        meant = named_exactly(label["bold"] or label["plain"]) if label else None
        if label is None or meant is None:
            lines.append(line)
            continue
        _add_lines(current, lines)
        lines = []
        part = _Part(label["bold"] or label["plain"], meant, BOLD_LINE)
        _add_lines(part, [label["rest"]])
        parts.append(part)
        if meant not in ASKS_FOR_A_LINE or not label["rest"]:
            current = part
    _add_lines(current, lines)
    return current


def _add_lines(part: _Part, lines: list[str]) -> None:
    if any(lines):
        part.blocks.append(Paragraph("\n".join(lines)))


# Title and summary


def _take(parts: list[_Part], wanted: str) -> str:
    """The plain words of the first part of that field, which is taken out; "" where there is none."""
    for part in parts:
        if part.goes_to == wanted and part.blocks:
            parts.remove(part)
            return " ".join(plain(part.text).split())
    return ""


def _summary_of(parts: list[_Part]) -> tuple[str, list[Piece]]:
    """The summary. Of one that is too long the first sentences, and a piece that holds all of it for the notes."""
    first = parts[0] if parts else _Part()
    if first.heading == "" and len(first.blocks) == 1 and len(plain(first.text)) <= LONGEST_SUMMARY:
        has_one = any(part.goes_to == "summary" for part in parts)
        if isinstance(first.blocks[0], Paragraph) and not has_one:
            first.goes_to = "summary"
    heading = next((part.heading for part in parts if part.goes_to == "summary" and part.blocks), "")
    whole = _take(parts, "summary")
    summary = first_sentences(whole, LONGEST_SUMMARY)
    return summary, [] if summary == whole else [Piece(heading, whole, NOTES)]


# Pieces


def _steps_apart(parts: list[_Part]) -> list[_Part]:
    """Take numbered lists out of what you do, as steps, where text stays there that says it in sentences.

    Text that headings divide stays whole.
    """
    blocks = [block for part in parts if part.goes_to == "what_we_do" for block in part.blocks]
    is_divided = any(isinstance(block, Heading) for block in blocks)
    if is_divided or not any(isinstance(block, Paragraph) for block in blocks):
        return parts
    return [each for part in parts for each in (_divided(part) if part.goes_to == "what_we_do" else [part])]


def _divided(part: _Part) -> list[_Part]:
    steps = _Part(part.heading, "steps", part.level)
    rest = _Part(part.heading, part.goes_to, part.level)
    before = rest
    for block in part.blocks:
        is_step = isinstance(block, Item) and (before is steps if block.level else block.is_numbered)
        before = steps if is_step else rest
        before.blocks.append(block)
    return [rest, steps] if len(steps.blocks) >= FEWEST_STEPS else [part]


def _pieces(part: _Part) -> Iterator[Piece]:
    """What a part says, each under the field where it goes."""
    rest: list[Block] = []
    tables: list[Piece] = []
    for block in part.blocks:
        if isinstance(block, Table) and (rows_of := _part_of_table(block)):
            tables.append(Piece(part.heading, markdown([block]), rows_of))
        else:
            rest.append(block)
    if not part.blocks and named_exactly(part.heading) is None:
        yield Piece("", part.heading, NOTES)  # a heading with nothing under it is words, too
    if rest and part.goes_to == "contact_name":
        yield from contact_pieces(part.heading, plain(markdown(rest)))
    elif rest:
        yield Piece(part.heading, markdown(rest), NOTES if part.goes_to in (None, "title", "summary") else part.goes_to)
    yield from tables


def _part_of_table(table: Table) -> str | None:
    return part_of([words(cell) for cell in table.rows[0]]) if len(table.rows) > 1 else None


def _few(pieces: list[Piece]) -> list[Piece]:
    """As many as a person can look through: of very many, those that go to the same field are put together."""
    if len(pieces) <= MOST_PIECES:
        return pieces
    by_field: dict[str, list[Piece]] = {}
    for piece in pieces:
        by_field.setdefault(piece.goes_to, []).append(piece)
    return [_together(group) if len(group) > 1 else group[0] for group in by_field.values()]


def _together(group: list[Piece]) -> Piece:
    return Piece(_("Several headings"), "\n\n".join(piece.with_heading for piece in group), group[0].goes_to)
