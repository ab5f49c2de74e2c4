"""What people say about a published practice, and what moderators decide about it; and writing to its contact."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit, roles
from practices import comment_policies, contact, daily_limits, endorsement_policies, policies
from practices.actions.locking import lock, lock_person
from practices.actions.notifications import authors_of, notify
from practices.models import Comment, ContactMessage, Endorsement, Notification, Practice, Report

Status = Comment.Status
Kind = Notification.Kind


class ChangedSinceRead(Exception):
    """No longer what the moderator read: edited or taken back meanwhile, or decided about by a colleague."""


@transaction.atomic
def endorse(*, practice: Practice, by: Any, standing: str, why: str) -> Endorsement:
    """Give one's word for a practice, or change what one said; raises LimitReached. A newcomer's waits for a moderator.

    So does what others do not see, whoever changes it: nobody changes hidden words back into view.
    """
    practice = lock(practice)
    policies.require(by, "endorse", practice)
    lock_person(by)
    said_before = practice.endorsements.filter(user=by).first()
    if not said_before:
        daily_limits.within(daily_limits.why_not_endorse(by))
    waits = _must_wait(by, practice, why) or bool(said_before and not said_before.is_shown)
    endorsement, is_new = Endorsement.objects.update_or_create(
        practice=practice,
        user=by,
        defaults={
            "standing": standing,
            "why": why,
            "same_organisation": roles.is_member(by, practice.organisation_id),
            "status": Endorsement.Status.WAITING if waits else Endorsement.Status.SHOWN,
            "hidden_why": "",
        },
    )
    if is_new:
        audit.record("practice_endorsed", on=practice, by=by, standing=standing, status=endorsement.status)
    if endorsement.is_shown:
        _announce_endorsement(endorsement)
    return endorsement


@transaction.atomic
def withdraw_endorsement(*, practice: Practice, by: Any) -> None:
    """Take one's word back; nothing happens where none was given."""
    practice = lock(practice)
    taken_back, _rows = practice.endorsements.filter(user=by).delete()
    if taken_back:
        audit.record("endorsement_withdrawn", on=practice, by=by)


@transaction.atomic
def approve_endorsement(*, endorsement: Endorsement, by: Any, version: str) -> Endorsement:
    """Show an endorsement that waited or was hidden, or leave a reported one as it is.

    Raises ChangedSinceRead like `approve_comment`.
    """
    endorsement = _endorsement_for_decision(endorsement, by, version)
    if not endorsement.is_shown:
        endorsement.status = Endorsement.Status.SHOWN
        endorsement.hidden_why = ""
        endorsement.save(update_fields=["status", "hidden_why"])
        _tell_giver(endorsement, Kind.ENDORSEMENT_SHOWN, by)
        _announce_endorsement(endorsement)
    _close_reports(endorsement)
    audit.record("endorsement_approved", on=endorsement, by=by)
    return endorsement


@transaction.atomic
def hide_endorsement(*, endorsement: Endorsement, by: Any, why: str, version: str) -> Endorsement:
    """Keep an endorsement from readers; its giver is told why. Raises ChangedSinceRead like `approve_comment`."""
    endorsement = _endorsement_for_decision(endorsement, by, version)
    endorsement.status = Endorsement.Status.HIDDEN
    endorsement.hidden_why = why
    endorsement.save(update_fields=["status", "hidden_why"])
    _close_reports(endorsement)
    audit.record("endorsement_hidden", on=endorsement, by=by)
    _tell_giver(endorsement, Kind.ENDORSEMENT_HIDDEN, by)
    return endorsement


@transaction.atomic
def add_comment(*, practice: Practice, by: Any, body: str, parent: Comment | None = None) -> Comment:
    """Say something about a practice, or reply to a comment on it; raises LimitReached.

    A newcomer's waits for a moderator.
    """
    practice = lock(practice)
    lock_person(by)
    policies.require(by, "comment", practice)
    if parent:
        parent = _lock(practice.comments.get(pk=parent.pk))  # a comment on another practice is not there
        comment_policies.require(by, "reply", parent)
    daily_limits.within(daily_limits.why_not_comment(by))
    status = Status.WAITING if _must_wait(by, practice, body) else Status.SHOWN
    comment = Comment.objects.create(practice=practice, parent=parent, author=by, body=body, status=status)
    audit.record("comment_added", on=comment, by=by, practice=practice.pk, status=status)
    if status == Status.SHOWN:
        _announce(comment)
    return comment


