"""Writing to a practice's contact, through the hub."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practice_hub import kept_text
from practices import contact as limits
from practices import conversation, policies
from practices.actions import discussion
from practices.actions.once import once
from practices.daily_limits import LimitReached
from practices.forms.discussion import ContactForm
from practices.views.discussion.pages import draw, find_practice, is_filled_in, key_of, refuse


@require_http_methods(["GET", "POST"])
def contact(request, slug):
    """Writes to the team through the hub; where a limit is reached, what was typed stays on the page."""
    practice = find_practice(request, slug)
    refuse(request, policies.why_not(request.user, "contact", practice))
    form = ContactForm(kept_text.answers(request))
    if not is_filled_in(request, form):
        return _contact_page(request, practice, form)
    try:
        address = _send(practice, form.cleaned_data, request.user)
    except LimitReached as limit:
        form.add_error(None, str(limit))
        return _contact_page(request, practice, form, status=429)
    kept_text.forget(request)
    messages.success(request, _("Your message is on its way. The answer comes to your e-mail address."))
    return redirect(address)


def _contact_page(request, practice, form, status=None):
    why_not_now = None if form.is_bound else limits.why_not_now(request.user, practice)
    team = conversation.contact_of(practice, request.user)
    context = {"practice": practice, "form": form, "contact": team, "why_not_now": why_not_now}
    return draw(request, "contact", status=status, **context)


def _send(practice, said, by):
    def send():
        discussion.send_contact_message(practice=practice, by=by, message=said["message"])
        return f"{practice.get_absolute_url()}#contact"

    return once(key=key_of(said["key"], said["message"]), by=by, handle=send)
