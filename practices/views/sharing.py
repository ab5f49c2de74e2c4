"""Passing a write-up on: the sheet to print, and the picture that other sites show beside a link to it."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from practices import conversation, share_card, structured_data
from practices.models import Practice
from practices.sheet import sheet_of, square_code
from practices.views.discussion.pages import find_practice
from practices.visitor_pages import same_for_visitors


@login_not_required
@require_safe
@same_for_visitors
def sheet(request, slug):
    practice = find_practice(request, slug)
    address = structured_data.absolute(practice.get_absolute_url())
    context = {
        "practice": practice,
        "revision": practice.published_revision,
        "sheet": sheet_of(practice.published_revision),
        "contact": conversation.contact_of(practice, request.user),
        "address": address,
        "code": square_code(address),
        "today": timezone.localdate(),
    }
    return render(request, "practices/sharing/sheet.html", context)


@login_not_required
@require_safe
@same_for_visitors
def card(request, slug):
    """For everybody or for nobody: other sites keep what they fetched, so it is not drawn for whoever is signed in."""
    shared = Practice.objects.published().visible_to(AnonymousUser()).filter(retired_at=None)
    face = share_card.face_of(get_object_or_404(shared.for_page(), slug=slug))
    etag = share_card.etag_of(face)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(share_card.draw(face), content_type="image/png")
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"  # asked again each time: what is not shared any more must be gone
    return response
