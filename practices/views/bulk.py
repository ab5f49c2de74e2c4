"""Administrators import many write-ups from one file: it is chosen, looked through, and then imported."""

from functools import partial, wraps

from django.contrib import messages
from django.core import signing
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from practice_hub.uploads import takes_a_file
from practices import bulk_policies
from practices.actions import bulk
from practices.actions.once import once
from practices.bulk.carried import unpacked
from practices.bulk.preview import preview
from practices.forms.bulk import ColumnsForm, FileForm


def administrators_only(view):
    """Asked before anything of the request is read."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        bulk_policies.require(request.user, "import_in_bulk")
        return view(request, *args, **kwargs)

    return guarded


@takes_a_file
@require_http_methods(["GET", "POST"])
@administrators_only
def import_practices(request):
    """Takes a file and shows what would become of it; nothing is stored."""
    form = FileForm(request.POST, files=request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        file = form.carried
        return _preview_page(request, file, ColumnsForm(file=file, user=request.user))
    return render(request, "practices/bulk/import.html", {"form": form}, status=400 if form.errors else 200)


@require_POST
@administrators_only
def import_checked(request):
    """Shows the same file with its columns read otherwise, or imports it."""
    try:
        file = unpacked(request.POST.get("carried", ""), request.user)
    except signing.BadSignature:
        messages.error(request, _("The page was open for too long. Choose the file again: nothing was imported."))
        return redirect("import_practices")
    form = ColumnsForm(request.POST, file=file, user=request.user)
    if "import" not in request.POST or not form.was_looked_through:
        return _preview_page(request, file, form)
    seen = preview(file, form.mapping())
    if seen.problems:
        return _preview_page(request, file, form, seen)
    return redirect(once(key=form.cleaned_data["key"], by=request.user, handle=partial(_import, request, file, seen)))


def _preview_page(request, file, form, seen=None):
    seen = seen or preview(file, form.mapping())
    context = {"form": form, "file": file, "preview": seen, "owner": file.owner_row()}
    return render(request, "practices/bulk/preview.html", context, status=400 if seen.problems else 200)


def _import(request, file, seen):
    outcomes, _left_alone = bulk.load(
        write_ups=seen.write_ups, source=file.source, publish=file.publish, by=request.user
    )
    said = _("%(added)d added, %(changed)d changed, %(unchanged)d unchanged, %(left_alone)d left alone.")
    messages.success(request, said % outcomes)
    return reverse("import_practices")
