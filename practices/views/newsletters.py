"""The weekly newsletter: putting it together, what was sent, and no longer wanting it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from practice_hub import kept_text
from practices import newsletter_policies
from practices.actions import newsletters as actions
from practices.forms.newsletters import NewsletterForm, VersionForm
from practices.models import Newsletter
from practices.newsletters import showing
from practices.stop_links import OF_THE_NEWSLETTER
from practices.views.by_link import for_whoever_has_the_link
from practices.views.listing import page_of


@require_http_methods(["GET", "HEAD", "POST"])
def review_newsletter(request):
    """The draft: what there is to choose from, and the editor's words. Where there is none, the way to begin."""
    newsletter_policies.require(request.user, "edit")
    draft = Newsletter.objects.draft().first()
    if draft is None:
        return render(request, "practices/newsletters/begin.html", status=200 if request.method != "POST" else 404)
    form = _form(request, draft)
    if request.method != "POST" or not form.is_valid():
        return _edit_page(request, draft, form)
    said = form.cleaned_data
    try:
        actions.save(
            newsletter=draft,
            introduction=said["introduction"],
            thanks=said["thanks"],
            items=form.chosen(),
            version=said["version"],
            by=request.user,
        )
    except actions.ChangedMeanwhile:
        return _clash_page(request)
    kept_text.forget(request)
    messages.success(request, _("The draft is saved."))
    return redirect("newsletter_preview")


def _form(request, draft, answers=None):
    initial = {"version": draft.version, "introduction": draft.introduction, "thanks": draft.thanks}
    groups = showing.groups(draft, all_items=True)
    return NewsletterForm(answers or kept_text.answers(request), groups=groups, initial=initial)


def _clash_page(request):
    """What was typed stays on the page, with what the other editor has saved beside it."""
    draft = Newsletter.objects.draft().select_related("saved_by").first()
    if draft is None:
        return _sent_meanwhile(request)
    answers = request.POST.copy()
    answers["version"] = str(draft.version)
    return _edit_page(request, draft, _form(request, draft, answers), status=409, saved=showing.groups(draft))


def _edit_page(request, draft, form, status=None, **context):
    is_kept = form.is_bound and request.method == "GET"
    status = status or (400 if form.is_bound and not is_kept else 200)
    context |= {"draft": draft, "form": form, "is_kept": is_kept, "is_clash": status == 409}
    return render(request, "practices/newsletters/edit.html", context, status=status)


@require_POST
def newsletter_gather(request):
    actions.gather(by=request.user)
    messages.success(request, _("Everything since the last newsletter that everybody may read is in the list."))
    return redirect("review_newsletter")


@require_safe
def newsletter_preview(request):
    """As its readers will see it, with the button that sends it."""
    newsletter_policies.require(request.user, "edit")
    draft = get_object_or_404(Newsletter.objects.draft())
    groups = showing.groups(draft)
    context = {"newsletter": draft, "groups": groups, "is_empty": not (groups or draft.introduction)}
    return render(request, "practices/newsletters/preview.html", context)


@require_POST
def newsletter_send(request):
    newsletter_policies.require(request.user, "edit")
    form = VersionForm(request.POST)
    draft = Newsletter.objects.draft().first()
    if draft is None or not form.is_valid():
        return _sent_meanwhile(request)
    try:
        actions.send(newsletter=draft, version=form.cleaned_data["version"], by=request.user)
    except actions.ChangedMeanwhile:
        messages.error(request, _("Another editor has changed it since you looked. Look again before you send it."))
        return redirect("newsletter_preview")
    messages.success(request, _("It is on its way to everybody who asked for it."))
    return redirect(draft)


def _sent_meanwhile(request):
    messages.error(request, _("There is no draft any more: another editor has sent it."))
    return redirect("review_newsletter")


@login_not_required
@require_safe
def newsletters(request):
    page = page_of(request, Newsletter.objects.sent())
    return render(request, "practices/newsletters/list.html", {"page": page})


@login_not_required
@require_safe
def newsletter(request, pk):
    """One that was sent, as everybody may read it now."""
    sent = get_object_or_404(Newsletter.objects.sent(), pk=pk)
    context = {"newsletter": sent, "groups": showing.groups(sent)}
    return render(request, "practices/newsletters/newsletter.html", context)


@csrf_exempt  # mail programs have opened no page before; what lets them is the link, which is signed
@login_not_required  # whoever has the link stops it without signing in
@require_http_methods(["GET", "HEAD", "POST"])
@for_whoever_has_the_link
def newsletter_stop(request, token):
    """By a button, or by what a mail program sends when its own is pressed. Opening it changes nothing."""
    try:
        person = get_object_or_404(User, pk=OF_THE_NEWSLETTER.person_in(token))
    except signing.BadSignature:
        raise Http404 from None
    if request.method == "POST":
        actions.stop(person=person, by=person)
        return render(request, "practices/newsletters/stopped.html")
    return render(request, "practices/newsletters/stop.html")
