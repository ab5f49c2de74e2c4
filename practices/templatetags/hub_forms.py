"""What the form templates ask of a field or a widget; the markup itself is in templates/forms/."""

from django import template
from django.forms import CheckboxInput
from django.forms.utils import flatatt

register = template.Library()


@register.filter
def attributes(widget, css_class):
    """The widget's attributes as HTML, with our class before its own."""
    attrs = widget["attrs"]
    own_class = attrs.get("class", "")
    return flatatt({**attrs, "class": f"{css_class} {own_class}".strip()})


@register.filter
def option_attributes(widget, kind):
    """The attributes of one of the `kind` (radios, checkboxes) of a group.

    The group's class, invalidity and need are said once, around the group: browsers would ask for every
    checkbox to be ticked, and a radio button has no invalid state of its own.
    """
    own = {name: value for name, value in widget["attrs"].items() if name not in ("aria-invalid", "required")}
    return flatatt({**own, "class": f"govuk-{kind}__input"})


@register.filter
def textarea_attributes(widget, css_class):
    """A text area's attributes; where characters are counted, the count describes it, too."""
    attrs = dict(widget["attrs"])
    if attrs.get("data-character-count"):
        described_by = attrs.get("aria-describedby", "")
        attrs["aria-describedby"] = f"{described_by} {attrs['id']}-info".strip()
        css_class = f"{css_class} govuk-js-character-count"
    return attributes({"attrs": attrs}, css_class)


@register.filter
def character_limit(field):
    """How many characters to count down from: the field's limit, where its widget has `data-character-count`."""
    if field.field.widget.attrs.get("data-character-count"):
        return field.field.max_length
    return None


@register.filter
def is_single_checkbox(field):
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_marked_optional(field):
    """Whether the label says “(optional)”. A form whose every answer may wait says `marks_optional = False`."""
    return not field.field.required and getattr(field.form, "marks_optional", True)


@register.filter
def first_control_id(field):
    """The id that the error summary links to: the control, or the first one of a group."""
    if field.id_for_label:
        return field.id_for_label
    subwidgets = field.subwidgets
    return subwidgets[0].data["attrs"].get("id") if subwidgets else field.auto_id
