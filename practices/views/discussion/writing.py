"""Sending a message to a team through the hub, whoever in it the message goes to."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from practice_hub import kept_text
from practices.actions.once import once
from practices.daily_limits import LimitReached
from practices.forms.discussion import ContactForm
from practices.views.discussion.pages import is_filled_in, key_of


def write_to_a_team(request, *, send, draw):
    """`send(message)` gives the address to go on to; `draw(form, status=…)` shows the form, with what was typed."""
    form = ContactForm(kept_text.answers(request))
    if not is_filled_in(request, form):
        return draw(form)
    message = form.cleaned_data["message"]
    key = key_of(form.cleaned_data["key"], message)
    try:
        address = once(key=key, by=request.user, handle=partial(send, message))
    except LimitReached as limit:
        form.add_error(None, str(limit))
        return draw(form, status=429)
    kept_text.forget(request)
    messages.success(request, _("Your message is on its way. The answer comes to your e-mail address."))
    return redirect(address)
