"""How much one person may say in a day, over the whole hub, and how often one write-up may be submitted.

Counted from what they have said, and from what the moderators were told. The limits stop a flood, and are far above
what anybody does by hand.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.models import Notification, Practice, Report, Shadowing

COMMENTS_A_DAY = 30  # replies are among them
REPORTS_A_DAY = 30
ENDORSEMENTS_A_DAY = 30
NEEDS_A_DAY = 10  # each is a mail to every moderator
NEED_ANSWERS_A_DAY = 20  # each is a mail to whoever asked
SHADOWINGS_A_DAY = 10  # each is a mail
SUBMISSIONS_A_DAY = 5  # of one write-up; each is a mail to every moderator


class LimitReached(Exception):
    """The person has said as much as one may, or the team has had as many messages; the text says what to do."""


def within(reason: str | None) -> None:
    """Raise LimitReached where there is a reason to wait."""
    if reason:
        raise LimitReached(reason)


def why_not_comment(user: Any) -> str | None:
    """Why a person who may comment has to wait until tomorrow, or None when they need not."""
    if user.comments.filter(created_at__gte=_today()).count() < COMMENTS_A_DAY:
        return None
    return _("You have written %(limit)d comments today, which is the most. Try again tomorrow.") % {
        "limit": COMMENTS_A_DAY
    }


def why_not_report(user: Any) -> str | None:
    if Report.objects.filter(reporter=user, created_at__gte=_today()).count() < REPORTS_A_DAY:
        return None
    return _("You have sent %(limit)d reports today, which is the most. Try again tomorrow.") % {"limit": REPORTS_A_DAY}


def why_not_endorse(user: Any) -> str | None:
    if user.endorsements.filter(created_at__gte=_today()).count() < ENDORSEMENTS_A_DAY:
        return None
    return _("You have endorsed %(limit)d write-ups today, which is the most. Try again tomorrow.") % {
        "limit": ENDORSEMENTS_A_DAY
    }


def why_not_ask(user: Any) -> str | None:
    if user.needs.filter(asked_at__gte=_today()).count() < NEEDS_A_DAY:
        return None
    return _("You have asked for %(limit)d things today, which is the most. Try again tomorrow.") % {
        "limit": NEEDS_A_DAY
    }


def why_not_answer(user: Any) -> str | None:
    if user.need_answers.filter(at__gte=_today()).count() < NEED_ANSWERS_A_DAY:
        return None
    return _("You have answered %(limit)d times today, which is the most. Try again tomorrow.") % {
        "limit": NEED_ANSWERS_A_DAY
    }


def why_not_shadow(user: Any) -> str | None:
    """Of what one posts and of what one answers, each by itself."""
    posted = Shadowing.objects.filter(posted_by=user, posted_at__gte=_today()).count()
    answered = Shadowing.objects.filter(other=user, asked_at__gte=_today()).count()
    if max(posted, answered) < SHADOWINGS_A_DAY:
        return None
    return _("You have posted or answered %(limit)d offers and asks today, which is the most. Try again tomorrow.") % {
        "limit": SHADOWINGS_A_DAY
    }


def why_not_submit(practice: Practice) -> str | None:
    told = Notification.objects.filter(
        practice=practice, kind=Notification.Kind.SUBMITTED, created_at__gte=_today()
    ).values("recipient")
    if not told.annotate(times=Count("pk")).filter(times__gte=SUBMISSIONS_A_DAY).exists():
        return None
    return _(
        "This write-up has been submitted %(limit)d times today, which is the most. "
        "It is kept as a draft: submit it tomorrow."
    ) % {"limit": SUBMISSIONS_A_DAY}


def _today() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
