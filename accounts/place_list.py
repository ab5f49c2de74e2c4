"""Reads a list of places from a CSV file, and names everything that is wrong with it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from accounts.forms.places import PlaceRowForm

COLUMNS = [*PlaceRowForm.Meta.fields, "successor"]

Row = dict[str, Any]


class BadPlaceList(Exception):
    """The list cannot be loaded; `problems` are sentences, one for each thing that is wrong."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


def read(path: Path) -> list[Row]:
    """The rows of the file, checked one by one and as a whole; BadPlaceList names all that is wrong."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if sorted(reader.fieldnames or []) != sorted(COLUMNS):
                raise BadPlaceList([_("The first line must name the columns: %s") % ",".join(COLUMNS)])
            lines = [(reader.line_num, values) for values in reader]
    except OSError as error:
        raise BadPlaceList([_("%(path)s cannot be read: %(why)s") % {"path": path, "why": error.strerror}]) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadPlaceList([_("%s is not a CSV file in UTF-8.") % path]) from error
    if not lines:
        raise BadPlaceList([_("The list is empty.")])

    rows, problems = [], []
    for number, values in lines:
        form = PlaceRowForm(values)
        if None in values or None in values.values():
            problems.append(_("line %(number)d: does not have %(count)d columns") % _count(number))
        elif form.is_valid():
            rows.append(form.cleaned_data | {"line": number})
        else:
            problems += [f"{_where(number, values)}: {text}" for text in _texts(form)]
    problems += _wrong_together(rows, {values.get("gss_code") for _number, values in lines})
    if problems:
        raise BadPlaceList(problems)
    return rows


def _wrong_together(rows: list[Row], codes: set[str | None]) -> Iterator[str]:
    live = [row for row in rows if not row["valid_to"]]
    for column, among in [("gss_code", rows), ("official_name", live), ("short_name", live)]:
        count = Counter(row[column].casefold() for row in among)
        for row in among:
            if count[row[column].casefold()] > 1:
                yield f"{_where(row['line'], row)}: " + _("%(column)s: “%(value)s” is there more than once") % {
                    "column": column,
                    "value": row[column],
                }
    for row in rows:
        if row["successor"] and (row["successor"] not in codes or row["successor"] == row["gss_code"]):
            yield (
                f"{_where(row['line'], row)}: " + _("successor: “%s” is no other place of this list") % row["successor"]
            )


def _count(number: int) -> dict[str, int]:
    return {"number": number, "count": len(COLUMNS)}


def _where(number: int, values: Row) -> str:
    return _("line %(number)d (%(name)s)") % {
        "number": number,
        "name": values["short_name"] or values["gss_code"] or "?",
    }


def _texts(form: PlaceRowForm) -> Iterator[str]:
    for field, errors in form.errors.items():
        for error in errors:
            yield f"{field}: {error}"
