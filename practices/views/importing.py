"""Bringing in a text that exists: the file or the pasted text, what went where, and the draft that is made of it."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practice_hub import kept_text
from practice_hub.uploads import takes_a_file
from practices.actions import imports, need_answers
from practices.actions.once import once
from practices.forms.importing import ImportForm, SortedForm


@takes_a_file
@require_http_methods(["GET", "POST"])
def import_text(request):
    """Takes a file or a text and shows what it would become; nothing is stored."""
    if request.method == "POST":
        form = ImportForm(request.POST, files=request.FILES)
        if form.is_valid():
            kept_text.forget(request)
            return sorted_page(request, SortedForm(user=request.user, text=form.sorted))
        return render(request, "practices/authoring/import.html", {"form": form, "is_kept": False}, status=400)
    answers = kept_text.kept(request)
    form = ImportForm(initial={"text": answers.get("text", "")} if answers is not None else None)
    return render(request, "practices/authoring/import.html", {"form": form, "is_kept": answers is not None})


def sorted_page(request, form, *, is_kept=False, status=200):
    """What went where. The form carries all the text: the hub keeps none of it until a draft is made."""
    placed, unplaced = form.layout()
    context = {"form": form, "placed": placed, "unplaced": unplaced, "is_kept": is_kept}
    return render(request, "practices/authoring/sorted.html", context, status=status)


@require_http_methods(["GET", "POST"])
def import_draft(request):
    """Makes a draft of a sorted text; a GET shows one that was kept for somebody who had been signed out."""
    answers = kept_text.answers(request)
    if answers is None:
        return redirect("import_text")
    form = SortedForm(answers, user=request.user)
    if request.method == "GET" or not form.is_valid():
        is_kept = request.method == "GET"
        return sorted_page(request, form, is_kept=is_kept, status=200 if is_kept else 400)
    address = once(key=form.cleaned_data["key"], by=request.user, handle=partial(_make_draft, request, form))
    kept_text.forget(request)
    return redirect(address)


def _make_draft(request, form):
    practice = imports.start_from_text(values=form.values(), by=request.user)
    need_answers.begin_what_was_offered(need=form.cleaned_data["need"], practice=practice, by=request.user)
    messages.success(request, _("Your draft is made. Only you can read it."))
    return reverse("edit", args=[practice.slug])
