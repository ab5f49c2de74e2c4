"""What teams that adopted a write-up report to those who shared it, and thanking them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from practices import follow_up_policies
from practices.actions import follow_ups
from practices.models import FollowUp, Practice
from practices.views.listing import page_of


@require_safe
def reports_back(request, slug):
    practice = _find(request, slug)
    answered = FollowUp.objects.for_page().filter(adoption__practice=practice).newest_answers_first()
    page = page_of(request, answered.select_related("thanked_by"))
    for row in page:
        row.adoption.practice = practice  # with its authors, whom the rule asks for
        row.may_thank = follow_up_policies.can(request.user, "thank", row)
    return render(request, "practices/following_up/reports_back.html", {"practice": practice, "page": page})


@require_POST
def report_thank(request, slug, pk):
    practice = _find(request, slug)
    row = get_object_or_404(FollowUp.objects.for_page(), adoption__practice=practice, pk=pk)
    follow_ups.thank(follow_up=row, by=request.user)
    messages.success(request, _("They are told that you thank them."))
    return redirect("reports_back", slug=practice.slug)


def _find(request, slug):
    practice = get_object_or_404(Practice.objects.visible_to(request.user).for_page(), slug=slug)
    follow_up_policies.require(request.user, "read_reports", practice)
    return practice
