"""Saving a practice, from wherever it stands; for visitors too, in their session."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from practice_hub.same_origin import is_of_another_site
from practices import saved_by_visitors
from practices.actions import collections as actions
from practices.models import Practice
from practices.views.way_back import way_back


def open_to_visitors(view):
    """Visitors' pages are the same for everybody, so they hold no token: the browser's word for where it was sent from
    stands in for it. Whoever is signed in sends one."""
    protected = csrf_protect(view)

    def either(request, *args, **kwargs):
        if request.user.is_authenticated:
            return protected(request, *args, **kwargs)
        if is_of_another_site(request):
            raise BadRequest("sent by another site")
        return view(request, *args, **kwargs)

    return csrf_exempt(login_not_required(require_POST(either)))


@open_to_visitors
def save(request, slug):
    practice = get_object_or_404(Practice.objects.visible_to(request.user).published(), slug=slug)
    if request.user.is_authenticated:
        saved = actions.save(practice=practice, by=request.user)
        messages.success(request, _("Saved in “%(name)s”.") % {"name": saved.collection.name})
    elif saved_by_visitors.add(request.session, practice):
        messages.success(request, _("Saved in this browser, until you close it. Sign in to keep it."))
    else:
        messages.warning(request, _("Fifty practices are saved in this browser. Sign in to keep them, and save more."))
    return redirect(_back_to(request, practice))


@open_to_visitors
def unsave(request, slug):
    """Takes a practice out of what this visitor has saved; what somebody saved who is signed in has a page."""
    practice = get_object_or_404(Practice.objects.visible_to(request.user), slug=slug)
    saved_by_visitors.take_out(request.session, practice)
    messages.success(request, _("“%(title)s” is no longer saved.") % {"title": practice.title})
    return redirect("collections")


def _back_to(request, practice):
    """Where it was saved from, at that practice."""
    return f"{way_back(request, practice.get_absolute_url()).partition('#')[0]}#save-{practice.pk}"
