"""Putting the starter library into the hub, bringing it up to date, and taking it out again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import audit
from accounts.actions.organisations import free_slug
from accounts.models import Organisation
from practices.alerts import news
from practices.content import next_number
from practices.lifecycle import Status
from practices.models import Practice, Revision
from practices.review_dates import usual_review_date
from practices.search.entries import index
from practices.starter_library import BadLibraryError, WriteUp

ADDED, CHANGED, UNCHANGED, LEFT_ALONE = "added", "changed", "unchanged", "left alone"


@transaction.atomic
def load(*, write_ups: Iterable[WriteUp], by: Any = None) -> Counter[str]:
    """Publish each write-up, or a new revision where the file says something else by now; all or nothing.

    What people have taken over (an author, or a revision of their own) or retired is left alone.
    """
    practices = {practice.slug: practice for practice in _library().select_for_update(of=("self",))}
    _refuse_taken_slugs([write_up.slug for write_up in write_ups if write_up.slug not in practices])
    organisations = {organisation.name.lower(): organisation for organisation in Organisation.objects.all()}
    outcome: Counter[str] = Counter()
    for write_up in write_ups:
        practice = practices.get(write_up.slug)
        if practice is None:
            _publish(Practice(slug=write_up.slug, from_public_sources=True), write_up, organisations, by)
            outcome[ADDED] += 1
        elif not _is_the_hubs_own(practice):
            outcome[LEFT_ALONE] += 1
        elif _says_the_same(practice, write_up):
            outcome[UNCHANGED] += 1
        else:
            _publish(practice, write_up, organisations, by)
            outcome[CHANGED] += 1
    return outcome


@transaction.atomic
def remove(*, by: Any = None) -> int:
    """Delete the starter library with everything said about it, and the organisations that nobody else uses."""
    practices = Practice.objects.filter(from_public_sources=True).select_for_update()
    organisations: set[int] = set()
    removed = 0
    for practice in practices:
        audit.record("starter_practice_removed", on=practice, by=by)
        if practice.organisation_id:
            organisations.add(practice.organisation_id)
        # Let go of the published revision first: it protects itself from being deleted while it is read.
        practice.published_revision = practice.published_at = practice.retired_at = None
        practice.retired_because = ""
        practice.save()
        practice.delete()
        removed += 1
    _unused(organisations).delete()
    return removed


def _library() -> QuerySet[Practice]:
    return (
        Practice.objects.filter(from_public_sources=True)
        .select_related("published_revision", "organisation")
        # The plugin of mypy does not know that taggit's relation can be fetched ahead.
        .prefetch_related("published_revision__places", "published_revision__topics", "authorships")  # type: ignore[misc]
    )


def _refuse_taken_slugs(slugs: list[str]) -> None:
    taken = Practice.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    if taken:
        raise BadLibraryError([f"{slug}.toml: another write-up has this address" for slug in sorted(taken)])


def _is_the_hubs_own(practice: Practice) -> bool:
    written_by_people = practice.authorships.all() or practice.shown.created_by_id
    return not (written_by_people or practice.draft_revision_id or practice.retired_at)


def _says_the_same(practice: Practice, write_up: WriteUp) -> bool:
    revision = practice.shown
    return (
        all(getattr(revision, field) == value for field, value in write_up.fields.items())
        and {place.pk for place in revision.places.all()} == {place.pk for place in write_up.places}
        and {topic.pk for topic in revision.topics.all()} == {topic.pk for topic in write_up.topics}
        and str(practice.organisation).lower() == write_up.organisation_name.lower()
    )


def _publish(practice: Practice, write_up: WriteUp, organisations: dict[str, Organisation], by: Any) -> None:
    now = timezone.now()
    before = practice.published_revision
    practice.organisation = _organisation(write_up, organisations)
    practice.save()
    revision = Revision.objects.create(
        practice=practice,
        number=next_number(practice),
        status=Status.PUBLISHED,
        published_at=now,
        review_by=usual_review_date(),
        **write_up.fields,
    )
    revision.places.set(write_up.places)
    revision.topics.set(write_up.topics)
    news.note_publication(practice, before)
    practice.published_revision = revision
    practice.published_at = practice.published_at or now
    practice.changed_at = now
    practice.save()
    index(practice)
    audit.record("starter_practice_published", on=practice, by=by, revision=revision.number)


def _organisation(write_up: WriteUp, organisations: dict[str, Organisation]) -> Organisation:
    """The body it is told of, made where the hub does not know it; nobody has verified it."""
    key = write_up.organisation_name.lower()
    if key not in organisations:
        organisations[key] = Organisation.objects.create(
            name=write_up.organisation_name, slug=free_slug(key), kind=write_up.organisation_kind
        )
        organisations[key].places.set(write_up.places[:1])
    return organisations[key]


def _unused(organisations: set[int]) -> QuerySet[Organisation]:
    """Those of them that nobody has verified or joined, and no other write-up names."""
    return Organisation.objects.filter(
        pk__in=organisations, verified_at=None, memberships=None, invitations=None, practices=None
    )
