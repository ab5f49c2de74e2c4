"""What people look for and the hub does not have."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import roles
from practices.demand import everything


@require_safe
def demand(request):
    if not roles.is_administrator(request.user):
        raise PermissionDenied(_("Only administrators see what the hub is asked for and does not have."))
    return render(request, "practices/demand/demand.html", everything())
