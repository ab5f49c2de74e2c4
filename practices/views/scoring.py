"""Scoring a sample: all of it in one grid, or a case at a time. What is sent is kept, and gone on with later."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from practice_hub import kept_text
from practices import audit_policies
from practices.actions import audits as actions
from practices.auditing.seats import cases_of, given_by, unanswered
from practices.forms.scoring import ScoreForm, UnusableForm
from practices.models import Audit


@require_http_methods(["GET", "HEAD", "POST"])
def audit_score(request, pk):
    """The grid."""
    audit, seat, cases = _seated(request, pk)
    form = _form(request, audit, seat, cases, one_by_one=False)
    if request.method == "POST" and form.is_valid():
        actions.score(audit=audit, answers=form.answers, by=request.user)
        kept_text.forget(request)
        messages.success(request, _how_far(seat, audit))
        return redirect("audit_score", pk=audit.pk)
    return _page(request, "grid", audit, form, seat=seat)


@require_http_methods(["GET", "HEAD", "POST"])
def audit_case(request, pk, ordinal):
    """One case; when it is kept, the next one that lacks an answer."""
    audit, seat, cases = _seated(request, pk)
    case = _case(cases, ordinal)
    form = _form(request, audit, seat, [case], one_by_one=True)
    if request.method == "POST" and form.is_valid():
        actions.score(audit=audit, answers=form.answers, by=request.user)
        kept_text.forget(request)
        return _go_on(seat, audit, case)
    place = {"number": cases.index(case) + 1, "of": len(cases), "others": [each.ordinal for each in cases]}
    return _page(request, "case", audit, form, case=case, place=place)


@require_http_methods(["GET", "HEAD", "POST"])
def audit_case_unusable(request, pk, ordinal):
    """Says why a case cannot be used, and draws another one."""
    audit, _seat, cases = _seated(request, pk)
    case = _case(cases, ordinal)
    form = UnusableForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            other = actions.replace(case=case, by=request.user, because=form.cleaned_data["because"])
        except actions.AlreadyScored:
            form.add_error(None, _("Somebody has given answers about this case, so it stays in the sample."))
        else:
            messages.success(request, _drawn_instead(case, other))
            return redirect("audit_case", audit.pk, other.ordinal) if other else redirect(audit)
    return _page(request, "unusable", audit, form, case=case)


@require_POST
def audit_score_finish(request, pk):
    audit, _seat, _cases = _seated(request, pk)
    try:
        actions.finish_scoring(audit=audit, by=request.user)
    except actions.NotAllScored:
        messages.error(request, _("Some cases lack an answer. Answer them first; “not applicable” is an answer, too."))
        return redirect("audit_score", pk=audit.pk)
    messages.success(request, _("Thank you. Your answers stand."))
    return redirect(audit)


def _seated(request, pk):
    """The audit, the person's seat in it, and the cases that they score."""
    audit = get_object_or_404(Audit.objects.visible_to(request.user).for_page(), pk=pk)
    audit_policies.require(request.user, "score", audit)
    seat = audit_policies.seat_of(request.user, audit)
    return audit, seat, cases_of(seat, audit.cases.all())


def _case(cases, ordinal):
    found = next((case for case in cases if case.ordinal == ordinal), None)
    if found is None:
        raise Http404
    return found


def _form(request, audit, seat, cases, *, one_by_one):
    given, criteria = given_by(seat), audit.criteria.all()
    return ScoreForm(kept_text.answers(request), cases=cases, criteria=criteria, given=given, one_by_one=one_by_one)


def _go_on(seat, audit, case):
    missing = _missing(seat, audit)
    if not missing:
        return redirect("audit_score", pk=audit.pk)
    later = [each for each in missing if each.ordinal > case.ordinal]
    return redirect("audit_case", pk=audit.pk, ordinal=(later or missing)[0].ordinal)


def _missing(seat, audit):
    return unanswered(seat, audit.cases.all(), audit.criteria.all(), given_by(seat))


def _how_far(seat, audit):
    missing = len(_missing(seat, audit))
    if not missing:
        return _("Kept. Every case has its answers.")
    return ngettext("Kept. %(missing)d case lacks an answer.", "Kept. %(missing)d cases lack an answer.", missing) % {
        "missing": missing
    }


def _drawn_instead(case, other):
    if other is None:
        return _("Case %(case)d is left out. There is no other case to draw.") % {"case": case.ordinal}
    return _("Case %(case)d is left out, and case %(other)d was drawn instead.") % {
        "case": case.ordinal,
        "other": other.ordinal,
    }


def _page(request, name, audit, form, **context):
    is_kept = form.is_bound and request.method == "GET"
    status = 400 if form.is_bound and not is_kept else 200
    context |= {"audit": audit, "form": form, "is_kept": is_kept, "criteria": audit.criteria.all()}
    return render(request, f"practices/audits/{name}.html", context, status=status)
