"""A report as one reader may read it now: an option that they may not read is not there, nor what is noted on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from practices import comparing, policies
from practices.comparing import Column, Heading
from practices.models import OptionsReport, Practice, ReportOption, ReportSearch, Revision
from practices.reporting.columns import columns_of, shown_organisation


@dataclass(frozen=True)
class Option:
    """A practice in a report, as it stood when it was copied."""

    row: ReportOption
    practice: Practice
    organisation: str

    @property
    def revision(self) -> Revision:
        return self.row.revision

    @property
    def title(self) -> str:
        return self.revision.title

    @property
    def newest(self) -> Revision | None:
        """The revision that readers are shown now, where it is another one than was copied."""
        shown = self.practice.shown
        return shown if shown.number > self.revision.number else None

    @property
    def notes(self) -> list[tuple[str, str]]:
        """[(heading, what the editors note)], in the order of the comparison."""
        said = self.row.notes
        return [(str(title), said[key]) for key, title in comparing.TITLES.items() if said.get(key)]


@dataclass(frozen=True)
class Paper:
    report: OptionsReport
    options: list[Option]
    left_out: list[Option]

    @property
    def searches(self) -> list[ReportSearch]:
        return list(self.report.searches.all())

    @property
    def sources(self) -> list[Option]:
        return [*self.options, *self.left_out]

    @property
    def title(self) -> str:
        return self.report.question


def paper_of(report: OptionsReport, reader: Any) -> Paper:
    """The report with those of its practices that the reader may read, in the revision that was copied."""
    rows = list(report.options.select_related("revision").prefetch_related("revision__places").order_by("pk"))
    readable = readable_practices([row.practice_id for row in rows], reader)
    shown = [
        Option(row, readable[row.practice_id], shown_organisation(readable[row.practice_id], row.revision))
        for row in rows
        if row.practice_id in readable and may_read(reader, readable[row.practice_id], row.revision)
    ]
    return Paper(
        report=report,
        options=[option for option in shown if not option.row.is_left_out],
        left_out=[option for option in shown if option.row.is_left_out],
    )


def readable_practices(keys: Iterable[int], reader: Any) -> dict[int, Practice]:
    return Practice.objects.visible_to(reader).published().for_page().in_bulk(list(keys))


def may_read(reader: Any, practice: Practice, revision: Revision) -> bool:
    return policies.may_read_revision(reader, practice, revision)


def compared(options: Iterable[Option], reader: Any) -> tuple[list[Column], list[Heading]]:
    """Their columns, and the headings of the comparison."""
    columns = columns_of([(option.practice, option.revision) for option in options], reader)
    return columns, comparing.compare(columns)
