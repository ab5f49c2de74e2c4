"""Audits: what is checked in one's organisations, setting one up, drawing its sample, and the result."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice_hub import kept_text
from practices import audit_policies
from practices.actions import audits as actions
from practices.actions.members import members_of
from practices.actions.once import once
from practices.auditing import results
from practices.auditing.charts import chart
from practices.auditing.sampling import Size, sizes_to_choose
from practices.auditing.seats import cases_of, given_by, unanswered
from practices.choices import AdoptionStatus, AuditStatus
from practices.forms.audits import AuditForm, CheckersForm, SampleForm
from practices.models import Adoption, Audit, Practice
from practices.views.listing import page_of


@require_safe
def audits(request):
    """Those that the person checks in, or manages; the newest first."""
    mine = Audit.objects.visible_to(request.user).for_page().newest()
    context = {"page": page_of(request, mine), "manages": bool(_managed_by(request.user))}
    return render(request, "practices/audits/list.html", context)


@require_safe
def audit_new(request):
    """What could be checked: what the organisations take up, and what they have written up."""
    managed = _managed_by(request.user)
    if not managed:
        raise PermissionDenied(_("Only managers of an organisation can set up a check."))
    adoptions = (
        Adoption.objects.confirmed()
        .of(managed)
        .filter(
            practice__in=Practice.objects.visible_to(request.user).values("pk"),
            status__in=[AdoptionStatus.TRYING, AdoptionStatus.IN_USE],
        )
    )
    own = Practice.objects.current().visible_to(request.user).filter(organisation__in=managed).for_page()
    context = {
        "adoptions": adoptions.by_place().select_related("revision"),
        "own": [each for each in own if audit_policies.can(request.user, "set_up_for_own", each)],
    }
    return render(request, "practices/audits/new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def audit_of_adoption(request, pk):
    adoption = get_object_or_404(Adoption.objects.visible_to(request.user).for_page(), pk=pk)
    audit_policies.require(request.user, "set_up_for_adoption", adoption)
    act = partial(actions.set_up_for_adoption, adoption=adoption)
    return _set_up(request, act, adoption.revision, adoption.organisation, adoption.who, has_team=True)


@require_http_methods(["GET", "HEAD", "POST"])
def audit_of_own(request, slug):
    practice = get_object_or_404(Practice.objects.visible_to(request.user).for_page(), slug=slug)
    audit_policies.require(request.user, "set_up_for_own", practice)
    act, who = partial(actions.set_up_for_own, practice=practice), practice.organisation.name
    return _set_up(request, act, practice.shown, practice.organisation, who, has_team=False)


def _set_up(request, act, revision, organisation, who, *, has_team):
    members = members_of(organisation)
    typed = kept_text.answers(request)
    form = AuditForm(typed, revision=revision, members=members, has_team=has_team)
    if request.method == "POST" and form.is_valid():
        address = once(
            key=form.cleaned_data["key"],
            by=request.user,
            handle=lambda: act(plan=form.plan, by=request.user).get_absolute_url(),
        )
        kept_text.forget(request)
        return redirect(address)
    return _form_page(request, "set_up", form, title=revision.title, who=who)


@require_safe
def audit(request, pk):
    """Its own page: what is to be done next, and at the end what was found."""
    audit = _find(request, pk)
    context = {"audit": audit, "may": {name: audit_policies.can(request.user, name, audit) for name in MAY}}
    if audit.status == AuditStatus.FINISHED:
        return render(request, "practices/audits/result.html", context | _found(audit))
    return render(request, "practices/audits/audit.html", context | _sample(request.user, audit))


MAY = ("draw", "discard", "name_checkers", "score", "finish", "manage")


def _found(audit):
    before = results.last_round(audit)
    found = results.results_of(audit, before)
    return {
        "results": found,
        "before": before,
        "chart": chart(found),
        "agreement": results.agreement_of(audit),
        "fewest": results.FEWEST,
        "cases": _cases(audit),
    }


def _sample(user, audit):
    """The cases to look at, and how far the person has got with theirs."""
    cases, seat = _cases(audit), audit_policies.seat_of(user, audit)
    sample = [case for case in cases if not case.unusable_because]
    mine = cases_of(seat, cases) if seat else []
    missing = unanswered(seat, cases, audit.criteria.all(), given_by(seat)) if mine else []
    done = len(mine) - len(missing)
    return {"cases": cases, "sample": sample, "seat": seat, "mine": mine, "missing": missing, "done": done}


def _cases(audit):
    return list(audit.cases.select_related("replaces").order_by("ordinal"))


@require_http_methods(["GET", "HEAD", "POST"])
def audit_sample(request, pk):
    """How many, and then the draw."""
    audit = _find(request, pk)
    audit_policies.require(request.user, "draw", audit)
    form = SampleForm(kept_text.answers(request), audit=audit)
    if request.method == "POST" and form.is_valid():
        actions.draw(audit=audit, by=request.user, **form.cleaned_data)
        kept_text.forget(request)
        messages.success(request, _("The sample is drawn."))
        return redirect(audit)
    sizes, points = sizes_to_choose(audit.cases_in_scope), Size.of(form.suggested, form.cases).points
    return _form_page(request, "sample", form, audit=audit, sizes=sizes, points=points)


@require_http_methods(["GET", "HEAD", "POST"])
def audit_checkers(request, pk):
    audit = _find(request, pk)
    audit_policies.require(request.user, "name_checkers", audit)
    form = CheckersForm(request.POST or None, audit=audit, members=members_of(audit.organisation))
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_checkers(audit=audit, by=request.user, **form.cleaned_data)
        except actions.NotIndependent:
            form.add_error(None, _("Each of the two keeps to their own answers: choose somebody who has not scored."))
        else:
            return redirect(audit)
    return _form_page(request, "checkers", form, audit=audit)


@require_POST
def audit_finish(request, pk):
    audit = actions.finish(audit=_find(request, pk), by=request.user)
    messages.success(request, _("The audit is finished."))
    return redirect(audit)


@require_POST
def audit_discard(request, pk):
    actions.discard(audit=_find(request, pk), by=request.user)
    messages.success(request, _("Nothing is kept of it."))
    return redirect("audits")


def _find(request, pk):
    return get_object_or_404(Audit.objects.visible_to(request.user).for_page(), pk=pk)


def _managed_by(user):
    return [key for key, membership in user.memberships_by_organisation.items() if membership.is_manager]


def _form_page(request, name, form, **context):
    is_kept = form.is_bound and request.method == "GET"
    status = 400 if form.is_bound and not is_kept else 200
    context |= {"form": form, "is_kept": is_kept}
    return render(request, f"practices/audits/{name}.html", context, status=status)
