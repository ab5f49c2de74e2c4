"""Who has been briefed on what a team has adopted: how many, by whom, on which revision."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from practice_hub import kept_text
from practices import briefings as briefed
from practices import learning_policies, policies
from practices.actions import briefings as actions
from practices.actions.members import members_of
from practices.forms.briefings import BriefingForm
from practices.lifecycle import Status
from practices.models import Briefing
from practices.views.learning.pages import do_once, draw, find_readable_adoption, is_filled_in


@require_http_methods(["GET", "HEAD", "POST"])
def briefings(request, pk):
    adoption = find_readable_adoption(request, pk)
    context = _context(adoption)
    why_not = learning_policies.why_not(request.user, "brief", adoption)
    if request.method != "POST" and why_not:
        return render(request, "practices/learning/briefings.html", context | {"why_not": why_not})
    learning_policies.require(request.user, "brief", adoption)
    revisions = _readable(request.user, adoption.practice)
    form = BriefingForm(kept_text.answers(request), revisions=revisions, members=members_of(adoption.organisation))
    if is_filled_in(request, form):
        said = {name: form.cleaned_data[name] for name in ("revision", "on", "briefed_by", "people")}
        address = reverse("briefings", args=[pk])
        return redirect(
            do_once(request, form, address, lambda: actions.record(adoption=adoption, by=request.user, **said))
        )
    return draw(request, "briefings", form, **context)


def _context(adoption):
    return {
        "adoption": adoption,
        "briefings": adoption.briefings.select_related("revision", "by"),
        "to_brief": briefed.due_among([adoption]).get(adoption.pk),
    }


def _readable(user, practice):
    """The published revisions that the person may read, as a choice, newest first."""
    published = practice.revisions.filter(status=Status.PUBLISHED).order_by("-number")
    keys = [each.pk for each in published if policies.may_read_revision(user, practice, each)]
    return published.filter(pk__in=keys)


@require_POST
def briefing_remove(request, pk, briefing):
    adoption = find_readable_adoption(request, pk)
    found = get_object_or_404(Briefing.objects.select_related("revision"), adoption=adoption, pk=briefing)
    found.adoption = adoption
    actions.remove(briefing=found, by=request.user)
    messages.success(request, _("The briefing is taken off the list."))
    return redirect("briefings", pk=adoption.pk)
