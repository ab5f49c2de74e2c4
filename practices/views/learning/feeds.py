"""The private calendar of what is due: the address on one's account, and the calendar itself."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practices.actions import due_feeds as actions
from practices.due_calendar import as_text, entries_for
from practices.due_feeds import reader_of
from practices.models import DueFeed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_calendar(request):
    """Whether there is an address; a new one is shown this once, since the hub keeps no copy of it."""
    address = None
    if request.method == "POST":
        secret = actions.make(by=request.user)
        address = settings.HUB_BASE_URL + reverse("due_feed", args=[secret])
    feed = DueFeed.objects.filter(user=request.user).first()
    return render(request, "practices/learning/calendar.html", {"feed": feed, "address": address})


@require_POST
def account_calendar_revoke(request):
    actions.revoke(by=request.user)
    messages.success(request, _("The address answers no more. Take it out of your calendar."))
    return redirect("account_calendar")


@login_not_required  # a calendar program cannot sign in: its address is the secret
@require_safe
@never_cache
def due_feed(request, secret):
    person = reader_of(secret)
    if person is None:
        raise Http404
    response = HttpResponse(as_text(entries_for(person)), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="due.ics"'
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
