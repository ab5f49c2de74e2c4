"""Which places are like one: by published figures that an operator has loaded, or else of the same kind and region.

Each figure x (of what varies by its size, its logarithm) is standardised over the live places that have one,

    z = (x − mean) / standard deviation

so that neither its unit nor its spread counts, and two places a and b are as far apart as

    d(a, b) = √( Σ w · (z_a − z_b)² / Σ w )

over the indicators that both have, each with its weight w. Where both have fewer than half of them, nothing is said.
Deprivation is standardised and compared within a nation, since each nation's index is made in its own way.

That an area is compared with its nearest neighbours by such figures is an old idea; CIPFA's Nearest Neighbours Model
is known for it. This is not that model. Likeness puts no place above another: it is shown in the order of the alphabet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log, sqrt
from statistics import fmean, pstdev

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import Indicator, Place, PlaceIndicator, PlaceIndicatorSet
from accounts.models.place_indicator import BY_LOGARITHM, WITHIN_A_NATION

NEAREST = 5
MOST_WORDS = 2  # of what differs
CLEARLY = 0.5  # standard deviations; what differs by less is much the same

Axis = tuple[str, str]  # an indicator, and the nation within which it is compared, if any
Point = Mapping[Axis, float]


@dataclass(frozen=True)
class Neighbour:
    place: Place
    words: str  # how it differs most; nothing where no figures say so


@dataclass(frozen=True)
class Compared:
    """One indicator: whose figures, from which publication, for the place and for those like it."""

    of: PlaceIndicatorSet
    figures: list[tuple[Place, str]]


@dataclass(frozen=True)
class Likeness:
    neighbours: list[Neighbour]
    compared: list[Compared]  # nothing where they are of the same kind and region alone
    is_of_the_region: bool = False  # no other place of its kind is in the region

    @property
    def places(self) -> list[Place]:
        return [neighbour.place for neighbour in self.neighbours]


class Figures:
    """What is loaded, and where each live place stands by it. Two statements, however many places there are."""

    def __init__(self) -> None:
        self.places = list(Place.objects.live().alphabetical())
        self.sets = list(PlaceIndicatorSet.objects.exclude(weight=0).order_by("pk"))
        self.weights = {each.indicator: float(each.weight) for each in self.sets}
        self.values: dict[tuple[int, int], Decimal] = {}
        if self.sets:
            rows = PlaceIndicator.objects.filter(of__in=self.sets, place__valid_to=None)
            self.values = {(of, place): value for of, place, value in rows.values_list("of", "place", "value")}
        self.points = self._points()

    def nearest(self, place: Place) -> list[Place]:
        """The places nearest to it, the nearest first; none where too little is known of it."""
        here = self.points.get(place.pk, {})
        apart = [
            (how_far, other.gss_code, other)
            for other in self.places
            if other.pk != place.pk
            and (how_far := distance(here, self.points.get(other.pk, {}), self.weights)) is not None
        ]
        return [other for _how_far, _code, other in sorted(apart, key=lambda each: each[:2])[:NEAREST]]

    def _points(self) -> dict[int, dict[Axis, float]]:
        by_axis: dict[Axis, dict[int, float]] = defaultdict(dict)
        for each in self.sets:
            for place in self.places:
                if (value := self.values.get((each.pk, place.pk))) is not None:
                    x = log(value) if each.indicator in BY_LOGARITHM else float(value)
                    by_axis[axis_of(each.indicator, place)][place.pk] = x
        points: dict[int, dict[Axis, float]] = defaultdict(dict)
        for axis, values in by_axis.items():
            for key, z in standardised(values).items():
                points[key][axis] = z
        return points


def axis_of(indicator: str, place: Place) -> Axis:
    return indicator, place.nation if indicator in WITHIN_A_NATION else ""


def standardised(values: Mapping[int, float]) -> dict[int, float]:
    """How many standard deviations each lies from the mean; 0 where all are the same."""
    mean, spread = fmean(values.values()), pstdev(values.values())
    return {key: (value - mean) / spread if spread else 0.0 for key, value in values.items()}


def distance(a: Point, b: Point, weights: Mapping[str, float]) -> float | None:
    """How far apart two places are; None where both have fewer than half of the indicators."""
    both = a.keys() & b.keys()
    if not both or 2 * len(both) < len(weights):
        return None
    heavy = {axis: weights[axis[0]] for axis in sorted(both)}
    return sqrt(sum(weight * (a[axis] - b[axis]) ** 2 for axis, weight in heavy.items()) / sum(heavy.values()))


def like(place: Place) -> Likeness:
    """The places like this one, in the order of the alphabet; none for one that has ended."""
    if place.valid_to:
        return Likeness([], [])
    known = Figures()
    near = {other.pk for other in known.nearest(place)}
    if not near:
        return _of_its_kind(place, known.places)
    others = [other for other in known.places if other.pk in near]
    neighbours = [Neighbour(other, _words(place, other, known)) for other in others]
    return Likeness(neighbours, _compared(place, others, known))


def keys_like(places: Collection[Place]) -> frozenset[int]:
    """The keys of all places like any of these, without themselves."""
    known = Figures()
    found: set[int] = set()
    for place in places:
        near = known.nearest(place) or _of_its_kind(place, known.places).places
        found |= {other.pk for other in near}
    return frozenset(found - {place.pk for place in places})


def _of_its_kind(place: Place, every: Iterable[Place]) -> Likeness:
    in_region = [other for other in every if other.region == place.region and other.pk != place.pk]
    of_kind = [other for other in in_region if other.kind == place.kind]
    return Likeness([Neighbour(other, "") for other in of_kind or in_region], [], is_of_the_region=not of_kind)


def _words(place: Place, other: Place, known: Figures) -> str:
    """In what the other differs most: “More people, more densely populated.”"""
    here, there = known.points[place.pk], known.points[other.pk]
    apart = {axis[0]: there[axis] - here[axis] for axis in here.keys() & there.keys()}
    clear = [indicator for indicator in Indicator if abs(apart.get(indicator, 0)) >= CLEARLY]
    clear.sort(key=lambda indicator: -known.weights[indicator] * apart[indicator] ** 2)
    said = [_more_or_less()[indicator][apart[indicator] < 0] for indicator in clear[:MOST_WORDS]]
    return capfirst(", ".join(said)) + "." if said else _("Much the same in all that is compared.")


def _more_or_less() -> dict[str, tuple[str, str]]:
    return {
        Indicator.POPULATION: (_("more people"), _("fewer people")),
        Indicator.SHARE_UNDER_18: (
            _("a larger share of people under 18"),
            _("a smaller share of people under 18"),
        ),
        Indicator.SHARE_65_AND_OVER: (
            _("a larger share of people aged 65 and over"),
            _("a smaller share of people aged 65 and over"),
        ),
        Indicator.DENSITY: (_("more densely populated"), _("less densely populated")),
        Indicator.DEPRIVATION: (_("more deprived"), _("less deprived")),
    }


def _compared(place: Place, others: Sequence[Place], known: Figures) -> list[Compared]:
    """The figures side by side: of what is compared within a nation, those of the same nation alone."""
    return [
        Compared(
            each,
            [
                (one, _shown(value, each))
                for one in (place, *others)
                if (value := known.values.get((each.pk, one.pk))) is not None
                and axis_of(each.indicator, one) == axis_of(each.indicator, place)
            ],
        )
        for each in known.sets
    ]


def _shown(value: Decimal, of: PlaceIndicatorSet) -> str:
    return f"{value.normalize():,f}{Indicator(of.indicator).unit}"
