"""From a finished draft to the moderators and back, and who writes it."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from practice_hub import kept_text
from practices import answers, identifying, policies, progress
from practices.actions import authoring, authors
from practices.actions.once import once
from practices.daily_limits import LimitReached
from practices.forms.starting import CoAuthorForm, DeclarationForm
from practices.models import Authorship
from practices.review_times import median_review_time
from practices.views.authoring import find


@require_http_methods(["GET", "POST"])
def check_answers(request, slug):
    practice = find(request, slug)
    policies.require(request.user, "follow", practice)
    if request.method == "POST":
        return _submit(request, practice)
    if practice.draft_revision is None or not policies.can(request.user, "edit", practice):
        return redirect("edit", slug=practice.slug)
    draft = practice.draft_revision
    said_before = {"interests": draft.interests, "change_note": draft.change_note}
    form = DeclarationForm(kept_text.kept(request), is_new=not practice.is_published, initial=said_before)
    return _check_page(request, practice, form)


def _submit(request, practice):
    form = DeclarationForm(request.POST, is_new=not practice.is_published)
    if not form.is_valid():
        policies.require(request.user, "submit", practice)
        return _check_page(request, practice, form, status=400)
    submit_now = partial(_submit_now, request, practice, form)
    try:
        address = once(key=form.cleaned_data["key"], by=request.user, handle=submit_now)
    except (authoring.NotReadyToSubmit, authoring.SomebodyRecognisable, authoring.FileHeld):
        return _check_page(request, practice, form, status=400)
    except LimitReached as limit:
        form.add_error(None, str(limit))
        return _check_page(request, practice, form, status=429)
    kept_text.forget(request)
    return redirect(address)


def _submit_now(request, practice, form):
    authoring.submit(
        practice=practice,
        by=request.user,
        declared=form.declared,
        interests=form.cleaned_data["interests"],
        change_note=form.cleaned_data.get("change_note", ""),
    )
    messages.success(request, _("It is with the moderators now. We will tell you as soon as one has read it."))
    return reverse("edit", args=[practice.slug])


def _check_page(request, practice, form, status=200):
    found = identifying.open_among(identifying.findings(practice, practice.draft_revision))
    context = {
        "practice": practice,
        "draft": practice.draft_revision,
        "findings": found,
        "signpost": identifying.signpost_of(practice.draft_revision),
        "review_time": median_review_time(),
        "held_files": [file for file in practice.draft_revision.attachments.for_reading() if file.is_held],
        "must_change": any(finding.blocks for finding in found),
        "sections": answers.by_section(practice),
        "gaps": progress.gaps(practice),
        "why_not_submit": policies.why_not(request.user, "submit", practice),
        "form": form,
    }
    return render(request, "practices/authoring/check.html", context, status=status)


@require_POST
def withdraw(request, slug):
    practice = authoring.withdraw(practice=find(request, slug), by=request.user)
    messages.success(request, _("It is a draft again. The moderators no longer have it."))
    return redirect("edit", slug=practice.slug)


@require_POST
def revive(request, slug):
    practice = authoring.revive(practice=find(request, slug), by=request.user)
    messages.success(request, _("It is a draft again. Change what you like and submit it when it is ready."))
    return redirect("edit", slug=practice.slug)


@require_http_methods(["GET", "POST"])
def discard(request, slug):
    """Asks first, then deletes."""
    practice = find(request, slug)
    policies.require(request.user, "discard", practice)
    if request.method == "GET":
        return render(request, "practices/authoring/discard.html", {"practice": practice})
    authoring.discard(practice=practice, by=request.user)
    messages.success(request, _("The draft is deleted."))
    return redirect("my_practices")


@require_GET
def preview(request, slug):
    """The draft as readers would see it."""
    practice = find(request, slug)
    policies.require(request.user, "read_draft", practice)
    context = {
        "practice": practice,
        "revision": practice.draft_revision,
        "can_edit": policies.can(request.user, "follow", practice),
    }
    return render(request, "practices/authoring/preview.html", context)


@require_http_methods(["GET", "POST"])
def manage_authors(request, slug):
    practice = find(request, slug)
    policies.require(request.user, "manage_authors", practice)
    colleagues = authors.colleagues_who_could_write(practice, request.user)
    form = CoAuthorForm(request.POST or None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        added = authors.add_co_author(practice=practice, user=form.cleaned_data["user"], by=request.user)
        messages.success(request, _("%(name)s can now edit this write-up.") % {"name": added.user})
        return redirect("authors", slug=practice.slug)
    context = {
        "practice": practice,
        "title": (practice.draft_revision or practice.published_revision).title,
        "form": form,
        "has_colleagues": colleagues.exists(),
        "authorships": practice.authorships.all(),
    }
    return render(request, "practices/authoring/authors.html", context, status=400 if form.errors else 200)


@require_POST
def remove_author(request, slug, pk):
    practice = find(request, slug)
    policies.require(request.user, "manage_authors", practice)
    authorship = get_object_or_404(Authorship.objects.select_related("user"), practice=practice, pk=pk)
    authors.remove_co_author(practice=practice, authorship=authorship, by=request.user)
    if authorship.user_id == request.user.pk:
        messages.success(request, _("You no longer write this."))
        return redirect("my_practices")
    messages.success(request, _("%(name)s no longer edits this write-up.") % {"name": authorship.user})
    return redirect("authors", slug=practice.slug)
