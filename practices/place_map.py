"""The map of places: a tile of the same size for each, in the order of the alphabet within its region.

No boundary is drawn, so none is anybody's property, and a big county counts for no more than a small borough. Where the
regions stand is said in static/css/hub.css; here is how their tiles are laid out, and what each says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models.functions import Lower
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import Place
from practices.choices import AdoptionStatus
from practices.filters import AS_TYPED, PracticeFilterSet
from practices.models import Adoption, Practice
from practices.place_labels import is_small, labels_of
from practices.search import Results, search
from practices.search.counts import counted

COLUMN = "place_ids"
ACROSS = 6  # tiles in a row of a region
TILE, APART = 40, 4
MOST_LISTED = 100  # on the page of a place
TAKEN_UP = (AdoptionStatus.CONSIDERING, AdoptionStatus.TRYING, AdoptionStatus.IN_USE)


@dataclass(frozen=True)
class Tile:
    """A place on the map: what is there, in a word for its shape and in words."""

    place: Place
    x: int
    y: int
    state: str
    label: list[str]  # the beginning of its name, in one line or two

    @property
    def is_small(self) -> bool:
        return is_small(self.label)

    @property
    def between(self) -> str:
        """What the name has where the lines break: nothing within a word."""
        return " " if self.place.short_name.startswith(" ".join(self.label)) else ""

    @property
    def words(self) -> str:
        return words_of(self.state)


@dataclass(frozen=True)
class Region:
    name: str
    tiles: list[Tile]

    @property
    def slug(self) -> str:
        return slugify(self.name)

    @property
    def width(self) -> int:
        return ACROSS * (TILE + APART) - APART

    @property
    def height(self) -> int:
        return -(-len(self.tiles) // ACROSS) * (TILE + APART) - APART


@dataclass(frozen=True)
class Known:
    """The keys of places where something is written up, and of those where something from elsewhere is taken up."""

    shared: frozenset[int]
    taken_up: frozenset[int]

    def state_of(self, place: Place) -> str:
        if place.pk in self.shared:
            return "shared"
        return "taken-up" if place.pk in self.taken_up else "nothing"


def words_of(state: str) -> str:
    return {
        "shared": _("something is written up"),
        "taken-up": _("something from elsewhere is taken up"),
        "nothing": _("nothing shared yet"),
    }[state]


def known_of(said: Any, user: Any) -> tuple[Known, PracticeFilterSet, str]:
    """What is there for the search in this query string, as far as the person may know; the filters, and the words.

    A choice of places is passed over, as a filter passes over itself in its own counts: the map shows them all.
    """
    filterset = PracticeFilterSet(said, user=user)
    text = said.get("q", "")
    if not text and not filterset.number_in_use:
        return Known(_keys(counted(COLUMN, user=user)), _taken_up(user, None)), filterset, ""
    found = search(text, user=user, filterset=filterset, as_typed=AS_TYPED in said)
    known = Known(_keys(found.counts.by_value.get(COLUMN, {})), _taken_up(user, found))
    return known, filterset, found.query.text


def regions_of(places: Iterable[Place], known: Known) -> list[Region]:
    """Places come sorted by name."""
    by_region = sorted(places, key=lambda place: place.region)
    return [_region(name, list(rows), known) for name, rows in groupby(by_region, key=lambda place: place.region)]


def taken_up_in(place: Place, user: Any) -> list[Adoption]:
    """What teams in the place take up that is from elsewhere, as far as each lets readers know.

    What is shown as its region counts as from elsewhere: that it was left out would tell where it is from.
    """
    told = _told(user).filter(place=place).exclude(practice__search_entry__place_ids__contains=[place.pk])
    by_title = told.order_by(Lower("practice__published_revision__title"), "pk")
    return list(by_title.select_related("organisation", "practice__published_revision")[:MOST_LISTED])


def _region(name: str, places: list[Place], known: Known) -> Region:
    labels = labels_of(place.short_name for place in places)
    return Region(name, [_tile(at, place, known, labels[place.short_name]) for at, place in enumerate(places)])


def _tile(number: int, place: Place, known: Known, label: list[str]) -> Tile:
    y, x = divmod(number, ACROSS)
    return Tile(place, x * (TILE + APART), y * (TILE + APART), known.state_of(place), label)


def _keys(counts: Mapping[str, int]) -> frozenset[int]:
    return frozenset(map(int, counts))


def _told(user: Any) -> Any:
    """Adoptions of which readers are told the place, of practices that this person may read."""
    readable = Practice.objects.published().visible_to(user)
    return Adoption.objects.told().filter(status__in=TAKEN_UP, practice__in=readable)


def _taken_up(user: Any, found: Results | None) -> frozenset[int]:
    by_practice: dict[int, set[int]] = defaultdict(set)
    for practice, place in _told(user).order_by().values_list("practice", "place").distinct():
        by_practice[practice].add(place)
    if found is not None and by_practice:
        asked = found.asked
        matching = set(asked.sets.keys(asked.without_filter(COLUMN)))
        by_practice = {practice: places for practice, places in by_practice.items() if practice in matching}
    return frozenset().union(*by_practice.values()) if by_practice else frozenset()
