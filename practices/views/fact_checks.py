"""Asking a partner agency to check facts, and the page by which it answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from practice_hub import kept_text
from practices import fact_check_links, fact_check_policies
from practices.actions import fact_checks
from practices.actions.once import once
from practices.forms.fact_checks import AskPartnerForm, PartnerNoteForm
from practices.models import Attachment, FactCheck, Practice
from practices.views.by_link import for_whoever_has_the_link
from practices.views.moderation import moderators_only


@require_http_methods(["GET", "POST"])
@moderators_only
def fact_check_ask(request, slug):
    practice = get_object_or_404(Practice.objects.visible_to(request.user).for_page(), slug=slug)
    form = AskPartnerForm(kept_text.answers(request))
    if request.method == "POST" and form.is_valid():
        return _ask_once(request, practice, form.cleaned_data)
    fact_check_policies.require(request.user, "ask", practice)
    is_kept = form.is_bound and request.method == "GET"
    context = {"practice": practice, "form": form, "is_kept": is_kept, "days": fact_checks.WORKING_DAYS}
    status = 400 if form.is_bound and not is_kept else 200
    return render(request, "practices/moderation/fact_check_ask.html", context, status=status)


def _ask_once(request, practice, said):
    asked = {name: said[name] for name in ("agency", "email", "question")}

    def ask():
        fact_checks.ask(practice=practice, by=request.user, **asked)
        return reverse("review", args=[practice.slug])

    try:
        address = once(key=said["key"], by=request.user, handle=ask)
    except PermissionDenied:
        kept_text.keep(request)  # for when the item is theirs again
        raise
    kept_text.forget(request)
    messages.success(request, _("The mail to %(agency)s is on its way.") % asked)
    return redirect(address)


@require_POST
@moderators_only
def fact_check_take_back(request, slug, pk):
    practice = get_object_or_404(Practice.objects.visible_to(request.user), slug=slug)
    check = get_object_or_404(
        FactCheck.objects.select_related("revision__practice"), revision__practice=practice, pk=pk
    )
    fact_checks.take_back(check=check, by=request.user)
    messages.success(request, _("The question to %(agency)s is taken back.") % {"agency": check.agency})
    return redirect("review", slug=practice.slug)


@login_not_required  # partners have no account
@require_http_methods(["GET", "HEAD", "POST"])
@for_whoever_has_the_link
def fact_check(request, token):
    form = PartnerNoteForm(request.POST if request.method == "POST" else None)
    try:
        check = _check(token)
        fact_check_policies.require(request.user, "answer", check)
        if form.is_valid():
            fact_checks.answer(check=check, by=request.user, note=form.cleaned_data["note"])
            return render(request, "practices/moderation/fact_check_thanks.html", {"check": check})
    except (signing.SignatureExpired, PermissionDenied) as over:
        return _over(request, over)
    context = {"check": check, "revision": check.revision, "practice": check.revision.practice, "form": form}
    return render(request, "practices/moderation/fact_check.html", context, status=400 if form.is_bound else 200)


def _check(token):
    """What the link is about. Raises SignatureExpired where it is too old; 404 for what is no link of ours."""
    try:
        number = fact_check_links.number_in(token)
    except signing.SignatureExpired:
        raise
    except signing.BadSignature:
        raise Http404 from None
    # Files of a draft are for people with an account, so a partner's page offers none.
    checks = FactCheck.objects.select_related("revision__practice__organisation").prefetch_related(
        Prefetch("revision__attachments", Attachment.objects.none())
    )
    return get_object_or_404(checks, pk=number)


def _over(request, why):
    """Why no answer is needed any more, with what was typed, so that it can be sent in another way."""
    is_old = isinstance(why, signing.SignatureExpired)
    reason = _("This link is more than a month old, and works no longer.") if is_old else str(why)
    context = {"reason": reason, "typed": request.POST.get("note", "")}
    return render(request, "practices/moderation/fact_check_over.html", context, status=410)
