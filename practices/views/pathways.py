"""Pathways: which there are, and what is shared at each stage of one."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practices.models import Pathway
from practices.pathway_grid import grid
from practices.visitor_pages import same_for_visitors


@login_not_required
@require_safe
@same_for_visitors
def pathways(request):
    every = Pathway.objects.with_stages().alphabetical()
    return render(request, "practices/browse/pathways.html", {"pathways": every})


@login_not_required
@require_safe
@same_for_visitors
def pathway(request, slug):
    pathway = get_object_or_404(Pathway.objects.with_stages(), slug=slug)
    stages = list(pathway.stages.all())
    asked = request.GET.get("stage", "")
    context = {
        "breadcrumbs": [(_("Pathways"), reverse("pathways"))],
        "pathway": pathway,
        "stages": stages,
        # On a phone one stage is shown at a time; a wide page has them all.
        "on_a_phone": next((stage for stage in stages if str(stage.position) == asked), stages[0] if stages else None),
        "lines": grid(pathway, request.user),
    }
    return render(request, "practices/browse/pathway.html", context)
