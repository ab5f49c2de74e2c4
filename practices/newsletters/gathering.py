"""What a newsletter can tell: of the time since the last one, and only what everybody may read.

Another kind of news is one more kind of item, found here, and what it says in `showing`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from practices.choices import Stage
from practices.models import Comment, Newsletter, NewsletterItem
from practices.newsletters.showing import readable

Kind = NewsletterItem.Kind
A_WEEK = timedelta(days=7)
MOST = 30  # of each kind, the newest; more than anybody reads in a mail


def since_the_last() -> datetime:
    last = Newsletter.objects.sent().first()
    return last.sent_at if last and last.sent_at else timezone.now() - A_WEEK


def found(since: datetime) -> list[NewsletterItem]:
    """Rows to be, not saved yet."""
    mine = readable().filter(from_public_sources=False)
    has_stopped = Q(published_revision__stage=Stage.STOPPED)
    changed = Q(published_at__gte=since) | Q(changed_at__gte=since)
    new = mine.filter(retired_at=None, published_at__gte=since).exclude(has_stopped).order_by("-published_at", "-pk")
    stopped = mine.filter(Q(retired_at__gte=since) | Q(retired_at=None) & has_stopped & changed).order_by("-pk")
    questions = Comment.objects.filter(
        parent=None, is_answered=False, status=Comment.Status.SHOWN, created_at__gte=since, practice__in=mine
    ).exclude(replies__status=Comment.Status.SHOWN)
    return [
        *(NewsletterItem(kind=Kind.NEW, practice=practice) for practice in new[:MOST]),
        *(NewsletterItem(kind=Kind.STOPPED, practice=practice) for practice in stopped[:MOST]),
        *(
            NewsletterItem(kind=Kind.QUESTION, practice_id=comment.practice_id, comment=comment)
            for comment in questions.filter(practice__retired_at=None).order_by("-created_at", "-pk")[:MOST]
        ),
    ]
