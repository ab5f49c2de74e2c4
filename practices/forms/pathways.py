from django import forms
from django.utils.translation import gettext_lazy as _

from practices.choices import Setting
from practices.models import PathwayStage


class PathwayStageForm(forms.ModelForm):
    """A stage of a pathway in the admin site."""

    settings = forms.MultipleChoiceField(
        choices=Setting,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("settings"),
        help_text=PathwayStage._meta.get_field("settings").help_text,
    )

    class Meta:
        model = PathwayStage
        fields = ["position", "name", "topics", "settings"]
