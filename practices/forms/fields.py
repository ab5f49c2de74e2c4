"""Fields of the write-up's forms. None is required to save: what publishing needs is said in `sections`.

Limits come from the model's field of the same name, so that form and database agree.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from practices.models import Revision

TOO_LONG = _("Shorten this to %(limit_value)d characters or fewer. It has %(show_value)d now.")
# Below this length a text field is one line or two, and counting its characters would only nag.
WORTH_COUNTING = 300


class PlainTextField(forms.CharField):
    """Text without the browser's `maxlength`, which would cut off a long paste without a word.

    What has a box of one line is one line, whatever sends it.
    """

    def __init__(self, **kwargs: Any):
        kwargs["error_messages"] = {"max_length": TOO_LONG, **kwargs.get("error_messages", {})}
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return text if isinstance(self.widget, forms.Textarea) else " ".join(text.split())

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


def line(name: str, label: Any, hint: Any = "", **kwargs: Any) -> PlainTextField:
    """One line of text, as long as the revision's field `name` allows."""
    return PlainTextField(max_length=_limit(name), label=label, help_text=hint, required=False, **kwargs)


def prose(name: str, label: Any, hint: Any = "", rows: int = 5, **kwargs: Any) -> PlainTextField:
    """Some lines or paragraphs of text, with a count of characters as the limit comes near."""
    limit = _limit(name)
    attrs: dict[str, Any] = {"rows": rows}
    if limit >= WORTH_COUNTING:
        attrs["data-character-count"] = "true"
    return PlainTextField(
        max_length=limit, label=label, help_text=hint, required=False, widget=forms.Textarea(attrs=attrs), **kwargs
    )


def cell(label: Any, limit: int = 200, hint: Any = "", rows: int = 0) -> PlainTextField:
    """Text in a row of a repeating part, which has no field of its own on the model."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return PlainTextField(max_length=limit, label=label, help_text=hint, required=False, widget=widget)


def one_of(options: type[models.TextChoices], label: Any, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=options.choices, widget=forms.RadioSelect, label=label, help_text=hint, required=False
    )


def several(options: type[models.TextChoices], label: Any, hint: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=options.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small hub-options"}),
        label=label,
        help_text=hint or _("Tick all that apply."),
        required=False,
    )


def yes(label: Any, hint: Any = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=hint, required=False)


def address(name: str, label: Any, hint: Any = "") -> forms.EmailField:
    return forms.EmailField(
        max_length=_limit(name),
        label=label,
        help_text=hint,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"invalid": _("Enter an e-mail address like name@example.org")},
    )


def _limit(name: str) -> int:
    return Revision._meta.get_field(name).max_length


def words(label: Any, max_length: int, *, missing: Any, hint: Any = "", rows: int = 5) -> PlainTextField:
    """Several lines, which must be filled in; the browser counts their characters."""
    return PlainTextField(
        label=label,
        help_text=hint,
        max_length=max_length,
        widget=forms.Textarea(attrs={"rows": rows, "data-character-count": "true"}),
        error_messages={"required": missing},
    )


def optional_words(label: Any, max_length: int, *, hint: Any = "", rows: int = 2, **kwargs: Any) -> PlainTextField:
    """Several lines, which may be left; the browser counts their characters."""
    attrs: dict[str, Any] = {"rows": rows, "data-character-count": "true"}
    return PlainTextField(
        label=label, help_text=hint, max_length=max_length, required=False, widget=forms.Textarea(attrs=attrs), **kwargs
    )


def whole_number(label: Any, hint: Any, missing: Any, *, example: int, **limits: int) -> forms.IntegerField:
    """A whole number that must be filled in; `limits` are `min_value` and `max_value`."""
    return forms.IntegerField(
        label=label,
        help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
        error_messages={
            "required": missing,
            "invalid": format_lazy(_("Use numbers only, for example {example}"), example=example),
            "min_value": _("Enter %(limit_value)d or more"),
            "max_value": _("Enter %(limit_value)d or less"),
        },
        **limits,
    )
