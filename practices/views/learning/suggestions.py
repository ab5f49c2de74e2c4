"""What teams suggest to the owners of a practice, and what those answer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice_hub import kept_text
from practices import learning_policies, policies
from practices.actions import suggestions as actions
from practices.forms.suggestions import AnswerForm, SuggestionForm
from practices.models import Practice
from practices.suggestions import with_titles
from practices.views.learning.pages import do_once, draw, find_readable_adoption, is_filled_in
from practices.views.listing import page_of

DECISIONS = {"accept": actions.accept, "decline": actions.decline}


@require_http_methods(["GET", "HEAD", "POST"])
def suggest_change(request, pk):
    """By a team that uses it; below the form, what it has suggested before and what became of that."""
    adoption = find_readable_adoption(request, pk)
    learning_policies.require(request.user, "suggest", adoption)
    form = SuggestionForm(kept_text.answers(request), practice=adoption.practice)
    if is_filled_in(request, form):
        address = do_once(
            request,
            form,
            reverse("suggest_change", args=[pk]),
            lambda: actions.suggest(adoption=adoption, change=form.change, by=request.user),
        )
        messages.success(request, _("The owners have been told. You hear what they answer."))
        return redirect(address)
    made = with_titles(adoption.suggestions.for_page())
    return draw(request, "suggest", form, adoption=adoption, practice=adoption.practice, made=made)


@require_safe
def suggestions(request, slug):
    """For its owners: what waits for an answer, and what became of the rest."""
    practice = _find(request, slug)
    return _owners_page(request, practice, None, None)


@require_POST
def suggestion_decide(request, slug, pk):
    practice = _find(request, slug)
    suggestion = get_object_or_404(practice.suggestions.for_page(), pk=pk)
    suggestion.practice = practice
    act = DECISIONS.get(request.POST.get("decision"))
    if act is None:
        raise Http404
    form = AnswerForm(request.POST, prefix=f"s{pk}")
    if not form.is_valid():
        return _owners_page(request, practice, suggestion, form)
    act(suggestion=suggestion, answer=form.cleaned_data["answer"], by=request.user)
    messages.success(request, _("Whoever suggested it hears your answer."))
    return redirect("suggestions", slug=practice.slug)


def _find(request, slug):
    practice = get_object_or_404(Practice.objects.visible_to(request.user).for_page(), slug=slug)
    policies.require(request.user, "follow", practice)
    return practice


def _owners_page(request, practice, answered, failed):
    """`failed` is the form with which one of them was answered, where it has an error."""
    page = page_of(request, practice.suggestions.for_page().select_related("finding__criterion"))
    for each in with_titles(page):
        each.practice = practice
        each.why_not_accept = learning_policies.why_not(request.user, "accept", each)
        each.may_decline = learning_policies.can(request.user, "decline", each)
        each.form = failed if answered and answered.pk == each.pk else AnswerForm(prefix=f"s{each.pk}")
    context = {"practice": practice, "page": page, "form": failed}
    return render(request, "practices/learning/suggestions.html", context, status=400 if failed else 200)
