"""Writing to a practice's contact, through the hub."""

from functools import partial

from django.views.decorators.http import require_http_methods

from practices import contact as limits
from practices import conversation, policies
from practices.actions import discussion
from practices.views.discussion.pages import draw, find_practice, refuse
from practices.views.discussion.writing import write_to_a_team


@require_http_methods(["GET", "POST"])
def contact(request, slug):
    """Writes to the team through the hub; where a limit is reached, what was typed stays on the page."""
    practice = find_practice(request, slug)
    refuse(request, policies.why_not(request.user, "contact", practice))
    return write_to_a_team(
        request, send=partial(_send, practice, request.user), draw=partial(_contact_page, request, practice)
    )


def _contact_page(request, practice, form, status=None):
    why_not_now = None if form.is_bound else limits.why_not_now(request.user, practice)
    team = conversation.contact_of(practice, request.user)
    context = {"practice": practice, "form": form, "contact": team, "why_not_now": why_not_now}
    return draw(request, "contact", status=status, **context)


def _send(practice, by, message):
    discussion.send_contact_message(practice=practice, by=by, message=message)
    return f"{practice.get_absolute_url()}#contact"
