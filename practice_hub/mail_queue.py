"""The queue of mails: rows of post_office's, which the worker sends.

Not written by post_office's own `send` or backend: these take what people have typed for a template, and would do what
it says.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


def queue_each(mails: Iterable[dict[str, Any]]) -> list[Any]:
    """Leave mails for the worker to send, by one statement: for each the fields of `Email` that are its own."""
    from post_office.models import PRIORITY, STATUS, Email  # settings name this module before there are models

    waiting = {"from_email": settings.DEFAULT_FROM_EMAIL, "status": STATUS.queued, "priority": PRIORITY.medium}
    return Email.objects.bulk_create(Email(**waiting | said) for said in mails)


class Backend(BaseEmailBackend):
    """What Django's own functions send by: words alone, as all mails of the hub are."""

    def send_messages(self, email_messages: Any) -> int:
        queued = queue_each(
            {
                "from_email": each.from_email,
                "to": each.to,
                "cc": each.cc,
                "bcc": each.bcc,
                "subject": each.subject,
                "message": each.body,
                "headers": each.extra_headers | ({"Reply-To": ", ".join(each.reply_to)} if each.reply_to else {}),
            }
            for each in email_messages
        )
        return len(queued)
