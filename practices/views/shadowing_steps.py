"""What becomes of an offer or an ask of shadowing, step by step."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from practice_hub import kept_text
from practices import shadowing_policies
from practices.actions import shadowing as actions
from practices.actions.once import once
from practices.daily_limits import LimitReached
from practices.forms.shadowing import AgreeForm, AnswerForm, CallOffForm, ChecklistForm, FinishForm
from practices.shadowing_policies import Side
from practices.views.shadowing import find


@require_http_methods(["GET", "HEAD", "POST"])
def shadowing_answer(request, pk):
    row = find(request, pk)
    shadowing_policies.require(request.user, "answer", row)
    form = AnswerForm(kept_text.answers(request), user=request.user, is_host=not row.is_offer)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "answer", row, form)
    said = dict(form.cleaned_data)
    handle = partial(_answer, request, row, {name: value for name, value in said.items() if name != "key"})
    try:
        address = once(key=said["key"], by=request.user, handle=handle)
    except LimitReached as limit:
        form.add_error(None, str(limit))
        return _page(request, "answer", row, form, status=429)
    kept_text.forget(request)
    return redirect(address)


def _answer(request, row, said):
    actions.answer(shadowing=row, by=request.user, **said)
    messages.success(request, _("They have your answer, and say yes or no."))
    return row.get_absolute_url()


@require_POST
def shadowing_let_go(request, pk):
    row = find(request, pk)
    actions.let_go(shadowing=row, by=request.user)
    messages.success(request, _("It is open again."))
    return redirect("shadowings_mine")


@require_http_methods(["GET", "HEAD", "POST"])
def shadowing_agree(request, pk):
    done = _("That is agreed. Whoever stands by it in each organisation is asked now.")
    return _step(request, pk, "agree", AgreeForm, done)


@require_http_methods(["GET", "HEAD", "POST"])
def shadowing_tick(request, pk):
    """The list is gone through before anybody comes; what is ticked is kept as one word, and not line by line."""
    row = find(request, pk)
    shadowing_policies.require(request.user, "tick", row)
    form = ChecklistForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, "tick", row, form)
    actions.tick(shadowing=row, by=request.user)
    messages.success(request, _("Thank you. Whoever stands by it for the host can confirm it now."))
    return redirect(row)


@require_POST
def shadowing_confirm(request, pk):
    row = find(request, pk)
    side = request.POST.get("side", "")
    if side not in list(Side):
        return HttpResponseBadRequest(_("Choose one of the buttons"))
    actions.confirm(shadowing=row, side=Side(side), by=request.user)
    messages.success(request, _("You have confirmed it."))
    return redirect(row)


@require_http_methods(["GET", "HEAD", "POST"])
def shadowing_finish(request, pk):
    return _step(request, pk, "finish", FinishForm, _("Thank you. Your host reads what you learned."))


@require_http_methods(["GET", "HEAD", "POST"])
def shadowing_call_off(request, pk):
    return _step(request, pk, "call_off", CallOffForm, _("It is called off."))


def _step(request, pk, name, make_form, done):
    """The form of a step; or, when it is filled in, the step taken by the action of that name."""
    row = find(request, pk)
    shadowing_policies.require(request.user, name, row)
    form = make_form(kept_text.answers(request))
    if request.method != "POST" or not form.is_valid():
        return _page(request, name, row, form)
    getattr(actions, name)(shadowing=row, by=request.user, **form.cleaned_data)
    kept_text.forget(request)
    messages.success(request, done)
    return redirect(row)


def _page(request, name, row, form, status=None):
    is_kept = form.is_bound and request.method == "GET"
    status = status or (400 if form.is_bound and not is_kept else 200)
    context = {"form": form, "shadowing": row, "is_kept": is_kept, "back": row.get_absolute_url()}
    return render(request, f"practices/shadowing/{name}.html", context, status=status)
