"""What is asked before an audit is scored: what is looked for, in how many cases, and who checks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices import identifiers
from practices.auditing.plan import USUAL_SHARE, Criterion, Plan
from practices.auditing.sampling import MOST_IN_SAMPLE, MOST_IN_SCOPE, suggested_size
from practices.auditing.seats import has_left
from practices.forms.base import TypedForm
from practices.forms.dates import DayField
from practices.forms.fields import PlainTextField, whole_number
from practices.forms.starting import SentOnce, colleague
from practices.forms.telling import telling_nobody
from practices.models import Audit, AuditChecker, AuditCriterion, Revision

FEWEST, MOST = 3, 7
PARTS = ("text", "what_counts", "note")


def _line(model: Any, name: str, label: Any, hint: Any = "", rows: int = 0) -> PlainTextField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    limit = model._meta.get_field(name).max_length
    return PlainTextField(max_length=limit, label=label, help_text=hint, required=False, widget=widget)


class TwoCheckers(forms.Form):
    """A form that asks who checks, of the members of an organisation."""

    def seat(self, members: Any) -> None:
        for name in ("first", "second"):
            self.fields[name].queryset = members
        self.fields["second"].required = False
        self.fields["second"].empty_label = _("Nobody")

    def check_seats(self) -> None:
        said = self.cleaned_data
        if said.get("second") and said.get("second") == said.get("first"):
            self.add_error("second", _("Choose somebody else: two people score without seeing each other’s answers"))


def first_checker() -> forms.ModelChoiceField:
    return colleague(
        gettext_lazy("Who checks?"),
        gettext_lazy("A member of your organisation. They look at each case of the sample."),
    )


def second_checker() -> forms.ModelChoiceField:
    return colleague(
        gettext_lazy("Who checks some of them a second time?"),
        gettext_lazy(
            "You can leave this. They do not see the first answers; at the end you see how far the two agree."
        ),
    )


class AuditForm(TypedForm, TwoCheckers, SentOnce):
    """Sets an audit up: what is looked for, in which cases, by whom."""

    marks_optional = False

    team = _line(
        Audit,
        "team",
        gettext_lazy("Which team is it about?"),
        gettext_lazy("Leave this empty if it is about all of your teams."),
    )
    period_from = DayField(label=gettext_lazy("First day of the period"))
    period_to = DayField(label=gettext_lazy("Last day of the period"))
    cases_in_scope = whole_number(
        gettext_lazy("How many cases are there in this period?"),
        gettext_lazy("Count your own list. The list stays with you: the hub takes this number alone."),
        gettext_lazy("Count the cases, and enter how many there are"),
        example=40,
    )
    criteria_note = _line(
        Audit,
        "criteria_note",
        gettext_lazy("Why do the criteria differ from the write-up?"),
        gettext_lazy("Leave this empty if you have not changed them."),
        rows=2,
    )
    first = first_checker()
    second = second_checker()

    def __init__(self, *args: Any, revision: Revision, members: Any, has_team: bool, **kwargs: Any):
        """`revision` is what was adopted, `members` are who could check.

        Where the adoption names the team (`has_team`), it is not asked again.
        """
        super().__init__(*args, **kwargs)
        if has_team:
            del self.fields["team"]
        self.suggested = [row["text"].strip() for row in revision.used_correctly if row["text"].strip()][:MOST]
        for number in range(1, MOST + 1):
            self._add_criterion(number)
        self.seat(members)

    def _add_criterion(self, number: int) -> None:
        words = {
            "text": (_("What would a colleague see?"), ""),
            "what_counts": (_("What counts as yes?"), ""),
            "note": (
                _("A note for whoever checks"),
                _("Only if it helps: for example, where to look. Nothing about any case."),
            ),
        }
        for part in PARTS:
            self.fields[f"{part}_{number}"] = _line(AuditCriterion, part, *words[part], rows=2 if part != "note" else 0)
        if number <= len(self.suggested):
            self.initial.setdefault(f"text_{number}", self.suggested[number - 1])

    @property
    def criteria(self) -> list[tuple[int, list[forms.BoundField]]]:
        """What the page draws: each criterion's number and fields."""
        return [(number, [self[f"{part}_{number}"] for part in PARTS]) for number in range(1, MOST + 1)]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        names = ("team", "period_from", "period_to", "cases_in_scope", "first", "second")
        return [self[name] for name in names if name in self.fields]

    def clean_cases_in_scope(self) -> int:
        cases: int = self.cleaned_data["cases_in_scope"]
        if not 1 <= cases <= MOST_IN_SCOPE:
            raise forms.ValidationError(_("Enter a number from 1 to %(most)d") % {"most": MOST_IN_SCOPE})
        return cases

    def clean_period_from(self) -> date:
        return self._a_day("period_from")

    def clean_period_to(self) -> date:
        return self._a_day("period_to")

    def _a_day(self, name: str) -> date:
        day: date | None = self.cleaned_data[name]
        if day is None:
            raise forms.ValidationError(_("Enter the day, the month and the year"))
        if day > timezone.localdate():
            raise forms.ValidationError(_("Enter today or an earlier day: an audit looks back"))
        return day

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("period_from") and said.get("period_to") and said["period_from"] > said["period_to"]:
            self.add_error("period_to", _("Enter a day that is not before the first one"))
        self._tell_nobody()
        self._check_criteria()
        self.check_seats()
        return said

    def _tell_nobody(self) -> None:
        for name, field in self.fields.items():
            if isinstance(field, PlainTextField) and self.cleaned_data.get(name):
                try:
                    telling_nobody(self.cleaned_data[name], identifiers.TELLING)
                except forms.ValidationError as error:
                    self.add_error(name, error)

    def _check_criteria(self) -> None:
        said = self.cleaned_data
        numbers = [number for number in range(1, MOST + 1) if any(said.get(f"{part}_{number}") for part in PARTS)]
        for number in numbers:
            if not said.get(f"text_{number}") and f"text_{number}" not in self.errors:
                self.add_error(
                    f"text_{number}", _("Criterion %(number)d: say what a colleague would see") % {"number": number}
                )
            if not said.get(f"what_counts_{number}") and f"what_counts_{number}" not in self.errors:
                self.add_error(
                    f"what_counts_{number}", _("Criterion %(number)d: say what counts as yes") % {"number": number}
                )
        if len(numbers) < FEWEST:
            missing = next(number for number in range(1, MOST + 1) if number not in numbers)
            self.add_error(f"text_{missing}", _("Enter three criteria at least, and seven at most"))
        changed = [said.get(f"text_{number}", "") for number in numbers] != self.suggested
        if self.suggested and changed and not said.get("criteria_note") and "criteria_note" not in self.errors:
            self.add_error("criteria_note", _("You have changed the criteria: say why, in a sentence"))

    @property
    def plan(self) -> Plan:
        said = self.cleaned_data
        criteria = [
            Criterion(*(said[f"{part}_{number}"] for part in PARTS))
            for number in range(1, MOST + 1)
            if said[f"text_{number}"]
        ]
        names = ("period_from", "period_to", "cases_in_scope", "first", "second", "criteria_note")
        return Plan(**{name: said[name] for name in names}, criteria=criteria, team=said.get("team", ""))


