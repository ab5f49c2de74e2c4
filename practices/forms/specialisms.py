from django import forms
from django.utils.translation import gettext_lazy as _

from practices.forms.base import TypedForm
from practices.models import Topic


class SpecialismsForm(TypedForm):
    marks_optional = False

    topics = forms.ModelMultipleChoiceField(
        label=_("Which topics do you know well?"),
        help_text=_(
            "Colleagues who hand over a write-up see your name first where it is about one of these. "
            "You can still review all others."
        ),
        queryset=Topic.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small hub-options"}),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topics"].queryset = Topic.objects.curated().alphabetical()
