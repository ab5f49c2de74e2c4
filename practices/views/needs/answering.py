"""Answers of members: a practice, an offer to write one, or somebody to talk to; and writing to them."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from practice_hub import kept_text
from practices import need_policies
from practices.actions import need_answers as actions
from practices.actions.once import once
from practices.daily_limits import LimitReached
from practices.forms.needs import MessageForm, OfferForm, PersonForm, PracticeAnswerForm
from practices.models import NeedAnswer
from practices.search.near import near
from practices.views.discussion.pages import key_of, refuse
from practices.views.needs.pages import draw, find_answer, find_need

Kind = NeedAnswer.Kind
# By what stands in the address.
KINDS = {"practice": Kind.PRACTICE, "offer": Kind.OFFER, "person": Kind.PERSON}


@require_http_methods(["GET", "POST"])
def need_tell(request, pk, kind):
    if kind not in KINDS:
        raise Http404
    need = find_need(request, pk)
    refuse(request, need_policies.why_not(request.user, "tell", need))
    form = _form(request, need, KINDS[kind])
    if request.method != "POST" or not form.is_valid():
        return draw(request, f"tell_{kind}", form, need=need)
    give = partial(_give, request, need, KINDS[kind], form)
    try:
        address = once(key=key_of(form.cleaned_data["key"], str(form.said)), by=request.user, handle=give)
    except LimitReached as limit:
        form.add_error(None, str(limit))
        return draw(request, f"tell_{kind}", form, status=429, need=need)
    kept_text.forget(request)
    return redirect(address)


def _form(request, need, kind):
    answers = kept_text.answers(request)
    if kind == Kind.PRACTICE:
        return PracticeAnswerForm(answers, near=near(need.question, user=request.user), user=request.user)
    return {Kind.OFFER: OfferForm, Kind.PERSON: PersonForm}[kind](answers)


def _give(request, need, kind, form):
    actions.give(need=need, kind=kind, by=request.user, **form.said)
    messages.success(request, _("Thank you. Whoever asked is told that there is an answer."))
    return need.get_absolute_url()


@require_POST
def need_answer_remove(request, pk, answer):
    answer = find_answer(request, pk, answer)
    actions.take_back(answer=answer, by=request.user)
    messages.success(request, _("Your answer is taken back."))
    return redirect(answer.need)


@require_http_methods(["GET", "POST"])
def need_answer_write(request, pk, answer):
    """Writes to whoever offered to talk, through the hub."""
    answer = find_answer(request, pk, answer)
    refuse(request, need_policies.why_not(request.user, "write_to", answer))
    form = MessageForm(kept_text.answers(request))
    if request.method != "POST" or not form.is_valid():
        return draw(request, "write", form, need=answer.need, answer=answer)
    once(key=form.cleaned_data["key"], by=request.user, handle=partial(_write, request, answer, form))
    kept_text.forget(request)
    messages.success(request, _("Your message is on its way. The answer comes to your e-mail address."))
    return redirect(answer.need)


def _write(request, answer, form):
    actions.write_to(answer=answer, by=request.user, message=form.cleaned_data["message"])
    return reverse("need", args=[answer.need_id])
