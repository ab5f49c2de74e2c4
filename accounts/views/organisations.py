"""How a person comes to belong to an organisation, and leaves it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import policies
from accounts.actions import memberships, organisations
from accounts.forms.organisations import FindOrganisationForm, ProposeOrganisationForm
from accounts.models import Organisation
from practice_hub import kept_text

MOST_FOUND = 20


@require_safe
def find_organisation(request):
    form = FindOrganisationForm(request.GET or None)
    found = []
    if form.is_valid():
        alike = Organisation.objects.verified().filter(name__icontains=form.cleaned_data["q"])
        # One more than is shown tells whether there are more.
        found = list(alike.alphabetical()[: MOST_FOUND + 1])
    context = {
        "form": form,
        "organisations": found[:MOST_FOUND],
        "has_more": len(found) > MOST_FOUND,
        "own": request.user.memberships.current().values_list("organisation", flat=True),
    }
    return render(request, "accounts/find_organisation.html", context)


@require_POST
def ask_to_join(request, slug):
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    memberships.request_membership(organisation=organisation, by=request.user)
    text = _("You have asked to join %(organisation)s. You will get an e-mail when somebody has decided.")
    messages.success(request, text % {"organisation": organisation.name})
    return redirect("account")


@require_http_methods(["GET", "HEAD", "POST"])
def propose_organisation(request):
    policies.require(request.user, "propose_organisation")
    form = ProposeOrganisationForm(kept_text.answers(request))
    if request.method == "POST" and form.is_valid() and _proposed(form, by=request.user):
        kept_text.forget(request)
        messages.success(request, _("Thank you. You will get an e-mail when we have verified the organisation."))
        return redirect("account")
    return render(request, "accounts/propose_organisation.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def leave_organisation(request, slug):
    membership = get_object_or_404(
        request.user.memberships.current().select_related("organisation"), organisation__slug=slug
    )
    policies.require(request.user, "leave", membership)
    if request.method == "POST":
        memberships.leave(membership=membership, by=request.user)
        messages.success(request, _("You no longer belong to %(name)s.") % {"name": membership.organisation.name})
        return redirect("account")
    return render(request, "accounts/leave_organisation.html", {"membership": membership})


def _proposed(form, by):
    """Whether the proposal stands: the name may have been taken since the form looked."""
    answers = dict(form.cleaned_data)
    place = answers.pop("place")
    try:
        organisations.propose_organisation(**answers, places=[place] if place else [], by=by)
    except organisations.NameIsTaken:
        form.add_error("name", form.NAME_IS_TAKEN)
        return False
    return True
