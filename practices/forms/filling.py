"""Pieces of an imported text as values of a write-up's fields.

Nothing is cut in silence: what does not fit into a field goes to the notes, under a line that says where it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from practices.forms import rows
from practices.imports.headings import says_more
from practices.imports.marks import plain
from practices.imports.pieces import NOTES, Piece
from practices.imports.sentences import in_lengths
from practices.imports.synonyms import COLUMNS, HEADINGS
from practices.imports.tables import columns_of
from practices.models import Revision
from practices.sections import BY_KEY, SECTIONS, field_label

# Asked in boxes of their own.
ASKED_APART = ("title", "summary")
# Where a piece may go, by section, in the order in which the form of the write-up asks.
TARGETS: dict[str, tuple[str, ...]] = {
    section.key: fields
    for section in SECTIONS
    if (fields := tuple(name for name in section.fields if name in {*HEADINGS, "steps"} - {*ASKED_APART}))
}
# Parts of which a line like “Weeks 1 to 4: find a room” fills two cells.
TWO_IN_A_LINE = {"partners": ("name", "part"), "timeline": ("weeks", "what")}

_BAR = " | "
_DIVIDER = re.compile(r"\s*:\s+|\s+[–—-]\s+")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]]+")
_AROUND_ADDRESS = " ()[]<>:–-\t"


def label_of(field: str) -> str:
    return str(rows.PARTS[field].label if field in rows.PARTS else capfirst(field_label(field)))


def choices() -> list[Any]:
    """Where a piece may go, as the options of a select."""
    sections = [(BY_KEY[key].title, [(field, label_of(field)) for field in fields]) for key, fields in TARGETS.items()]
    return [(NOTES, BY_KEY[NOTES].title), *sections]


def filled(pieces: Iterable[Piece]) -> dict[str, Any]:
    """The values of the fields that the pieces go to, and the notes with all that found no place."""
    pieces = [piece for piece in pieces if piece.text.strip()]
    values: dict[str, Any] = {}
    notes = [piece.with_heading for piece in pieces if piece.goes_to == NOTES]
    for field in (field for fields in TARGETS.values() for field in fields):
        if going := [piece for piece in pieces if piece.goes_to == field]:
            values[field], left = _fill(field, going)
            if left:
                notes.append(_("**This did not fit in “%(field)s”:**") % {"field": label_of(field)})
                notes += left
    return {field: value for field, value in values.items() if value} | {NOTES: "\n\n".join(notes)}


def _fill(field: str, pieces: list[Piece]) -> tuple[Any, list[str]]:
    """The value of the field, and what is left over."""
    if field in rows.PARTS:
        return _fill_rows(field, pieces)
    if isinstance(Revision._meta.get_field(field), models.TextField):
        return _fill_prose(field, pieces)
    return _fill_line(field, pieces)


# Text


def _fill_prose(field: str, pieces: list[Piece]) -> tuple[str, list[str]]:
    """Whole paragraphs as long as they fit; of a first one that is too long as many sentences as do."""
    most = Revision._meta.get_field(field).max_length
    first, *others = pieces
    texts = [first.with_heading if says_more(first.heading) else first.text, *(piece.with_heading for piece in others)]
    paragraphs = "\n\n".join(texts).split("\n\n")
    if len(paragraphs[0]) > most:
        paragraphs[:1] = in_lengths(paragraphs[0], most)
    length, kept = -2, 0
    while kept < len(paragraphs) and length + 2 + len(paragraphs[kept]) <= most:
        length += 2 + len(paragraphs[kept])
        kept += 1
    return "\n\n".join(paragraphs[:kept]), paragraphs[kept:]


def _fill_line(field: str, pieces: list[Piece]) -> tuple[str, list[str]]:
    value, left = "", []
    for piece in pieces:
        words = " ".join(plain(piece.text).split())
        if not value and _is_valid(field, words):
            value = words
            left += [piece.heading] if says_more(piece.heading) else []
        else:
            left.append(piece.with_heading)
    return value, left


def _is_valid(field: str, words: str) -> bool:
    try:
        Revision._meta.get_field(field).clean(words, None)
    except ValidationError:
        return False
    return True


# Rows


@dataclass(frozen=True)
class _Line:
    """A line of a text: the cells of a row that it would fill, if any, its words, and what no cell has room for."""

    cells: dict[str, str] | None
    words: str
    more: str = ""


def _fill_rows(name: str, pieces: list[Piece]) -> tuple[list[dict[str, Any]], list[str]]:
    said: list[dict[str, Any]] = []
    left: list[str] = []
    for piece in pieces:
        left += [piece.heading] if says_more(piece.heading) else []
        for line in _read_lines(name, piece.text):
            is_full = len(said) >= rows.PARTS[name].limit
            row = None if is_full or line.cells is None else _row(name, line.cells)
            if row:
                said.append(row)
            left += filter(None, [line.more] if row else [line.words])
    return said, left


def _read_lines(name: str, text: str) -> Iterator[_Line]:
    for is_table, lines in groupby(_lines(text), key=lambda line: _BAR in line):
        table = [line.split(_BAR) for line in lines] if is_table else []
        if table and (columns := columns_of(name, table[0])):
            yield from (_line_of_table(name, columns, table[0], cells) for cells in table[1:])
            continue
        for line in [_BAR.join(cells) for cells in table] if is_table else lines:
            yield from _line_of_text(name, line)


def _lines(text: str) -> list[str]:
    """The lines of a text, without the marks of lists. One that is indented belongs to the one before."""
    lines: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        if line.startswith((" ", "\t")) and lines:
            lines[-1] += f"; {_without_mark(line)}"
        else:
            lines.append(_without_mark(line))
    return lines


def _without_mark(line: str) -> str:
    return re.sub(r"^\s*(?:[-+*]|\d+[.)])\s+", "", line).strip()


def _line_of_table(name: str, columns: list[str | None], heads: list[str], cells: list[str]) -> _Line:
    words = [plain(cell) for cell in cells]
    told = list(zip(columns, heads, words, strict=False))
    known = {key: word for key, _head, word in told if key}
    unknown = [f"{plain(head)}: {word}" for key, head, word in told if key is None and word]
    about = known.get(next(iter(COLUMNS[name])), "")
    more = f"{about}: {'; '.join(unknown)}" if unknown else ""
    return _Line(known if len(words) <= len(columns) else None, _BAR.join(words), more)


def _line_of_text(name: str, line: str) -> Iterator[_Line]:
    if name == "links":
        yield _Line(_link(line), line)
        return
    words = " ".join(plain(line).split())
    divided = _DIVIDER.split(words, maxsplit=1)
    if name in TWO_IN_A_LINE and len(divided) == 2:
        yield _Line(dict(zip(TWO_IN_A_LINE[name], divided, strict=True)), words)
    elif name == "timeline":
        yield _Line(None, words)  # nobody can say which weeks are meant
    else:
        main = rows.PARTS[name].main
        for part in in_lengths(words, rows.PARTS[name].cells.base_fields[main].max_length):
            yield _Line({main: part}, part)


def _link(line: str) -> dict[str, str] | None:
    found = _ADDRESS.search(line)
    if found is None:
        return None
    around = plain(line.replace(found[0], " ").replace("]( )", "]").replace("< >", " "))
    address = found[0].rstrip(".,;")
    return {"title": around.strip(_AROUND_ADDRESS) or address, "url": address}


def _row(name: str, said: dict[str, str]) -> dict[str, Any] | None:
    """A row as the form of its section would store it; None where that would refuse it, or nothing is said in it."""
    part = rows.PARTS[name]
    cells = part.cells.base_fields.items()
    chosen = {key: field.initial for key, field in cells if isinstance(field, forms.ChoiceField) and field.initial}
    form = part.cells(chosen | said)
    if not form.is_valid() or not form.cleaned_data[part.main]:
        return None
    return form.cleaned_data
