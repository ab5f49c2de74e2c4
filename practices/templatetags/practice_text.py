"""How the words and values of a write-up are shown."""

from django import template

from practices.sections import BY_KEY

register = template.Library()


@register.filter
def section_title(key):
    """The title of a section by its key; the key itself for one that is gone."""
    return BY_KEY[key].title if key in BY_KEY else key
