"""Two to six practices side by side, whoever ticked them and wherever."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from practices import comparing
from practices.models import Practice
from practices.reporting.columns import columns_of

ALL = "all"


@login_not_required
@require_safe
def compare_practices(request):
    """`?p=<slug>&p=<slug>`: those that the reader may read, in the order asked."""
    slugs = list(dict.fromkeys(request.GET.getlist("p")))
    readable = Practice.objects.visible_to(request.user).published().for_page().filter(slug__in=slugs)
    by_slug = {practice.slug: practice for practice in readable}
    found = [by_slug[slug] for slug in slugs if slug in by_slug]
    if not comparing.FEWEST <= len(found) <= comparing.MOST:
        return render(request, "practices/reports/compare_choose.html", {"number": len(found)})
    columns = columns_of([(practice, practice.published_revision) for practice in found], request.user)
    return comparison(request, columns, comparing.compare(columns), "practices/reports/compare.html")


def comparison(request, columns, headings, template, **context):
    """The table, with all its headings or the one that the address chooses; by itself a phone shows the first."""
    asked = request.GET.get("heading", "")
    known = [heading.key for heading in headings]
    rest = request.GET.copy()
    rest.pop("heading", None)
    context |= {
        "columns": columns,
        "headings": headings,
        "is_all": asked not in known,
        "is_asked_for": asked in [ALL, *known],
        "chosen": asked if asked in known else known[0],
        "rest": rest.urlencode(),
    }
    return render(request, template, context)
