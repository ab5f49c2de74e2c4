"""Saying that a team uses or tries a practice, and a manager standing by it."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from practice_hub import kept_text
from practices import identifying, policies
from practices.actions import adoption as actions
from practices.actions.adoption import AlreadyAdopted, Progress, Terms
from practices.actions.once import once
from practices.forms.adoption import AdoptForm, TermsForm
from practices.models import Adoption
from practices.views.adoption.pages import draw, find_adoption
from practices.views.discussion.pages import find_practice, is_filled_in, refuse


@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request, slug):
    """“We’re using or trying this.”"""
    practice = find_practice(request, slug)
    refuse(request, policies.why_not(request.user, "adopt", practice))
    form = AdoptForm(kept_text.answers(request), practice=practice, user=request.user)
    if not is_filled_in(request, form):
        return _adopt_page(request, practice, form)
    try:
        address = once(key=form.cleaned_data["key"], by=request.user, handle=partial(_record, request, practice, form))
    except AlreadyAdopted:
        form.add_error("team", _already())
        return _adopt_page(request, practice, form, status=409)
    kept_text.forget(request)
    return redirect(address)


def _already():
    return _("Your organisation has recorded this already for that team. Change what is there, or name another team")


def _record(request, practice, form):
    said = form.cleaned_data
    adoption = actions.record(
        practice=practice,
        organisation=form.speaks_for,
        by=request.user,
        terms=Terms(**form.terms),
        progress=Progress(status=said["status"], on=form.since, **form.why),
    )
    if adoption.is_confirmed:
        messages.success(request, _("Thank you. Readers of the write-up are told."))
    else:
        messages.success(request, _("Thank you. A manager of your organisation has been asked to confirm it."))
    point_the_way(request, said["stopped_why"], said["what_it_took"])
    return adoption.get_absolute_url()


def point_the_way(request, *texts):
    """Where to turn with what reads like the report of an incident."""
    if signpost := identifying.signpost(*texts):
        messages.warning(request, signpost)


def _adopt_page(request, practice, form, status=None):
    is_bound = form.is_bound
    has_failed = is_bound and request.method == "POST"
    context = {
        "practice": practice,
        "form": form,
        "is_kept": is_bound and not has_failed,
        "ours": Adoption.objects.filter(practice=practice).of([each.pk for each in form.organisations]).by_place(),
    }
    return render(request, "practices/adoption/adopt.html", context, status=status or (400 if has_failed else 200))


@require_http_methods(["GET", "HEAD", "POST"])
def adoption_edit(request, pk):
    """Changes what it says beside how far it is."""
    adoption = find_adoption(request, pk, "change")
    form = TermsForm(kept_text.answers(request), adoption=adoption)
    if not is_filled_in(request, form):
        return draw(request, "edit", adoption, form=form)
    try:
        actions.change_terms(adoption=adoption, by=request.user, terms=Terms(**form.terms))
    except AlreadyAdopted:
        form.add_error("team", _already())
        return draw(request, "edit", adoption, form=form, status=409)
    kept_text.forget(request)
    messages.success(request, _("Saved."))
    point_the_way(request, form.cleaned_data["what_it_took"])
    return redirect(adoption)


@require_POST
def adoption_confirm(request, pk):
    actions.confirm(adoption=find_adoption(request, pk), by=request.user)
    messages.success(request, _("Confirmed. Readers of the write-up are told."))
    return redirect("adoption", pk=pk)


@require_POST
def adoption_decline(request, pk):
    adoption = find_adoption(request, pk)
    actions.decline(adoption=adoption, by=request.user)
    messages.success(request, _("Declined. Whoever proposed it is told, and nobody else heard of it."))
    return _away_from(request, adoption)


@require_POST
def adoption_remove(request, pk):
    adoption = find_adoption(request, pk)
    actions.remove(adoption=adoption, by=request.user)
    messages.success(request, _("Your proposal is taken back."))
    return _away_from(request, adoption)


def _away_from(request, adoption):
    """To the write-up of an adoption that is no more, where the person may read that."""
    if policies.can(request.user, "read", adoption.practice):
        return redirect(adoption.practice)
    return redirect("practices")
