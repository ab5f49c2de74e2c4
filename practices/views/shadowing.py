"""Offers and asks of shadowing and mentoring: what is listed, one's own, and the page of each."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practice_hub import kept_text
from practices import policies, shadowing_policies
from practices.actions import shadowing as actions
from practices.actions.once import once
from practices.daily_limits import LimitReached
from practices.forms.shadowing import CHECKLIST, FilterForm, PostForm
from practices.models import Practice, Shadowing
from practices.views.listing import page_of


@require_safe
def shadowings(request):
    """What is open, by the choices in the address; or what guests have let others read of what they learned."""
    shadowing_policies.require(request.user, "look")
    form = FilterForm(request.GET)
    shows_learned = request.GET.get("show") == "learned"
    rows = Shadowing.objects.learned() if shows_learned else Shadowing.objects.open()
    page = page_of(request, rows.filter(**form.chosen()).for_page().newest())
    context = {"form": form, "page": page, "shows_learned": shows_learned, "chosen": form.chosen()}
    context["may_post"] = shadowing_policies.can(request.user, "post")
    return render(request, "practices/shadowing/list.html", context)


@require_safe
def shadowings_mine(request):
    """What one has posted or answered, and what waits for one's word as a manager or a moderator."""
    mine = page_of(request, Shadowing.objects.of(request.user).for_page().newest())
    arranged = Shadowing.objects.to_look_after(request.user).filter(status="agreed").for_page().newest()
    waiting = [each for each in arranged if shadowing_policies.sides_to_confirm(request.user, each)]
    return render(request, "practices/shadowing/mine.html", {"page": mine, "waiting": waiting})


@require_http_methods(["GET", "HEAD", "POST"])
def shadowing_new(request):
    shadowing_policies.require(request.user, "post")
    practice = _about(request)
    form = PostForm(kept_text.answers(request), user=request.user, initial=_begun(practice))
    if request.method != "POST" or not form.is_valid():
        return _new_page(request, form, practice)
    try:
        address = once(key=form.cleaned_data["key"], by=request.user, handle=partial(_post, request, form, practice))
    except LimitReached as limit:
        form.add_error(None, str(limit))
        return _new_page(request, form, practice, status=429)
    kept_text.forget(request)
    return redirect(address)


def _about(request):
    """The practice that somebody would like to see at work, where the address names one that they may read."""
    slug = request.GET.get("practice", "")
    return Practice.objects.current().visible_to(request.user).for_page().filter(slug=slug).first() if slug else None


def _begun(practice):
    if practice is None:
        return {}
    curated = [topic for topic in practice.shown.topics.all() if topic.is_curated]
    topic = min(curated, key=lambda each: each.name, default=None)
    limit = Shadowing._meta.get_field("skill").max_length
    return {"kind": Shadowing.Kind.ASK, "skill": practice.title[:limit], "topic": topic}


def _post(request, form, practice):
    said = {name: value for name, value in form.cleaned_data.items() if name not in ("key", "organisation")}
    organisation = form.cleaned_data["organisation"]
    posted = actions.post(said=said | {"practice": practice}, organisation=organisation, by=request.user)
    messages.success(request, _("It is listed for people who belong to an organisation on the hub."))
    return reverse("shadowing", args=[posted.pk])


def _new_page(request, form, practice, status=None):
    is_kept = form.is_bound and request.method == "GET"
    status = status or (400 if form.is_bound and not is_kept else 200)
    context = {"form": form, "practice": practice, "is_kept": is_kept, "back": reverse("shadowings")}
    return render(request, "practices/shadowing/new.html", context, status=status)


@require_safe
def shadowing(request, pk):
    row = find(request, pk)
    practice = row.practice if row.practice and policies.can(request.user, "read", row.practice) else None
    context = {
        "shadowing": row,
        "practice": practice,
        "is_party": shadowing_policies.is_party(request.user, row),
        "reads_all": shadowing_policies.can(request.user, "read_in_full", row),
        "sides": shadowing_policies.sides_to_confirm(request.user, row),
        "why_not_answer": shadowing_policies.why_not(request.user, "answer", row),
        "checklist": [label for _name, label in CHECKLIST],
    }
    may = ("agree", "let_go", "tick", "finish", "call_off")
    context |= {f"may_{action}": shadowing_policies.can(request.user, action, row) for action in may}
    return render(request, "practices/shadowing/shadowing.html", context)


def find(request, pk):
    return get_object_or_404(Shadowing.objects.visible_to(request.user).for_page(), pk=pk)
