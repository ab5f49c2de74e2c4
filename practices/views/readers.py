"""Trusted readers: whom the authors of a draft ask to read it, and what those tell them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from practice_hub import kept_text
from practices import policies
from practices.actions import readers as actions
from practices.actions.authors import colleagues_who_could_write
from practices.forms.readers import NoteForm, OfferForm, ReaderForm
from practices.models import ReaderNote, TrustedReader
from practices.views.authoring import find


@require_http_methods(["GET", "POST"])
def readers(request, slug):
    """Whom the authors have asked, and the form to ask another."""
    practice = find(request, slug)
    policies.require(request.user, "ask_reader", practice)
    colleagues = actions.colleagues_who_could_read(practice, request.user)
    form = ReaderForm(request.POST or None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        reader = actions.ask(practice=practice, user=form.cleaned_data["user"], by=request.user)
        messages.success(request, _("%(name)s has been asked to read it.") % {"name": reader.user})
        return redirect("readers", slug=practice.slug)
    asked = practice.trusted_readers.select_related("user")
    context = {
        "practice": practice,
        "form": form,
        "asked": asked,
        "may_offer": policies.can(request.user, "offer", practice)
        and colleagues_who_could_write(practice, request.user).exists(),
        "may_ask": len(asked) < actions.MOST_READERS,
        "has_colleagues": colleagues.exists(),
    }
    return render(request, "practices/authoring/readers.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def offer(request, slug):
    """Asks to whom the draft is handed, and offers it; nothing changes before they accept."""
    practice = find(request, slug)
    policies.require(request.user, "offer", practice)
    form = OfferForm(request.POST or None, colleagues=colleagues_who_could_write(practice, request.user))
    if request.method == "POST" and form.is_valid():
        reader = actions.offer(practice=practice, user=form.cleaned_data["to"], by=request.user)
        messages.success(request, _("It is offered to %(name)s, and yours until they accept.") % {"name": reader.user})
        return redirect("readers", slug=practice.slug)
    context = {"practice": practice, "form": form}
    return render(request, "practices/authoring/offer.html", context, status=400 if form.errors else 200)


@require_POST
def take_over(request, slug):
    practice = actions.take_over(practice=find(request, slug), by=request.user)
    messages.success(request, _("It is yours now. Whoever began it is named beside you."))
    return redirect("edit", slug=practice.slug)


@require_POST
def reader_remove(request, slug, pk):
    practice = find(request, slug)
    reader = get_object_or_404(TrustedReader.objects.select_related("user"), practice=practice, pk=pk)
    actions.let_go(practice=practice, reader=reader, by=request.user)
    if reader.user_id == request.user.pk:
        messages.success(request, _("You no longer read this."))
        return redirect("my_practices")
    messages.success(request, _("%(name)s no longer reads it.") % {"name": reader.user})
    return redirect("readers", slug=practice.slug)


@require_http_methods(["GET", "POST"])
def reader_notes(request, slug):
    """What readers have told the authors; for a reader also the form to tell them more."""
    practice = find(request, slug)
    policies.require(request.user, "read_draft", practice)
    may_note = policies.can(request.user, "note_for_authors", practice)
    if not may_note:
        policies.require(request.user, "follow", practice)
    if request.method == "POST":
        policies.require(request.user, "note_for_authors", practice)
    draft = practice.draft_revision
    form = NoteForm(kept_text.answers(request), revision=draft)
    if request.method == "POST" and form.is_valid():
        actions.note(practice=practice, by=request.user, **form.cleaned_data)
        kept_text.forget(request)
        messages.success(request, _("Its authors have been told."))
        return redirect("reader_notes", slug=practice.slug)
    is_kept = form.is_bound and request.method == "GET"
    context = {
        "practice": practice,
        "revision": draft,
        "notes": draft.reader_notes.select_related("author"),
        "may_note": may_note,
        "may_take_over": policies.can(request.user, "take_over", practice),
        "reading": practice.trusted_readers.filter(user=request.user).first(),
        "may_edit": policies.can(request.user, "edit", practice),
        "form": form,
        "is_kept": is_kept,
    }
    status = 400 if form.is_bound and not is_kept else 200
    return render(request, "practices/authoring/reader_notes.html", context, status=status)


@require_POST
def reader_note_remove(request, slug, pk):
    practice = find(request, slug)
    said = get_object_or_404(ReaderNote, revision=practice.draft_revision, pk=pk)
    actions.remove_note(practice=practice, said=said, by=request.user)
    return redirect("reader_notes", slug=practice.slug)
