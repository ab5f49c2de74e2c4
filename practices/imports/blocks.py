"""What a text is made of, whether it came as a Word file or was pasted.

Texts are in the Markdown that `practices.markdown` knows, but for headings, which are plain words.
"""

from __future__ import annotations

from dataclasses import dataclass

from practices.imports.marks import plain

TITLE = 0
# Deeper than any level of Word's: a line in bold may stand under each of them.
BOLD_LINE = 10


@dataclass(frozen=True)
class Heading:
    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Item:
    """An item of a list."""

    text: str
    is_numbered: bool
    level: int = 0


@dataclass(frozen=True)
class Table:
    """Rows of cells; a cell holds blocks of its own, since many teams' forms are one big table."""

    rows: tuple[tuple[tuple[Block, ...], ...], ...]


Block = Heading | Paragraph | Item | Table


def words(blocks: tuple[Block, ...]) -> str:
    """The blocks as one line of plain words, as for a cell of a table."""
    return " ".join(filter(None, (_words_of(block) for block in blocks)))


def _words_of(block: Block) -> str:
    if isinstance(block, Table):
        return " ".join(words(cell) for row in block.rows for cell in row)
    return " ".join((block.text if isinstance(block, Heading) else plain(block.text)).split())


def markdown(blocks: list[Block]) -> str:
    """The blocks as text for a field: headings in bold, lists as lists, a table as lines with bars."""
    text = ""
    before: Block | None = None
    number: dict[int, int] = {}  # of the last item on each level
    for block in blocks:
        if isinstance(block, Item):
            number = {level: count for level, count in number.items() if level <= block.level}
            number[block.level] = number.get(block.level, 0) + 1
        else:
            number = {}
        is_next_item = isinstance(block, Item) and isinstance(before, Item)
        text += ("\n" if is_next_item else "\n\n" if text else "") + _line(block, number)
        before = block
    return text


def _line(block: Block, number: dict[int, int]) -> str:
    match block:
        case Heading():
            return f"**{block.text}**"
        case Item():
            marker = f"{number[block.level]}." if block.is_numbered else "-"
            return "    " * block.level + f"{marker} {block.text}"
        case Table():
            return "\n".join(with_bars([words(cell) for cell in row]) for row in block.rows)
    return block.text


def with_bars(cells: list[str]) -> str:
    """A row of a table as a line. A bar of the text's own would divide a cell in two."""
    return " | ".join(cell.replace("|", "/") for cell in cells)
