"""Repeating parts of a write-up: steps, partners, outcomes and the like.

A revision stores each as a JSON list of flat objects. On the screen the cells of every row are fields
of the section's form, named `steps-0-text`, so that errors and labels work as for any other field. Rows
are added and removed by submit buttons, and numbered afresh each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from practices import choices
from practices.forms.fields import cell

ROW = re.compile(r"(?P<part>[a-z_]+)-(?P<number>\d{1,3})-(?P<cell>[a-z_]+)")
BUTTON = re.compile(r"(?P<what>add|remove):(?P<part>[a-z_]+)(:(?P<number>\d{1,3}))?")
LINK_TROUBLE = _("Enter a web address like https://www.example.org/page")


class StepCells(forms.Form):
    text = cell(_("What is done"), 500, rows=2)
    essential = forms.ChoiceField(
        label=_("Can it be changed?"),
        choices=choices.Essential.choices,
        initial=choices.Essential.NOT_SURE,
        required=False,
    )


class ProcessStepCells(forms.Form):
    actor = cell(_("Who does it"), 120)
    action = cell(_("What they do"), 500, rows=2)
    record_kept = cell(_("What record is kept"), 200)
    time_limit = cell(_("By when"), 120, _("For example, within two working days"))


class PartnerCells(forms.Form):
    kind = forms.ChoiceField(
        label=_("What kind of partner"), choices=[("", _("Choose one")), *choices.PartnerKind.choices], required=False
    )
    name = cell(_("Who"), 150, _("A team or an organisation, not a person"))
    part = cell(_("Their part"), 300)


class TimelineCells(forms.Form):
    weeks = cell(_("Weeks"), 40, _("For example, 1 to 4"))
    what = cell(_("What to do"), 300)


class OutcomeCells(forms.Form):
    claim = cell(_("What changed"), 300, rows=2)
    measure = cell(_("How you know"), 200, _("For example, a survey of families"))
    before = cell(_("Before"), 60)
    after = cell(_("After"), 60)
    number = cell(_("How many people"), 60, _("Readers see “fewer than 10” in place of a smaller number"))
    period = cell(_("Over what time"), 60, _("For example, April to September 2024"))


class RiskCells(forms.Form):
    risk = cell(_("What could go wrong"), 300, rows=2)
    guard = cell(_("What guards against it"), 300, rows=2)
    safeguarding = forms.BooleanField(label=_("This is about safeguarding"), required=False)


class FirstStepCells(forms.Form):
    text = cell(_("What to do"), 200)


class SignCells(forms.Form):
    text = cell(_("What a colleague would see"), 200)


class LawCells(forms.Form):
    title = cell(_("Act or guidance"), 200, _("For example, Care Act 2014"))
    reference = cell(_("Section or page"), 120)
    checked_on = cell(_("When you last checked it"), 40, _("For example, May 2025"))


class LinkCells(forms.Form):
    title = cell(_("What it is"), 200)
    url = forms.URLField(
        label=_("Web address"), max_length=500, required=False, error_messages={"invalid": LINK_TROUBLE}
    )


@dataclass(frozen=True)
class Part:
    """A repeating part: the cells of a row, and what the screen calls them."""

    cells: type[forms.Form]
    label: Any
    row_label: Any
    add_label: Any
    hint: Any = ""
    shown: int = 1  # rows offered while there is nothing yet
    limit: int = 30

    @property
    def main(self) -> str:
        """The cell that no row may leave empty: its first text."""
        return next(name for name, field in self.cells.base_fields.items() if _is_typed(field))

    def fields(self, name: str, number: int) -> dict[str, forms.Field]:
        """The fields of one row, under the names they have in the section's form."""
        return {cell_name(name, number, key): field for key, field in self.cells().fields.items()}

    def is_blank(self, row: Mapping[str, Any]) -> bool:
        """Whether nothing was typed; a ticked box or a chosen option alone says nothing."""
        return not any(row.get(key) for key, field in self.cells.base_fields.items() if _is_typed(field))


