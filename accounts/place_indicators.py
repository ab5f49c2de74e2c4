"""Reads figures of places from a CSV file, and names all that is wrong with it. docs/places.md has the format."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.forms import BaseForm
from django.utils.translation import gettext as _

from accounts.forms.place_indicators import FiguresForm, SourceForm
from accounts.models import Indicator, Place

CODE = "code"
# What stands in the column of codes in the rows before those of places.
ABOUT = tuple(SourceForm.Meta.fields)
NEEDED = frozenset({"source", "published_on"})

Line = tuple[int, list[str]]  # with its number
Row = dict[str, str]


@dataclass(frozen=True)
class Column:
    """An indicator as the file has it: where it is from, and its figures by the keys of places."""

    indicator: Indicator
    about: Mapping[str, Any]  # the columns of PlaceIndicatorSet
    figures: Mapping[int, Decimal]


class BadFigures(Exception):
    """The figures cannot be loaded; `problems` are sentences, one for each thing that is wrong."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


def read(path: Path) -> list[Column]:
    """The columns of the file, checked against the places as they are; BadFigures names all that is wrong."""
    (_number, header), *lines = _lines(path)
    if problems := list(_wrong_with(header)):
        raise BadFigures(problems)
    indicators = [Indicator(name) for name in header if name != CODE]
    even = [(number, values) for number, values in lines if len(values) == len(header)]
    rows = [(number, dict(zip(header, map(str.strip, values), strict=True))) for number, values in even]
    about, wrong_about = _about(indicators, {values[CODE]: values for _number, values in rows if values[CODE] in ABOUT})
    of_places = [(number, values) for number, values in rows if values[CODE] not in ABOUT]
    figures, wrong_figures = _figures(indicators, of_places)
    if problems := [*_uneven(lines, len(header)), *wrong_about, *_twice(rows), *wrong_figures]:
        raise BadFigures(problems)
    return [Column(indicator, about[indicator], figures[indicator]) for indicator in indicators]


def _lines(path: Path) -> list[Line]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            lines = [(reader.line_num, values) for values in reader if any(values)]
    except OSError as error:
        raise BadFigures([_("%(path)s cannot be read: %(why)s") % {"path": path, "why": error.strerror}]) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadFigures([_("%s is not a CSV file in UTF-8.") % path]) from error
    if not lines:
        raise BadFigures([_("The file is empty.")])
    return lines


def _wrong_with(header: list[str]) -> Iterator[str]:
    known = [CODE, *Indicator.values]
    if CODE not in header or not set(header) & set(Indicator.values):
        yield _("The first line must name the column “%(code)s” and one of these at least: %(columns)s") % {
            "code": CODE,
            "columns": ", ".join(Indicator.values),
        }
    for name, times in Counter(header).items():
        if name not in known:
            yield _("column “%s”: is not one that places are compared by") % name
        elif times > 1:
            yield _("column “%s”: is there more than once") % name


def _uneven(lines: list[Line], columns: int) -> Iterator[str]:
    for number, values in lines:
        if len(values) != columns:
            yield _("line %(number)d: does not have %(count)d columns") % {"number": number, "count": columns}


def _about(indicators: list[Indicator], rows: Mapping[str, Row]) -> tuple[dict[Indicator, Any], list[str]]:
    problems = [_("The row “%s” is missing.") % name for name in ABOUT if name in NEEDED and name not in rows]
    about = {}
    for indicator in indicators:
        said = {name: values[indicator] for name, values in rows.items()}
        form = SourceForm(said)
        if form.is_valid():
            about[indicator] = form.cleaned_data
        problems += [f"{indicator.value}: {text}" for text in _texts(form) if text.partition(":")[0] in rows]
    return about, problems


def _twice(rows: list[tuple[int, Row]]) -> list[str]:
    times = Counter(values[CODE] for _number, values in rows)
    return [
        _where(number, values[CODE]) + _("is there more than once")
        for number, values in rows
        if times[values[CODE]] > 1
    ]


def _figures(
    indicators: list[Indicator], rows: list[tuple[int, Row]]
) -> tuple[dict[Indicator, dict[int, Decimal]], list[str]]:
    places = {place.gss_code: place for place in Place.objects.select_related("successor")}
    figures: dict[Indicator, dict[int, Decimal]] = {indicator: {} for indicator in indicators}
    problems = [] if rows else [_("There is no row of a place.")]
    for number, values in rows:
        form, place = FiguresForm(values, indicators=indicators), places.get(values[CODE])
        problems += [_where(number, values[CODE]) + text for text in [*_wrong_place(place), *_texts(form)]]
        if place is None or not form.is_valid():
            continue
        for indicator in indicators:
            if (figure := form.cleaned_data[indicator]) is not None:
                figures[indicator][place.pk] = figure
    problems += [
        _("column “%s”: has no figure") % indicator.value
        for indicator in indicators
        if rows and not problems and not figures[indicator]
    ]
    return figures, problems


def _wrong_place(place: Place | None) -> Iterator[str]:
    if place is None:
        yield _("is the code of no place here")
    elif place.valid_to and place.successor:
        yield _("ended on %(day)s; its successor is %(successor)s") % {
            "day": place.valid_to.isoformat(),
            "successor": place.successor.gss_code,
        }
    elif place.valid_to:
        yield _("ended on %s") % place.valid_to.isoformat()


def _where(number: int, code: str) -> str:
    return _("line %(number)d (%(code)s): ") % {"number": number, "code": code or "?"}


def _texts(form: BaseForm) -> Iterator[str]:
    for field, errors in form.errors.items():
        for error in errors:
            yield f"{field}: {error}"
