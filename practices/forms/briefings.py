"""That colleagues were briefed: on which revision, when, by whom, and how many. Never who they were."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.forms.base import TypedForm
from practices.forms.dates import DayField
from practices.forms.fields import whole_number
from practices.forms.starting import SentOnce, colleague
from practices.models import Revision

MOST_PEOPLE = 999


class _RevisionField(forms.ModelChoiceField):
    def label_from_instance(self, revision: Revision) -> str:
        day = timezone.localdate(revision.published_at) if revision.published_at else None
        return _("Revision %(number)d, published %(day)s") % {
            "number": revision.number,
            "day": f"{day:%-d %B %Y}" if day else "",
        }


class BriefingForm(TypedForm, SentOnce):
    marks_optional = False

    revision = _RevisionField(
        queryset=None,
        label=gettext_lazy("On which revision?"),
        empty_label=None,
        error_messages={"invalid_choice": gettext_lazy("Choose a revision from the list")},
    )
    on = DayField(label=gettext_lazy("On which day?"))
    briefed_by = colleague(
        gettext_lazy("Who briefed them?"), gettext_lazy("A member of your organisation who has an account here.")
    )
    people = whole_number(
        gettext_lazy("How many people were briefed?"),
        gettext_lazy("A number alone. The hub does not keep who they are."),
        gettext_lazy("Say how many people were briefed"),
        example=12,
        min_value=1,
        max_value=MOST_PEOPLE,
    )

    def __init__(self, *args: Any, revisions: Any, members: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["revision"].queryset = revisions
        self.fields["briefed_by"].queryset = members

    def clean_on(self) -> date:
        on: date | None = self.cleaned_data["on"]
        if on is None or on > timezone.localdate():
            raise forms.ValidationError(_("Enter the day of the briefing: today or an earlier one"))
        return on
