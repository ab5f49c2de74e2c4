"""Endorsing a practice, and taking it back."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from practice_hub import kept_text
from practices import comment_policies, policies
from practices.actions import discussion
from practices.daily_limits import LimitReached
from practices.forms.discussion import EndorsementForm
from practices.models import Practice
from practices.views.discussion.pages import draw, find_practice, is_filled_in, refuse


@require_http_methods(["GET", "POST"])
def endorse(request, slug):
    practice = find_practice(request, slug)
    refuse(request, policies.why_not(request.user, "endorse", practice))
    mine = practice.endorsements.filter(user=request.user).first()
    said = {"standing": mine.standing, "why": mine.why} if mine else None
    form = EndorsementForm(kept_text.answers(request), initial=said)
    context = {"practice": practice, "form": form, "mine": mine, "waits": comment_policies.must_wait(request.user)}
    if not is_filled_in(request, form):
        return draw(request, "endorse", **context)
    try:
        endorsement = discussion.endorse(practice=practice, by=request.user, **form.cleaned_data)
    except LimitReached as limit:
        form.add_error(None, str(limit))
        return draw(request, "endorse", status=429, **context)
    kept_text.forget(request)
    messages.success(request, _thanks_for_endorsement(endorsement))
    return redirect(endorsement)


def _thanks_for_endorsement(endorsement):
    if endorsement.is_shown:
        return _("Thank you. Your endorsement is on the page; you can change or withdraw it.")
    return _("Thank you. A moderator reads your endorsement before others see it; you can change or withdraw it.")


@require_POST
def endorsement_withdraw(request, slug):
    """Takes one's word back, also where one may no longer read what it was given for."""
    is_readable = Q(pk__in=Practice.objects.published().visible_to(request.user).values("pk"))
    is_endorsed = Q(pk__in=request.user.endorsements.values("practice"))
    practice = get_object_or_404(Practice.objects.filter(is_readable | is_endorsed).for_page(), slug=slug)
    discussion.withdraw_endorsement(practice=practice, by=request.user)
    messages.success(request, _("Your endorsement is withdrawn."))
    if policies.can(request.user, "read", practice):
        return redirect(f"{practice.get_absolute_url()}#endorsements")
    return redirect("account")
