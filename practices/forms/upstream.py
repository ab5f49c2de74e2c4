from django import forms
from django.utils.translation import gettext_lazy as _

from practices.models import UpstreamChoice


class UpstreamForm(forms.Form):
    """What to do about a newer revision; `number` is that of the one on the page."""

    choice = forms.ChoiceField(
        label=_("What do you want to do?"),
        choices=UpstreamChoice.Choice,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you want to do")},
    )
    number = forms.IntegerField(widget=forms.HiddenInput)
