"""Writing to whoever leads an adoption, through the hub."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practice_hub import kept_text
from practices import adopters, adoption_policies
from practices.actions import adoption_questions as actions
from practices.actions.once import once
from practices.daily_limits import LimitReached
from practices.forms.discussion import ContactForm
from practices.models import Adoption
from practices.views.discussion.pages import is_filled_in, key_of, refuse


@require_http_methods(["GET", "HEAD", "POST"])
def adoption_ask(request, pk):
    adoption = get_object_or_404(Adoption.objects.visible_to(request.user).for_page(), pk=pk)
    if not adopters.is_listed(adoption):  # nobody is told that there is this one
        raise Http404
    refuse(request, adoption_policies.why_not(request.user, "ask", adoption))
    form = ContactForm(kept_text.answers(request))
    if not is_filled_in(request, form):
        return _page(request, adoption, form)
    try:
        address = once(
            key=key_of(form.cleaned_data["key"], form.cleaned_data["message"]),
            by=request.user,
            handle=partial(_send, adoption, form.cleaned_data["message"], request.user),
        )
    except LimitReached as limit:
        form.add_error(None, str(limit))
        return _page(request, adoption, form, status=429)
    kept_text.forget(request)
    messages.success(request, _("Your message is on its way. The answer comes to your e-mail address."))
    return redirect(address)


def _send(adoption, message, by):
    actions.ask(adoption=adoption, by=by, message=message)
    return f"{reverse('adopters', args=[adoption.practice.slug])}#adoption-{adoption.pk}"


def _page(request, adoption, form, status=None):
    has_failed = form.is_bound and request.method == "POST"
    context = {
        "practice": adoption.practice,
        "adoption": adoption,
        "form": form,
        "is_kept": form.is_bound and not has_failed,
    }
    return render(request, "practices/adoption/ask.html", context, status=status or (400 if has_failed else 200))
