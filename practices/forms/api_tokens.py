from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.forms.fields import PlainTextField
from practices.models import ApiToken

DAYS = [("30", _("30 days")), ("90", _("90 days")), ("365", _("A year"))]


class ApiTokenForm(forms.Form):
    name = PlainTextField(
        label=_("What is it for?"),
        help_text=_("So that you know later which program stops when you revoke it. For example: “Power BI, weekly”."),
        max_length=ApiToken._meta.get_field("name").max_length,
        error_messages={"required": _("Say what the token is for")},
    )
    scope = forms.ChoiceField(
        label=_("What may it read?"),
        choices=ApiToken.Scope.choices,
        widget=forms.RadioSelect,
        initial=ApiToken.Scope.PUBLIC,
        help_text=_("What you may read counts at the moment the program asks, not when you make the token."),
        error_messages={"required": _("Choose what it may read")},
    )
    days = forms.TypedChoiceField(
        label=_("How long is it good for?"),
        choices=DAYS,
        coerce=int,
        widget=forms.RadioSelect,
        initial="90",
        error_messages={"required": _("Choose how long it is good for")},
    )
