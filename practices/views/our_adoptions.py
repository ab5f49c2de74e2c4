"""What one's organisations adopt: the list, a page to print, a table, and what to do about a newer revision."""

from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practices import adoption_export, adoption_policies, our_adoptions, policies
from practices.actions import upstream as actions
from practices.actions.adoption import ChangedMeanwhile
from practices.forms.upstream import UpstreamForm
from practices.models import UpstreamChoice
from practices.upstream import changes, to_say_again
from practices.views.adoption.pages import find_adoption
from practices.views.listing import page_of

ON_A_PAGE = 40


@require_safe
def adoptions(request):
    organisations, chosen = _speaks_for(request)
    page = page_of(request, our_adoptions.entries(request.user, chosen), ON_A_PAGE)
    groups = [
        (our_adoptions.HEADINGS[group], list(rows)) for group, rows in groupby(page, key=lambda entry: entry.group)
    ]
    context = {
        "organisations": organisations,
        "chosen": chosen,
        "page": page,
        "groups": groups,
        "not_readable": our_adoptions.not_readable(request.user, chosen),
    }
    return render(request, "practices/our_adoptions/adoptions.html", context)


@require_safe
def adoptions_summary(request):
    """What is confirmed, on a page for a board or a supervision folder."""
    _organisations, chosen = _speaks_for(request)
    confirmed = list(our_adoptions.listed(our_adoptions.known_to(request.user, chosen).confirmed()))
    by_organisation = [
        (organisation, _by_status([each for each in confirmed if each.organisation_id == organisation.pk]))
        for organisation in chosen
    ]
    context = {"organisations": by_organisation, "today": timezone.localdate(), "is_empty": not confirmed}
    return render(request, "practices/our_adoptions/summary.html", context)


@require_safe
def adoptions_export(request):
    _organisations, chosen = _speaks_for(request)
    confirmed = our_adoptions.listed(our_adoptions.known_to(request.user, chosen).confirmed())
    name = f"adoptions-{timezone.localdate().isoformat()}.csv"
    # With the mark by which spreadsheets know the encoding.
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    adoption_export.write(confirmed, response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def upstream(request, pk):
    """What the practice says since it was taken up, and what becomes of that."""
    adoption = _find_with_both_revisions(request, pk)
    practice, newest = adoption.practice, adoption.practice.published_revision
    form = UpstreamForm(initial={"number": newest.number})
    if request.method == "POST":
        adoption_policies.require(request.user, "follow_upstream", adoption)
        form = UpstreamForm(request.POST)
        if form.is_valid():
            return _carry_out(request, adoption, form.cleaned_data)
    steps = [change for change in changes(adoption.revision.steps, newest.steps) if change.kind != "same"]
    context = {
        "adoption": adoption,
        "practice": practice,
        "newest": newest,
        "form": form,
        "why_not": adoption_policies.why_not(request.user, "follow_upstream", adoption),
        "decided": adoption.upstream_choices.order_by("-revision__number").select_related("revision").first(),
        "essential": [change for change in steps if change.is_essential],
        "others": [change for change in steps if not change.is_essential],
    }
    return render(request, "practices/our_adoptions/upstream.html", context, status=400 if form.errors else 200)


def _find_with_both_revisions(request, pk):
    """The adoption, where the person may read what was taken up and what is published now."""
    adoption = find_adoption(request, pk)
    practice = adoption.practice
    both = (practice.published_revision, adoption.revision)
    if not practice.is_published or not all(policies.may_read_revision(request.user, practice, one) for one in both):
        raise Http404
    return adoption


def _carry_out(request, adoption, said):
    try:
        adoption = actions.choose(adoption=adoption, choice=said["choice"], number=said["number"], by=request.user)
    except ChangedMeanwhile:
        messages.warning(request, _("A newer revision has come out meanwhile. Look at it before you decide."))
        return redirect("upstream", pk=adoption.pk)
    if said["choice"] != UpstreamChoice.Choice.TAKE:
        messages.success(request, _("Noted. What you do stays as it is recorded."))
        return redirect("adoptions")
    messages.success(request, _("Noted: this is the revision that you use now."))
    return redirect("adoption_steps" if to_say_again(adoption) else "adoption", pk=adoption.pk)


def _speaks_for(request):
    """The person's organisations, alphabetically; and those that the address chooses of them, or else all."""
    organisations = sorted(request.user.organisations, key=lambda each: each.name.casefold())
    asked = request.GET.get("organisation")
    return organisations, [each for each in organisations if each.slug == asked] or organisations


def _by_status(adoptions):
    return [(status, [each for each in adoptions if each.status == status]) for status in our_adoptions.BY_STATUS]
