"""The pages that belong to no part of the hub: errors, health, statements, and the gallery of components."""

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.core.signing import SignatureExpired
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practice_hub import gallery, kept_text
from practice_hub.context_processors import hub_facts
from practices.api import problems

RETRY_AFTER_SECONDS = 30
# What a page that could not be handled gives back to its writer, and what it never does.
NEVER_GIVEN_BACK = (*kept_text.NOT_KEPT, "password")


# Errors


def bad_request(request, exception=None):
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    if problems.is_of_programs(request):
        return problems.answer(problems.Problem(400, _("The hub could not read this request.")))
    return render(request, "400.html", status=400)


def permission_denied(request, exception=None):
    """Says why, in the words of the rule that refused."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def page_not_found(request, exception=None):
    if problems.is_of_programs(request):
        return problems.answer(problems.Problem(404, _("The API has no such address.")))
    return render(request, "404.html", status=404)


def conflict(request):
    return render(request, "409.html", status=409)


def too_large(request):
    return render(request, "413.html", status=413)


def too_many_requests(request):
    """Named by `handler429`: what allauth answers with when somebody tries too often, and views of ours too."""
    return render(request, "429.html", status=429)


def too_many_writes(request, until, seconds):
    """For whoever has sent too much within an hour: what was typed is kept until then, or given back."""
    is_kept = kept_text.keep(request)
    context = {"until": until, "is_kept": is_kept, "typed": [] if is_kept else _given_back(request)}
    response = render(request, "429_writes.html", context, status=429)
    response["Retry-After"] = seconds
    return response


def server_error(request):
    """Draws its page without the database, a session or a user: any of them may be what failed."""
    is_away = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    if problems.is_of_programs(request):
        return problems.of_the_server(is_away, RETRY_AFTER_SECONDS)
    if is_away:
        headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
        return HttpResponse(render_to_string("503.html", {"hub": hub_facts()}), status=503, headers=headers)
    return HttpResponse(render_to_string("500.html", {"hub": hub_facts()}), status=500)


def csrf_failure(request, reason=""):
    """A form that came without its token: too old, or sent after signing out in another tab.

    A form that can be kept goes back into its page. Of any other, what was typed comes back to be copied.
    """
    return form_of_signed_out_person(request) or _stale_form(request)


def form_of_signed_out_person(request):
    """Keeps the form and sends its writer to sign in, or says that it is too old; None where it cannot be kept."""
    try:
        return kept_text.sent_back(request)
    except SignatureExpired:
        return _stale_form(request, days=kept_text.OLDEST.days)


def _stale_form(request, days=None):
    context = {"typed": _given_back(request), "days": days}
    return render(request, "403_csrf.html", context, status=403)


def _given_back(request):
    """What was typed, to be copied, but only into a page of ours.

    A stranger's page could otherwise put its words under our name.
    """
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}":
        return []
    texts = [
        value
        for name, values in request.POST.lists()
        if not any(word in name for word in NEVER_GIVEN_BACK)
        for value in values
    ]
    # Ticks, dates and choices are quicker chosen again than copied.
    return [text for text in texts if len(text) > 20]


# Health


@login_not_required
@require_safe
@never_cache
def healthz(request):
    """The web server answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def readyz(request):
    """The hub can do its work: the database answers, too."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        return HttpResponse("database: no answer\n", content_type="text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")


# Statements


@login_not_required
@require_safe
def accessibility(request):
    return render(request, "pages/accessibility.html")


@login_not_required
@require_safe
def privacy(request):
    return render(request, "pages/privacy.html")


@login_not_required
@require_safe
def cookies(request):
    rows = [
        (
            settings.SESSION_COOKIE_NAME,
            _("Keeps you signed in; and, without an account, what you save."),
            _session_time(),
        ),
        (
            settings.CSRF_COOKIE_NAME,
            _("Shows that a form was sent from the hub, and not by another site in your name."),
            _("one year"),
        ),
        ("messages", _("Carries a message such as “Saved” to the next page."), _("until that page has shown it")),
    ]
    return render(request, "pages/cookies.html", {"rows": rows})


def _session_time():
    return _("until you sign out or close the browser, and at most %(hours)d hours after your last page") % {
        "hours": settings.SESSION_COOKIE_AGE // 3600
    }


# Gallery


@login_not_required
@require_safe
def components(request):
    return render(request, "pages/components.html", gallery.examples(request))
