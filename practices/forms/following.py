"""How often somebody is mailed of what they follow, and what they call a search."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.choices import Rhythm
from practices.forms.base import TypedForm
from practices.forms.fields import PlainTextField
from practices.models import SavedSearch


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=_("How often may we e-mail you?"),
        help_text=_("All that is new comes in one message. Nothing new, no message."),
        choices=Rhythm,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often"), "invalid_choice": _("Choose how often")},
    )


class SearchNameForm(TypedForm):
    name = PlainTextField(
        label=_("What is this search called?"),
        help_text=_("Only you see the name, on your page and in messages to you."),
        max_length=SavedSearch._meta.get_field("name").max_length,
        error_messages={"required": _("Give the search a name")},
    )
