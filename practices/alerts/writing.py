"""The words of a mail about what somebody follows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from practices import mail
from practices.alerts.matching import Item
from practices.choices import Stage
from practices.models import Alerts, News, Practice
from practices.stop_links import OF_ALERTS, headers

MOST_TOLD = 50  # write-ups in one mail; of more, how many they are and where they stand
Kind = News.Kind
RETURNED = frozenset({Kind.RESTORED, Kind.SHOWN_AGAIN})


def written(row: Alerts, items: list[Item]) -> dict[str, Any]:
    """The mail to that person: subject, message and headers."""
    stop_link = OF_ALERTS.to(row.person_id)
    context = {
        "person": row.person,
        "items": [_said(item) for item in items[:MOST_TOLD]],
        "others": len(items) - 1,
        "left_out": max(len(items) - MOST_TOLD, 0),
        "newest_link": settings.HUB_BASE_URL + reverse("practices") + "?sort=newest",
        "following_link": settings.HUB_BASE_URL + reverse("following"),
        "stop_link": stop_link,
    }
    subject, message = mail.rendered("alerts", context)
    return {"to": [row.person.email], "subject": subject, "message": message, "headers": headers(stop_link)}


def _said(item: Item) -> dict[str, Any]:
    about, kinds = item.about, {news.kind for news in item.news}
    if isinstance(about, Practice):
        title, (what, words) = about.shown.title, _what(about, kinds, item.is_new)
    else:
        title, what, words = about.question, _of_a_need(kinds), about.detail
    return {
        "what": what,
        "title": title,
        "words": words,
        "link": settings.HUB_BASE_URL + about.get_absolute_url(),
        "because": ", ".join(item.because),
    }


def _of_a_need(kinds: set[str]) -> str:
    return _("New answer") if Kind.ANSWERED in kinds else _("Somebody asks")


def _what(practice: Practice, kinds: set[str], is_new: bool) -> tuple[str, str]:
    """What has come of it, as it stands now, and more about that."""
    revision = practice.shown
    if practice.retired_at:
        return _("Retired"), _why(practice.get_retired_because_display(), practice.retired_why)
    if kinds & RETURNED and Kind.PUBLISHED not in kinds:
        return _("Back again"), revision.summary
    if Kind.PUBLISHED in kinds or is_new:
        return _("New"), revision.summary
    if revision.stage == Stage.STOPPED:
        return _("Stopped"), _why(revision.get_stopped_because_display(), revision.stopped_why)
    return _("Changed"), revision.change_note or revision.summary


def _why(reason: str, words: str) -> str:
    return ". ".join(filter(None, [reason, words]))


def columns_read() -> tuple[str, ...]:
    """What of a practice a mail says, or asks before it says anything: revisions are long."""
    of_the_practice = ("slug", "organisation_id", "withheld_at", "retired_at", "retired_because", "retired_why")
    shown = ("title", "summary", "change_note", "visibility", "stage", "stopped_because", "stopped_why")
    return (*of_the_practice, *(f"published_revision__{name}" for name in shown))
