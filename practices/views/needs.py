"""What people looked for and did not find: they ask, and moderators answer."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from practice_hub import kept_text
from practices import identifying, need_policies
from practices.actions import needs as actions
from practices.actions.once import once
from practices.daily_limits import LimitReached
from practices.forms.needs import LONGEST_QUESTION, AnswerForm, NeedForm
from practices.models import Need
from practices.search import search
from practices.views.curation import form_page
from practices.views.listing import cards, page_of, without_blocked

FOUND_FOR_ANSWER = 5


@require_GET
def needs(request):
    mine = Need.objects.of(request.user).with_answers_for(request.user).newest()
    return render(request, "practices/needs/mine.html", {"page": page_of(request, mine)})


@require_http_methods(["GET", "POST"])
def need_new(request):
    need_policies.require(request.user, "ask")
    typed = request.GET.get("q", "")[:LONGEST_QUESTION]
    form = NeedForm(kept_text.answers(request), initial={"question": typed})
    if request.method != "POST" or not form.is_valid():
        is_kept = form.is_bound and request.method == "GET"
        return _new_page(request, form, is_kept=is_kept, status=400 if form.is_bound and not is_kept else 200)
    try:
        address = once(key=form.cleaned_data["key"], by=request.user, handle=partial(_ask, request, form))
    except LimitReached as limit:
        form.add_error(None, str(limit))
        return _new_page(request, form, status=429)
    kept_text.forget(request)
    return redirect(address)


def _ask(request, form):
    actions.ask(question=form.cleaned_data["question"], by=request.user)
    messages.success(request, _("The moderators have your question. You get an e-mail when one has answered it."))
    if signpost := identifying.signpost(form.cleaned_data["question"]):
        messages.warning(request, signpost)
    return reverse("needs")


def _new_page(request, form, *, is_kept=False, status=200):
    context = {"form": form, "is_kept": is_kept, "back": "practices"}
    return render(request, "practices/needs/new.html", context, status=status)


@require_GET
def review_needs(request):
    need_policies.require(request.user, "look_after")
    waiting, left_out = without_blocked(request, Need.objects.waiting().select_related("asked_by"))
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
