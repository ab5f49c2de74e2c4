"""What is news to whom: the things that people follow, set beside what has happened, for many people at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from practices.alerts.asked import Asked
from practices.alerts.readers import Reader
from practices.filters import AS_TYPED, PracticeFilterSet
from practices.models import Follow, Need, News, Practice, SearchEntry
from practices.search.among import among

# Choices of a filter that mean something else for each organisation.
OF_SOMEBODY = "adopted=my_"
Keys = Collection[int]


@dataclass
class Item:
    """A write-up or a need in a mail, with all that happened to it and all because of which its reader is told.

    `is_new`: they may read it since then, and could not before.
    """

    about: Practice | Need
    is_new: bool = False
    news: list[News] = field(default_factory=list)
    because: list[str] = field(default_factory=list)

    @property
    def position(self) -> int:
        return max(news.position for news in self.news)

    def add(self, news: News, because: str, *, is_new: bool) -> None:
        self.is_new |= is_new
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
            # To know what can be filtered by takes longer than to look for the words.
            has_filters = bool(said.keys() - {"q", AS_TYPED})
            filterset = PracticeFilterSet(said, user=person) if has_filters else None
            self._found[key] = among(self._practices, said.get("q", ""), filterset=filterset, as_typed=AS_TYPED in said)
        return self._found[key]


@dataclass(frozen=True)
class Wish:
    """A row of `Follow`, with what it names."""

    person: int
    topic: int | None
    place: int | None
    practice: int | None
    need: int | None
    name: str | None
    query: str | None
    made_at: datetime

    @property
    def because(self) -> str:
        if self.query is not None:
            return _("your search “%(name)s”") % {"name": self.name}
        return self.name or (_("this question") if self.need else _("this write-up"))


class Happened:
    """What has happened, and to which practices and needs as they are now."""

    def __init__(self, news: Collection[News], practices: Mapping[int, Practice], searches: Searches):
        self.practices, self.searches = practices, searches
        self.asked = Asked(news, practices)
        self._news: dict[Practice | Need, list[News]] = defaultdict(list)
        for each in news:
            if about := practices.get(each.practice_id) or self.asked.needs.get(each.need_id):
                self._news[about].append(each)
        self._by_topic: dict[int, list[Practice | Need]] = defaultdict(list)
        self._by_place: dict[int, list[Practice | Need]] = defaultdict(list)
        keys = {each.practice_id for each in news}
        entries = SearchEntry.objects.filter(pk__in=keys & practices.keys(), is_retired=False)
        for key, topics, places in entries.values_list("pk", "topic_ids", "place_ids"):
            for topic in topics:
                self._by_topic[topic].append(practices[key])
            for place in places:
                self._by_place[place].append(practices[key])
        for need in self.asked.needs.values():
            for topic in need.topics.all():
                self._by_topic[topic.pk].append(need)

    def wishes_of(self, people: Keys) -> dict[int, list[Wish]]:
        """What these people follow of that to which something may have happened."""
        concerned = Q(topic__in=self._by_topic) | Q(place__in=self._by_place) | Q(search__isnull=False)
        concerned |= Q(practice__in=self.practices) | Q(need__in=self.asked.needs)
        rows = Follow.objects.filter(concerned, person__in=people).order_by("pk")
        columns = ("person", "topic", "place", "practice", "need", "made_at", "search__asked")
        names = ("search__name", "topic__name", "place__short_name")
        wishes = defaultdict(list)
        for person, topic, place, practice, need, made_at, asked, *said in rows.values_list(*columns, *names):
            name, query = next(filter(None, said), None), asked and urlencode(asked, doseq=True)
            wishes[person].append(Wish(person, topic, place, practice, need, name, query, made_at))
        return wishes

    def items_for(self, reader: Reader, wishes: Iterable[Wish], told_until: int) -> list[Item]:
        """What this person is to be told, the latest first."""
        items: dict[Practice | Need, Item] = {}
        for wish in wishes:
            for about in self._found_by(wish, reader):
                for news in self._news.get(about, []):
                    is_untold = news.position > told_until and news.happened_at >= wish.made_at
                    if is_untold and self._concerns(wish, news, reader):
                        item = items.setdefault(about, Item(about))
                        item.add(news, wish.because, is_new=not wish.practice)
        return sorted(items.values(), key=attrgetter("position"), reverse=True)

    def _found_by(self, wish: Wish, reader: Reader) -> Iterable[Practice | Need]:
        if wish.topic:
            return self._by_topic.get(wish.topic, [])
        if wish.place:
            return self._by_place.get(wish.place, [])
        if wish.query is not None:
            found = self.searches.found(wish.query, reader.person) & self.practices.keys()
            return [self.practices[key] for key in found]
        named = self.practices.get(wish.practice) or self.asked.needs.get(wish.need)
        return [named] if named else []

    def _concerns(self, wish: Wish, news: News, reader: Reader) -> bool:
        """Whoever follows the thing itself hears all; the others what was not there for them to be read before."""
        if news.need_id:
            is_wanted = bool(wish.need) == (news.kind == News.Kind.ANSWERED)
            return is_wanted and self.asked.may_tell(reader, news)
        practice = self.practices[news.practice_id]
        if not reader.may_read(practice):
            return False
        if wish.practice:
            return True
        if practice.retired_at or news.kind == News.Kind.RETIRED:
            return False
        return news.kind != News.Kind.CHANGED or not reader.could_read_before(news)
