"""What follows from a finished audit: findings and actions, what others are told, and a result for those named."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice_hub import kept_text
from practices import audit_policies, learning_policies
from practices.actions import learning as actions
from practices.actions.members import members_of
from practices.auditing.results import FEWEST, results_of
from practices.forms.findings import FindingForm, ReleaseForm
from practices.models import Audit, AuditFinding
from practices.views.learning.pages import do_once, draw, find_audit, is_filled_in


@require_http_methods(["GET", "HEAD", "POST"])
def findings(request, pk):
    """All of them for those who see the audit; for others in the organisation what they have undertaken."""
    audit = _find_with_findings(request, pk)
    shown = list(audit.findings.visible_to(request.user).for_page())
    for finding in shown:
        finding.audit = audit
        finding.may = {name: learning_policies.can(request.user, name, finding) for name in ("settle", "drop")}
    context = {"audit": audit, "findings": shown, "sees_audit": audit_policies.can(request.user, "read", audit)}
    if request.method == "POST":
        learning_policies.require(request.user, "add_finding", audit)
    elif not learning_policies.can(request.user, "add_finding", audit):
        return render(request, "practices/learning/findings.html", context)
    form = FindingForm(
        kept_text.answers(request),
        audit=audit,
        members=members_of(audit.organisation),
        may_suggest=learning_policies.can(request.user, "suggest_after", audit),
    )
    if is_filled_in(request, form):
        address = reverse("findings", args=[pk])
        return redirect(
            do_once(request, form, address, lambda: actions.add_finding(audit=audit, said=form.said, by=request.user))
        )
    return draw(request, "findings", form, **context)


def _find_with_findings(request, pk):
    """The audit, for those who see it, and for those who have undertaken something after it."""
    mine = AuditFinding.objects.visible_to(request.user).values("audit")
    seen = Audit.objects.visible_to(request.user).values("pk")
    audits = Audit.objects.for_page().prefetch_related("practice__authorships", "practice__trusted_readers")
    return get_object_or_404(audits.filter(pk__in=mine.union(seen)), pk=pk)


@require_POST
def finding_done(request, pk, finding):
    found = _finding(request, pk, finding)
    is_done = "undo" not in request.POST
    actions.settle(finding=found, is_done=is_done, by=request.user)
    messages.success(request, _("Marked as done.") if is_done else _("Marked as not done yet."))
    return redirect("findings", pk=pk)


@require_POST
def finding_drop(request, pk, finding):
    actions.drop(finding=_finding(request, pk, finding), by=request.user)
    messages.success(request, _("The finding is taken away."))
    return redirect("findings", pk=pk)


def _finding(request, pk, finding):
    findings = AuditFinding.objects.visible_to(request.user).for_page()
    return get_object_or_404(findings.select_related("audit__organisation"), audit=pk, pk=finding)


@require_http_methods(["GET", "HEAD", "POST"])
def audit_release(request, pk):
    """What others are told of it, and when it is done again."""
    audit = find_audit(request, pk)
    learning_policies.require(request.user, "release", audit)
    form = ReleaseForm(kept_text.answers(request), audit=audit)
    if is_filled_in(request, form):
        actions.release(audit=audit, by=request.user, **form.cleaned_data)
        kept_text.forget(request)
        messages.success(request, _("Your choice is kept. You can change it at any time."))
        return redirect(audit)
    return draw(request, "release", form, audit=audit)


@require_safe
def audit_shared(request, pk):
    """An organisation's own result, for those organisations that it has named."""
    audit = get_object_or_404(Audit.objects.finished().for_page().prefetch_related("shares"), pk=pk)
    if not learning_policies.can(request.user, "read_result", audit):
        raise Http404
    context = {"audit": audit, "results": results_of(audit), "fewest": FEWEST}
    return render(request, "practices/learning/shared.html", context)
