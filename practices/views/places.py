"""The map of places, and the page of one."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Place
from practices import like_places, place_likeness, place_map, structured_data
from practices.browsing import organisations_known_to
from practices.choices import Stage
from practices.followed import follow_button
from practices.models import SearchEntry, Topic
from practices.search.counts import counted
from practices.views.listing import cards, page_of, with_saving
from practices.visitor_pages import same_for_visitors

TRIED = (Stage.IDEA, Stage.TRYING)
MOST_TRIED = 5


@login_not_required
@require_safe
@same_for_visitors
def places(request):
    known, filterset, text = place_map.known_of(request.GET, request.user)
    every = Place.objects.live().alphabetical()
    nations = [
        (nation.label, place_map.regions_of([place for place in every if place.nation == nation], known))
        for nation in Place.Nation
    ]
    context = {"nations": nations, "filterset": filterset, "text": text}
    return render(request, "practices/browse/places.html", context)


@login_not_required
@require_safe
@same_for_visitors
def place(request, slug):
    place = get_object_or_404(Place.objects.select_related("successor"), slug=slug)
    visible = SearchEntry.objects.visible_to(request.user)
    entries = visible.filter(place_ids__contains=[place.pk])
    topics_here = set(map(int, counted("topic_ids", user=request.user, chosen={"place_ids": [str(place.pk)]})))
    page = page_of(request, entries.exclude(stage__in=TRIED).newest().primary_keys())
    tried = list(entries.filter(stage__in=TRIED).newest().primary_keys()[: MOST_TRIED + 1])
    shown = with_saving(request, cards([*page, *tried[:MOST_TRIED]], user=request.user))
    likeness = place_likeness.like(place)
    context = {
        "breadcrumbs": [(_("Places"), reverse("places"))],
        "place": place,
        "structured_data": structured_data.place(place),
        "page": page,
        "cards": [card for card in shown if card.practice.pk not in tried],
        "tried": [card for card in shown if card.practice.pk in tried],
        "more_is_tried": len(tried) > MOST_TRIED,
        "organisations": organisations_known_to(request.user).filter(places=place).alphabetical(),
        "not_yet": [topic for topic in Topic.objects.pathways().alphabetical() if topic.pk not in topics_here],
        "elsewhere": visible.filter(regions__contains=[place.region]).exclude(place_ids__contains=[place.pk]).exists(),
        "following": follow_button(request.user, place),
        "taken_up": place_map.taken_up_in(place, request.user),
        "most_listed": place_map.MOST_LISTED,
        "likeness": likeness,
        "they_do": like_places.what_they_do(place, likeness.places, request.user),
    }
    return render(request, "practices/browse/place.html", context)
