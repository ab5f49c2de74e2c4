"""Dates typed as numbers: a day, or a month whose year is enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Nothing the hub asks about is older than the National Assistance Act.
EARLIEST_YEAR = 1948
LABELS = {"day": gettext_lazy("Day"), "month": gettext_lazy("Month"), "year": gettext_lazy("Year")}


@dataclass(frozen=True)  # not a tuple: Django takes a tuple for what was typed into the boxes
class RoughDate:
    """The first day of a month, or of a year where nobody remembers the month."""

    day: date
    precision: str

    def values(self, name: str) -> dict[str, Any]:
        """What the revision stores of it."""
        return {name: self.day, f"{name}_precision": self.precision}


class DatePartsWidget(forms.MultiWidget):
    """The design system's date input: a labelled box for each part."""

    template_name = "practices/authoring/widgets/date_parts.html"
    use_fieldset = True

    def __init__(self, parts: tuple[str, ...]):
        self.parts = parts
        super().__init__({part: forms.TextInput(attrs={"inputmode": "numeric"}) for part in parts})

    def decompress(self, value: Any) -> list[Any]:
        if not value:
            return [None] * len(self.parts)
        if isinstance(value, RoughDate):
            return [value.day.month if value.precision == "month" else None, value.day.year]
        return [getattr(value, part) for part in self.parts]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, widget in zip(self.parts, context["widget"]["subwidgets"], strict=True):
            widget["label"] = LABELS[part]
            width = 4 if part == "year" else 2
            widget["css_class"] = f"govuk-input govuk-date-input__input govuk-input--width-{width}"
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else ""  # the error summary links to the first box


class _DatePartsField(forms.MultiValueField):
    parts: tuple[str, ...]

    def __init__(self, **kwargs: Any):
        numbers = [forms.CharField(required=False, max_length=10) for _part in self.parts]
        super().__init__(
            numbers, widget=DatePartsWidget(self.parts), require_all_fields=False, required=False, **kwargs
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.widget.decompress(initial) != data


class DayField(_DatePartsField):
    """A day, month and year; the value is a date."""

    parts = ("day", "month", "year")

    def compress(self, data_list: list[str]) -> date | None:
        if not any(data_list):
            return None
        if not all(data_list):
            raise ValidationError(_("Enter the day, the month and the year"))
        day, month, year = (_number(text) for text in data_list)
        return _date(year, month, day)


class MonthField(_DatePartsField):
    """A month and year, or a year alone; the value is a RoughDate, and never in the future."""

    parts = ("month", "year")

    def compress(self, data_list: list[str]) -> RoughDate | None:
        if not any(data_list):
            return None
        month, year = (_number(text) if text else None for text in data_list)
        if year is None:
            raise ValidationError(_("Enter the year, for example 2023"))
        rough = RoughDate(_date(year, month or 1, 1), "month" if month else "year")
        if rough.day > timezone.localdate():
            raise ValidationError(_("Enter this month or an earlier one. If it has not begun yet, leave this empty."))
        return rough


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise ValidationError(_("Use numbers only, for example 5 and 2023"))
    return int(text)


def _date(year: int, month: int, day: int) -> date:
    if not EARLIEST_YEAR <= year <= timezone.localdate().year + 10:
        raise ValidationError(_("Enter a year with four figures, for example 2023"))
    if not 1 <= month <= 12:
        raise ValidationError(_("Enter a month from 1 to 12"))
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValidationError(_("Enter a day that this month has")) from error
