"""A CSV or JSON Lines file as rows of named cells, each with the number of the line on which it begins.

What cannot be read at all raises BadFile; a row that is wrong by itself is read, with what is wrong with it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from practices.bulk.problems import BadFile, refuse

MOST_BYTES = 50_000_000
MOST_ROWS = 25_000  # all of them are written in one transaction
MOST_COLUMNS = 200
LONGEST_CELL = 100_000  # characters; the notes, which hold the most, have 80,000
DELIMITERS = (",", ";", "\t")
NUL = "\x00"


@dataclass(frozen=True)
class Row:
    """A row as it stands in the file: text out of CSV, and out of JSON lists, numbers and objects as well."""

    line: int
    cells: dict[str, Any]
    problem: str = ""


@dataclass(frozen=True)
class Sheet:
    columns: tuple[str, ...]
    rows: list[Row]


def read(data: bytes, name: str) -> Sheet:
    """The rows of a file, whose `name` says by its ending which kind it is. Raises BadFile."""
    if len(data) > MOST_BYTES:
        raise refuse(_("This file is larger than %(most)d MB. Divide it.") % {"most": MOST_BYTES // 1_000_000})
    return read_text(_decoded(data), name)


def read_text(text: str, name: str) -> Sheet:
    lowered = name.lower()
    if lowered.endswith(".csv"):
        sheet = _read_csv(text)
    elif lowered.endswith((".jsonl", ".ndjson")):
        sheet = _read_json_lines(text)
    else:
        raise refuse(_("The name of the file has to end in .csv or .jsonl."))
    if not sheet.rows:
        raise refuse(_("There are no rows in this file."))
    if len(sheet.columns) > MOST_COLUMNS:
        raise refuse(_("This file has more than %(most)d columns.") % {"most": MOST_COLUMNS})
    return sheet


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Excel's “Unicode text” begins with either; an old export has single bytes for letters with accents.
        line = 0 if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data.count(b"\n", 0, error.start) + 1
        raise refuse(_("This is not UTF-8. Save the file as “CSV UTF-8”, and choose that."), line) from error


# CSV


def _read_csv(text: str) -> Sheet:
    records = _records(text, _delimiter(text))
    line, header = next(records, (0, []))
    columns = [cell.strip() for cell in header]
    while columns and not columns[-1]:
        columns.pop()  # spreadsheets leave empty columns behind
    if not columns:
        raise refuse(_("The first line has to name the columns."))
    if "" in columns:
        number = columns.index("") + 1
        raise refuse(_("Column %(number)d has no name in the first line.") % {"number": number}, line)
    if twice := sorted({column for column in columns if columns.count(column) > 1}):
        raise refuse(_("Two columns are named “%(name)s”.") % {"name": twice[0]}, line)
    return Sheet(tuple(columns), _limited(_csv_row(number, columns, cells) for number, cells in records))


def _delimiter(text: str) -> str:
    """What stands between the columns: whatever divides the first line into the most of them."""

    def columns(delimiter: str) -> int:
        try:
            return len(next(_records(text, delimiter), (0, []))[1])
        except BadFile:
            return 0

    return max(DELIMITERS, key=columns)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of its first line; empty lines are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise refuse(_csv_trouble(error), line) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _csv_trouble(error: csv.Error) -> str:
    if "field limit" in str(error):
        return _("A cell that begins here is longer than anything a write-up holds.")
    if "unexpected end" in str(error):
        return _("A quotation mark that opens here is never closed.")
    return _("A quotation mark stands inside a cell. Double it, or put the whole cell into quotation marks.")


def _csv_row(line: int, columns: list[str], cells: list[str]) -> Row:
    problem = ""
    if len(cells) < len(columns) or any(cell.strip() for cell in cells[len(columns) :]):
        problem = _("This row has %(number)d cells, and the first line names %(columns)d columns.") % {
            "number": len(cells),
            "columns": len(columns),
        }
    elif any(NUL in cell for cell in cells):
        problem = _("A cell has a character in it that no text may have.")
    elif any(len(cell) > LONGEST_CELL for cell in cells):
        problem = _("A cell is longer than anything a write-up holds.")
    return Row(line, dict(zip(columns, cells, strict=False)), problem)


# JSON Lines


def _read_json_lines(text: str) -> Sheet:
    # By "\n" alone: other ends of lines may stand inside a text.
    numbered = ((number, line.strip()) for number, line in enumerate(text.split("\n"), 1))
    rows = _limited(_json_row(number, line) for number, line in numbered if line)
    return Sheet(tuple(dict.fromkeys(column for row in rows for column in row.cells)), rows)


def _json_row(number: int, line: str) -> Row:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return Row(number, {}, _("This line is not JSON."))
    if not isinstance(said, dict):
        return Row(number, {}, _("This line is not a JSON object with a name for each cell."))
    cells = {name.strip(): value for name, value in said.items()}
    if not all(map(_is_cell, cells.values())):
        return Row(number, {}, _("A cell holds more than a text, a number, or a list of texts or rows."))
    if "\\u" in line and any(map(_cannot_be_stored, _texts(said))):
        return Row(number, cells, _("A cell has a character in it that no text may have."))
    if any(len(text) > LONGEST_CELL for text in _texts(said)):
        return Row(number, cells, _("A cell is longer than anything a write-up holds."))
    return Row(number, cells)


def _is_cell(value: Any) -> bool:
    if isinstance(value, list):
        return all(_is_single(each) or _is_table_row(each) for each in value)
    return _is_single(value)


def _is_table_row(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_single, value.values()))


def _is_single(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _cannot_be_stored(text: str) -> bool:
    return NUL in text or any("\ud800" <= letter <= "\udfff" for letter in text)


def _limited(rows: Iterator[Row]) -> list[Row]:
    kept: list[Row] = []
    for row in rows:
        kept.append(row)
        if len(kept) > MOST_ROWS:
            raise refuse(_("This file has more than %(most)d rows. Divide it.") % {"most": MOST_ROWS}, row.line)
    return kept
