"""What is news to whom: the things that people follow, set beside what has happened, for many people at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from practices.alerts.readers import Reader
from practices.filters import AS_TYPED, PracticeFilterSet
from practices.models import Follow, News, Practice, SearchEntry
from practices.search.among import among

# Choices of a filter that mean something else for each organisation.
OF_SOMEBODY = "adopted=my_"
Keys = Collection[int]


@dataclass
class Item:
    """One write-up in a mail, with all that happened to it and all because of which its reader is told."""

    practice: Practice
    news: list[News] = field(default_factory=list)
    because: list[str] = field(default_factory=list)

    def add(self, news: News, because: str) -> None:
        if news not in self.news:
            self.news.append(news)
        if because not in self.because:
            self.because.append(because)


class Searches:
    """What saved searches find among the practices that are news: each search once, however many people saved it."""

    def __init__(self, practices: Keys):
        self._practices = practices
        self._found: dict[tuple[str, frozenset[int]], set[int]] = {}

    def found(self, query: str, person: Any) -> set[int]:
        key = query, frozenset(person.memberships_by_organisation if OF_SOMEBODY in query else ())
        if key not in self._found:
            said = QueryDict(query)
            filterset = PracticeFilterSet(said, user=person)
            self._found[key] = among(self._practices, said.get("q", ""), filterset=filterset, as_typed=AS_TYPED in said)
        return self._found[key]


@dataclass(frozen=True)
class Wish:
    """A row of `Follow`, with what it names."""

    person: int
    topic: int | None
    place: int | None
    practice: int | None
    name: str | None
    query: str | None
    made_at: datetime

    @property
    def because(self) -> str:
        if self.query is not None:
            return _("your search “%(name)s”") % {"name": self.name}
        return self.name or _("this write-up")


class Happened:
    """What has happened, and to which practices as they are now."""

    def __init__(self, news: Iterable[News], practices: Mapping[int, Practice], searches: Searches):
        self.practices, self.searches = practices, searches
        self._news: dict[int, list[News]] = defaultdict(list)
        for each in news:
            if each.practice_id in practices:
                self._news[each.practice_id].append(each)
        self._by_topic: dict[int, list[int]] = defaultdict(list)
        self._by_place: dict[int, list[int]] = defaultdict(list)
        entries = SearchEntry.objects.filter(pk__in=self._news, is_retired=False)
        for key, topics, places in entries.values_list("pk", "topic_ids", "place_ids"):
            for topic in topics:
                self._by_topic[topic].append(key)
            for place in places:
                self._by_place[place].append(key)

    def wishes_of(self, people: Keys) -> dict[int, list[Wish]]:
        """What these people follow of that to which something may have happened."""
        concerned = Q(topic__in=self._by_topic) | Q(place__in=self._by_place) | Q(practice__in=self._news)
        rows = Follow.objects.filter(concerned | Q(search__isnull=False), person__in=people).order_by("pk")
        columns = ("person", "topic", "place", "practice", "made_at", "search__asked")
        names = ("search__name", "topic__name", "place__short_name")
        wishes = defaultdict(list)
        for person, topic, place, practice, made_at, asked, *said in rows.values_list(*columns, *names):
            name, query = next(filter(None, said), None), asked and urlencode(asked, doseq=True)
            wishes[person].append(Wish(person, topic, place, practice, name, query, made_at))
        return wishes

    def items_for(self, reader: Reader, wishes: Iterable[Wish], told_until: int) -> list[Item]:
        """What this person is to be told, the latest first."""
        items: dict[int, Item] = {}
        for wish in wishes:
            for practice in self._practices_of(wish, reader):
                for news in self._news[practice.pk]:
                    is_new = news.position > told_until and news.happened_at >= wish.made_at
                    if is_new and self._concerns(wish, news, reader):
                        items.setdefault(practice.pk, Item(practice)).add(news, wish.because)
        return sorted(items.values(), key=lambda item: max(news.position for news in item.news), reverse=True)

    def _practices_of(self, wish: Wish, reader: Reader) -> Iterator[Practice]:
        """Those that the wish is about and the reader may read."""
        keys: Iterable[int] = [wish.practice] if wish.practice in self._news else []
        if wish.topic:
            keys = self._by_topic.get(wish.topic, [])
        elif wish.place:
            keys = self._by_place.get(wish.place, [])
        elif wish.query is not None:
            keys = self.searches.found(wish.query, reader.person) & self._news.keys()
        return (self.practices[key] for key in keys if reader.may_read(self.practices[key]))

    def _concerns(self, wish: Wish, news: News, reader: Reader) -> bool:
        """Whoever follows the practice hears all; the others what was not there for them to be read before."""
        if wish.practice:
            return True
        if self.practices[news.practice_id].retired_at or news.kind == News.Kind.RETIRED:
            return False
        return news.kind != News.Kind.CHANGED or not reader.could_read_before(news)
