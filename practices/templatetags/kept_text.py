"""Marks a form whose answers must survive a session that has ended, and says that some are kept."""

from django import template
from django.utils.html import format_html

from practice_hub.kept_text import FIELD, SESSION_KEY, ticket

register = template.Library()


@register.simple_tag(takes_context=True)
def keep_text(context, path="", back=""):
    """{% keep_text %} in a form that posts to its own page, {% keep_text address %} in one that posts elsewhere.

    `back` is the page that shows what was kept, where that is not the page that draws the form.
    """
    request = context["request"]
    if not request.user.is_authenticated:
        return ""
    value = ticket(request.user, path or request.path, back or request.path)
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, value)


@register.simple_tag(takes_context=True)
def has_kept_text(context):
    """Whether something that was typed in this browser waits for its writer to sign in."""
    return bool(context["request"].session.get(SESSION_KEY))
