"""A person's own write-ups by where they stand, and what their organisation has published."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts import roles
from practices.choices import ShownAs
from practices.due import by_practice
from practices.lifecycle import Status
from practices.models import Practice

PAGE_SIZE = 20
GROUPS = (
    (_("Waiting for you"), (Status.RETURNED, Status.DECLINED)),
    (_("Drafts"), (Status.DRAFT,)),
    (_("In review"), (Status.SUBMITTED,)),
    (_("Published"), (Status.PUBLISHED, Status.RETIRED)),
)


@require_GET
def my_practices(request):
    by_state = {status: [] for status in Status}
    mine = list(Practice.objects.written_by(request.user).for_authors())
    due = by_practice(mine)
    for practice in mine:
        practice.due = due.get(practice.pk, [])
        by_state[practice.draft_revision.status if practice.draft_revision else practice.status].append(practice)
    context = {
        "groups": [
            {"title": title, "practices": [practice for status in statuses for practice in by_state[status]]}
            for title, statuses in GROUPS
        ],
        "to_read": _to_read(request.user),
        "has_any": any(by_state.values()),
        "is_moderator": roles.is_moderator(request.user),
        "page": Paginator(_of_my_organisations(request.user), PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "practices/authoring/my_practices.html", context)


def _to_read(user):
    """The drafts that colleagues have asked this person to read."""
    return [reading.practice for reading in user.readings.with_a_draft().select_related("practice__draft_revision")]


def _of_my_organisations(user):
    """What colleagues have published under the organisation's name; not what is shown as its region alone."""
    return (
        Practice.objects.published()
        .visible_to(user)
        .filter(organisation__in=list(user.memberships_by_organisation), withheld_at=None)
        .exclude(published_revision__shown_as=ShownAs.REGION)
        .exclude(authorships__user=user)
        .for_listing()
        .order_by("-changed_at", "-pk")
    )
