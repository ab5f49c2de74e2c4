"""Keeping practices: in collections of one's own, which colleagues may be let read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit, roles
from accounts.models import Organisation, User
from practices import collection_policies
from practices.actions.locking import lock_person
from practices.models import Collection, Practice, SavedPractice

MOST_COLLECTIONS = 100  # of one person
MOST_SAVED = 500  # in one collection
MOST_READERS = 30  # of one collection, by name


def colleagues_who_could_read(collection: Collection, by: Any) -> Any:
    """Colleagues of its owner whom it is not shared with by name yet."""
    return (
        User.objects.filter(
            is_active=True, memberships__status="active", memberships__organisation__in=by.organisations
        )
        .exclude(pk=by.pk)
        .exclude(pk__in=collection.readers.values("pk"))
        .distinct()
        .order_by("display_name", "pk")
    )


@transaction.atomic
def make(*, name: str, by: Any) -> Collection:
    collection_policies.require(by, "make")
    lock_person(by)
    return _make(name, by)


@transaction.atomic
def save(*, practice: Practice, by: Any) -> SavedPractice:
    """Put the practice into the person's first collection, made where there is none; nothing where they have it."""
    return _save([practice], by)[0]


@transaction.atomic
def carry_over(*, keys: Iterable[int], by: Any) -> int:
    """Save what somebody saved before signing in, as far as they may read it; how many practices that is.

    What they have saved already is not doubled, and no more is taken than one collection holds.
    """
    wanted = list(keys)
    readable = Practice.objects.visible_to(by).published().in_bulk(wanted)
    saved = _save([readable[key] for key in wanted if key in readable], by, is_strict=False)
    return len(saved)


@transaction.atomic
def note(*, saved: SavedPractice, note: str, collection: Collection, by: Any) -> SavedPractice:
    """Say what is noted beside it, and in which of one's collections it belongs."""
    saved = _locked(saved, by)
    collection_policies.require(by, "change", collection)
    saved.note = note
    if collection.pk != saved.collection_id:
        if collection.saved.filter(practice=saved.practice_id).exists():
            raise PermissionDenied(_("That collection has this practice already."))
        _leave_room(collection)
        saved.collection = collection
    saved.save(update_fields=["note", "collection"])
    return saved


@transaction.atomic
def take_out(*, saved: SavedPractice, by: Any) -> None:
    _locked(saved, by).delete()


@transaction.atomic
def change(*, collection: Collection, name: str, organisation: Organisation | None, by: Any) -> Collection:
    """Rename it, and say which organisation's people may read it: one of the owner's, or none."""
    collection_policies.require(by, "change", collection)
    if organisation and not roles.is_member(by, organisation.pk):
        raise PermissionDenied(_("Choose an organisation that you belong to."))
    before = collection.organisation_id
    collection.name, collection.organisation = name, organisation
    collection.save(update_fields=["name", "organisation"])
    if before != collection.organisation_id:
        audit.record("collection_shared", on=collection, by=by, organisation=collection.organisation_id)
    return collection


@transaction.atomic
def let_read(*, collection: Collection, user: User, by: Any) -> None:
    """Share it with a colleague by name."""
    lock_person(by)
    collection_policies.require(by, "change", collection)
    if collection.readers.count() >= MOST_READERS:
        raise PermissionDenied(_("Thirty people read it already. Share it with your organisation instead."))
    if not colleagues_who_could_read(collection, by).filter(pk=user.pk).exists():
        raise PermissionDenied(_("Choose a colleague who does not read this yet."))
    collection.readers.add(user)
    audit.record("collection_shared", on=collection, by=by, user=user.pk)


@transaction.atomic
def let_go(*, collection: Collection, user: User, by: Any) -> None:
    """End it for a colleague: by its owner, or by that colleague."""
    if user.pk != by.pk:
        collection_policies.require(by, "change", collection)
    collection.readers.remove(user)
    audit.record("collection_unshared", on=collection, by=by, user=user.pk)


@transaction.atomic
def throw_away(*, collection: Collection, by: Any) -> None:
    collection_policies.require(by, "change", collection)
    audit.record("collection_deleted", on=collection, by=by)
    collection.delete()


def _save(practices: list[Practice], by: Any, *, is_strict: bool = True) -> list[SavedPractice]:
    """Each practice where the person has saved it, or else in their first collection."""
    collection_policies.require(by, "make")
    lock_person(by)  # two clicks at one moment would find it missing, and save it twice
    has = SavedPractice.objects.filter(collection__owner=by, practice__in=practices).select_related("collection")
    found = {saved.practice_id: saved for saved in has.order_by("-pk")}
    missing = [practice for practice in practices if practice.pk not in found]
    if missing:
        first = Collection.objects.of(by).first() or _make(_("Saved"), by)
        room = MOST_SAVED - first.saved.count()
        if is_strict:
            _leave_room(first)
        for practice in missing[: max(room, 0)]:
            found[practice.pk] = SavedPractice.objects.create(collection=first, practice=practice)
    return [found[practice.pk] for practice in practices if practice.pk in found]


def _make(name: str, by: Any) -> Collection:
    if Collection.objects.of(by).count() >= MOST_COLLECTIONS:
        raise PermissionDenied(_("You have a hundred collections. Delete one that you no longer need."))
    return Collection.objects.create(owner=by, name=name)


def _locked(saved: SavedPractice, by: Any) -> SavedPractice:
    lock_person(by)
    saved = SavedPractice.objects.select_related("collection").get(pk=saved.pk)
    collection_policies.require(by, "change", saved.collection)
    return saved


def _leave_room(collection: Collection) -> None:
    if collection.saved.count() >= MOST_SAVED:
        raise PermissionDenied(_("This collection is full. Take something out, or move some of it to another."))
