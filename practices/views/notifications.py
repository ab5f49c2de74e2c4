from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practices import policies
from practices.mail import link_to
from practices.models import Notification

PAGE_SIZE = 25


@require_http_methods(["GET", "POST"])
def notifications(request):
    """What happened, newest first; POST marks all as read. What one may no longer read has no link and no title."""
    mine = Notification.objects.for_list(request.user)
    if request.method == "POST":
        mine.unread().update(read_at=timezone.now())
        return redirect("notifications")
    page = Paginator(mine, PAGE_SIZE).get_page(request.GET.get("page"))
    for notification in page:
        readable = policies.can(request.user, "read", notification.practice)
        notification.title = notification.practice.title if readable else _("A write-up that you can no longer read")
        notification.link = link_to(notification) if readable else ""
    return render(request, "practices/moderation/notifications.html", {"page": page})
