"""Where a message to a contact is now: for whoever wrote it, and by the link that asks for an answer."""

from django.contrib import messages as told
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice_hub import kept_text
from practices import contact, contact_policies
from practices.actions import contact_messages as actions
from practices.contacting import links
from practices.forms.contact import PASS_ON, ByLinkForm, PauseForm, SettleForm
from practices.models import ContactMessage, Practice
from practices.views.by_link import for_whoever_has_the_link
from practices.views.discussion.pages import draw, find_practice, is_filled_in, refuse
from practices.views.listing import page_of


@require_safe
def messages(request):
    """What one has sent to contacts, and where each is. No address and no name of whoever is asked stands here."""
    page = page_of(request, ContactMessage.objects.of(request.user).for_page().newest())
    about = {message.practice_id for message in page}
    readable = set(Practice.objects.visible_to(request.user).filter(pk__in=about).values_list("pk", flat=True))
    for message in page:
        message.is_readable = message.practice_id in readable
    return render(request, "practices/discussion/messages.html", {"page": page})


@require_POST
def message_settle(request, pk):
    message = get_object_or_404(ContactMessage.objects.of(request.user).for_page(), pk=pk)
    contact_policies.require(request.user, "settle", message)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Choose one of the buttons"))
    actions.settle(message=message, outcome=form.cleaned_data["outcome"], by=request.user)
    told.success(request, _("That is noted. Nobody is asked about this message any more."))
    return redirect("messages")


@login_not_required  # contacts and deputies need no account
@require_http_methods(["GET", "HEAD", "POST"])
@for_whoever_has_the_link
def contact_message(request, token):
    """Two buttons. Opening it changes nothing: programs that look through mail follow links."""
    message, step = _find(token)
    form = ByLinkForm(request.POST if request.method == "POST" else None)
    try:
        contact_policies.require(request.user, "answer_by_link", message)
        if form.is_valid():
            return _carry_out(request, message, step, form.cleaned_data["do"])
    except PermissionDenied as over:
        context = {"reason": str(over)}
        return render(request, "practices/discussion/message_over.html", context, status=410)
    may_pass_on = message.step == step and contact_policies.can(request.user, "pass_on_by_link", message)
    context = {"message": message, "practice": message.practice, "form": form, "may_pass_on": may_pass_on}
    status = 400 if form.is_bound else 200
    return render(request, "practices/discussion/message_by_link.html", context, status=status)


def _carry_out(request, message, step, what):
    if what == PASS_ON:
        actions.hand_on(message=message, step=step, by=request.user)
        done = _("Somebody else is asked now. There is nothing else for you to do.")
    else:
        actions.say_answered(message=message, by=request.user)
        done = _("Thank you. Nobody else is asked about this message.")
    return render(request, "practices/discussion/message_done.html", {"done": done})


def _find(token):
    try:
        number, step = links.named_in(token)
    except signing.BadSignature:
        raise Http404 from None
    return get_object_or_404(ContactMessage.objects.for_page(), pk=number), step


@require_http_methods(["GET", "HEAD", "POST"])
def contact_pause(request, slug):
    """Whoever owns the contact takes a break: readers see until when, in place of the form."""
    practice = find_practice(request, slug)
    refuse(request, contact_policies.why_not(request.user, "pause", practice))
    paused = contact.pause_of(practice)
    initial = {"until": paused.until, "words": paused.words} if paused else {}
    form = PauseForm(kept_text.answers(request), initial=initial)
    if not is_filled_in(request, form):
        return draw(request, "contact_pause", practice=practice, form=form, paused=paused)
    actions.pause(practice=practice, by=request.user, **form.cleaned_data)
    kept_text.forget(request)
    told.success(request, _("Readers see until when the team takes no messages."))
    return redirect(f"{practice.get_absolute_url()}#contact")


@require_POST
def contact_resume(request, slug):
    practice = find_practice(request, slug)
    actions.resume(practice=practice, by=request.user)
    told.success(request, _("The team takes messages again."))
    return redirect(f"{practice.get_absolute_url()}#contact")
