"""What somebody follows and has saved, how often they are mailed of it, and the link that ends the mails."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Place, User
from practice_hub import kept_text
from practices.actions import following as actions
from practices.choices import Rhythm
from practices.daily_limits import LimitReached
from practices.filters import PracticeFilterSet
from practices.forms.following import RhythmForm, SearchNameForm
from practices.models import Alerts, Follow, Need, Practice, SavedSearch, Topic
from practices.search_address import in_words, told_of
from practices.stop_links import OF_ALERTS, is_one_press
from practices.views.by_link import for_whoever_has_the_link
from practices.views.way_back import way_back

LONGEST_SEARCH = 2000  # characters of an address
# What may be followed, of what this person may see.
VISIBLE = {
    "topic": lambda user: Topic.objects.curated(),
    "place": lambda user: Place.objects.all(),
    "practice": lambda user: Practice.objects.visible_to(user).published(),
}


@require_http_methods(["GET", "HEAD", "POST"])
def following(request):
    alerts = Alerts.objects.filter(person=request.user).first()
    initial = {"rhythm": alerts.rhythm if alerts else Rhythm.DAILY}
    form = RhythmForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.choose_rhythm(rhythm=form.cleaned_data["rhythm"], by=request.user)
        messages.success(request, _("Your choice is saved."))
        return redirect("following")
    context = {"form": form, "alerts": alerts} | _followed_by(request.user)
    return render(request, "practices/following/following.html", context, status=400 if form.errors else 200)


@require_POST
def follow(request, kind, slug):
    target = get_object_or_404(VISIBLE[kind](request.user), slug=slug)
    _say(request, partial(actions.follow, target=target, by=request.user), _("You follow this now."))
    return redirect(f"{target.get_absolute_url()}#follow")


@require_POST
def follow_need(request, pk):
    need = get_object_or_404(Need.objects.visible_to(request.user).filter(is_shared=True), pk=pk)
    _say(request, partial(actions.follow, target=need, by=request.user), _("You follow this now."))
    return redirect(f"{need.get_absolute_url()}#follow")


@require_POST
def follow_stop(request, pk):
    follow = get_object_or_404(Follow.objects.of(request.user), pk=pk)
    actions.stop(follow=follow, by=request.user)
    messages.success(request, _("You no longer follow that."))
    return redirect(way_back(request, reverse("following")))


@require_POST
def search_save(request):
    """Saves the search whose query string is sent, as far as it is one."""
    said = QueryDict(request.POST.get("query", ""))
    filterset = PracticeFilterSet(said, user=request.user)
    told, name = told_of(said, filterset), in_words(said, filterset)
    query = told.urlencode()
    if not query or len(query) > LONGEST_SEARCH:
        what = _("That search is too long to save.") if query else _("Type something or choose a filter, then save it.")
        messages.warning(request, what)
        return redirect("practices")
    name = name[: SavedSearch._meta.get_field("name").max_length]
    save = partial(actions.save_search, asked=dict(told.lists()), name=name, by=request.user)
    _say(request, save, _("The search is saved, and you follow what it finds."))
    return redirect(f"{reverse('practices')}?{query}#save-search")


@require_http_methods(["GET", "HEAD", "POST"])
def saved_search(request, pk):
    search = _find_search(request, pk)
    form = SearchNameForm(kept_text.answers(request), initial={"name": search.name})
    if request.method == "POST" and form.is_valid():
        actions.rename_search(search=search, name=form.cleaned_data["name"], by=request.user)
        kept_text.forget(request)
        messages.success(request, _("The search has a new name."))
        return redirect("following")
    is_kept = form.is_bound and request.method != "POST"
    context = {"form": form, "is_kept": is_kept, "back": reverse("following")}
    status = 400 if form.is_bound and not is_kept else 200
    return render(request, "practices/following/search.html", context, status=status)


@require_POST
def saved_search_follow(request, pk):
    search = _find_search(request, pk)
    _say(request, partial(actions.follow, target=search, by=request.user), _("You follow what it finds."))
    return redirect("following")


@require_POST
def saved_search_delete(request, pk):
    search = _find_search(request, pk)
    actions.delete_search(search=search, by=request.user)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": search.name})
    return redirect("following")


@csrf_exempt  # mail programs have opened no page before; what lets them is the link, which is signed
@login_not_required  # whoever finds the mails too many need not sign in
@require_http_methods(["GET", "HEAD", "POST"])
@for_whoever_has_the_link
def alerts_stop(request, token):
    """Ends all mails about what somebody follows: by a button, or by what a mail program sends when its own is pressed.

    Opening it changes nothing: programs that look through mail follow links.
    """
    person = _person_of(token)
    if person is None:
        return render(request, "practices/following/gone.html", status=410)
    said = {"rhythm": Rhythm.NEVER} if is_one_press(request) else request.POST
    form = RhythmForm(said if request.method == "POST" else None)
    if form.is_valid():
        alerts = actions.choose_rhythm(rhythm=form.cleaned_data["rhythm"], by=person)
        return render(request, "practices/following/stopped.html", {"alerts": alerts, "token": token})
    return render(request, "practices/following/stop.html", {"form": form}, status=400 if form.is_bound else 200)


def _followed_by(user):
    follows = list(Follow.objects.of(user).for_list())
    readable = set(Practice.objects.visible_to(user).filter(follows__person=user).values_list("pk", flat=True))
    shown = set(Need.objects.visible_to(user).filter(follows__person=user).values_list("pk", flat=True))
    return {
        "needs": [(each, each.need_id in shown) for each in follows if each.need_id],
        "topics": [each for each in follows if each.topic_id],
        "places": [each for each in follows if each.place_id],
        "practices": [(each, each.practice_id in readable) for each in follows if each.practice_id],
        "searches": SavedSearch.objects.of(user).by_name().prefetch_related("follows"),
    }


def _say(request, act, done):
    """Acts, and says that it is done and how often mail comes; or why it cannot be."""
    try:
        act()
    except LimitReached as limit:
        messages.warning(request, str(limit))
        return
    rhythm = Alerts.objects.get(person=request.user).rhythm
    often = {
        Rhythm.AT_ONCE: _("You get an e-mail when something is new."),
        Rhythm.DAILY: _("You get an e-mail once a day, when something is new."),
        Rhythm.WEEKLY: _("You get an e-mail once a week, when something is new."),
        Rhythm.NEVER: _("You have chosen to get no e-mails about it."),
    }
    messages.success(request, f"{done} {often[Rhythm(rhythm)]}")


def _find_search(request, pk):
    return get_object_or_404(SavedSearch.objects.of(request.user), pk=pk)


def _person_of(token):
    """Whose mails the link ends, or None where the account is gone; 404 for what is no link of ours."""
    try:
        return User.objects.filter(pk=OF_ALERTS.person_in(token)).first()
    except signing.BadSignature:
        raise Http404 from None