PARTS: dict[str, Part] = {
    "steps": Part(
        StepCells,
        _("Steps"),
        _("Step"),
        _("Add a step"),
        _("In the order they happen. Say which of them must stay for it to work."),
        shown=3,
    ),
    "process_steps": Part(ProcessStepCells, _("Who does what"), _("Step"), _("Add a step"), shown=2),
    "partners": Part(
        PartnerCells,
        _("Who else had to agree?"),
        _("Partner"),
        _("Add a partner"),
        _("Leave this empty if nobody did."),
    ),
    "timeline": Part(
        TimelineCells,
        _("Realistic weeks for another team"),
        _("Stretch of time"),
        _("Add a stretch of time"),
        _("Count from the week in which somebody decides to do it."),
    ),
    "outcomes": Part(
        OutcomeCells,
        _("What changed"),
        _("Change"),
        _("Add a change"),
        _("One change in each. Leave out what nobody counted."),
    ),
    "risks": Part(RiskCells, _("What could go wrong?"), _("Risk"), _("Add a risk")),
    "first_three_steps": Part(
        FirstStepCells,
        _("The first three steps"),
        _("Step"),
        _("Add a step"),
        _("What would you tell a colleague to do first? They go on the one-page sheet."),
        shown=3,
        limit=3,
    ),
    "used_correctly": Part(
        SignCells,
        _("How would a colleague know that it is done well?"),
        _("Sign"),
        _("Add a sign"),
        _("Three to seven things that can be seen. Audits will ask about them."),
        shown=3,
        limit=7,
    ),
    "law": Part(LawCells, _("Law and guidance"), _("Law or guidance"), _("Add a law or guidance")),
    "links": Part(LinkCells, _("Links"), _("Link"), _("Add a link"), _("To pages that anybody can open.")),
}


def cell_name(part: str, number: int, key: str) -> str:
    return f"{part}-{number}-{key}"


def rows_in(data: Mapping[str, Any], part: str) -> list[int]:
    """The numbers of the rows that a posted form holds for the part, in order."""
    numbers = {int(found["number"]) for name in data if (found := ROW.fullmatch(name)) and found["part"] == part}
    return sorted(numbers)[: PARTS[part].limit]


def renumbered(data: QueryDict, part: str, numbers: Iterable[int]) -> QueryDict:
    """The posted form with just these rows of the part, counted from 0."""
    new = data.copy()
    for name in data:
        if (found := ROW.fullmatch(name)) and found["part"] == part:
            del new[name]
    for new_number, old_number in enumerate(numbers):
        for key in PARTS[part].cells.base_fields:
            if (old := cell_name(part, old_number, key)) in data:
                new[cell_name(part, new_number, key)] = data[old]
    return new


def changed_rows(data: QueryDict) -> QueryDict | None:
    """The posted form with a row more or less, as the pressed button says; None where no such button was."""
    pressed = BUTTON.fullmatch(data.get("row", ""))
    if pressed is None or pressed["part"] not in PARTS:
        return None
    if pressed["what"] == "add":
        return _with_blank_row(data, pressed["part"])
    return _without_row(data, pressed["part"], int(pressed["number"] or 0))


def _with_blank_row(data: QueryDict, part: str) -> QueryDict:
    numbers = rows_in(data, part)
    new = renumbered(data, part, numbers)
    if len(numbers) < PARTS[part].limit:
        for key, field in PARTS[part].cells.base_fields.items():
            if not isinstance(field, forms.BooleanField):
                new[cell_name(part, len(numbers), key)] = field.initial or ""
    return new


def _without_row(data: QueryDict, part: str, number: int) -> QueryDict:
    return renumbered(data, part, (other for other in rows_in(data, part) if other != number))


def _is_typed(field: forms.Field) -> bool:
    return isinstance(field, forms.CharField)
