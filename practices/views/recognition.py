"""What somebody, or an organisation's teams, have shared: a page to print, for supervision or a folder."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import roles
from accounts.models import Organisation
from practices import recognition as told

OF_ONE_PERSON = {"organisation": None, "teams": [], "team": ""}


@require_safe
def recognition(request):
    return _draw(request, str(request.user), told.shared_by(request.user))


@require_safe
def organisation_recognition(request, slug):
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    if not roles.is_manager(request.user, organisation.pk):
        raise PermissionDenied(_("Only managers of this organisation can open what its teams have shared as one page."))
    teams = told.teams_of(organisation, request.user)
    team = next((each for each in teams if each == request.GET.get("team")), "")
    practices = told.shared_from(organisation, request.user, team)
    return _draw(request, team or organisation.name, practices, organisation=organisation, teams=teams, team=team)


def _draw(request, who, practices, **context):
    context |= {
        "who": who,
        "rows": told.with_what_came_of_it(practices, request.user),
        "most": told.MOST if len(practices) == told.MOST else None,
        "today": timezone.localdate(),
    }
    return render(request, "practices/sharing/recognition.html", OF_ONE_PERSON | context)
