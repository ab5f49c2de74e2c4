"""How far a team is with a practice that it takes up, and why it stopped.

Nobody reads these texts before others do, so what may tell who a person is is refused here, names as well as numbers.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices import identifiers
from practices.choices import AdoptionStatus, AdoptionStoppedBecause
from practices.forms.base import TypedForm
from practices.forms.dates import DayField
from practices.forms.fields import optional_words, several
from practices.forms.telling import known_names, telling_nobody
from practices.identifiers import Known
from practices.models import Adoption


class ProgressForm(TypedForm):
    """How far it is. Stopping asks why."""

    marks_optional = False

    status = forms.ChoiceField(
        label=gettext_lazy("How far are you?"),
        choices=AdoptionStatus,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how far you are")},
    )
    stopped_because = several(
        AdoptionStoppedBecause, gettext_lazy("If you stopped: why?"), gettext_lazy("Tick all that played a part.")
    )
    stopped_why = optional_words(
        gettext_lazy("If you stopped: what should others know, in a sentence?"),
        Adoption._meta.get_field("stopped_why").max_length,
        hint=gettext_lazy("For example: “Our wards are too small for a meeting every day.”"),
    )

    def __init__(self, *args: Any, known: Known, **kwargs: Any):
        """`known` are names that the texts may have."""
        super().__init__(*args, **kwargs)
        self.known = known

    def clean_stopped_why(self) -> str:
        return telling_nobody(" ".join(self.cleaned_data["stopped_why"].split()), identifiers.WRITE_UP, self.known)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("status") == AdoptionStatus.STOPPED:
            if not cleaned.get("stopped_because") and "stopped_because" not in self.errors:
                self.add_error("stopped_because", _("Tick why you stopped. “Another reason” will do"))
            if not cleaned.get("stopped_why") and "stopped_why" not in self.errors:
                self.add_error("stopped_why", _("Say in a sentence why you stopped: it helps the next team most"))
        return cleaned

    @property
    def why(self) -> dict[str, Any]:
        """Why it stopped, as the action takes it; nothing of what was ticked before another status was chosen."""
        if self.cleaned_data["status"] != AdoptionStatus.STOPPED:
            return {}
        return {"because": self.cleaned_data["stopped_because"], "why": self.cleaned_data["stopped_why"]}


class StatusForm(ProgressForm):
    """How far it is now."""

    was = forms.CharField(max_length=12, widget=forms.HiddenInput)
    since = DayField(
        label=gettext_lazy("Since when?"),
        help_text=gettext_lazy("For example, 27 3 2026. Leave it empty for today."),
    )
    field_order = ("status", "stopped_because", "stopped_why", "since")

    def __init__(self, *args: Any, adoption: Adoption, **kwargs: Any):
        said = {
            "status": adoption.status,
            "was": adoption.status,
            "stopped_because": adoption.stopped_because,
            "stopped_why": adoption.stopped_why,
        }
        known = known_names(adoption.practice, [adoption.organisation])
        super().__init__(*args, initial=said, known=known, **kwargs)
        self.adoption = adoption

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"] or timezone.localdate()
        if since > timezone.localdate():
            raise forms.ValidationError(_("Enter today or an earlier day"))
        if self.adoption.started and since < self.adoption.started:
            raise forms.ValidationError(_("Enter a day after it started"))
        return since

    def draw_again(self, status: str) -> None:
        """Keep what was typed, for somebody who has been shown meanwhile that the status is another."""
        self.data = self.data.copy()
        self.data["was"] = status
