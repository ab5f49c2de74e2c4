from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.forms.base import TypedForm
from practices.forms.fields import PlainTextField
from practices.models import Dismissal

if TYPE_CHECKING:
    from practices.identifying import Finding


class DismissalForm(TypedForm):
    """Why something that the check has found is about no person. One page has many of them."""

    reason = PlainTextField(
        label=_("Why is it not about a person?"),
        help_text=_("For example: “the name of a method”, or “our public helpline”."),
        max_length=Dismissal._meta.get_field("reason").max_length,
        error_messages={"required": _("Say why it is not about a person")},
    )
    finding = forms.CharField(widget=forms.HiddenInput, max_length=200)

    @classmethod
    def for_finding(cls, finding: Finding) -> DismissalForm:
        return cls(initial={"finding": finding.key}, auto_id=f"id_{finding.key}_%s")
