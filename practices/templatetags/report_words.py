"""What a report says of where it has something from."""

from django import template

from practices.reporting import table

register = template.Library()


@register.filter
def source(option):
    """Which revision, of which day, its address on the hub, and when it was read."""
    return table.source(option)
