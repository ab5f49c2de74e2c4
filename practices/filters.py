"""The filters of the search, as they stand in the address: what may be chosen, how often, and how to undo it.

Choices within one filter widen (any of these topics), filters narrow each other (this topic, and this
place). What an address asks for and nobody offers is passed over: old links must not break.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Any

import django_filters
from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from practices import choices
from practices.models import SearchEntry, Topic
from practices.search.adopted import ELSEWHERE, marks_of
from practices.search.counts import Counts
from practices.search.words import PIECE

PAGE = "page"
# In an address: look for these words alone, and correct none.
AS_TYPED = "as_typed"


@dataclass(frozen=True)
class Option:
    """Something to tick: `stored` are the values in the entry's column that it stands for.

    `within` is what it is shown under: the region of a place.
    """

    value: str
    label: Any
    stored: tuple[Any, ...]
    count: int = 0
    is_chosen: bool = False
    within: str = ""


@dataclass(frozen=True)
class Facet:
    """A filter as the page draws it, with what is left to choose from."""

    name: str
    label: Any
    options: list[Option]

    @property
    def is_in_use(self) -> bool:
        return any(option.is_chosen for option in self.options)

    @property
    def groups(self) -> list[tuple[str, list[Option]]]:
        """(what they are shown under, the options); the options come sorted by it."""
        return [(within, list(options)) for within, options in groupby(self.options, key=attrgetter("within"))]


@dataclass(frozen=True)
class Chip:
    """A choice, and the query string of the page without it, or with it where it is only offered."""

    label: Any
    address: str


class KnownValuesField(forms.Field):
    """Keeps the values that are known, each once, and passes over the rest.

    Not a field of choices, which would make hundreds of them ready to be drawn for each request.
    """

    widget = forms.SelectMultiple

    def __init__(self, *, known: Iterable[str], **kwargs: Any):
        super().__init__(**kwargs)
        self.known = known

    def clean(self, value: Any) -> list[str]:
        asked = set(value or [])
        return [known for known in self.known if known in asked] if asked else []


class FacetFilter(django_filters.Filter):
    """Any of the chosen options, on one column of the search entry."""

    field_class = KnownValuesField

    def __init__(self, column: str, *, options: Iterable[Option] = (), **kwargs: Any):
        super().__init__(field_name=column, **kwargs)
        self.offer(options)

    def __deepcopy__(self, memo: dict[int, Any]) -> FacetFilter:
        """Each filterset has filters of its own; the options in them are never changed, and long to copy."""
        other = copy(self)
        other.extra = dict(self.extra)
        return other

    def offer(self, options: Iterable[Option]) -> None:
        self.options = list(options)
        self.extra["known"] = [option.value for option in self.options]

    @property
    def is_array(self) -> bool:
        return isinstance(SearchEntry._meta.get_field(self.field_name), ArrayField)

    def chosen(self, values: Iterable[str]) -> list[Option]:
        return [option for option in self.options if option.value in values]

    def stored(self, values: Iterable[str]) -> list[Any]:
        """What the column has for any of these choices."""
        return [each for option in self.chosen(values) for each in option.stored]

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        condition = f"{self.field_name}__{'overlap' if self.is_array else 'in'}"
        return qs.filter(**{condition: self.stored(value)}) if value else qs


def _plain(words: Any) -> str:
    """The words in small letters, without what stands between them."""
    return " ".join(PIECE.findall(str(words).lower()))


def _as_text(stored: Any) -> str:
    """The value as PostgreSQL writes it."""
    return str(stored).lower() if isinstance(stored, bool) else str(stored)


def _from(choice_class: Any) -> list[Option]:
    return [Option(value, label, (value,)) for value, label in choice_class.choices]


def _sectors() -> list[Option]:
    """Work with adults and children alike is found under either."""
    both = choices.Sector.BOTH.value
    return [Option(value, label, tuple({value, both})) for value, label in choices.Sector.choices]


def _takers(user: Any) -> Iterator[Option]:
    """By whom a practice may be taken up. What is near to somebody, only those of an organisation are asked."""
    regions, kinds = marks_of(user)
    yield Option("elsewhere", _("Taken up by another organisation"), (ELSEWHERE,))
    if regions:
        yield Option("my_region", _("Taken up in my region"), tuple(regions))
    if kinds:
        yield Option("my_kind", _("Taken up by my kind of organisation"), tuple(kinds))


class PracticeFilterSet(django_filters.FilterSet):
    """Reads the query string: `PracticeFilterSet(request.GET).narrow(entries)`."""

    topic = FacetFilter("topic_ids", label=_("Topic"))
    sector = FacetFilter("sector", label=_("Adults or children"), options=_sectors())
    who_for = FacetFilter("who_for", label=_("Who it is for"), options=_from(choices.WhoFor))
    setting = FacetFilter("setting", label=_("Setting"), options=_from(choices.Setting))
    region = FacetFilter("regions", label=_("Region or nation"))
    place = FacetFilter("place_ids", label=_("Place"))
    stage = FacetFilter("stage", label=_("Stage"), options=_from(choices.Stage))
    evidence = FacetFilter("evidence", label=_("What it rests on"), options=_from(choices.Evidence))
    kind = FacetFilter("kind", label=_("Kind"), options=_from(choices.Kind))
    adopted = FacetFilter("adopted", label=_("Taken up"))

    class Meta:
        model = SearchEntry
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, user: Any):
        super().__init__(data, queryset=SearchEntry.objects.none())
        self.filters["adopted"].offer(_takers(user))
        places = list(
            Place.objects.order_by("region", Lower("short_name"), "pk").values_list(
                "pk", "slug", "short_name", "region"
            )
        )
        self.filters["place"].offer(Option(slug, name, (pk,), within=region) for pk, slug, name, region in places)
        self.filters["region"].offer(Option(name, name, (name,)) for name in sorted({place[3] for place in places}))
        topics = Topic.objects.curated().alphabetical().values_list("pk", "slug", "name")
        self.filters["topic"].offer(Option(slug, name, (pk,)) for pk, slug, name in topics)

    @cached_property
    def chosen(self) -> Mapping[str, list[str]]:
        """The values in use by the name of their filter; every field cleans to a list, so there are no errors."""
        self.form.full_clean()
        return self.form.cleaned_data

    @property
    def number_in_use(self) -> int:
        return sum(len(values) for values in self.chosen.values())

    def narrow(self, entries: QuerySet) -> QuerySet:
        for name, each in self.filters.items():
            entries = each.filter(entries, self.chosen[name])
        return entries

    @property
    def columns(self) -> list[str]:
        """The columns of the entry that choices are counted by."""
        return [each.field_name for each in self.filters.values()]

    @property
    def unions(self) -> list[tuple[str, tuple[str, ...]]]:
        """(column, values) of the choices that stand for several values which one entry can have together."""
        return [
            (each.field_name, tuple(map(_as_text, option.stored)))
            for each in self.filters.values()
            if each.is_array
            for option in each.options
            if len(option.stored) > 1
        ]

    @property
    def stored(self) -> dict[str, list[str]]:
        """For each column that a filter in use is on, the values that it asks for."""
        in_use = {name: values for name, values in self.chosen.items() if values}
        return {
            self.filters[name].field_name: [_as_text(each) for each in self.filters[name].stored(values)]
            for name, values in in_use.items()
        }

    def facets(self, counts: Counts) -> list[Facet]:
        """What can be chosen, with how many would be found."""
        facets = []
        for name, each in self.filters.items():
            if left := list(self._left(name, counts)):
                facets.append(Facet(name, each.label, left))
        return facets

    def _left(self, name: str, counts: Counts) -> Iterator[Option]:
        column, of_values = self.filters[name].field_name, self._of_values(name, counts)
        for option in self.filters[name].options:
            values = tuple(map(_as_text, option.stored))
            count = counts.of_unions.get((column, values))
            if count is None:
                count = sum(of_values.get(value, 0) for value in values)
            is_chosen = option.value in self.chosen[name]
            if count or is_chosen:
                yield replace(option, count=count, is_chosen=is_chosen)

    def chips(self) -> list[Chip]:
        return [
            Chip(option.label, self._without(name, option.value))
            for name, each in self.filters.items()
            for option in each.chosen(self.chosen[name])
        ]

    def offers(self, text: str, counts: Counts) -> list[Chip]:
        """Places and topics that the words name and that would narrow what was found: “reablement leeds”."""
        said = f" {_plain(text)} "
        return [
            Chip(option.label, self._with(name, option.value))
            for name in ("place", "topic")
            for option in self.filters[name].options
            if f" {_plain(option.label)} " in said
            and option.value not in self.chosen[name]
            and 0 < self._of_values(name, counts).get(str(option.stored[0]), 0) < counts.total
        ]

    def _of_values(self, name: str, counts: Counts) -> Mapping[str, int]:
        return counts.by_value.get(self.filters[name].field_name, {})

    def kept(self) -> Iterator[tuple[str, str]]:
        """The choices in use as (name, value), for a form that searches again within them."""
        return ((name, value) for name, values in self.chosen.items() for value in values)

    def without_any(self) -> str:
        """The query string with every filter cleared, and the words kept."""
        left = self._first_page()
        for name in self.filters:
            left.pop(name, None)
        return left.urlencode()

    def _with(self, name: str, value: str) -> str:
        more = self._first_page()
        more.appendlist(name, value)
        return more.urlencode()

    def _without(self, name: str, value: str) -> str:
        left = self._first_page()
        left.setlist(name, [each for each in left.getlist(name) if each != value])
        return left.urlencode()

    def _first_page(self) -> QueryDict:
        copy = self.data.copy()
        copy.pop(PAGE, None)
        return copy
