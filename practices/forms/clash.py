"""Two versions of a section side by side: the person's own, and what somebody else saved meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from practices.display import SAID_WITH, said_in
from practices.forms import rows
from practices.forms.base import KEEP, Repeating, SectionForm

# Fields asked beside another.
ASKED_WITH = {"topics": ("topics", "own_topics")}


@dataclass(frozen=True)
class Difference:
    """One question that the two answered differently."""

    name: str
    label: Any
    mine: list[forms.BoundField | Repeating]
    theirs: str

    @property
    def choice_name(self) -> str:
        return KEEP + self.name


def differences(form: SectionForm, fields: Iterable[str], theirs: Mapping[str, Any]) -> list[Difference]:
    """What the two versions differ in; `theirs` is a `content.snapshot`."""
    names = dict.fromkeys(SAID_WITH.get(field, field) for field in fields)
    return [_difference(form, name, theirs) for name in names]


def carried(form: SectionForm, shown: Iterable[Difference]) -> list[tuple[str, str]]:
    """The other answers of the posted form, as (name, value) pairs for hidden inputs."""
    on_the_page = {name for difference in shown for name in _asked(difference.name)}
    wanted = set(form.order) - on_the_page
    return [(name, value) for name, values in form.data.lists() for value in values if _question(form, name) in wanted]


def _difference(form: SectionForm, name: str, theirs: Mapping[str, Any]) -> Difference:
    mine = [_control(form, each) for each in _asked(name)]
    return Difference(name, form.label_of(name), mine, said_in(theirs, name))


def _asked(name: str) -> tuple[str, ...]:
    return ASKED_WITH.get(name, (name,))


def _control(form: SectionForm, name: str) -> forms.BoundField | Repeating:
    return form.repeating(name) if name in rows.PARTS else form[name]


def _question(form: SectionForm, posted: str) -> str:
    """The field or repeating part that a posted name belongs to."""
    if found := rows.ROW.fullmatch(posted):
        return found["part"]
    for name, field in form.fields.items():
        if isinstance(field.widget, forms.MultiWidget) and posted in _names_of_parts(name, field.widget):
            return name
    return posted


def _names_of_parts(name: str, widget: forms.MultiWidget) -> list[str]:
    return [name + ending for ending in widget.widgets_names]
