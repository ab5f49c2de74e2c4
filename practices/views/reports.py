"""Options reports: the list, one to read, side by side, and as files."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practices import comparing, report_policies
from practices.models import OptionsReport
from practices.reporting import paper, table, word
from practices.reporting.sections import SECTIONS
from practices.views.comparing import comparison
from practices.views.listing import page_of

MOST_SHOWN = 40


@require_safe
def reports(request):
    page = page_of(request, OptionsReport.objects.visible_to(request.user).for_listing(), MOST_SHOWN)
    context = {"page": page, "why_not_begin": report_policies.why_not(request.user, "begin")}
    return render(request, "practices/reports/list.html", context)


@require_safe
def report(request, slug):
    """The paper itself: to read, to print, and for its editors to go on with."""
    report = find_report(request, slug)
    read = paper.paper_of(report, request.user)
    context = {
        "report": report,
        "paper": read,
        "sections": {section.key.replace("-", "_"): section for section in SECTIONS},
        "may_edit": report_policies.can(request.user, "edit", report),
        "may_delete": report_policies.can(request.user, "delete", report),
        "today": timezone.localdate(),
        "is_full": len(read.options) >= comparing.MOST,
    }
    return render(request, "practices/reports/report.html", context)


@require_safe
def report_compare(request, slug):
    """The options of the report side by side, in the revisions that were copied."""
    report = find_report(request, slug)
    options = paper.paper_of(report, request.user).options
    if len(options) < comparing.FEWEST:
        return redirect(report)
    columns, headings = paper.compared(options, request.user)
    return comparison(request, columns, headings, "practices/reports/report_compare.html", report=report)


@require_safe
def report_word(request, slug):
    read = paper.paper_of(find_report(request, slug), request.user)
    columns, headings = paper.compared(read.options, request.user)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return _download(word.written(read, columns, headings), kind, "docx")


@require_safe
def report_table(request, slug):
    """The report as a table that a spreadsheet opens, with the mark by which it knows the encoding."""
    read = paper.paper_of(find_report(request, slug), request.user)
    columns, headings = paper.compared(read.options, request.user)
    return _download("\ufeff" + table.written(read, columns, headings), "text/csv; charset=utf-8", "csv")


def find_report(request, slug):
    return get_object_or_404(OptionsReport.objects.visible_to(request.user).for_page(), slug=slug)


def _download(content, kind, ending):
    response = HttpResponse(content, content_type=kind)
    name = _("options-report")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate().isoformat()}.{ending}"'
    return response
