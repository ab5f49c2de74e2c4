"""What is due for somebody as a calendar that their own programs read: RFC 5545, with whole days alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from practices import learning_due, policies
from practices.following_up.due import next_days, to_be_asked
from practices.models import Practice

OCTETS = 75  # in a line, without its end
# A calendar has to have something in it; this says nothing.
NOTHING = ["BEGIN:VTIMEZONE", "TZID:UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000"]
NOTHING += ["TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE"]
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


@dataclass(frozen=True)
class Entry:
    """Something that is due on a day. `key` names it for good, so that calendars see when its day moves."""

    key: str
    on: date
    words: str
    path: str


def entries_for(user: Any) -> list[Entry]:
    """What is due for the person from now on, as far as they may see it at this moment."""
    found = [*_checks(user), *_actions(user), *_follow_ups(user), *_review_dates(user)]
    return sorted(found, key=lambda entry: (entry.on, entry.key))


def _checks(user: Any) -> Iterator[Entry]:
    for audit in learning_due.checks_for(user):
        words = _("Check again: %(title)s") % {"title": audit.practice.title}
        yield Entry(f"check-{audit.pk}", audit.due_again, words, audit.get_absolute_url())


def _actions(user: Any) -> Iterator[Entry]:
    for finding in learning_due.actions_of(user):
        words = _("To be done: %(action)s") % {"action": finding.action}
        yield Entry(f"action-{finding.pk}", finding.by_when, words, reverse("findings", args=[finding.audit_id]))


def _follow_ups(user: Any) -> Iterator[Entry]:
    """The next day on which whoever leads an adoption is asked how it goes."""
    led = to_be_asked().filter(lead=user).of(list(user.memberships_by_organisation))
    adoptions = [each for each in led.for_page() if policies.can(user, "read", each.practice)]
    days = next_days(adoptions)
    for adoption in adoptions:
        if day := days.get(adoption.pk):
            words = _("How does it go? %(title)s") % {"title": adoption.practice.title}
            # Each time is an entry of its own, so that one that has passed stays where it was.
            yield Entry(f"follow-up-{adoption.pk}-{day}", day, words, adoption.get_absolute_url())


def _review_dates(user: Any) -> Iterator[Entry]:
    """Of write-ups that the person can confirm."""
    mine = Q(authorships__user=user) | Q(organisation__in=list(user.memberships_by_organisation))
    mine |= Q(published_revision__contact_deputy__iexact=user.email)
    practices = Practice.objects.current().visible_to(user).filter(mine).distinct()
    for practice in practices.exclude(published_revision__review_by=None).for_page():
        if policies.can(user, "confirm", practice):
            words = _("Is this still true? %(title)s") % {"title": practice.title}
            link = reverse("still_true", args=[practice.slug])
            yield Entry(f"review-{practice.pk}", practice.shown.review_by, words, link)


def as_text(entries: list[Entry]) -> str:
    """The calendar as it is sent."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Practice Hub//Due dates//EN", "CALSCALE:GREGORIAN"]
    lines.append("X-WR-CALNAME:" + escaped(_("%(hub)s: what is due") % {"hub": settings.HUB_NAME}))
    made = timezone.now()
    for entry in entries:
        lines += _event(entry, made)
    lines += [] if entries else NOTHING
    lines.append("END:VCALENDAR")
    return "".join(folded(line) + "\r\n" for line in lines)


def _event(entry: Entry, made: datetime) -> list[str]:
    address = settings.HUB_BASE_URL + entry.path
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.key}@{urlsplit(settings.HUB_BASE_URL).hostname}",
        f"DTSTAMP:{made.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{entry.on:%Y%m%d}",
        "SUMMARY:" + escaped(entry.words),
        "DESCRIPTION:" + escaped(address),
        f"URL:{address}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """A text as a value; what no calendar may hold is left out."""
    return "".join(each for each in text if each >= " " or each in "\n\t").translate(ESCAPED)


def folded(line: str) -> str:
    """The line in pieces of 75 octets at most, of which all but the first begin with a space; letters stay whole."""
    pieces, piece, room = [], "", OCTETS
    for letter in line:
        size = len(letter.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", OCTETS - 1
        piece += letter
        room -= size
    return "\r\n ".join([*pieces, piece])
