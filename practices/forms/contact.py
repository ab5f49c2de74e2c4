"""Breaks that a contact takes, and what becomes of messages: its answers are buttons."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.forms.base import TypedForm
from practices.forms.dates import DayField
from practices.forms.fields import PlainTextField
from practices.forms.telling import telling_nobody
from practices.models import ContactMessage, ContactPause

LONGEST_PAUSE = timedelta(days=366)
ANSWERED, PASS_ON = "answered", "pass_on"
Outcome = ContactMessage.Outcome


class PauseForm(TypedForm):
    marks_optional = False

    until = DayField(
        label=_("Until when?"),
        help_text=_("From this day on the team takes messages again. A year from now is the most."),
    )
    words = PlainTextField(
        label=_("What should readers know?"),
        help_text=_(
            "For example: “We are moving to a new building.” Leave it empty if the day is enough, and leave out "
            "anything that tells who a person is."
        ),
        max_length=ContactPause._meta.get_field("words").max_length,
        required=False,
    )

    def clean_until(self) -> date:
        until: date | None = self.cleaned_data["until"]
        today = timezone.localdate()
        if until is None:
            raise forms.ValidationError(_("Enter the day from which the team takes messages again"))
        if not today < until <= today + LONGEST_PAUSE:
            raise forms.ValidationError(_("Enter a day from tomorrow to a year from now"))
        return until

    def clean_words(self) -> str:
        return telling_nobody(self.cleaned_data["words"])


class ByLinkForm(forms.Form):
    """What whoever was asked says of a message."""

    do = forms.ChoiceField(
        choices=[(ANSWERED, _("I have answered")), (PASS_ON, _("Let somebody else be asked now"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the buttons")},
    )


class SettleForm(forms.Form):
    """What whoever wrote a message says of it."""

    outcome = forms.ChoiceField(
        choices=[(Outcome.ANSWERED, _("I have an answer")), (Outcome.CLOSED, _("I no longer need one"))],
        error_messages={"required": _("Choose one of the buttons")},
    )
