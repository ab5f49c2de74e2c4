from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.forms.base import TypedForm
from practices.forms.dates import DayField
from practices.forms.fields import PlainTextField
from practices.models import LawChange


class LawChangedForm(TypedForm):
    what_changed = PlainTextField(
        label=gettext_lazy("What changed?"),
        help_text=gettext_lazy(
            "One line. Readers of every write-up that cites it see it, and its authors get it by e-mail."
        ),
        max_length=LawChange._meta.get_field("what_changed").max_length,
        error_messages={"required": gettext_lazy("Say in a line what changed")},
    )
    changed_on = DayField(
        label=gettext_lazy("When did it change?"),
        help_text=gettext_lazy("The day it came into force. For example, 1 4 2026."),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["changed_on"].required = True
        self.fields["changed_on"].error_messages["required"] = _("Give the day on which it changed")

    def clean_changed_on(self) -> date:
        changed_on: date = self.cleaned_data["changed_on"]
        if changed_on > timezone.localdate():
            raise forms.ValidationError(_("Give today or an earlier day. What will change can be marked once it has"))
        return changed_on
