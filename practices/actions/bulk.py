"""Writing many write-ups out of one file: new ones, and what has changed in those that an earlier import made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from practices import bulk_policies, content
from practices.actions.staying_true import found_contact
from practices.actions.topics import topics_named
from practices.alerts import news
from practices.batches import few_at_a_time
from practices.bulk.planning import AT_A_TIME, Outcome, Planned, plan
from practices.bulk.write_up import WriteUp
from practices.content import KEPT_FIELDS
from practices.keys import reserve
from practices.lifecycle import Status
from practices.models import Authorship, News, Practice, Revision, RevisionTopic, SectionSave
from practices.review_dates import usual_review_date
from practices.search.bitmaps import written_by_block
from practices.search.entries import index_many
from practices.sections import SECTION_OF
from practices.slugs import draft_slugs, published_slugs

# Two imports of one collection would each add what the other adds: the second waits. Any fixed number.
IMPORT_LOCK = 7_204_106

# Told the step and how many it has dealt with.
Say = Callable[[str, int], None]
WRITTEN, INDEXED = "written", "indexed"


def _quiet(step: str, number: int) -> None:
    pass


@transaction.atomic
def load(
    *, write_ups: Sequence[WriteUp], source: str, publish: bool, by: Any, say: Say = _quiet
) -> tuple[Counter[str], list[Planned]]:
    """Write what is new and what has changed in the file since, all or nothing; how many of each, and what was left.

    `source` names the collection, within which a row is known again by its reference. What people have changed here
    is left alone. Nobody is told one by one.
    """
    bulk_policies.require(by, "import_in_bulk")
    hold_imports()
    planned = plan(_with_topics(write_ups), source=source, publish=publish, hold=True)
    outcomes = Counter({outcome.value: 0 for outcome in Outcome})
    outcomes.update(each.outcome.value for each in planned)
    written: list[tuple[Practice, WriteUp]] = []
    for some in few_at_a_time((each for each in planned if each.outcome == Outcome.ADDED), AT_A_TIME):
        written += _add(some, source, publish, by)
        say(WRITTEN, len(written))
    for each in planned:
        if each.outcome == Outcome.CHANGED and each.practice:
            written.append(_change(each, each.practice, by))
            say(WRITTEN, len(written))
    if publish:
        _index(written, say)
    audit.record("practices_imported", on=by, by=by, published=publish, **outcomes)
    return outcomes, [each for each in planned if each.outcome == Outcome.LEFT_ALONE]


def hold_imports() -> None:
    """Let other imports wait until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def _with_topics(write_ups: Sequence[WriteUp]) -> list[WriteUp]:
    """The same, with the topics that rows name in their own words stored."""
    own = {topic.name for write_up in write_ups for topic in write_up.topics if topic.pk is None}
    stored = dict(zip(own, topics_named(own), strict=True))
    return [
        replace(write_up, topics=tuple({topic.pk: topic for topic in _stored(write_up, stored)}.values()))
        for write_up in write_ups
    ]


def _stored(write_up: WriteUp, stored: dict[str, Any]) -> Iterator[Any]:
    return (topic if topic.pk else stored[topic.name] for topic in write_up.topics)


# New ones


def _add(planned: list[Planned], source: str, publish: bool, by: Any) -> list[tuple[Practice, WriteUp]]:
    write_ups = [each.write_up for each in planned]
    keys, revision_keys = reserve(Practice, len(planned)), reserve(Revision, len(planned))
    addresses = (published_slugs if publish else draft_slugs)([write_up.title for write_up in write_ups])
    now = timezone.now()
    if publish:
        state: dict[str, Any] = {"status": Status.PUBLISHED, "published_at": now}
        dates: dict[str, Any] = {"published_at": now, "changed_at": now}
    else:
        state, dates = {"status": Status.DRAFT}, {}
    # PostgreSQL asks whether the revision is there at the end of the transaction.
    revision_of = "published_revision_id" if publish else "draft_revision_id"
    practices = Practice.objects.bulk_create(
        Practice(
            pk=key,
            slug=slug,
            organisation=each.write_up.organisation,
            source=source,
            source_ref=each.write_up.ref,
            source_digest=each.write_up.digest,
            **{revision_of: revision_key},
            **dates,
        )
        for key, revision_key, slug, each in zip(keys, revision_keys, addresses, planned, strict=True)
    )
    revisions = Revision.objects.bulk_create(
        write_up.fill(
            Revision(
                pk=revision_key,
                practice=practice,
                number=1,
                created_by=write_up.owner,
                review_by=usual_review_date(),
                **state,
            )
        )
        for revision_key, practice, write_up in zip(revision_keys, practices, write_ups, strict=True)
    )
    Authorship.objects.bulk_create(
        Authorship(practice=practice, user=write_up.owner, is_lead=True)
        for practice, write_up in zip(practices, write_ups, strict=True)
        if write_up.owner
    )
    said = list(zip(revisions, write_ups, strict=True))
    _relate(said)
    if not publish:
        SectionSave.objects.bulk_create(
            SectionSave(revision=revision, section=section, saved_at=now, saved_by=write_up.owner)
            for revision, write_up in said
            for section in sorted(_sections_of(write_up))
        )
    if publish:
        news.note_each(News.Kind.PUBLISHED, practices)
    audit.record_each("practice_imported", on=practices, by=by, published=publish)
    return list(zip(practices, write_ups, strict=True))


