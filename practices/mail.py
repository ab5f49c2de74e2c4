"""Turns notifications into mail, when they leave and not before.

Whether the person still wants it, and may still read what it is about, is decided here at the last
moment. The mails themselves wait in post_office's queue, so a mail server that is down loses nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from post_office.models import STATUS, Email

from accounts import roles
from practice_hub.mail_queue import queue_each
from practices import adoption_policies, follow_up_policies, policies
from practices.attribution import shown_authors
from practices.models import Alerts, Comment, FactCheck, Notification, Practice, Review

Kind = Notification.Kind
DISCUSSION = frozenset(
    {
        Kind.COMMENTED,
        Kind.REPLIED,
        Kind.ENDORSED,
        Kind.COMMENT_HIDDEN,
        Kind.COMMENT_SHOWN,
        Kind.ENDORSEMENT_HIDDEN,
        Kind.ENDORSEMENT_SHOWN,
    }
)
# What leads to the draft: for those who write it, and for those who were asked to read it.
ABOUT_WRITING = frozenset({Kind.RETURNED, Kind.DECLINED, Kind.CO_AUTHOR, Kind.TAKEN_OVER})
ABOUT_READING = frozenset({Kind.ASKED_TO_READ, Kind.OFFERED, Kind.READER_NOTED})
# What leads to the adoption's own page; the rest about adoptions leads to where readers are told of it.
FOR_ADOPTERS = frozenset({Kind.ADOPTION_PROPOSED, Kind.ADOPTION_CONFIRMED})
LONGEST_RHYTHM = timedelta(days=7)  # back by so much, anybody is due again
# Mail about a comment leaves only while readers can see the comment.
ABOUT_A_SHOWN_COMMENT = frozenset({Kind.COMMENTED, Kind.REPLIED})


def send_notifications(limit: int = 100) -> int:
    """Queue a mail for each waiting notification that should have one; the number that were looked at."""
    done = 0
    while done < limit and _send_next():
        done += 1
    return done


@transaction.atomic
def _send_next() -> bool:
    # skip_locked: another worker may be at the same table, and neither sends what the other has.
    notification = Notification.objects.to_mail().at_once().select_for_update(skip_locked=True, of=("self",)).first()
    if notification is None:
        return False
    if should_mail(notification):
        queue(*compose(notification), recipients=[notification.recipient.email])
    notification.mailed_at = timezone.now()
    notification.save(update_fields=["mailed_at"])
    return True


def should_mail(notification: Notification) -> bool:
    person = notification.recipient
    wants = person.wants_discussion_mail if notification.kind in DISCUSSION else person.wants_review_mail
    if not (wants and person.is_active and policies.can(person, "read", notification.practice)):
        return False
    if notification.kind in ABOUT_A_SHOWN_COMMENT:
        return bool(notification.comment and notification.comment.status == Comment.Status.SHOWN)
    if notification.kind == Kind.ADOPTION_PROPOSED:
        return adoption_policies.can(person, "confirm", notification.adoption)
    if notification.kind == Kind.LEAD_WANTED:
        return roles.is_manager(person, notification.adoption.organisation_id)
    if notification.kind == Kind.REPORTED_BACK:
        return follow_up_policies.can(person, "read_reports", notification.practice)
    if notification.kind == Kind.SUGGESTED:
        return policies.can(person, "follow", notification.practice)
    if notification.kind == Kind.ENDORSED:
        return bool(notification.endorsement and notification.endorsement.is_shown)
    return True


def compose(notification: Notification) -> tuple[str, str]:
    """(subject, body) of the mail."""
    practice = notification.practice
    review = Review.objects.filter(revision__practice=practice).recent_decisions().first()
    context = {
        "person": notification.recipient,
        "practice": practice,
        "comment": notification.comment,
        "endorsement": notification.endorsement,
        "adoption": notification.adoption,
        "thanked_by": shown_authors(practice, practice.shown) if notification.kind == Kind.THANKED else "",
        "suggestion": notification.suggestion,
        "review": review,
        "partner_notes": FactCheck.objects.noted_for(review) if review else [],
        "link": settings.HUB_BASE_URL + link_to(notification),
        "choices_link": settings.HUB_BASE_URL + reverse("account"),
    }
    return rendered(notification.kind, context)


def rendered(name: str, context: dict[str, Any]) -> tuple[str, str]:
    """(subject, body) of the mail of that name: the first line of the template is the subject."""
    of_the_hub = {"hub_name": settings.HUB_NAME, "support_email": settings.HUB_SUPPORT_EMAIL}
    text = render_to_string(f"emails/{name}.txt", of_the_hub | context)
    subject, _newline, body = text.strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


def passed_on(sender: Any, words: str) -> dict[str, Any]:
    """What a mail says of words of somebody that the hub passes on, for its template."""
    return {
        "sender": sender,
        # A name that nobody has verified would vouch for whoever made it up.
        "organisations": ", ".join(each.name for each in sender.organisations if each.is_verified),
        # Marked line by line, so that nothing in it can pass for words of the hub.
        "quoted": "\n".join(f"> {line}" for line in words.splitlines()),
    }


def queue(
    subject: str,
    body: str,
    *,
    recipients: list[str],
    cc: list[str] | None = None,
    headers: dict[str, str] | None = None,
) -> None:
    """Leave a mail for the worker to send; it is lost where the transaction is undone."""
    queue_each([{"to": recipients, "cc": cc or [], "subject": subject, "message": body, "headers": headers}])


def drop_waiting(practice: Practice) -> None:
    """Mails that have not left yet and lead to the practice, but for those to people who may read it in any case.

    Where such a mail told of other things that somebody follows, they are told of these anew.
    """
    told_anyway = [authorship.user.email for authorship in practice.authorships.select_related("user")]
    if practice.is_published:
        # What somebody wrote to them is not lost.
        told_anyway += [practice.shown.contact_email, practice.shown.contact_deputy]
    waiting = Email.objects.exclude(status=STATUS.sent).filter(message__contains=practice.get_absolute_url())
    dropped = waiting.exclude(to__in=told_anyway)
    Alerts.objects.filter(mail__in=dropped.values("pk")).update(
        told_until=F("told_from"), looked_at=F("looked_at") - LONGEST_RHYTHM, mailed_at=None, mail=None
    )
    dropped.delete()


def link_to(notification: Notification) -> str:
    """The address of the very item that the notification is about."""
    practice = notification.practice
    if notification.kind in ABOUT_WRITING and practice.draft_revision_id:
        return reverse("edit", args=[practice.slug])
    if notification.kind in ABOUT_READING and practice.draft_revision_id:
        return reverse("reader_notes", args=[practice.slug])
    if notification.kind in {Kind.LEAD_WANTED, Kind.THANKED}:
        return reverse("adoption_follow_up", args=[notification.adoption_id])
    if notification.kind == Kind.REPORTED_BACK:
        return reverse("reports_back", args=[practice.slug])
    if notification.kind in {Kind.SUBMITTED, Kind.HANDED_OVER, Kind.FACT_CHECKED}:
        return reverse("review", args=[practice.slug])
    if notification.kind == Kind.SUGGESTED:
        return reverse("suggestions", args=[practice.slug])
    if notification.kind == Kind.SUGGESTION_TAKEN:
        return reverse("history", args=[practice.slug])
    if notification.comment_id:
        return f"{practice.get_absolute_url()}#comment-{notification.comment_id}"
    if notification.endorsement_id:
        return f"{practice.get_absolute_url()}#endorsements"
    if notification.adoption and notification.kind in FOR_ADOPTERS:
        return notification.adoption.get_absolute_url()
    if notification.adoption:
        return f"{reverse('adopters', args=[practice.slug])}#adoption-{notification.adoption_id}"
    return practice.get_absolute_url()
