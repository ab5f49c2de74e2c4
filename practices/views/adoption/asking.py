"""Writing to whoever leads an adoption, through the hub."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from practices import adopters, adoption_policies
from practices.actions import adoption_questions as actions
from practices.models import Adoption
from practices.views.discussion.pages import refuse
from practices.views.discussion.writing import write_to_a_team


@require_http_methods(["GET", "HEAD", "POST"])
def adoption_ask(request, pk):
    adoption = get_object_or_404(Adoption.objects.visible_to(request.user).for_page(), pk=pk)
    if not adopters.is_listed(adoption):  # nobody is told that there is this one
        raise Http404
    refuse(request, adoption_policies.why_not(request.user, "ask", adoption))
    return write_to_a_team(request, send=partial(_send, adoption, request.user), draw=partial(_page, request, adoption))


def _send(adoption, by, message):
    actions.ask(adoption=adoption, by=by, message=message)
    return f"{reverse('adopters', args=[adoption.practice.slug])}#adoption-{adoption.pk}"


def _page(request, adoption, form, status=None):
    has_failed = form.is_bound and request.method == "POST"
    context = {
        "practice": adoption.practice,
        "adoption": adoption,
        "form": form,
        "is_kept": form.is_bound and not has_failed,
    }
    return render(request, "practices/adoption/ask.html", context, status=status or (400 if has_failed else 200))
