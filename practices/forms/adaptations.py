"""What a team made of the steps of a practice that it takes up: what it kept, changed and left out.

Others read this without anybody's having read it before, so what may tell who a person is is refused here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from practices import identifiers
from practices.choices import Adapted
from practices.forms.base import TypedForm
from practices.forms.fields import optional_words
from practices.forms.telling import known_names, telling_nobody
from practices.models import Adaptation, Adoption
from practices.upstream import to_say_again


@dataclass(frozen=True)
class Step:
    """A step of the revision, as the page draws it."""

    text: str
    essential: str
    made_of_it: forms.BoundField
    how: forms.BoundField
    why_changed: forms.BoundField
    why_dropped: forms.BoundField
    was_another: bool  # when something was said of it: a newer revision has been taken since


class StepsForm(TypedForm):
    """What was made of each step of the revision that was taken up."""

    marks_optional = False

    def __init__(self, *args: Any, adoption: Adoption, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.adoption = adoption
        self.known = known_names(adoption.practice, [adoption.organisation])
        # Whose steps are on the page: while it is open, somebody may take a newer revision, with others.
        self.fields["revision"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        said = {row.position: row for row in adoption.adaptations.all()}
        for number in range(len(adoption.revision.steps)):
            self._ask_about(number, said.get(number))

    def _ask_about(self, number: int, said: Adaptation | None) -> None:
        self.fields[f"made-{number}"] = forms.ChoiceField(
            choices=Adapted,
            label=_("What did you make of it?"),
            widget=forms.RadioSelect,
            required=False,
            initial=said.made_of_it if said else "",
        )
        limit = Adaptation._meta.get_field("why").max_length
        is_changed = bool(said and said.made_of_it == Adapted.CHANGED)
        texts = {
            f"how-{number}": (_("How do you do it instead?"), is_changed and said.how),
            f"changed-why-{number}": (_("Why did you change it?"), is_changed and said.why),
            f"dropped-why-{number}": (_("Why do you leave it out?"), not is_changed and said and said.why),
        }
        for name, (label, initial) in texts.items():
            self.fields[name] = optional_words(label, limit, initial=initial or "")

    def steps(self) -> Iterator[Step]:
        was_another = {row.position for row in to_say_again(self.adoption)}
        for number, row in enumerate(self.adoption.revision.steps):
            names = ("made", "how", "changed-why", "dropped-why")
            fields = [self[f"{name}-{number}"] for name in names]
            yield Step(row["text"], row.get("essential", ""), *fields, number in was_another)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        now = self.adoption.revision.number
        if cleaned.get("revision") not in (None, now):
            meanwhile = _(
                "Your team has taken revision %(number)d since you opened this page. Look at its steps again."
            )
            self.add_error(None, meanwhile % {"number": now})
        for number in range(len(self.adoption.revision.steps)):
            made_of_it = cleaned.get(f"made-{number}")
            if made_of_it == Adapted.CHANGED:
                self._check(f"how-{number}", _("Say how you do it instead"))
                self._check(f"changed-why-{number}", _("Say why you changed it"))
            if made_of_it == Adapted.DROPPED:
                self._check(f"dropped-why-{number}", _("Say why you leave it out"))
        return cleaned

    def _check(self, name: str, missing: str) -> None:
        if name in self.errors:
            return
        try:
            text = " ".join(self.cleaned_data[name].split())
            if not text:
                raise forms.ValidationError(missing)
            self.cleaned_data[name] = telling_nobody(text, identifiers.WRITE_UP, self.known)
        except forms.ValidationError as error:
            self.add_error(name, error)

    @property
    def said(self) -> list[tuple[int, str, str, str]]:
        """(position, `Adapted`, how, why) of the steps of which something is said."""
        rows = []
        for number in range(len(self.adoption.revision.steps)):
            if made_of_it := self.cleaned_data[f"made-{number}"]:
                why = self.cleaned_data[f"{made_of_it}-why-{number}"] if made_of_it != Adapted.KEPT else ""
                rows.append((number, made_of_it, self.cleaned_data[f"how-{number}"], why))
        return rows
