"""A cell as the form of its section would be sent it.

What a cell says is not judged here: what no choice is, or no date, is sent as it stands, so that the form says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from practices.bulk.fields import form_field, holds_several
from practices.forms import rows
from practices.forms.dates import DayField, MonthField
from practices.imports.headings import normal
from practices.imports.synonyms import ANSWERS

SEPARATORS = re.compile(r"[;|\n]")
BAR = re.compile(r"\s*\|\s*")
YES = frozenset({"yes", "true", "1", "x", "y"})
NO = frozenset({"", "no", "false", "0", "n"})
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?(?:[T ]00:00(?::00)?)?")
_NUMBERS = re.compile(r"[\s/.-]+")

Posted = dict[str, list[str]]


class BadCell(ValueError):
    """The cell cannot be put into any form; the text says why."""


def is_empty(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def posted(name: str, value: Any, separator: str = "") -> Posted:
    """What a browser would send of the field that the cell is for. Raises BadCell."""
    if name in rows.PARTS:
        return _posted_rows(name, value)
    field = form_field(name)
    if holds_several(name):
        return {name: [_choice(name, one) for one in several(value, separator)]}
    text = single(value)
    if isinstance(field, DayField | MonthField):
        parts = _day_parts(text) if isinstance(field, DayField) else _month_parts(text)
        return {f"{name}_{part}": [said] for part, said in zip(field.parts, parts, strict=True)}
    if isinstance(field, forms.BooleanField):
        return {name: ["on"]} if _is_yes(text) else {}
    return {name: [_choice(name, text)]}


def several(value: Any, separator: str = "") -> list[str]:
    """The values of one cell, each once. Raises BadCell."""
    if isinstance(value, list):
        texts = [single(one) for one in value]
    else:
        texts = single(value).split(separator) if separator else SEPARATORS.split(single(value))
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))


def single(value: Any) -> str:
    """Raises BadCell."""
    if isinstance(value, list | dict):
        raise BadCell(_("One value belongs here, not a list."))
    return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")


def _choice(name: str, text: str, cell: str = "") -> str:
    """The value of the choice that the text names, by value, label or synonym; else the text itself."""
    choices = values_by_label(name, cell)
    return choices.get(normal(text), text) if choices else text


def values_by_label(name: str, cell: str = "") -> Mapping[str, str]:
    """The values of a field that is answered by choosing, or of a cell of its rows; nothing for any other."""
    return _values_by_label(name, cell, get_language())


@cache
def _values_by_label(name: str, cell: str, _language: str | None) -> dict[str, str]:
    field = rows.PARTS[name].cells.base_fields[cell] if cell else form_field(name)
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        return {}
    by_label = {normal(str(label)): str(value) for value, label in field.choices if value}
    return by_label | {normal(value): value for value in by_label.values()} | ANSWERS.get(name, {})


def _is_yes(text: str) -> bool:
    said = text.strip().lower()
    if said in YES:
        return True
    if said in NO:
        return False
    raise BadCell(_("Say yes or no."))


# Dates


def _day_parts(text: str) -> list[str]:
    """Day, month and year."""
    if (found := _ISO.fullmatch(text.strip())) and found["day"]:
        return [found["day"], found["month"], found["year"]]
    return _in_parts(text, 3)


def _month_parts(text: str) -> list[str]:
    """Month and year, or a year alone."""
    if found := _ISO.fullmatch(text.strip()):
        return [found["month"], found["year"]]
    return ["", text.strip()] if text.strip().isdecimal() else _in_parts(text, 2)


def _in_parts(text: str, most: int) -> list[str]:
    parts = _NUMBERS.split(text.strip(), maxsplit=most - 1)
    return parts + [""] * (most - len(parts))


# Rows of repeating parts


def _posted_rows(name: str, value: Any) -> Posted:
    part = rows.PARTS[name]
    said = list(_rows_of(name, value))
    if len(said) > part.limit:
        raise BadCell(_("There are %(number)d here, and %(most)d at most.") % {"number": len(said), "most": part.limit})
    sent: Posted = {}
    for number, row in enumerate(said):
        # Where the row does not choose, the form has chosen.
        chosen = {key: field.initial for key, field in part.cells.base_fields.items() if field.initial}
        for key, cell in (chosen | row).items():
            if not isinstance(part.cells.base_fields[key], forms.BooleanField):
                sent[rows.cell_name(name, number, key)] = [_choice(name, single(cell), key)]
            elif _is_yes(single(cell)):
                sent[rows.cell_name(name, number, key)] = ["on"]
    return sent


def _rows_of(name: str, value: Any) -> Iterator[dict[str, Any]]:
    """A row for each line of a text, its cells in the order of the form with bars between; or for each of a list."""
    part = rows.PARTS[name]
    for row in value if isinstance(value, list) else single(value).split("\n"):
        if isinstance(row, dict):
            if unknown := sorted(row.keys() - part.cells.base_fields.keys()):
                raise BadCell(_("A row has no “%(name)s”.") % {"name": unknown[0]})
            yield row
        elif cells := single(row).strip():
            yield _row_of_line(part, BAR.split(cells))


def _row_of_line(part: rows.Part, cells: list[str]) -> dict[str, Any]:
    if len(cells) == 1:
        return {part.main: cells[0]}
    if len(cells) > len(part.cells.base_fields):
        raise BadCell(
            _("A row has %(number)d cells, and %(most)d at most.")
            % {"number": len(cells), "most": len(part.cells.base_fields)}
        )
    return dict(zip(part.cells.base_fields, cells, strict=False))
