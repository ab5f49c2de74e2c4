"""What is said of an adoption in a line of a table."""

from django import template
from django.utils.translation import gettext as _

from practices import our_adoptions, recognition

register = template.Library()

register.filter("since", our_adoptions.since)
register.filter("where_used", recognition.where_used)


@register.filter
def worth_knowing(adoption):
    """What was changed, why it stopped, and what is newer; load it with `our_adoptions.listed`."""
    said = [our_adoptions.what_was_changed(adoption), our_adoptions.why_stopped(adoption)]
    if adoption.practice.retired_at:
        said.append(_("the write-up is retired"))
    elif adoption.is_going_on and adoption.newest > adoption.taken_up:
        said.append(
            _("revision %(taken_up)d, newest %(newest)d") % {"taken_up": adoption.taken_up, "newest": adoption.newest}
        )
    return "; ".join(part for part in said if part) or _("–")