def _relate(said: list[tuple[Revision, WriteUp]]) -> None:
    located = Revision.places.through
    located.objects.bulk_create(
        located(revision_id=revision.pk, place_id=place.pk) for revision, write_up in said for place in write_up.places
    )
    RevisionTopic.objects.bulk_create(
        RevisionTopic(content_object=revision, tag=topic) for revision, write_up in said for topic in write_up.topics
    )


def _sections_of(write_up: WriteUp) -> set[str]:
    """The sections that the row says something of."""
    related = {"places": write_up.places, "topics": write_up.topics}
    names = [*write_up.fields, *(name for name, rows in related.items() if rows)]
    return {SECTION_OF[name] for name in names if name in SECTION_OF}


# What the file says otherwise by now


def _change(planned: Planned, practice: Practice, by: Any) -> tuple[Practice, WriteUp]:
    if practice.is_published:
        _publish_again(practice, planned.write_up)
    else:
        _write_again(practice, planned.write_up)
    practice.source_digest = planned.write_up.digest
    practice.save()
    audit.record("practice_imported", on=practice, by=by, published=practice.is_published)
    return practice, planned.write_up


def _publish_again(practice: Practice, write_up: WriteUp) -> None:
    before, now = practice.shown, timezone.now()
    news.note_publication(practice, before)
    [key] = reserve(Revision, 1)
    revision = write_up.fill(
        Revision(
            pk=key,
            practice=practice,
            number=content.next_number(practice),
            status=Status.PUBLISHED,
            published_at=now,
            created_by=write_up.owner,
            review_by=usual_review_date(),
            change_note=_("Changed in the collection that it is from"),
        )
    )
    revision.save(force_insert=True)
    _relate([(revision, write_up)])
    if revision.contact_email != before.contact_email:
        found_contact(practice)
    practice.published_revision = revision
    practice.changed_at = now


def _write_again(practice: Practice, write_up: WriteUp) -> None:
    draft = practice.draft
    blank = Revision(review_by=draft.review_by)
    for name in KEPT_FIELDS:
        setattr(draft, name, getattr(blank, name))
    write_up.fill(draft).save()
    practice.organisation = write_up.organisation
    draft.places.through.objects.filter(revision=draft).delete()
    RevisionTopic.objects.filter(content_object=draft).delete()
    _relate([(draft, write_up)])
    # Whoever has the draft open gets to see both texts.
    saves = SectionSave.objects.filter(revision=draft)
    saves.update(version=F("version") + 1, saved_at=timezone.now())
    new = _sections_of(write_up).difference(saves.values_list("section", flat=True))
    SectionSave.objects.bulk_create(
        SectionSave(revision=draft, section=section, saved_at=timezone.now(), saved_by=write_up.owner)
        for section in sorted(new)
    )


# Finding them


def _index(written: list[tuple[Practice, WriteUp]], say: Say) -> None:
    """Have search find what is published: last of all, since others who publish wait for it."""
    keys = [practice.pk for practice, _write_up in written]
    done = 0
    with written_by_block(keys):
        for some in few_at_a_time(written, AT_A_TIME):
            index_many([_as_published(practice, write_up) for practice, write_up in some])
            done += len(some)
            say(INDEXED, done)


def _as_published(practice: Practice, write_up: WriteUp) -> Practice:
    """The practice with its revision at hand, for its entry. It is not kept: there may be very many."""
    practice = copy(practice)
    practice.published_revision = write_up.fill(Revision(pk=practice.published_revision_id))
    return practice
