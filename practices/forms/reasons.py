from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.forms.base import TypedForm
from practices.forms.fields import words
from practices.models import ReturnReason
from practices.sections import SECTIONS


class ReasonForm(TypedForm):
    marks_optional = False  # the whole write-up is an answer

    section = forms.ChoiceField(
        label=_("Which section is it about?"),
        choices=[("", _("The whole write-up")), *((section.key, section.title) for section in SECTIONS)],
        required=False,
    )
    words = words(
        _("What do the authors read?"),
        ReturnReason._meta.get_field("words").max_length,
        hint=_("Say what would help a reader, and why. A question is kinder than an order."),
        missing=_("Write what the authors read"),
        rows=4,
    )

    def __init__(self, *args: Any, reason: ReturnReason | None = None, **kwargs: Any):
        said = {"section": reason.section, "words": reason.words} if reason else {}
        super().__init__(*args, initial=said, **kwargs)