class CheckersForm(TwoCheckers):
    first = first_checker()
    second = second_checker()

    def __init__(self, *args: Any, audit: Audit, members: Any, **kwargs: Any):
        seats = {("second" if seat.is_second else "first"): seat for seat in audit.checkers.all()}
        super().__init__(*args, initial={name: seat.user_id for name, seat in seats.items()}, **kwargs)
        self.seat(members)
        for name, seat in seats.items():
            if seat.finished_at and has_left(seat):
                self._offer_to_leave(name, seat)

    def _offer_to_leave(self, name: str, seat: AuditChecker) -> None:
        """Nobody need take over from whoever has finished and left."""
        field = self.fields[name]
        who = {"who": seat.user or _("Somebody")}
        field.required, field.empty_label = False, _("%(who)s, who has finished and left") % who
        field.help_text = _("The answers stand. A colleague can take them over, and need not.")

    def clean(self) -> dict[str, Any]:
        self.check_seats()
        return self.cleaned_data


class SampleForm(TypedForm):
    """How many cases are looked at, before they are drawn."""

    size = whole_number(
        gettext_lazy("How many cases do you look at?"),
        "",
        gettext_lazy("Enter how many cases you look at"),
        example=40,
    )
    why = _line(
        Audit,
        "why_this_size",
        gettext_lazy("Why not the suggested number?"),
        gettext_lazy("Leave this empty if you take it."),
        rows=2,
    )
    share = whole_number(
        gettext_lazy("How many of them does the second checker score?"),
        gettext_lazy("The ones that are drawn first."),
        gettext_lazy("Enter how many the second checker scores"),
        example=40,
    )

    def __init__(self, *args: Any, audit: Audit, **kwargs: Any):
        self.cases = audit.cases_in_scope
        self.suggested = suggested_size(self.cases)
        initial = {"size": self.suggested, "share": min(self.suggested, USUAL_SHARE)}
        super().__init__(*args, initial=initial, **kwargs)
        if not any(seat.is_second for seat in audit.checkers.all()):
            del self.fields["share"]

    def clean_size(self) -> int:
        size: int = self.cleaned_data["size"]
        most = min(self.cases, MOST_IN_SAMPLE)
        if not 1 <= size <= most:
            raise forms.ValidationError(_("Enter a number from 1 to %(most)d") % {"most": most})
        return size

    def clean_why(self) -> str:
        return telling_nobody(self.cleaned_data["why"], identifiers.TELLING)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        size, share = said.get("size"), said.get("share")
        if size and size != self.suggested and not said.get("why") and "why" not in self.errors:
            self.add_error("why", _("Say why you take another number, in a sentence"))
        if size and share is not None and not 1 <= share <= size:
            self.add_error("share", _("Enter a number from 1 to %(most)d") % {"most": size})
        return said