@transaction.atomic
def edit_comment(*, comment: Comment, by: Any, body: str) -> Comment:
    """Change the words. A newcomer's wait again, as do words that may tell who somebody is."""
    comment = _lock(comment)
    comment_policies.require(by, "edit", comment)
    comment.body = body
    comment.edited_at = timezone.now()
    if comment.status == Status.SHOWN and _must_wait(by, comment.practice, body):
        comment.status = Status.WAITING
    comment.save(update_fields=["body", "edited_at", "status"])
    audit.record("comment_edited", on=comment, by=by, status=comment.status)
    return comment


@transaction.atomic
def remove_comment(*, comment: Comment, by: Any) -> None:
    """Take back what one wrote: the words are gone from the database, replies keep their place."""
    comment = _lock(comment)
    comment_policies.require(by, "remove", comment)
    comment.body = ""
    comment.hidden_why = ""
    comment.status = Status.REMOVED
    comment.save(update_fields=["body", "hidden_why", "status"])
    _close_reports(comment)
    audit.record("comment_removed", on=comment, by=by)


@transaction.atomic
def report_comment(*, comment: Comment, by: Any, reason: str) -> Report:
    """Ask the moderators to look at a comment; asking again changes the reason. Raises LimitReached."""
    lock_person(by)
    comment = _lock(comment)
    comment_policies.require(by, "report", comment)
    return _report(comment, by, reason)


@transaction.atomic
def report_endorsement(*, endorsement: Endorsement, by: Any, reason: str) -> Report:
    """The same for an endorsement. Raises LimitReached, and ChangedSinceRead where it is taken back."""
    endorsement = _current(endorsement)
    lock_person(by)
    endorsement_policies.require_report(by, endorsement)
    return _report(endorsement, by, reason)


@transaction.atomic
def report_practice(*, practice: Practice, by: Any, reason: str) -> Report:
    """The same for a write-up as a whole. Raises LimitReached."""
    practice = lock(practice)
    lock_person(by)
    policies.require(by, "report", practice)
    return _report(practice, by, reason)


@transaction.atomic
def close_practice_reports(*, practice: Practice, by: Any, version: str) -> None:
    """Say that somebody has looked at what is reported about a write-up, and done what had to be done.

    `version` is that of the reports the moderator read; raises ChangedSinceRead where there are others now.
    """
    practice = lock(practice)
    policies.require(by, "close_reports", practice)
    if Report.version_of(practice.reports.open()) != version:
        raise ChangedSinceRead
    _close_reports(practice)
    audit.record("practice_reports_closed", on=practice, by=by)


@transaction.atomic
def mark_answered(*, comment: Comment, by: Any, is_answered: bool) -> None:
    comment = _lock(comment)
    comment_policies.require(by, "mark_answered", comment)
    comment.is_answered = is_answered
    comment.save(update_fields=["is_answered"])


@transaction.atomic
def approve_comment(*, comment: Comment, by: Any, version: str) -> Comment:
    """Show a comment that waited or was hidden, or leave a reported one as it is.

    `version` is that of the comment the moderator read; raises ChangedSinceRead where it has another now.
    """
    comment = _lock_for_decision(comment, by, version)
    if comment.status != Status.SHOWN:
        comment.status = Status.SHOWN
        comment.hidden_why = ""
        comment.save(update_fields=["status", "hidden_why"])
        _tell_author(comment, Kind.COMMENT_SHOWN, by)
        _announce(comment)
    _close_reports(comment)
    audit.record("comment_approved", on=comment, by=by)
    return comment


@transaction.atomic
def hide_comment(*, comment: Comment, by: Any, why: str, version: str) -> Comment:
    """Keep a comment from readers; its author is told why. Raises ChangedSinceRead like `approve_comment`."""
    comment = _lock_for_decision(comment, by, version)
    comment.status = Status.HIDDEN
    comment.hidden_why = why
    comment.save(update_fields=["status", "hidden_why"])
    _close_reports(comment)
    audit.record("comment_hidden", on=comment, by=by)
    _tell_author(comment, Kind.COMMENT_HIDDEN, by)
    return comment


