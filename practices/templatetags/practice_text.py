"""How the words and values of a write-up are shown."""

import json

from django import template
from django.utils.safestring import mark_safe

from practices import choices, markdown, reading
from practices.attribution import shown_region
from practices.models import Revision
from practices.sections import BY_KEY
from practices.small_counts import without_small_counts

register = template.Library()

CHOICES_IN_ROWS = {"essential": choices.Essential, "partner": choices.PartnerKind}


@register.filter
def section_title(key):
    """The title of a section by its key; the key itself for one that is gone."""
    return BY_KEY[key].title if key in BY_KEY else key


@register.filter
def small_markdown(text):
    """What a person wrote, with its paragraphs, lists, emphasis and links, as safe HTML."""
    return markdown.render(text or "")


@register.filter
def labels(values, field):
    """The words for a list of choices: `revision.who_for|labels:"who_for"`."""
    known = dict(Revision._meta.get_field(field).base_field.choices)
    return [known.get(value, value) for value in values]


@register.filter
def row_label(value, name):
    """The words for a choice inside a row: `step.essential|row_label:"essential"`; none for no choice."""
    return dict(CHOICES_IN_ROWS[name].choices).get(value, "")


@register.filter
def parts(revision):
    """The parts of the reading page that this revision fills."""
    return reading.parts_of(revision)


@register.filter
def region(revision):
    """The region, or regions, that stand for the place where that is not shown."""
    return shown_region(revision)


@register.filter
def json_ld(data):
    """A data block's content: JSON in which nothing can end the script element."""
    escapes = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(escapes))


@register.filter
def fewer_than_ten(text):
    """A count of people as readers see it: `outcome.number|fewer_than_ten`."""
    return without_small_counts(str(text))
