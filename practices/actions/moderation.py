"""What moderators do with a submitted write-up, and what ends or revives a published one."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from accounts import audit
from practices import content, mail, policies
from practices.actions.locking import lock
from practices.actions.need_answers import answer_with_published
from practices.actions.notifications import authors_of, notify
from practices.actions.staying_true import found_contact
from practices.actions.suggestions import tell_of_publication
from practices.alerts import news
from practices.lifecycle import Status, check_move
from practices.models import News, Notification, OldSlug, Practice, Review, Revision
from practices.search.entries import index
from practices.sections import Gap, missing
from practices.slugs import published_slug


class NotReadyToPublish(Exception):
    """Something that publishing needs is missing; `gaps` says what."""

    def __init__(self, gaps: list[Gap]):
        super().__init__("The write-up lacks something that is needed to publish.")
        self.gaps = gaps


@transaction.atomic
def take(*, practice: Practice, by: Any) -> Practice:
    """Take an item from the queue, or take it over from somebody who has held it too long."""
    practice = lock(practice)
    policies.require(by, "take", practice)
    draft = practice.draft
    if draft.held_by_id != by.pk:
        _hold(draft, by)
        audit.record("review_taken", on=practice, by=by, revision=draft.number)
    return practice


@transaction.atomic
def release(*, practice: Practice, by: Any) -> Practice:
    practice = lock(practice)
    policies.require(by, "release", practice)
    _hold(practice.draft, None)
    audit.record("review_released", on=practice, by=by, revision=practice.draft.number)
    return practice


@transaction.atomic
def hand_over(*, practice: Practice, by: Any, to: Any) -> Practice:
    """Give an item that one holds to a colleague, who must be allowed to review it."""
    practice = lock(practice)
    policies.require(by, "hand_over", practice)
    policies.require_reviewer(to, practice)
    _hold(practice.draft, to)
    audit.record("review_handed_over", on=practice, by=by, to=to.pk, revision=practice.draft.number)
    notify(recipients=[to], kind=Notification.Kind.HANDED_OVER, practice=practice, by=by)
    return practice


@transaction.atomic
def publish(*, practice: Practice, by: Any, message: str = "") -> Practice:
    """Publish what is in review and tell its authors; readers see the new revision from this moment.

    Raises NotReadyToPublish where something needed is missing.
    """
    practice = lock(practice)
    policies.require(by, "decide", practice)
    revision = practice.draft
    gaps = missing(revision)
    if gaps:
        raise NotReadyToPublish(gaps)
    _decide(revision, Status.PUBLISHED, by, message)
    _put_in_front(practice, revision)
    audit.record("practice_published", on=practice, by=by, revision=revision.number)
    notify(recipients=authors_of(practice), kind=Notification.Kind.PUBLISHED, practice=practice, by=by)
    tell_of_publication(revision=revision, by=by)
    answer_with_published(practice=practice, by=by)
    return practice


@transaction.atomic
def return_to_author(*, practice: Practice, by: Any, message: str, sections: list[dict[str, str]]) -> Practice:
    """Send it back with reasons: `sections` is [{"section": key, "reason": text}]. The author edits and resubmits."""
    practice = lock(practice)
    policies.require(by, "decide", practice)
    _decide(practice.draft, Status.RETURNED, by, message, sections)
    audit.record("practice_returned", on=practice, by=by, sections=[row["section"] for row in sections])
    notify(recipients=authors_of(practice), kind=Notification.Kind.RETURNED, practice=practice, by=by)
    return practice


@transaction.atomic
def decline(*, practice: Practice, by: Any, message: str) -> Practice:
    """Decline it, with a reason. Its authors keep it and can revive it as a draft."""
    practice = lock(practice)
    policies.require(by, "decide", practice)
    _decide(practice.draft, Status.DECLINED, by, message)
    audit.record("practice_declined", on=practice, by=by)
    notify(recipients=authors_of(practice), kind=Notification.Kind.DECLINED, practice=practice, by=by)
    return practice


@transaction.atomic
def retire(*, practice: Practice, by: Any, because: str, why: str, successor: Practice | None = None) -> Practice:
    """Mark a published practice as no longer current. It stays findable, with its reason and its successor."""
    practice = lock(practice)
    policies.require(by, "retire", practice)
    check_move(practice.status, Status.RETIRED)
    practice.retired_at = timezone.now()
    practice.retired_because = because
    practice.retired_why = why
    practice.successor = successor
    practice.save(update_fields=["retired_at", "retired_because", "retired_why", "successor"])
    index(practice)
    news.note(News.Kind.RETIRED, practice)
    audit.record("practice_retired", on=practice, by=by, because=because, successor=successor and successor.pk)
    notify(recipients=authors_of(practice), kind=Notification.Kind.RETIRED, practice=practice, by=by)
    return practice


@transaction.atomic
def restore(*, practice: Practice, by: Any) -> Practice:
    """Bring a retired practice back as it was."""
    practice = lock(practice)
    policies.require(by, "restore", practice)
    check_move(practice.status, Status.PUBLISHED)
    practice.retired_at = None
    practice.retired_because = ""
    practice.retired_why = ""
    practice.successor = None
    practice.save(update_fields=["retired_at", "retired_because", "retired_why", "successor"])
    index(practice)
    news.note(News.Kind.RESTORED, practice)
    audit.record("practice_restored", on=practice, by=by)
    notify(recipients=authors_of(practice), kind=Notification.Kind.RESTORED, practice=practice, by=by)
    return practice


@transaction.atomic
def withhold(*, practice: Practice, by: Any, why: str) -> Practice:
    """Take it away from readers at once: from pages, lists, search, feeds, mail and what is kept of pages."""
    practice = lock(practice)
    policies.require(by, "withhold", practice)
    practice.withheld_at = timezone.now()
    practice.withheld_why = why
    practice.save(update_fields=["withheld_at", "withheld_why"])
    index(practice)
    mail.drop_waiting(practice)
    audit.record("practice_withheld", on=practice, by=by)
    notify(recipients=authors_of(practice), kind=Notification.Kind.WITHHELD, practice=practice, by=by)
    return practice


@transaction.atomic
def show_again(*, practice: Practice, by: Any) -> Practice:
    """Give a withheld write-up back to whoever may read it."""
    practice = lock(practice)
    policies.require(by, "show_again", practice)
    practice.withheld_at = None
    practice.withheld_why = ""
    practice.save(update_fields=["withheld_at", "withheld_why"])
    index(practice)
    news.note(News.Kind.SHOWN_AGAIN, practice)
    audit.record("practice_shown_again", on=practice, by=by)
    notify(recipients=authors_of(practice), kind=Notification.Kind.SHOWN_AGAIN, practice=practice, by=by)
    return practice


def _hold(revision: Revision, person: Any) -> None:
    revision.held_by = person
    revision.held_at = timezone.now() if person else None
    revision.save(update_fields=["held_by", "held_at"])


def _decide(
    revision: Revision, status: Status, by: Any, message: str, sections: list[dict[str, str]] | None = None
) -> None:
    revision.move_to(status)
    if status == Status.PUBLISHED:
        revision.published_at = timezone.now()
    revision.held_by = None
    revision.held_at = None
    revision.save(update_fields=["status", "published_at", "held_by", "held_at"])
    Review.objects.create(
        revision=revision,
        moderator=by,
        decision=status,
        message=message,
        sections=sections or [],
        snapshot=content.snapshot(revision),
        submitted_at=cast(datetime, revision.submitted_at),  # it is in review, so it was submitted
    )


def _put_in_front(practice: Practice, revision: Revision) -> None:
    """Make the revision the one that readers see."""
    now = revision.published_at
    news.note_publication(practice, before=practice.published_revision)
    if practice.published_revision_id is None:
        _settle_address(practice, revision)
        practice.published_at = now
    elif revision.contact_email != practice.shown.contact_email:
        found_contact(practice)
    practice.published_revision = revision
    practice.draft_revision = None
    practice.changed_at = now
    practice.confirmed_at = now
    practice.save()
    index(practice)


def _settle_address(practice: Practice, revision: Revision) -> None:
    """A draft's address was made from its first title; the published one fits the last, and the old redirects."""
    settled = published_slug(revision.title, practice)
    if settled != practice.slug:
        OldSlug.objects.get_or_create(slug=practice.slug, practice=practice)
        practice.slug = settled
