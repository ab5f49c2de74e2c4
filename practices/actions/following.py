"""Following things, saving searches, and saying how often one is mailed of them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practices import following_policies
from practices.actions.locking import lock_person
from practices.alerts.news import last_position
from practices.choices import Rhythm
from practices.daily_limits import LimitReached
from practices.models import Alerts, Follow, SavedSearch
from practices.models.follow import name_of

MOST_FOLLOWED, MOST_SEARCHES = 200, 50  # of one person


@transaction.atomic
def follow(*, target: Any, by: Any) -> Follow:
    """Be told of what is new about it; the first time somebody follows anything, once a day. Raises LimitReached."""
    following_policies.require(by, "follow", target)
    lock_person(by)  # two clicks at one moment would each find it missing
    return _follow(target, by)


@transaction.atomic
def stop(*, follow: Follow, by: Any) -> None:
    following_policies.require(by, "change", follow)
    Follow.objects.filter(pk=follow.pk).delete()


@transaction.atomic
def save_search(*, asked: dict[str, list[str]], name: str, by: Any) -> SavedSearch:
    """Keep the search and follow it; the one that there is where they have saved it before. Raises LimitReached."""
    following_policies.require(by, "save_search")
    lock_person(by)
    saved = SavedSearch.objects.of(by).asking(asked).first()
    if saved is None:
        if SavedSearch.objects.of(by).count() >= MOST_SEARCHES:
            raise LimitReached(_("You have saved fifty searches. Delete one that you no longer need."))
        saved = SavedSearch.objects.create(person=by, asked=asked, name=name)
    _follow(saved, by)
    return saved


@transaction.atomic
def rename_search(*, search: SavedSearch, name: str, by: Any) -> SavedSearch:
    following_policies.require(by, "change", search)
    search.name = name
    search.save(update_fields=["name"])
    return search


@transaction.atomic
def delete_search(*, search: SavedSearch, by: Any) -> None:
    """The search, and that its owner follows it."""
    following_policies.require(by, "change", search)
    search.delete()


@transaction.atomic
def choose_rhythm(*, rhythm: str, by: Any) -> Alerts:
    """How often to be mailed, from now on. What happened while somebody wanted no mail they are not told of."""
    lock_person(by)
    alerts = _alerts_of(by)
    if alerts.rhythm == Rhythm.NEVER and rhythm != Rhythm.NEVER:
        alerts.told_until, alerts.looked_at = last_position(), timezone.now()
    alerts.rhythm = rhythm
    alerts.save(update_fields=["rhythm", "told_until", "looked_at"])
    return alerts


def _follow(target: Any, by: Any) -> Follow:
    name = name_of(target)
    found = Follow.objects.of(by).on(target).first()
    if found:
        return found
    if Follow.objects.of(by).count() >= MOST_FOLLOWED:
        raise LimitReached(_("You follow two hundred things. Stop following one that you no longer need."))
    _alerts_of(by)
    return Follow.objects.create(person=by, **{name: target})


def _alerts_of(person: Any) -> Alerts:
    """Locked: the worker moves on how far they have been told. Whoever has none begins with what comes now."""
    found = Alerts.objects.select_for_update().filter(person=person).first()
    return found or Alerts.objects.create(person=person, told_until=last_position())
