"""What moderators do about what people ask for: answer, hide, show again."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from practice_hub import kept_text
from practices import need_policies
from practices.actions import need_answers
from practices.actions import needs as actions
from practices.forms.discussion import HideForm
from practices.forms.needs import AnswerForm
from practices.models import Need
from practices.search import search
from practices.views.curation import form_page
from practices.views.discussion.pages import refuse
from practices.views.listing import cards, page_of, without_blocked
from practices.views.needs.pages import draw, find_answer, find_need

FOUND_FOR_ANSWER = 5


@require_GET
def review_needs(request):
    need_policies.require(request.user, "look_after")
    waiting, left_out = without_blocked(
        request, Need.objects.for_moderators().select_related("asked_by").prefetch_related("answers")
    )
    page = page_of(request, waiting)
    for need in page:
        need.why_not_answer = need_policies.why_not(request.user, "answer", need)
    return render(request, "practices/curation/needs.html", {"page": page, "left_out": left_out})


@require_http_methods(["GET", "POST"])
def need_answer(request, pk):
    need_policies.require(request.user, "look_after")
    need = get_object_or_404(Need.objects.select_related("asked_by"), pk=pk)
    need_policies.require(request.user, "answer", need)
    form = AnswerForm(kept_text.answers(request))
    act, done = partial(actions.answer, need=need), _("The answer is on its way.")
    return form_page(
        request, "need_answer", form, act, done, back="review_needs", need=need, found=_found_for(need.asked_by, need)
    )


def _found_for(person, need):
    """What search has for whoever asks, and not for whoever answers, who may read more."""
    return cards(search(need.question, user=person).practices[:FOUND_FOR_ANSWER], user=person)


@require_http_methods(["GET", "POST"])
def need_hide(request, pk):
    need = find_need(request, pk)
    refuse(request, need_policies.why_not(request.user, "hide", need))
    return _hide(request, need, partial(actions.hide, need=need), _("The question is hidden. Whoever asked is told."))


@require_http_methods(["GET", "POST"])
def need_answer_hide(request, pk, answer):
    answer = find_answer(request, pk, answer)
    refuse(request, need_policies.why_not(request.user, "hide_answer", answer))
    act, done = partial(need_answers.hide, answer=answer), _("The answer is hidden. Whoever gave it is told.")
    return _hide(request, answer.need, act, done, answer=answer)


def _hide(request, need, act, done, **context):
    form = HideForm(kept_text.answers(request))
    if request.method != "POST" or not form.is_valid():
        return draw(request, "hide", form, need=need, **context)
    act(by=request.user, **form.cleaned_data)
    kept_text.forget(request)
    messages.success(request, done)
    return redirect(need)


@require_POST
def need_show(request, pk):
    need = find_need(request, pk)
    actions.show(need=need, by=request.user)
    messages.success(request, _("The question is shown."))
    return redirect(need)


@require_POST
def need_answer_show(request, pk, answer):
    answer = find_answer(request, pk, answer)
    need_answers.show(answer=answer, by=request.user)
    messages.success(request, _("The answer is shown."))
    return redirect(answer.need)
