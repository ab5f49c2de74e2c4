"""The first note, and what is declared at the end."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from practices.forms.fields import line, prose, yes
from practices.forms.telling import telling_nobody

# What is missing, for the summary of errors: one sentence for each declaration, or nobody could tell them apart.
TICK = {
    "declared_nobody_recognisable": _(
        "Tick that nobody could be recognised. If somebody could, change the write-up first."
    ),
    "declared_consent_held": _("Tick that consent is held. If it is not, take out what needs it first."),
    "declared_interests": _("Tick that every interest is declared, or that there is none."),
}


# From here on a text has probably been written elsewhere, with parts of its own.
LONG_NOTE = 600
FEWEST_LINES = 3


class SentOnce(forms.Form):
    """A form that carries a key, so that a double click counts once (`actions.once`)."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs["initial"] = {"key": uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class FirstNoteForm(SentOnce):
    """What can be said in two minutes."""

    marks_optional = False

    # The question that somebody has offered to answer by writing.
    need = forms.IntegerField(required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)
    title = line(
        "title",
        _("What do you do?"),
        _("In one line, beginning with a verb. For example: Hold a discharge huddle every morning."),
    )
    problem = prose("problem", _("What was happening before?"), _("The problem, in a few sentences."), rows=5)
    summary = prose(
        "summary", _("Who does what, and what got better?"), _("Two or three sentences, as far as you know."), rows=3
    )

    def clean_title(self) -> str:
        if not self.cleaned_data["title"]:
            raise forms.ValidationError(_("Enter a title, so that you can find this again"))
        return self.cleaned_data["title"]

    @property
    def looks_like_a_write_up(self) -> bool:
        """Whether a text in it is long and of several lines, as if a whole document had been pasted."""
        texts = (self.data.get(name, "") for name in ("summary", "problem"))
        return any(len(text) > LONG_NOTE and _lines(text) >= FEWEST_LINES for text in texts)


def _lines(text: str) -> int:
    return sum(bool(line.strip()) for line in text.split("\n"))


class DeclarationForm(SentOnce):
    """What an author declares with each submission."""

    declared_nobody_recognisable = yes(_("Nobody who draws on care and support could be recognised from this"))
    declared_consent_held = yes(_("Where somebody is quoted or described, our organisation holds their consent"))
    declared_interests = yes(_("I have declared every interest below, or there is none"))
    interests = prose(
        "interests",
        _("Interests"),
        _("For example: a supplier paid for the training, or you sell this as a consultant."),
        rows=3,
    )
    change_note = line(
        "change_note", _("What has changed?"), _("One line. Readers see it in the history of this write-up.")
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if is_new:
            del self.fields["change_note"]
        for name in self.declarations:
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = TICK[name]

    def clean_change_note(self) -> str:
        return telling_nobody(self.cleaned_data["change_note"])

    @property
    def declarations(self) -> list[str]:
        return [name for name, field in self.fields.items() if isinstance(field, forms.BooleanField)]

    @property
    def declared(self) -> frozenset[str]:
        return frozenset(name for name in self.declarations if self.cleaned_data.get(name))


class _PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person: User) -> str:
        return f"{person}, {person.job_title}" if person.job_title else str(person)


def colleague(label: Any, hint: Any) -> forms.ModelChoiceField:
    """A choice among the colleagues that a `ColleagueForm` is given."""
    return _PersonField(
        queryset=None,
        label=label,
        help_text=hint,
        empty_label=_("Choose a colleague"),
        error_messages={"required": _("Choose a colleague"), "invalid_choice": _("Choose somebody from the list")},
    )


class ColleagueForm(forms.Form):
    """Asks for one colleague: its only field is a `colleague`."""

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        [field] = self.fields.values()
        field.queryset = colleagues


class CoAuthorForm(ColleagueForm):
    user = colleague(
        _("Add a colleague"),
        _("Somebody in your organisation who has an account here. They can then edit everything."),
    )
