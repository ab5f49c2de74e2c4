"""What an import would do, for somebody to look at first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from practices.bulk.carried import Carried
from practices.bulk.checking import Checker
from practices.bulk.mapping import FieldMapping
from practices.bulk.planning import Outcome, Planned, plan
from practices.bulk.problems import BadFile, Problem
from practices.bulk.write_up import WriteUp

SHOWN = 20


@dataclass(frozen=True)
class Preview:
    """`write_ups` are there only where every row is right."""

    problems: list[Problem]
    remarks: list[Problem] = field(default_factory=list)
    planned: list[Planned] = field(default_factory=list)

    @property
    def write_ups(self) -> list[WriteUp]:
        return [each.write_up for each in self.planned]

    @property
    def bad_rows(self) -> int:
        return len({problem.line for problem in self.problems if problem.line})

    @property
    def counts(self) -> list[tuple[Outcome, int]]:
        counted = Counter(each.outcome for each in self.planned)
        return [(outcome, counted[outcome]) for outcome in Outcome if counted[outcome]]

    @property
    def first(self) -> list[Planned]:
        return self.planned[:SHOWN]

    @property
    def left_alone(self) -> list[Planned]:
        return [each for each in self.planned if each.why]

    @property
    def to_write(self) -> int:
        return sum(each.outcome in (Outcome.ADDED, Outcome.CHANGED) for each in self.planned)


def preview(carried: Carried, mapping: FieldMapping) -> Preview:
    """Check every row of the file with this mapping, and compare with what is there."""
    sheet = carried.sheet
    try:
        mapping = mapping.with_columns_of(sheet.columns)
    except BadFile as error:
        return Preview(error.problems)
    checker = Checker(
        mapping, publishing=carried.publish, owner=carried.owner_row(), organisation=carried.organisation_row()
    )
    checked = [checker.check(row) for row in sheet.rows]
    problems = [problem for each in checked for problem in each.problems]
    remarks = [remark for each in checked for remark in each.remarks]
    if problems:
        return Preview(problems, remarks)
    write_ups = [each.write_up for each in checked if each.write_up]
    return Preview([], remarks, plan(write_ups, source=carried.source, publish=carried.publish))
