"""“Still going?”: the pages that a mail leads to, which need no account, and the one for the organisation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from practices import adoption_policies, follow_up_policies, policies
from practices.actions import follow_ups
from practices.choices import Peace, StillGoing
from practices.following_up import links
from practices.following_up.due import next_days
from practices.forms.follow_ups import STOPPED, PeaceForm, StillGoingForm, more_form
from practices.models import FollowUp, FollowUpPause
from practices.stop_links import is_one_press
from practices.views.adoption.pages import find_adoption
from practices.views.by_link import for_whoever_has_the_link

PEACE = [(wish.value, wish.label) for wish in (Peace.PAUSE, Peace.STOP)]
WHAT_FOLLOWS = {
    Peace.PAUSE: gettext_lazy("Nobody is asked about this for three months."),
    Peace.STOP: gettext_lazy("Nobody is asked about this any more."),
    Peace.RESUME: gettext_lazy("Your team is asked again, from the next time on."),
}
TYPED = ("better", "how_known", "would_have_helped", "why")


class NotForYou(PermissionDenied):
    """Somebody else is signed in than the link was sent to."""


@login_not_required  # whoever has the link answers without signing in
@require_http_methods(["GET", "HEAD", "POST"])
@for_whoever_has_the_link
def follow_up(request, token):
    """One question, three buttons. Opening it changes nothing: programs that look through mail follow links."""
    form = StillGoingForm(request.POST if request.method == "POST" else None)
    try:
        row = _find(request, token)
        follow_up_policies.require(row.recipient, "answer", row)
        if form.is_valid():
            follow_ups.answer(follow_up=row, answer=form.cleaned_data["answer"], by=row.recipient)
            return redirect("follow_up_more", token=links.token(row, links.TELLING_MORE))
    except PermissionDenied as over:
        return _over(request, token, over)
    return _page(request, "question", row, form, answers=StillGoing.choices, token=token)


@login_not_required  # the answer led here
@require_http_methods(["GET", "HEAD", "POST"])
@for_whoever_has_the_link
def follow_up_more(request, token):
    """At most two questions more, which may be left; only here is it said that an adoption has stopped."""
    try:
        row = _find(request, token, links.TELLING_MORE)
        follow_up_policies.require(row.recipient, "tell_more", row)
        form = more_form(row)(request.POST if request.method == "POST" else None)
        if form.is_valid():
            follow_ups.tell_more(follow_up=row, said=_more(form.cleaned_data), by=row.recipient)
            return render(request, "practices/following_up/thanks.html", {"row": row})
    except PermissionDenied as over:
        return _over(request, token, over, links.TELLING_MORE)
    return _page(request, "more", row, form, said=row.get_answer_display())


@login_not_required  # as it is for the question
@require_http_methods(["GET", "HEAD", "POST"])
@for_whoever_has_the_link
def follow_up_pause(request, token):
    form = PeaceForm(request.POST if request.method == "POST" else None)
    try:
        row = _find(request, token)
        follow_up_policies.require(row.recipient, "pause", row.adoption)
        others = row.recipient.leads_adoptions.going_on().exclude(pk=row.adoption_id).for_page()
        if form.is_valid():
            about = [row.adoption, *(others if form.cleaned_data["everything"] else [])]
            return _leave_in_peace(request, row, about, form.cleaned_data["wish"])
    except PermissionDenied as over:
        return _over(request, token, over)
    return _page(request, "pause", row, form, wishes=PEACE, leads_others=others.exists())


@csrf_exempt  # mail programs have opened no page before; what lets them is the link, which is signed
@login_not_required  # as it is for the question
@require_http_methods(["GET", "HEAD", "POST"])
@for_whoever_has_the_link
def follow_up_stop(request, token):
    """About all that one mail asked: by buttons, or by what a mail program sends when its own is pressed."""
    said = {"wish": Peace.STOP} if is_one_press(request) else request.POST
    form = PeaceForm(said if request.method == "POST" else None)
    try:
        row = _find(request, token)
        adoptions = [each.adoption for each in FollowUp.objects.asked_with(row).for_page()]
        about = [each for each in adoptions if follow_up_policies.can(row.recipient, "pause", each)]
        if not about:
            follow_up_policies.require(row.recipient, "pause", row.adoption)
        if form.is_valid():
            return _leave_in_peace(request, row, about, form.cleaned_data["wish"])
    except PermissionDenied as over:
        return _over(request, token, over)
    return _page(request, "pause", row, form, wishes=PEACE, about=about)


def _leave_in_peace(request, row, about, wish):
    about = [each for each in about if follow_up_policies.can(row.recipient, "pause", each)]
    follow_ups.leave_in_peace(adoptions=about, by=row.recipient, wish=wish)
    context = {"row": row, "about": about, "what_follows": WHAT_FOLLOWS[wish]}
    return render(request, "practices/following_up/paused.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def adoption_follow_up(request, pk):
    """For the organisation: what it answered, when it is asked next, and whether it is asked at all."""
    adoption = find_adoption(request, pk)
    if not policies.can(request.user, "read", adoption.practice):
        raise Http404
    if request.method == "POST":
        follow_up_policies.require(request.user, "pause", adoption)
    form = PeaceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        follow_ups.leave_in_peace(adoptions=[adoption], by=request.user, wish=form.cleaned_data["wish"])
        messages.success(request, WHAT_FOLLOWS[form.cleaned_data["wish"]])
        return redirect("adoption_follow_up", pk=pk)
    context = {"adoption": adoption, "practice": adoption.practice, "form": form} | _how_it_stands(request, adoption)
    return render(request, "practices/following_up/adoption.html", context, status=400 if form.is_bound else 200)


def _how_it_stands(request, adoption):
    pause = next((pause for pause in FollowUpPause.objects.filter(adoption=adoption) if pause.holds), None)
    mine = adoption.follow_ups.asked().filter(recipient=request.user, answered_at=None).order_by("-due_on").first()
    may_answer = mine and follow_up_policies.can(request.user, "answer", mine)
    return {
        "answers": adoption.follow_ups.newest_answers_first(),
        "answer_now": links.token(mine) if may_answer else "",
        "next_day": next_days([adoption]).get(adoption.pk),
        "pause": pause,
        "is_asked_about": adoption.is_confirmed and adoption.status in follow_up_policies.ASKED_ABOUT,
        "lead_is_gone": adoption.lead is None or not follow_up_policies.can(adoption.lead, "lead", adoption),
        "may_change": adoption_policies.can(request.user, "change", adoption),
        "may_pause": follow_up_policies.can(request.user, "pause", adoption),
        "wishes": [(Peace.RESUME.value, Peace.RESUME.label)] if pause else PEACE,
    }


def _find(request, token, salt=links.ASKING):
    """The follow-up that the link is about; 404 for what is no link of ours. Raises PermissionDenied."""
    try:
        number, person, is_old = links.named_in(token, salt)
    except signing.BadSignature:
        raise Http404 from None
    if request.user.is_authenticated and request.user.pk != person:
        raise NotForYou(_("This link was sent to somebody else than you, who are signed in now."))
    row = FollowUp.objects.for_page().prefetch_related("adoption__practice__authorships").filter(pk=number).first()
    if row is None or row.recipient_id != person:
        raise PermissionDenied(_("What this question was about is not on the hub any more."))
    if is_old:
        raise PermissionDenied(_("This link is too old, and works no longer."))
    return row


def _more(said):
    names = ("better", "how_known", "would_have_helped", "may_quote", "because", "why")
    return follow_ups.More(
        **{name: said[name] for name in names if name in said}, has_stopped=said.get("has_stopped") == STOPPED
    )


def _over(request, token, why, salt=links.ASKING):
    """Why the link answers no more, and what to do instead, with what was typed."""
    number, _person, _is_old = links.named_in(token, salt)
    row = FollowUp.objects.filter(pk=number).first()
    is_wrong_person = isinstance(why, NotForYou)
    context = {
        "reason": str(why),
        "is_wrong_person": is_wrong_person,
        "adoption": row.adoption_id if row and not is_wrong_person else None,
        "typed": [text for name in TYPED if (text := request.POST.get(name, ""))],
    }
    return render(request, "practices/following_up/over.html", context, status=403 if is_wrong_person else 410)


def _page(request, name, row, form, **context):
    context |= {"row": row, "adoption": row.adoption, "practice": row.adoption.practice, "form": form}
    return render(request, f"practices/following_up/{name}.html", context, status=400 if form.is_bound else 200)
