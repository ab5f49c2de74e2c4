"""Scoring a sample: a choice for each criterion in each case, and no place for anything else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.choices import AuditAnswer, CaseUnusable
from practices.models import AuditCase, AuditCriterion


class AnswerSelect(forms.Select):
    """A list of the answers, as the template of lists draws it, and without a template: a grid has up to a thousand."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        drawn = self.build_attrs({"class": "govuk-select", "name": name}, attrs)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (answer, mark_safe(" selected") if answer == (value or "") else "", label)
                for answer, label in self.choices
            ),
        )
        return format_html("<select{}>{}</select>", flatatt(drawn), options)


class ScoreForm(forms.Form):
    """Answers about some cases: a choice for each criterion, and no place for anything else."""

    marks_optional = False

    def __init__(
        self,
        *args: Any,
        cases: Iterable[AuditCase],
        criteria: Iterable[AuditCriterion],
        given: dict[tuple[int, int], str],
        one_by_one: bool,
        **kwargs: Any,
    ):
        """`given` is what the checker has answered so far. `one_by_one` has radio buttons, a grid has lists."""
        super().__init__(*args, **kwargs)
        self.about: dict[str, tuple[int, int]] = {}
        self.rows: list[tuple[AuditCase, list[str]]] = []
        self.criteria = list(criteria)
        self.choices = [
            (answer.value, str(answer.label)) for answer in AuditAnswer
        ]  # translated once, not a thousand times
        for case in cases:
            names = [self._add(case, criterion, given, one_by_one) for criterion in self.criteria]
            self.rows.append((case, names))

    def _add(
        self, case: AuditCase, criterion: AuditCriterion, given: dict[tuple[int, int], str], one_by_one: bool
    ) -> str:
        name = f"case{case.ordinal}_{criterion.position}"
        choices = self.choices if one_by_one else [("", _("No answer yet")), *self.choices]
        words = {"case": case.ordinal, "number": criterion.position, "text": criterion.text}
        label = criterion.text if one_by_one else _("Case %(case)d, %(number)d: %(text)s") % words
        self.fields[name] = forms.ChoiceField(
            choices=choices,
            required=False,
            label=label,
            help_text=" · ".join(filter(None, (criterion.what_counts, criterion.note))) if one_by_one else "",
            widget=forms.RadioSelect if one_by_one else AnswerSelect,
            error_messages={"invalid_choice": _("Choose one of the answers")},
        )
        self.about[name] = (case.pk, criterion.pk)
        self.initial[name] = given.get((case.pk, criterion.pk), "")
        return name

    @property
    def grid(self) -> list[tuple[AuditCase, list[tuple[AuditCriterion, forms.BoundField]]]]:
        """What the page draws: each case with its criteria, and the list to choose from."""
        return [
            (case, [(criterion, self[name]) for criterion, name in zip(self.criteria, names, strict=True)])
            for case, names in self.rows
        ]

    @property
    def answers(self) -> dict[tuple[int, int], str]:
        """What was sent: a radio button that nobody pressed says nothing, an emptied list takes an answer back."""
        return {about: self.cleaned_data[name] for name, about in self.about.items() if name in self.data}


class UnusableForm(forms.Form):
    because = forms.ChoiceField(
        label=gettext_lazy("Why can it not be used?"),
        choices=CaseUnusable.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a reason"),
            "invalid_choice": gettext_lazy("Choose a reason from the list"),
        },
    )
