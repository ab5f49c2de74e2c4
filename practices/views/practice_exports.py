"""What a search finds, as files: with the query string of its page, and for whoever may read the page."""

from django.contrib.auth.decorators import login_not_required
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from practices import table_export
from practices.api import questions, throttling
from practices.api.problems import Problem
from practices.filters import PracticeFilterSet


@login_not_required
@require_safe
def export_csv(request):
    return _export(request, table_export.as_csv, "text/csv; charset=utf-8", "csv")


@login_not_required
@require_safe
def export_jsonl(request):
    return _export(request, table_export.as_json_lines, "application/jsonl", "jsonl")


def _export(request, write, content_type, ending):
    """Passes over what nobody offers, as the page does: its links lead here."""
    try:
        throttling.count_exports(request)
    except Problem as problem:
        response = render(request, "429.html", status=problem.status)
        response["Retry-After"] = problem.headers["Retry-After"]
        return response
    filterset = PracticeFilterSet(request.GET, user=request.user)
    found = questions.found(request.GET, filterset, request.user)
    response = StreamingHttpResponse(write(found.practices, request.user), content_type=content_type)
    name = f"practices-{timezone.localdate().isoformat()}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response
