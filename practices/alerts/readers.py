"""Who of many people may read which of the practices that are news, as `visible_to` says of one, by two statements.

The scopes are those that search goes by. What somebody wrote is left out: their notifications tell them of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from accounts.models import Membership
from practices.models import Authorship, News, Practice
from practices.models.search_entry import scope_of, scopes_of


@dataclass(frozen=True)
class Reader:
    """Somebody with what they may read now. `scopes` is None for whoever may read every scope."""

    person: Any
    scopes: frozenset[str] | None
    wrote: frozenset[int]

    def may_read(self, practice: Practice) -> bool:
        scope = scope_of(practice.shown.visibility, practice.organisation_id)
        return not practice.withheld_at and practice.pk not in self.wrote and self._reads(scope)

    def could_read_before(self, news: News) -> bool:
        return bool(news.scope_before) and self._reads(news.scope_before)

    def _reads(self, scope: str) -> bool:
        return self.scopes is None or scope in self.scopes


def readers_of(people: Collection[Any], practices: Collection[int]) -> list[Reader]:
    memberships: dict[int, dict[int, Membership]] = {person.pk: {} for person in people}
    active = Membership.objects.active().filter(user__in=memberships).select_related("organisation")
    for membership in active:
        memberships[membership.user_id][membership.organisation_id] = membership
    wrote = defaultdict(set)
    for user, practice in Authorship.objects.filter(practice__in=practices).values_list("user", "practice"):
        wrote[user].add(practice)
    return [_reader(person, memberships[person.pk], wrote.get(person.pk, ())) for person in people]


def _reader(person: Any, memberships: dict[int, Membership], wrote: Collection[int]) -> Reader:
    person.memberships_by_organisation = memberships  # what the property would ask for, person by person
    scopes = scopes_of(person)
    return Reader(person, None if scopes is None else frozenset(scopes), frozenset(wrote))
