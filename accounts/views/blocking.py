"""Keeping people out who do harm: for moderators and administrators."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import policies
from accounts.actions import blocking
from accounts.forms.blocking import BlockForm
from accounts.models import User
from practice_hub import kept_text

PAGE = 50


@require_safe
def blocked_people(request):
    policies.require(request.user, "see_blocked")
    page = Paginator(User.objects.blocked(), PAGE).get_page(request.GET.get("page"))
    for person in page:
        person.why_not_unblock = policies.why_not(request.user, "unblock", person)
    return render(request, "accounts/blocked_people.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def block_person(request, pk):
    person = _person(request, pk)
    policies.require(request.user, "block", person)
    form = BlockForm(kept_text.answers(request))
    if request.method == "POST" and form.is_valid():
        blocking.block(person=person, by=request.user, why=form.cleaned_data["why"])
        kept_text.forget(request)
        messages.success(request, _("%(name)s is blocked and signed out everywhere.") % {"name": person})
        return redirect("blocked_people")
    return render(request, "accounts/block_person.html", {"form": form, "person": person})


@require_POST
def unblock_person(request, pk):
    person = blocking.unblock(person=_person(request, pk), by=request.user)
    messages.success(request, _("%(name)s can sign in again.") % {"name": person})
    return redirect("blocked_people")


def _person(request, pk):
    """The person; 403 for whoever blocks nobody, before it is said whether there is one."""
    policies.require(request.user, "see_blocked")
    return get_object_or_404(User, pk=pk)
