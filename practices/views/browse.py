"""The start page, the search, and what there is by topic and organisation."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.core.signing import BadSignature, SignatureExpired
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts import policies as accounts_policies
from accounts import roles
from accounts.models import Organisation, Place
from practice_hub.same_origin import is_of_another_site
from practices import like_places, place_likeness, search_log, structured_data
from practices.actions.search_log import log_search
from practices.browsing import organisations_known_to
from practices.feeds import address_of_feed
from practices.filters import AS_TYPED, PracticeFilterSet
from practices.followed import follow_button, search_to_save
from practices.models import Adoption, Pathway, SearchEntry, Topic
from practices.search import CONFIRMED, LIKE_MINE, NEWEST, RELEVANCE, search
from practices.search.counts import counted, newest_keys
from practices.search.others_asking import others_asking
from practices.search.suggestions import near, suggestions
from practices.views.listing import cards, page_of, with_saving
from practices.visitor_pages import same_for_visitors

LATEST_ON_START = 5
FOUND_LITTLE = 3  # then asking is offered beside what was found
EXAMPLES_FOR_PATHWAY, LOOKED_AT_FOR_PATHWAY = 3, 30


@login_not_required
@require_safe
@same_for_visitors
def start(request):
    still_done = SearchEntry.objects.visible_to(request.user).filter(is_retired=False)
    context = {
        "pathways": _pathways(still_done, request.user),
        "topics": Topic.objects.curated().filter(pk__in=counted("topic_ids", user=request.user)).alphabetical(),
        "latest": with_saving(request, cards(still_done.newest().primary_keys()[:LATEST_ON_START], user=request.user)),
    }
    return render(request, "practices/browse/start.html", context)


@login_not_required
@require_safe
@same_for_visitors
def practices(request):
    filterset = PracticeFilterSet(request.GET, user=request.user)
    sort, as_typed = request.GET.get("sort", ""), AS_TYPED in request.GET
    places = like_places.asked_about(request.GET, filterset, request.user)
    like = place_likeness.keys_like(places) if sort == LIKE_MINE else ()
    options = {"filterset": filterset, "sort": sort, "as_typed": as_typed, "places_like": like}
    results = search(request.GET.get("q", ""), user=request.user, **options)
    page = page_of(request, results.practices)
    context = {
        "results": results,
        "page": page,
        "cards": with_saving(request, cards(page, user=request.user, query=results.query), ticks=True),
        "filterset": filterset,
        "facets": filterset.facets(results.counts),
        "offers": filterset.offers(results.query.text, results.counts),
        "found_little": bool(results.query.text) and results.total <= FOUND_LITTLE,
        "asking": others_asking(results.query, user=request.user) if page.number == 1 else [],
        "near": [] if results.total else near(results.query.text),
        "orders": _orders(results.query, sort, places),
        "as_typed": as_typed,
        "like": request.GET.get(like_places.LIKE, ""),
        "by_places_like": bool(places) and sort == LIKE_MINE,
        "feed": address_of_feed(request.GET, filterset),
        "saving": search_to_save(request, filterset),
        "search_log": _what_to_log(request, results),
    }
    return render(request, "practices/browse/practices.html", context)


# A visitor's page holds nothing of one visitor, so no token either; that the hub drew it is signed instead, and
# nothing is done here in anybody's name.
@csrf_exempt
@login_not_required
@require_POST
def searched(request):
    """What the script of a page of results says about it (practices/search_log.py)."""
    if is_of_another_site(request):
        raise BadRequest("sent by another site")
    try:
        query, results = search_log.unsigned(request.POST.get("signed", ""))
        key = UUID(request.POST.get("key", ""))
    except SignatureExpired:
        return HttpResponse(status=204)  # a page that stayed open; nobody need know
    except (BadSignature, ValueError) as error:
        raise BadRequest("not what a page of the hub sends") from error
    log_search(key=key, query=query, results=results, opened="opened" in request.POST)
    return HttpResponse(status=204)


@login_not_required
@require_safe
def suggest(request):
    """What the box offers below itself while somebody types; a part of a page, for a script to put there."""
    found = suggestions(request.GET.get("q", ""), user=request.user)
    return render(request, "practices/browse/_suggestions.html", {"groups": found})


@login_not_required
@require_safe
@same_for_visitors
def topics(request):
    filled = _by_key(counted("topic_ids", user=request.user))
    every = Topic.objects.curated().alphabetical()
    return render(request, "practices/browse/topics.html", {"topics": every, "filled": filled})


@login_not_required
@require_safe
@same_for_visitors
def topic(request, slug):
    topic = get_object_or_404(Topic.objects.curated(), slug=slug)
    entries = SearchEntry.objects.visible_to(request.user).filter(topic_ids__contains=[topic.pk])
    regions_here = counted("regions", user=request.user, chosen={"topic_ids": [str(topic.pk)]})
    page = page_of(request, entries.newest().primary_keys())
    every_region = Place.objects.live().order_by("region").values_list("region", flat=True).distinct()
    context = {
        "breadcrumbs": [(_("Topics"), reverse("topics"))],
        "topic": topic,
        "structured_data": structured_data.topic(topic),
        "page": page,
        "cards": with_saving(request, cards(page, user=request.user)),
        "following": follow_button(request.user, topic),
        "not_yet": [region for region in every_region if region not in regions_here],
        "pathways": Pathway.objects.about(topic).alphabetical(),
    }
    return render(request, "practices/browse/topic.html", context)


@login_not_required
@require_safe
@same_for_visitors
def organisations(request):
    visible = SearchEntry.objects.visible_to(request.user)
    every = organisations_known_to(request.user).alphabetical()
    kinds = [(kind.label, [each for each in every if each.kind == kind]) for kind in Organisation.Kind]
    context = {"kinds": kinds, "filled": visible.count_by("shown_organisation_id")}
    return render(request, "practices/browse/organisations.html", context)


@login_not_required
@require_safe
@same_for_visitors
def organisation(request, slug):
    visible = SearchEntry.objects.visible_to(request.user)
    found = organisations_known_to(request.user).prefetch_related("places")
    organisation = get_object_or_404(found, slug=slug)
    page = page_of(request, visible.filter(shown_organisation_id=organisation.pk).newest().primary_keys())
    context = {
        "breadcrumbs": [(_("Organisations"), reverse("organisations"))],
        "organisation": organisation,
        "structured_data": structured_data.organisation(organisation),
        "page": page,
        "cards": with_saving(request, cards(page, user=request.user)),
        "adoptions": Adoption.objects.shown_by(organisation, request.user),
        "is_manager": roles.is_manager(request.user, organisation.pk),
        "may_ask_to_join": accounts_policies.can(request.user, "request_membership", organisation),
    }
    return render(request, "practices/browse/organisation.html", context)


@login_not_required
@require_safe
def robots(request):
    context = {"sitemap": structured_data.absolute(reverse("sitemap"))}
    return render(request, "practices/browse/robots.txt", context, content_type="text/plain")


def _pathways(entries, user):
    """The pathways of the start page, each with the newest of these entries: of those that were begun last."""
    pathways = list(Topic.objects.pathways().order_by("pk"))
    begun_last = newest_keys("topic_ids", [topic.pk for topic in pathways], user=user, number=LOOKED_AT_FOR_PATHWAY)
    every = {key for keys in begun_last.values() for key in keys}
    newest = entries.filter(pk__in=every).newest().values("pk", "title", "practice__slug")
    return [
        (topic, [row for row in newest if row["pk"] in begun_last[topic.pk]][:EXAMPLES_FOR_PATHWAY])
        for topic in pathways
    ]


def _by_key(counts):
    return {int(key): number for key, number in counts.items()}


def _what_to_log(request, results):
    """What the page says back about the search; nothing where it is no new one.

    Another page, order or choice of filters is the same question asked further, and would count it twice.
    """
    is_new = request.GET.keys() == {"q"} and results.query.text
    return search_log.signed(results.query.text, results.total) if is_new else ""


def _orders(query, asked, places):
    """The ways to sort this list: [(value, label, whether it is the present one)]. `places` are whom it is for."""
    labels = {RELEVANCE: _("Best match"), NEWEST: _("Newest"), CONFIRMED: _("Recently confirmed")}
    if len(places) == 1:
        labels[LIKE_MINE] = _("Adopted by places like %s") % places[0]
    elif places:
        labels[LIKE_MINE] = _("Adopted by similar places")
    if not query.is_ranked:
        labels.pop(RELEVANCE)
    present = asked if asked in labels else next(iter(labels))
    return [(value, label, value == present) for value, label in labels.items()]
