from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import policies
from accounts.actions.invitations import accept_invitation
from accounts.models import Invitation


@login_not_required  # who is invited may have no account yet
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    found = get_object_or_404(Invitation.objects.select_related("organisation", "invited_by"), token=token)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        accept_invitation(invitation=found, by=request.user)
        messages.success(request, _("You have joined %(name)s.") % {"name": found.organisation.name})
        return redirect("account")
    context = {"invitation": found, "why_not": policies.why_not(request.user, "accept_invitation", found)}
    return render(request, "accounts/invitation.html", context)
