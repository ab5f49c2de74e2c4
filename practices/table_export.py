"""What a search finds as files: a table that a spreadsheet opens, and JSON Lines for programs.

Written some practices at a time, so that however many there are, few are held at once; whether somebody may read
each is asked as it is written.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from practices.adoption_export import without_formula
from practices.api import loading
from practices.api.practice import PRACTICE
from practices.attribution import shown_authors, shown_region
from practices.display import as_text, said_in
from practices.models import Practice
from practices.reading import hides
from practices.sections import field_label
from practices.small_counts import without_small_counts
from practices.structured_data import absolute

BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know the encoding
Column = tuple[str | Promise, Callable[[Practice], str]]


class Line:
    """What a csv.writer writes to, and gives back."""

    def write(self, text: str) -> str:
        return text


def as_csv(keys: Iterable[int], reader: Any) -> Iterator[str]:
    writer = csv.writer(Line())
    yield BYTE_ORDER_MARK + writer.writerow([capfirst(str(title)) for title, _read in COLUMNS])
    for practice in loading.each(keys, reader):
        yield writer.writerow([without_formula(read(practice)) for _title, read in COLUMNS])


def as_json_lines(keys: Iterable[int], reader: Any) -> Iterator[str]:
    """Each line is what the API gives of a practice in full."""
    for practice in loading.each(keys, reader):
        yield json.dumps(PRACTICE.as_json(practice), ensure_ascii=False) + "\n"


def _said(field: str) -> Column:
    """What the revision says in this field, as people read it; nothing where readers are not shown it."""

    def read(practice: Practice) -> str:
        revision = practice.shown
        said = {field: _stored(getattr(revision, field)), "started_precision": revision.started_precision}
        return "" if hides(revision, field) else said_in(said, field)

    return field_label(field), read


def _outcomes(practice: Practice) -> str:
    rows = [{**row, "number": without_small_counts(str(row.get("number") or ""))} for row in practice.shown.outcomes]
    return as_text("outcomes", rows)


def _day(field: str) -> Callable[[Practice], str]:
    def read(practice: Practice) -> str:
        moment = getattr(practice, field)
        return timezone.localtime(moment).date().isoformat() if moment else ""

    return read


def _stored(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _places(practice: Practice) -> str:
    if practice.shown.hides_organisation:
        return ""
    return ", ".join(place.official_name for place in practice.shown.places.all())


def _organisation(practice: Practice) -> str:
    return "" if practice.shown.hides_organisation or not practice.organisation else practice.organisation.name


COLUMNS: tuple[Column, ...] = (
    (_("Address"), lambda practice: absolute(practice.get_absolute_url())),
    _said("title"),
    _said("summary"),
    (_("Written by"), lambda practice: shown_authors(practice, practice.shown)),
    (_("Organisation"), _organisation),
    _said("team"),
    (_("Places"), _places),
    (_("Region or nation"), lambda practice: shown_region(practice.shown)),
    (_("Topics"), lambda practice: ", ".join(topic.name for topic in practice.shown.topics.all())),
    *map(_said, ("kind", "sector", "who_for", "setting", "frameworks", "stage", "started", "evidence", "cost_band")),
    (_("Published"), _day("published_at")),
    (_("Changed"), _day("changed_at")),
    (_("Last confirmed"), _day("confirmed_at")),
    _said("review_by"),
    (_("Retired"), _day("retired_at")),
    *map(_said, ("problem", "what_we_do", "steps")),
    (field_label("outcomes"), _outcomes),
    *map(_said, ("did_not_work", "risks", "good_fit", "poor_fit", "first_three_steps")),
)
