"""Leaving the hub: a copy of what is one's own, and erasing an account."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import policies, roles
from accounts.models import User
from practices.actions.leaving import erase_account
from practices.leaving import copy
from practices.leaving.fates import fates_of_write_ups


@require_http_methods(["GET", "POST"])
def account_export(request):
    """POST, since the answer holds all that somebody has written, and no link of a stranger's shall fetch it."""
    if request.method == "GET":
        return render(request, "practices/leaving/export.html")
    name = f"{copy.NAME}.zip"
    return FileResponse(
        copy.zipped(request.user), as_attachment=True, filename=name, headers={"Cache-Control": "no-store"}
    )


@require_http_methods(["GET", "POST"])
def account_erase(request):
    return _erase(request, request.user, then="start")


@require_http_methods(["GET", "POST"])
def person_erase(request, pk):
    """Where an administrator erases somebody else's account."""
    if not roles.is_administrator(request.user):
        raise PermissionDenied(_("Only administrators can erase somebody else’s account."))
    return _erase(request, get_object_or_404(User, pk=pk), then="admin:accounts_user_changelist")


@reauthentication_required(allow_get=True)
def _erase(request, person, then):
    """Says what becomes of what is theirs; POST erases it, once the password was given again."""
    is_own = person == request.user
    if request.method == "POST":
        erase_account(person=person, by=request.user)
        if is_own:
            logout(request)
        messages.success(request, _("The account has been erased."))
        return redirect(then)
    context = {
        "person": person,
        "is_own": is_own,
        "fates": fates_of_write_ups(person),
        "why_not": policies.why_not(request.user, "erase_account", person),
        "cancel": reverse("account" if is_own else then),
        "support_email": settings.HUB_SUPPORT_EMAIL,
    }
    return render(request, "practices/leaving/erase.html", context)
