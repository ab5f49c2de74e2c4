"""The reasons that moderators choose from when they return a write-up."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from practice_hub import kept_text
from practices import reason_policies
from practices.actions import reasons
from practices.forms.reasons import ReasonForm
from practices.models import ReturnReason
from practices.sections import SECTIONS
from practices.views.curation import form_page


@require_GET
def review_reasons(request):
    reason_policies.require(request.user, "look_after")
    found = ReturnReason.objects.by_section()
    groups = [(_("The whole write-up"), found.get("", []))]
    groups += [(section.title, found.get(section.key, [])) for section in SECTIONS]
    context = {"groups": [group for group in groups if group[1]]}
    return render(request, "practices/curation/reasons.html", context)


@require_http_methods(["GET", "POST"])
def reason_add(request):
    reason_policies.require(request.user, "look_after")
    form = ReasonForm(kept_text.answers(request))
    done = _("The reason is offered from now on.")
    return form_page(request, "reason_add", form, reasons.add, done, back="review_reasons")


@require_http_methods(["GET", "POST"])
def reason_edit(request, pk):
    reason = _reason(request, pk)
    form = ReasonForm(kept_text.answers(request), reason=reason)
    act, done = partial(reasons.change, reason=reason), _("The reason is changed.")
    return form_page(request, "reason_edit", form, act, done, back="review_reasons")


@require_http_methods(["GET", "POST"])
def reason_remove(request, pk):
    reason = _reason(request, pk)
    if request.method == "GET":
        return render(request, "practices/curation/reason_remove.html", {"reason": reason})
    reasons.remove(reason=reason, by=request.user)
    messages.success(request, _("The reason is removed."))
    return redirect("review_reasons")


def _reason(request, pk):
    """The reason; 403 for whoever looks after none, before it is said whether there is one."""
    reason_policies.require(request.user, "look_after")
    return get_object_or_404(ReturnReason, pk=pk)
