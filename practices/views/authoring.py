"""Writing: the first note, the list of sections, each section, and the way to the moderators."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from practice_hub import kept_text
from practices import identifying, policies, progress, sections, suggestions
from practices.actions import authoring, need_answers
from practices.actions.once import once
from practices.forms import clash as clashes
from practices.forms.importing import SortedForm, sorted_note
from practices.forms.rows import changed_rows
from practices.forms.starting import FirstNoteForm
from practices.forms.writing import FORMS
from practices.imports.refusals import NotReadable
from practices.models import FactCheck, Practice, Revision, SectionSave
from practices.review_times import median_review_time
from practices.views.importing import sorted_page
from practices.views.listing import similar_to


@require_http_methods(["GET", "POST"])
def practice_new(request):
    if request.method == "GET":
        answers = kept_text.kept(request)
        form = FirstNoteForm(answers, initial={"need": _number(request.GET.get("need", ""))})
        return _first_note_page(request, form, is_kept=answers is not None)
    form = FirstNoteForm(request.POST)
    if "sort" in request.POST:
        return _sort_first_note(request, form)
    is_offered = form.looks_like_a_write_up
    if form.is_valid() and ("as_it_is" in request.POST or not is_offered):
        kept_text.forget(request)
        return redirect(_start_once(request, form.cleaned_data))
    return _first_note_page(request, form, is_offered=is_offered, status=400 if form.errors else 200)


def _sort_first_note(request, form):
    """A whole write-up that was pasted into the note, sorted into its parts; nothing is stored."""
    try:
        text = sorted_note(request.POST)
    except NotReadable as refusal:
        form.add_error(None, refusal.why.label)
        return _first_note_page(request, form, status=400)
    return sorted_page(request, SortedForm(user=request.user, text=text, need=form["need"].value()))


def _number(typed):
    return int(typed) if typed.isdecimal() else None


def _first_note_page(request, form, *, is_kept=False, is_offered=False, status=200):
    context = {"form": form, "is_kept": is_kept, "is_offered": is_offered}
    return render(request, "practices/authoring/new.html", context, status=status)


def _start_once(request, said):
    """The address of the draft's task list, however often the same note is sent."""

    def start():
        practice = authoring.start_practice(
            title=said["title"], summary=said["summary"], problem=said["problem"], by=request.user
        )
        need_answers.begin_what_was_offered(need=said["need"], practice=practice, by=request.user)
        messages.success(request, _("Your note is saved. Only you can read it; add the rest whenever you like."))
        return reverse("edit", args=[practice.slug])

    return once(key=said["key"], by=request.user, handle=start)


@require_http_methods(["GET", "POST"])
def edit(request, slug):
    """The list of sections; a POST opens a new revision of what is published."""
    practice = find(request, slug)
    policies.require(request.user, "follow", practice)
    if request.method == "POST":
        authoring.open_new_revision(practice=practice, by=request.user)
        return redirect("edit", slug=practice.slug)
    if policies.can(request.user, "edit", practice) and practice.draft_revision:
        return render(request, "practices/authoring/edit.html", _task_list(request, practice))
    draft = practice.draft_revision
    review = progress.last_review(draft or practice.published_revision)
    context = {
        "practice": practice,
        "draft": draft,
        "why_not_edit": policies.why_not(request.user, "edit", practice),
        "review_time": median_review_time(),
        "review": review,
        "partner_notes": progress.notes_with(review),
        "fact_checks": FactCheck.objects.of_submission(draft) if draft else [],
        "can_discard": policies.can(request.user, "discard", practice),
    }
    return render(request, "practices/authoring/standing.html", context)


def _task_list(request, practice):
    tasks = progress.tasks(practice)
    review = progress.last_review(practice.draft_revision)
    return {
        "practice": practice,
        "draft": practice.draft_revision,
        "tasks": tasks,
        "may_read_notes": policies.can(request.user, "read_notes", practice),
        "done": sum(task.kind == "done" for task in tasks),
        "gaps": progress.gaps(practice),
        "review": review,
        "partner_notes": progress.notes_with(review),
        "authors": [authorship.user for authorship in practice.authorships.all()],
        "alike": similar_to(request.user, practice),
        "findings": identifying.open_among(identifying.findings(practice, practice.draft_revision)),
        "signpost": identifying.signpost_of(practice.draft_revision),
        "note_count": practice.draft_revision.reader_notes.count(),
        "can_ask_reader": policies.can(request.user, "ask_reader", practice),
        "can_manage_authors": policies.can(request.user, "manage_authors", practice),
    }


@require_http_methods(["GET", "POST"])
def edit_section(request, slug, section):
    practice, asked = _to_write(request, slug, section)
    if practice.draft_revision is None:
        kept_text.keep(request)
        return redirect("edit", slug=practice.slug)
    if "forget" in request.POST:
        kept_text.forget(request)
        return redirect("edit_section", slug=practice.slug, section=section)
    if request.method == "POST":
        return _save_section(request, practice, asked)
    answers = kept_text.kept(request)
    form = _form(request, practice, asked, answers, half_done=True)
    return _section_page(request, practice, asked, form, is_kept=answers is not None)


