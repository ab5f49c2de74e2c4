"""A report as rows of a table that a spreadsheet opens: one row for each thing that is said, and about what."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from practices.adoption_export import without_formula
from practices.comparing import Column, Heading, paragraphs
from practices.reporting.paper import Option, Paper
from practices.reporting.sections import SECTIONS


def written(paper: Paper, columns: Sequence[Column], headings: Iterable[Heading]) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    for row in _rows(paper, columns, headings):
        writer.writerow([without_formula(cell) for cell in row])
    return file.getvalue()


def day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


def address(option: Option) -> str:
    return settings.HUB_BASE_URL + option.practice.get_absolute_url()


def not_stated() -> str:
    return _("Not stated")


def _rows(paper: Paper, columns: Sequence[Column], headings: Iterable[Heading]) -> Iterator[list[Any]]:
    report = paper.report
    yield [_("Part"), _("Heading"), _("Practice"), _("What it says")]
    yield [_("The question"), "", "", report.question]
    yield [_("The question"), _("Place"), "", report.place or ""]
    yield [_("The question"), _("Organisation"), "", report.organisation]
    for looked in paper.searches:
        found = _("“%(words)s” on %(day)s: %(hits)d found") % {
            "words": looked.words,
            "day": day(looked.searched_at),
            "hits": looked.hits,
        }
        yield [_("How we searched"), _("Search on the hub"), looked.filters, found]
    for section in SECTIONS[1:]:
        for name in section.fields:
            yield [section.title, "", "", "\n".join(paragraphs(getattr(report, name)))]
    for heading in headings:
        for row in heading.rows:
            for column, cell in zip(columns, row.cells, strict=True):
                yield [heading.title, row.label, column.title, "\n".join(cell.plain) or not_stated()]
    for option in paper.options:
        for title, words in option.notes:
            yield [_("Our notes"), title, option.title, "\n".join(paragraphs(words))]
    for option in paper.left_out:
        yield [_("Left out"), "", option.title, "\n".join(paragraphs(option.row.left_out_why))]
    for option in paper.sources:
        yield [_("Sources"), option.organisation, option.title, source(option)]


def source(option: Option) -> str:
    """Which revision, of which day, where it stands, and when it was read."""
    revision = option.revision
    return _("Revision %(number)d of %(day)s; %(address)s; read on %(read)s") % {
        "number": revision.number,
        "day": day(revision.published_at),
        "address": address(option),
        "read": day(option.row.copied_at),
    }
