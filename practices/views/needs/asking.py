"""Asking members or moderators for what a search did not find, and saying what helped."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from practice_hub import kept_text
from practices import answers_to_needs, identifying, need_policies
from practices.actions import needs as actions
from practices.actions.once import once
from practices.daily_limits import LimitReached
from practices.followed import follow_button
from practices.forms.needs import LONGEST_QUESTION, CloseForm, NeedForm
from practices.models import Need, Topic
from practices.search.near import near
from practices.views.discussion.pages import refuse
from practices.views.listing import cards, page_of
from practices.views.needs.pages import draw, find_need

OPEN, ANSWERED, MINE = "open", "answered", "mine"
OFFERED = 3  # write-ups, before a question is sent


@require_GET
def needs(request):
    """What members ask for: open questions, those with an answer, and one's own."""
    show = request.GET.get("show", OPEN)
    show = show if show in (OPEN, ANSWERED, MINE) else OPEN
    found = Need.objects.visible_to(request.user)
    asked = {
        OPEN: found.open().filter(is_shared=True),
        ANSWERED: found.answered(request.user).filter(is_shared=True, hidden_at=None),
        MINE: found.of(request.user),
    }[show]
    topic = Topic.objects.curated().filter(slug=request.GET.get("topic", "")).first()
    if topic:
        asked = asked.filter(topics=topic)
    page = page_of(request, asked.for_listing().with_answers_for(request.user).newest())
    context = {"page": page, "show": show, "topic": topic, "topics": Topic.objects.asked_about(found).alphabetical()}
    return render(request, "practices/needs/list.html", context)


@require_http_methods(["GET", "POST"])
def need_new(request):
    need_policies.require(request.user, "ask")
    typed = request.GET.get("q", "")[:LONGEST_QUESTION]
    form = NeedForm(kept_text.answers(request), asker=request.user, initial={"question": typed})
    if request.method != "POST" or not form.is_valid():
        is_kept = form.is_bound and request.method == "GET"
        return _new_page(request, form, is_kept=is_kept, status=400 if form.is_bound and not is_kept else 200)
    if "seen" not in request.POST and _near(request, form):  # what comes near was not on the page this is from
        return _new_page(request, form, is_offered=True)
    try:
        address = once(key=form.cleaned_data["key"], by=request.user, handle=partial(_ask, request, form))
    except LimitReached as limit:
        form.add_error(None, str(limit))
        return _new_page(request, form, status=429)
    kept_text.forget(request)
    return redirect(address)


def _ask(request, form):
    need = actions.ask(**form.said, by=request.user)
    messages.success(request, _("Your question is asked. You get an e-mail when somebody has answered it."))
    if signpost := identifying.signpost(need.question, need.detail):
        messages.warning(request, signpost)
    return need.get_absolute_url()


def _new_page(request, form, *, is_kept=False, is_offered=False, status=200):
    near = _near(request, form)
    context = {"form": form, "is_kept": is_kept, "is_offered": is_offered, "near": near, "back": "practices"}
    return render(request, "practices/needs/new.html", context, status=status)


def _near(request, form):
    """Write-ups that may be what is looked for, in the words that the form has now."""
    question = form["question"].value() or ""
    return cards(near(question, user=request.user, number=OFFERED), user=request.user)


@require_GET
def need(request, pk):
    need = find_need(request, pk)
    need.told = answers_to_needs.of(need, request.user)
    context = {
        "need": need,
        "answers": need.told,
        "may": answers_to_needs.may(need, request.user),
        "why_asked": answers_to_needs.why_asked(need, request.user),
        "offer": answers_to_needs.unwritten_offer(need, request.user),
        "following": follow_button(request.user, need) if need.is_shared else None,
    }
    return render(request, "practices/needs/need.html", context)


@require_http_methods(["GET", "POST"])
def need_close(request, pk):
    need = find_need(request, pk)
    refuse(request, need_policies.why_not(request.user, "close", need))
    answers = {str(each.answer.pk): (each.answer, each.called) for each in answers_to_needs.of(need, request.user)}
    form = CloseForm(kept_text.answers(request), need=need, answers=answers)
    if request.method == "POST" and form.is_valid():
        actions.close(need=need, by=request.user, **form.said)
        kept_text.forget(request)
        messages.success(request, _("Thank you. Your question is closed."))
        return redirect(need)
    return draw(request, "close", form, need=need)