def _save_section(request, practice, asked):
    """Save and go on; or, after a button that adds or removes a row, save what there is and stay."""
    changed = changed_rows(request.POST)
    form = _form(request, practice, asked, changed or request.POST, half_done=changed is not None)
    if changed is None and not form.is_valid():
        return _section_page(request, practice, asked, form, status=400)
    try:
        _store(request, practice, asked, form)
    except authoring.SavedBySomeoneElse as clash:
        return _clash_page(request, practice, asked, clash)
    kept_text.forget(request)
    if changed is None:
        return redirect(_after(request, practice, asked))
    changed["base"] = authoring.base_of(practice.draft_revision, asked.key)
    form = _form(request, practice, asked, changed, half_done=True)
    return _section_page(request, practice, asked, form)


def _store(request, practice, asked, form):
    return authoring.save_section(
        practice=practice,
        section=asked.key,
        values=form.values(),
        base=request.POST.get("base", ""),
        by=request.user,
    )


def _section_page(request, practice, asked, form, *, is_kept=False, status=200):
    draft = practice.draft_revision
    saved = SectionSave.objects.filter(revision=draft, section=asked.key).select_related("saved_by").first()
    asked_in_order = sections.for_revision(draft)
    context = {
        "practice": practice,
        "section": asked,
        "form": form,
        "is_kept": is_kept,
        "saved": progress.saved_in_words(saved) if saved else "",
        "gaps": progress.gaps(practice, asked),
        "number": asked_in_order.index(asked) + 1 if asked in asked_in_order else None,
        "total": len(asked_in_order),
        "findings": _findings_in(practice, asked),
        "signpost": identifying.signpost_of(draft),
        "asked_for": [row for row in progress.changes_asked_for(draft) if row["section"] == asked.key],
        "suggested": suggestions.beside(draft, asked.key),
    }
    return render(request, "practices/authoring/section.html", context, status=status)


def _findings_in(practice, asked):
    """What may tell who somebody is in this section, as it is saved by now."""
    draft = Revision.objects.get(pk=practice.draft_revision_id)
    return identifying.open_among(identifying.findings(practice, draft, asked))


def _clash_page(request, practice, asked, clash):
    """Both versions side by side, to choose from or to merge; nothing has been stored."""
    mine = request.POST.copy()
    mine["base"] = authoring.base_of(practice.draft_revision, asked.key)
    form = _form(request, practice, asked, mine, half_done=True)
    shown = clashes.differences(form, clash.fields, clash.theirs)
    context = {
        "practice": practice,
        "section": asked,
        "form": form,
        "saved": progress.saved_in_words(clash.saved),
        "is_own": clash.saved.saved_by_id == request.user.pk,
        "differences": shown,
        "carried": clashes.carried(form, shown),
    }
    return render(request, "practices/authoring/clash.html", context, status=409)


def _after(request, practice, asked):
    """Where to go once a section is saved: the next one, or the list after the last and where it was asked for."""
    following = sections.after(asked, practice.draft_revision)
    if request.POST.get("then") == "list" or following is None:
        messages.success(request, _("“%(section)s” is saved.") % {"section": asked.title})
        return reverse("edit", args=[practice.slug])
    return reverse("edit_section", args=[practice.slug, following.key])


@require_POST
def autosave(request, slug, section):
    """What the page's script sends while somebody types; see static/js/authoring.js."""
    practice, asked = _to_write(request, slug, section)
    if practice.draft_revision is None:
        return HttpResponse(status=410)
    form = _form(request, practice, asked, request.POST, half_done=True)
    try:
        saved = _store(request, practice, asked, form)
    except authoring.SavedBySomeoneElse as clash:
        return JsonResponse({"message": _somebody_was_first(clash.saved)}, status=409)
    base = authoring.base_of(practice.draft_revision, asked.key)
    found = len(_findings_in(practice, asked))
    return JsonResponse({"base": base, "message": _saved_at(saved, form.labels_with_errors()) + _telling(found)})


def _telling(found):
    """What is said after “Saved” of things that may tell who somebody is."""
    if not found:
        return ""
    said = ngettext(
        "%(n)d thing in this section may tell who somebody is.",
        "%(n)d things in this section may tell who somebody is.",
        found,
    )
    return ". " + said % {"n": found}


def _saved_at(saved, not_saved):
    words = {"time": time_format(timezone.localtime(saved.saved_at), "H.i"), "fields": ", ".join(not_saved)}
    if not_saved:
        return _("Saved at %(time)s, but not what needs correcting: %(fields)s") % words
    return _("Saved at %(time)s") % words


def _somebody_was_first(saved):
    return _("%(saved)s, after you opened this page. Press “Save and continue” to see both versions.") % {
        "saved": progress.saved_in_words(saved)
    }


def find(request, slug):
    """The practice of that address, if this person may see it."""
    return get_object_or_404(Practice.objects.visible_to(request.user).for_page(), slug=slug)


def to_write(request, slug):
    """The practice, if this person may edit it now; what was typed is kept if not."""
    practice = find(request, slug)
    if not policies.can(request.user, "edit", practice):
        kept_text.keep(request)
    policies.require(request.user, "edit", practice)
    return practice


def _to_write(request, slug, section):
    """The practice and the section, as `to_write`."""
    if section not in FORMS:
        raise Http404
    practice = to_write(request, slug)
    if section == sections.NOTES.key:
        policies.require(request.user, "read_notes", practice)
    return practice, sections.BY_KEY[section]


def _form(request, practice, asked, data, *, half_done):
    base = authoring.base_of(practice.draft_revision, asked.key)
    return FORMS[asked.key](data, practice=practice, user=request.user, base=base, half_done=half_done)