@transaction.atomic
def send_contact_message(*, practice: Practice, by: Any, message: str) -> ContactMessage:
    """Queue a mail to the practice's contact; raises LimitReached. The words are kept until somebody has answered."""
    practice = lock(practice)
    lock_person(by)
    policies.require(by, "contact", practice)
    daily_limits.within(contact.why_not_now(by, practice))
    step, now = ContactMessage.Step.CONTACT, timezone.now()
    sent = ContactMessage.objects.create(practice=practice, sender=by, message=message, step=step, step_since=now)
    contact.queue_mail(message=sent, addresses=[practice.shown.contact_email])
    audit.record("contact_message_sent", on=practice, by=by, message=sent.pk)
    return sent


def _must_wait(by: Any, practice: Practice, words: str) -> bool:
    return comment_policies.must_wait(by) or comment_policies.words_must_wait(by, practice, words)


def _endorsement_for_decision(endorsement: Endorsement, by: Any, version: str) -> Endorsement:
    current = _current(endorsement)
    endorsement_policies.require_decide(by, current)
    if current.version != version:
        raise ChangedSinceRead
    return current


def _current(endorsement: Endorsement) -> Endorsement:
    """The endorsement as it is now. Whatever changes one holds its practice, so that is what is locked."""
    practice = lock(endorsement.practice)
    current = practice.endorsements.select_related("user").filter(pk=endorsement.pk).first()
    if current is None:
        raise ChangedSinceRead
    return current


def _announce_endorsement(endorsement: Endorsement) -> None:
    """Tell the authors, the first time that others can read it."""
    if endorsement.notifications.filter(kind=Kind.ENDORSED).exists():
        return
    practice, giver = endorsement.practice, endorsement.user
    notify(recipients=authors_of(practice), kind=Kind.ENDORSED, practice=practice, by=giver, endorsement=endorsement)


def _tell_giver(endorsement: Endorsement, kind: str, by: Any) -> None:
    notify(recipients=[endorsement.user], kind=kind, practice=endorsement.practice, by=by, endorsement=endorsement)


def _lock(comment: Comment) -> Comment:
    """The comment as it is now, locked until the transaction ends, with what its rules read.

    Read only after the lock is held, as in `locking`.
    """
    Comment.objects.select_for_update().get(pk=comment.pk)
    return Comment.objects.select_related(
        "author", "parent__author", "practice__published_revision", "practice__draft_revision"
    ).get(pk=comment.pk)


def _lock_for_decision(comment: Comment, by: Any, version: str) -> Comment:
    comment = _lock(comment)
    comment_policies.require(by, "decide", comment)
    if comment.version != version:
        raise ChangedSinceRead
    return comment


def _announce(comment: Comment) -> None:
    """Tell those whom a comment concerns, the first time that others can read it."""
    if Notification.objects.filter(comment=comment, kind__in=[Kind.COMMENTED, Kind.REPLIED]).exists():
        return
    practice, author, answered = comment.practice, comment.author, []
    if comment.parent and comment.parent.author:  # who may have left since
        answered = [comment.parent.author]
        notify(recipients=answered, kind=Kind.REPLIED, practice=practice, by=author, comment=comment)
    others = [person for person in authors_of(practice) if person not in answered]
    notify(recipients=others, kind=Kind.COMMENTED, practice=practice, by=author, comment=comment)


def _tell_author(comment: Comment, kind: str, by: Any) -> None:
    notify(recipients=[comment.author], kind=kind, practice=comment.practice, by=by, comment=comment)


def _report(item: Practice | Comment | Endorsement, by: Any, reason: str) -> Report:
    if not item.reports.filter(reporter=by).exists():
        daily_limits.within(daily_limits.why_not_report(by))
    report, _is_new = item.reports.update_or_create(reporter=by, defaults={"reason": reason, "closed_at": None})
    audit.record(f"{item._meta.model_name}_reported", on=item, by=by, report=report.pk)
    return report


def _close_reports(item: Practice | Comment | Endorsement) -> None:
    item.reports.open().update(closed_at=timezone.now())
