"""A pasted text as blocks. What was typed stays as it was typed: it may be Markdown already."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from practices.imports.blocks import BOLD_LINE, TITLE, Block, Heading, Item, Paragraph, Table
from practices.imports.headings import field_of, named_exactly
from practices.imports.refusals import NotReadable, Why

LONGEST_TITLE = 120
# As many as a line on its own may have and still be a heading that the list does not know.
LONGEST_UNKNOWN = 60

_BULLET = re.compile(r"(?:[-–•·▪◦●○]|\\?\*)\s+(?P<text>\S.*)")
_NUMBER = re.compile(r"(?:\d{1,2}|[a-z])[.)]\s+(?P<text>\S.*)")
_MARKDOWN_HEADING = re.compile(r"(?P<marks>#{1,6})\s+(?P<text>\S.*)")
_BOLD = re.compile(r"\*\*(?P<text>[^*]+)\*\*:?")
_SENTENCE_ENDS = (".", ",", ";", "!")


def read(text: str) -> list[Block]:
    """What the text says, in its order. Raises NotReadable where there are no words."""
    blocks = list(_blocks(text))
    if not blocks:
        raise NotReadable(Why.NO_WORDS)
    return blocks


def begun_by_hand(text: str) -> Item | None:
    """The item of a list that somebody made with a hyphen, a dot or a number; None where the text is none."""
    if "\n" not in text and (found := _BULLET.fullmatch(text) or _NUMBER.fullmatch(text)):
        return Item(found["text"], is_numbered=found.re is _NUMBER)
    return None


def _blocks(text: str) -> Iterator[Block]:
    paragraphs = [
        [line.strip(" ") for line in lines]
        for is_text, lines in groupby(text.split("\n"), key=lambda line: bool(line.strip()))
        if is_text
    ]
    for number, lines in enumerate(paragraphs, 1):
        if number == 1 and _is_title(lines[0]):
            yield Heading(_heading_words(lines[0]), TITLE)
            lines = lines[1:]
        yield from _of_paragraph(lines, stands_alone=len(lines) == 1 and number < len(paragraphs))


def _of_paragraph(lines: list[str], *, stands_alone: bool) -> Iterator[Block]:
    """The blocks of lines that no empty line divides. `stands_alone`: there is one, and something follows."""
    for is_table, group in groupby(lines, key=lambda line: "\t" in line):
        if is_table:
            yield Table(tuple(_row(line) for line in group))
            continue
        running: list[str] = []
        for line in group:
            block = _heading(line, stands_alone) or begun_by_hand(line)
            if block is None:
                running.append(line)
                continue
            if running:
                yield Paragraph("\n".join(running))
                running = []
            yield block
        if running:
            yield Paragraph("\n".join(running))


def _row(line: str) -> tuple[tuple[Block, ...], ...]:
    return tuple((Paragraph(cell.strip()),) if cell.strip() else () for cell in line.split("\t"))


def _heading(line: str, stands_alone: bool) -> Heading | None:
    if marked := _MARKDOWN_HEADING.fullmatch(line):
        return Heading(marked["text"], len(marked["marks"]))
    if line.endswith(_SENTENCE_ENDS):
        return None
    words = _heading_words(line)
    if ":" in words:
        return None  # a label, with what it asks for beside it
    is_known = field_of(words) if stands_alone else named_exactly(words)
    looks_so = _BOLD.fullmatch(line) or (stands_alone and line[0].isupper())
    if is_known or (looks_so and len(line) <= LONGEST_UNKNOWN):
        return Heading(words, BOLD_LINE)
    return None


def _heading_words(line: str) -> str:
    bold = _BOLD.fullmatch(line)
    return (bold["text"] if bold else line.lstrip("# ")).rstrip(": ")


def _is_title(line: str) -> bool:
    """Whether the first line of all is the title rather than the first sentence or the first heading."""
    is_short = len(line) <= LONGEST_TITLE and not line.endswith((*_SENTENCE_ENDS, ":")) and "\t" not in line
    return is_short and not begun_by_hand(line) and not field_of(_heading_words(line)) and ":" not in line
