"""The files of a write-up: its authors add and remove them, and readers fetch them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice_hub import kept_text
from practice_hub.uploads import takes_a_file
from practices import identifying, policies, progress, sections
from practices.actions import attachments
from practices.attachments.kinds import MEDIA_TYPES, MOST_FILES
from practices.attachments.names import disposition
from practices.attachments.refusals import NotTaken
from practices.choices import FileKind
from practices.forms.attachments import BlankForm, FileForm
from practices.models import Practice, SectionSave
from practices.sections import FILES
from practices.views.authoring import to_write


@takes_a_file
@require_http_methods(["GET", "POST"])
def edit_files(request, slug):
    practice = to_write(request, slug)
    if practice.draft_revision is None:
        kept_text.keep(request)
        return redirect("edit", slug=practice.slug)
    if request.method == "POST":
        return _add(request, practice)
    answers = kept_text.kept(request)
    form = FileForm(initial={"title": answers.get("title", "")} if answers is not None else None)
    return _page(request, practice, form, is_kept=answers is not None)


def _add(request, practice):
    form = FileForm(request.POST, files=request.FILES)
    if not form.is_valid():
        return _page(request, practice, form, status=400)
    said = form.cleaned_data
    try:
        added = attachments.add(
            practice=practice, title=said["title"], name=said["file"].name, data=said["file"].read(), by=request.user
        )
    except NotTaken as refusal:
        form.add_error("file", refusal.why.label)
        return _page(request, practice, form, status=400)
    kept_text.forget(request)
    if added.is_held:
        messages.warning(request, _("“%(title)s” is stored, but it is held. This page says why.") % {"title": added})
    else:
        messages.success(request, _("“%(title)s” is added.") % {"title": added})
    return redirect("edit_files", slug=practice.slug)


def _page(request, practice, form, *, refused=None, is_kept=False, status=200):
    """`refused` is (the key of a file, the form that was sent about it)."""
    draft = practice.draft_revision
    files = list(draft.attachments.for_reading().select_related("uploaded_by"))
    key, of_file = refused or (None, None)
    for file in files:
        file.is_ours = policies.may_read_file(request.user, practice, file)
        may_say = file.is_held and not policies.why_not_say_blank(request.user, file)
        file.blank_form = may_say and (of_file if file.pk == key else BlankForm(auto_id=f"id_{file.pk}_%s"))
    saved = SectionSave.objects.filter(revision=draft, section=FILES.key).select_related("saved_by").first()
    asked_in_order = sections.for_revision(draft)
    context = {
        "practice": practice,
        "section": FILES,
        "form": form,
        "refused": of_file,
        "is_kept": is_kept,
        "files": files,
        "is_full": len(files) >= MOST_FILES,
        "most": MOST_FILES,
        "saved": progress.saved_in_words(saved) if saved else "",
        "number": asked_in_order.index(FILES) + 1,
        "total": len(asked_in_order),
        "next": sections.after(FILES, draft),
        "findings": identifying.open_among(identifying.findings(practice, draft, FILES)),
        "asked_for": [row for row in progress.changes_asked_for(draft) if row["section"] == FILES.key],
    }
    return render(request, "practices/authoring/files.html", context, status=status)


@require_POST
def file_remove(request, slug, pk):
    practice, file = _of_draft(request, slug, pk)
    attachments.remove(practice=practice, file=file, by=request.user)
    messages.success(request, _("“%(title)s” is removed.") % {"title": file})
    return redirect("edit_files", slug=practice.slug)


@require_POST
def file_blank(request, slug, pk):
    """Takes its author's word that a file which looks filled in is about nobody."""
    practice, file = _of_draft(request, slug, pk)
    if reason := policies.why_not_say_blank(request.user, file):
        raise PermissionDenied(reason)
    form = BlankForm(request.POST, auto_id=f"id_{file.pk}_%s")
    if not form.is_valid():
        return _page(request, practice, FileForm(), refused=(file.pk, form), status=400)
    attachments.say_blank(practice=practice, file=file, because=form.cleaned_data["because"], by=request.user)
    messages.success(request, _("Noted. The moderators see the file, and what you said."))
    return redirect("edit_files", slug=practice.slug)


def _of_draft(request, slug, pk):
    practice = to_write(request, slug)
    if practice.draft_revision is None:
        raise Http404
    return practice, get_object_or_404(practice.draft_revision.attachments.for_reading(), pk=pk)


@login_not_required
@require_safe
def attachment(request, slug, pk):
    """The file itself, for whoever may read a version that has it. Browsers save it, and never show it."""
    practice = get_object_or_404(Practice.objects.visible_to(request.user).for_page(), slug=slug)
    file = get_object_or_404(practice.attachments.for_reading(), pk=pk)
    if not policies.may_read_file(request.user, practice, file):
        raise Http404
    headers = {
        "Content-Length": str(file.size),
        "Content-Disposition": disposition(file.name),
        "Content-Encoding": "identity",  # its kinds are compressed already
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }
    return StreamingHttpResponse(file.chunks(), content_type=MEDIA_TYPES[FileKind(file.kind)], headers=headers)
