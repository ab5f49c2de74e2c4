"""What in a draft may tell who somebody is, one by one: its author rewords each, or says that it is no person."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practices import identifying, policies
from practices.actions import identifying as actions
from practices.forms.identifying import DismissalForm
from practices.views.authoring import find


@require_http_methods(["GET", "POST"])
def recognisable(request, slug):
    practice = find(request, slug)
    policies.require(request.user, "edit", practice)
    if practice.draft_revision is None:
        return redirect("edit", slug=practice.slug)
    if request.method == "POST":
        return _answer(request, practice)
    return _page(request, practice)


def _answer(request, practice):
    key = request.POST.get("finding", "")
    try:
        if "use" in request.POST:
            actions.use_suggestion(practice=practice, key=key, by=request.user)
            messages.success(request, _("The wording is changed."))
        elif "take_back" in request.POST:
            actions.take_back(practice=practice, key=key, by=request.user)
        else:
            form = DismissalForm(request.POST)
            if not form.is_valid():
                return _page(request, practice, form, status=400)
            actions.dismiss(practice=practice, key=key, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("Noted. The moderators see what you said."))
    except actions.NotThereAnyMore:
        messages.error(request, _("The text has changed since you opened this page. This is what is found in it now."))
    return redirect("recognisable", slug=practice.slug)


def _page(request, practice, refused=None, status=200):
    """`refused` is a form that was sent without a reason; raises NotThereAnyMore where what it is about is gone."""
    found = identifying.findings(practice, practice.draft_revision)
    key = refused["finding"].value() if refused else None
    if refused and key not in {finding.key for finding in found}:
        raise actions.NotThereAnyMore
    context = {
        "practice": practice,
        "open": [
            (finding, refused if finding.key == key else DismissalForm.for_finding(finding))
            for finding in identifying.open_among(found)
        ],
        "must_change": sum(finding.blocks for finding in identifying.open_among(found)),
        "dismissed": [finding for finding in found if finding.dismissal],
        "form": refused,
    }
    return render(request, "practices/authoring/recognisable.html", context, status=status)
