"""What managers of an organisation, and administrators, do about its members."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import policies
from accounts.actions import invitations, memberships
from accounts.forms.organisations import InviteForm, RoleForm
from accounts.models import Organisation
from practice_hub import kept_text

PAGE = 50


@require_safe
def organisation_members(request, slug):
    organisation = _managed(request, slug)
    members = organisation.memberships.active().by_name()
    context = {
        "organisation": organisation,
        "requests": organisation.memberships.requested().of_open_accounts().by_name(),
        "page": Paginator(members, PAGE).get_page(request.GET.get("page")),
        "invitations": organisation.invitations.open(),
        "why_not_invite": policies.why_not(request.user, "invite", organisation),
    }
    return render(request, "accounts/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite_member(request, slug):
    organisation = _managed(request, slug)
    policies.require(request.user, "invite", organisation)
    form = InviteForm(kept_text.answers(request), organisation=organisation)
    if request.method == "POST" and form.is_valid():
        invitations.invite(organisation=organisation, **form.cleaned_data, by=request.user)
        kept_text.forget(request)
        messages.success(request, _("The invitation to %(email)s is on its way.") % form.cleaned_data)
        return redirect("organisation_members", slug)
    return render(request, "accounts/invite.html", {"form": form, "organisation": organisation})


@require_POST
def withdraw_invitation(request, slug, pk):
    organisation = _managed(request, slug)
    invitation = get_object_or_404(organisation.invitations, pk=pk)
    invitations.withdraw_invitation(invitation=invitation, by=request.user)
    messages.success(request, _("The invitation has been withdrawn."))
    return redirect("organisation_members", slug)


@require_POST
def accept_request(request, slug, pk):
    membership = _membership(request, slug, pk)
    memberships.accept_request(membership=membership, by=request.user)
    messages.success(request, _("%(name)s is now a member.") % {"name": membership.user})
    return redirect("organisation_members", slug)


@require_POST
def decline_request(request, slug, pk):
    membership = _membership(request, slug, pk)
    memberships.decline_request(membership=membership, by=request.user)
    messages.success(request, _("The request of %(name)s was declined.") % {"name": membership.user})
    return redirect("organisation_members", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_member(request, slug, pk):
    membership = _membership(request, slug, pk)
    policies.require(request.user, "remove_member", membership)
    if request.method == "POST":
        memberships.remove_member(membership=membership, by=request.user)
        messages.success(request, _("%(name)s is no longer a member.") % {"name": membership.user})
        return redirect("organisation_members", slug)
    return render(request, "accounts/remove_member.html", {"membership": membership})


@require_POST
def change_role(request, slug, pk):
    membership = _membership(request, slug, pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        membership = memberships.change_role(membership=membership, **form.cleaned_data, by=request.user)
        told = {"name": membership.user, "role": membership.get_role_display()}
        messages.success(request, _("%(name)s now has the role: %(role)s.") % told)
    return redirect("organisation_members", slug)


def _managed(request, slug):
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    policies.require(request.user, "manage_members", organisation)
    return organisation


def _membership(request, slug, pk):
    current = _managed(request, slug).memberships.current()
    return get_object_or_404(current.select_related("user", "organisation"), pk=pk)
