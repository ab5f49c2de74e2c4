"""What is adopted by places like one: whose places those are, and what they do that the place itself does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.models import Place
from practices.choices import Stage
from practices.filters import PracticeFilterSet
from practices.models import Adoption, Practice, SearchEntry
from practices.place_likeness import keys_like
from practices.place_map import TAKEN_UP

LIKE = "like"  # in the address of a search: the place whose like adopt first what stands first
MOST_SHOWN = 5


@dataclass(frozen=True)
class Elsewhere:
    """What places like one do, and where: as far as readers are told."""

    title: str
    address: str
    where: str


def asked_about(said: Mapping[str, str], filterset: PracticeFilterSet, user: Any) -> list[Place]:
    """The places that a search is for: the one in its address, those it is filtered by, or those of the person."""
    if slugs := [said[LIKE]] if said.get(LIKE) else filterset.chosen["place"]:
        return list(Place.objects.live().alphabetical().filter(slug__in=slugs))
    return _own(user)


def in_use_near(practice: Practice, user: Any) -> list[str]:
    """The names of places like those of the person where it is in use, as far as readers are told."""
    own = _own(user)
    told = Place.objects.live().alphabetical().filter(adoptions__in=practice.adoptions.told_in_use()).distinct()
    places = list(told) if own else []
    near = keys_like(own) if places else frozenset()
    return [place.short_name for place in places if place.pk in near]


def what_they_do(place: Place, others: Iterable[Place], user: Any) -> list[Elsewhere]:
    """What runs in one of the others, or is in use there, and is not known to be here: what was published last."""
    names = {other.pk: other.short_name for other in others}
    runs = Q(stage=Stage.RUNNING, place_ids__overlap=list(names))
    here = Q(place_ids__contains=[place.pk])
    here |= Q(practice__in=Adoption.objects.told().filter(status__in=TAKEN_UP, place=place).values("practice"))
    runs |= Q(practice__in=Adoption.objects.in_use_in(names).values("practice"))
    entries = SearchEntry.objects.visible_to(user).filter(runs, is_retired=False)
    shown = entries.exclude(here).newest().values("pk", "title", "practice__slug", "place_ids")[:MOST_SHOWN]
    where = _in_use_by_place(names, [row["pk"] for row in shown])
    return [
        Elsewhere(
            row["title"],
            reverse("practice", args=[row["practice__slug"]]),
            ", ".join(name for key, name in names.items() if key in {*row["place_ids"], *where[row["pk"]]}),
        )
        for row in shown
    ]


def _own(user: Any) -> list[Place]:
    """Where the person's organisations work."""
    if not (user.is_authenticated and user.memberships_by_organisation):
        return []
    live = Place.objects.live().alphabetical()
    return list(live.filter(organisations__in=list(user.memberships_by_organisation)).distinct())


def _in_use_by_place(places: Iterable[int], practices: list[int]) -> Mapping[int, set[int]]:
    where: dict[int, set[int]] = defaultdict(set)
    rows = Adoption.objects.in_use_in(places).filter(practice__in=practices).values_list("practice", "place")
    for practice, place in rows:
        where[practice].add(place)
    return where
