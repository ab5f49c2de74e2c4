"""What a team would change in a write-up, and what its owners answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices import sections
from practices.forms.base import TypedForm
from practices.forms.fields import PlainTextField, words
from practices.forms.starting import SentOnce
from practices.forms.telling import telling_nobody
from practices.models import Practice, Suggestion
from practices.suggestions import Change

# Whom to ask and who may see it are the authors' own affair.
NOT_SUGGESTED = frozenset({"contact", "sharing", "files"})


class ChangeFields(TypedForm):
    """Asks what should change in a write-up: the part of it, what, and why."""

    def ask_for_change(self, practice: Practice, none: str) -> None:
        """`none` is what stands in the list where no part is chosen."""
        asked = [each for each in sections.for_revision(practice.shown) if each.key not in NOT_SUGGESTED]
        self.fields["section"].choices = [("", none), *((each.key, each.title) for each in asked)]


def part_of_it(label: Any, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        error_messages={
            "required": gettext_lazy("Choose the part of the write-up that should change"),
            "invalid_choice": gettext_lazy("Choose a part from the list"),
        },
    )


class SuggestionForm(ChangeFields, SentOnce):
    section = part_of_it(gettext_lazy("Which part of the write-up should change?"))
    what = words(
        gettext_lazy("What should change?"),
        Suggestion._meta.get_field("what").max_length,
        hint=gettext_lazy("As you would put it to a colleague. Leave out anything that tells who a person is."),
        missing=gettext_lazy("Say what should change"),
    )
    why = words(
        gettext_lazy("Why?"),
        Suggestion._meta.get_field("why").max_length,
        hint=gettext_lazy("What did you see when your team did it as it is written?"),
        missing=gettext_lazy("Say why: it is what the owners decide by"),
        rows=3,
    )

    def __init__(self, *args: Any, practice: Practice, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.ask_for_change(practice, _("Choose a part"))

    def clean_what(self) -> str:
        return telling_nobody(self.cleaned_data["what"])

    def clean_why(self) -> str:
        return telling_nobody(self.cleaned_data["why"])

    @property
    def change(self) -> Change:
        return Change(**{name: self.cleaned_data[name] for name in ("section", "what", "why")})


class AnswerForm(TypedForm):
    """The owners' answer to a suggestion; which of two buttons is pressed says what it is."""

    answer = PlainTextField(
        label=gettext_lazy("Your answer, in a kind sentence"),
        help_text=gettext_lazy("Whoever suggested it reads this. Thank them, and say what you will do, or why not."),
        max_length=Suggestion._meta.get_field("answer").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write a sentence first: somebody took the trouble to tell you")},
    )

    def clean_answer(self) -> str:
        return telling_nobody(" ".join(self.cleaned_data["answer"].split()))
