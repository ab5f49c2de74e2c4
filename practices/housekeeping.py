"""What is thrown away by itself, and when. The privacy page says the same."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from post_office.models import STATUS, Email

from accounts.models import WriteCount
from practices.models import ApiToken, ContentChange, HandledForm, News, Reminder, SearchLog

SENT_MAIL_KEPT = timedelta(days=7)  # long enough to answer "did it leave?"
FAILED_MAIL_KEPT = timedelta(days=90)
FORM_KEYS_KEPT = timedelta(days=7)
COUNTS_KEPT = timedelta(hours=1)  # then a new hour is counted
NEWS_KEPT = timedelta(days=60)  # whoever follows a thing has been told
CHANGES_KEPT = 1000  # rows: counted for every page of a visitor's, and none is needed later


def tidy() -> dict[str, int]:
    """Delete what has had its time; how many rows of each were deleted."""
    now = timezone.now()
    gone = {
        "sessions": Session.objects.filter(expire_date__lt=now),
        "sent mails": Email.objects.filter(status=STATUS.sent, last_updated__lt=now - SENT_MAIL_KEPT),
        "failed mails": Email.objects.filter(status=STATUS.failed, last_updated__lt=now - FAILED_MAIL_KEPT),
        "form keys": HandledForm.objects.filter(handled_at__lt=now - FORM_KEYS_KEPT),
        "counts of what was sent": WriteCount.objects.filter(since__lt=now - COUNTS_KEPT),
        "searches": SearchLog.objects.outdated(),
        "expired tokens": ApiToken.objects.outdated(),
        "news for followers": News.objects.filter(happened_at__lt=now - NEWS_KEPT),
        "reminders of former deputies": Reminder.objects.to_former_deputies(),
    }
    if ContentChange.objects.count() > CHANGES_KEPT:
        gone["content changes"] = ContentChange.objects.all()
    return {what: rows.delete()[0] for what, rows in gone.items()}
