"""What is due for a published write-up: its review date, its contact, and the law that it cites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from practices import law
from practices.models import LawChange, Practice, Reminder

Kind = Reminder.Kind

# So long before the review date people are asked, and so long after it once more.
BEFORE = timedelta(days=30)
AFTER = timedelta(days=30)
DATES = frozenset({Kind.COMING, Kind.PASSED, Kind.LONG_PASSED})


@dataclass(frozen=True)
class Due:
    """One thing that is due; `occasion` tells it from an earlier one of its kind."""

    practice: Practice
    kind: Kind
    occasion: str
    words: str  # a sentence for whoever looks after the write-up
    link: str = ""  # where it is dealt with, if that is not “Is this still true?”


def may_be_due(practices: QuerySet[Practice]) -> QuerySet[Practice]:
    """Of these the ones that something can be due for, so that a big hub isn't read as a whole."""
    soon = Q(published_revision__review_by__lte=timezone.localdate() + BEFORE)
    possible = soon | Q(contact_lost_at__isnull=False)
    if newest := LawChange.objects.order_by("-counts_from").first():
        before = Q(changed_at__lt=newest.counts_from)
        before &= Q(confirmed_at=None) | Q(confirmed_at__lt=newest.counts_from)
        possible |= before & ~Q(published_revision__law=[])
    return practices.filter(possible)


def by_practice(practices: Iterable[Practice]) -> dict[int, list[Due]]:
    """What is due, by the practice's key."""
    found: dict[int, list[Due]] = {}
    for each in due_for(practices):
        found.setdefault(each.practice.pk, []).append(each)
    return found


def due_for(practices: Iterable[Practice]) -> list[Due]:
    """What is due for those of them that teams stand by, in their order. One query, whatever their number."""
    practices = [each for each in practices if each.is_published and not (each.retired_at or each.withheld_at)]
    changes = law.changes_for(practices)
    found: list[Due] = []
    for practice in practices:
        found += _by_date(practice)
        found += _contact(practice)
        found += [_law(practice, change) for change in changes.get(practice.pk, [])]
    return found


def _by_date(practice: Practice) -> list[Due]:
    review_by, today = practice.shown.review_by, timezone.localdate()
    if review_by is None or review_by > today + BEFORE:
        return []
    day = date_format(review_by, "j F Y")
    if review_by >= today:
        words = _("It is to be checked by %(day)s.") % {"day": day}
    else:
        words = _("It was to be checked by %(day)s.") % {"day": day}
    return [Due(practice, _stage(review_by, today), review_by.isoformat(), words)]


def _stage(review_by: date, today: date) -> Kind:
    if review_by >= today:
        return Kind.COMING
    return Kind.LONG_PASSED if review_by + AFTER <= today else Kind.PASSED


def _contact(practice: Practice) -> list[Due]:
    if practice.contact_lost_at is None:
        return []
    words = _("%(reason)s. Readers are told that a contact is being found.") % {
        "reason": practice.get_contact_lost_because_display()
    }
    return [Due(practice, Kind.CONTACT, practice.contact_lost_at.isoformat(), words)]


def _law(practice: Practice, change: LawChange) -> Due:
    words = _("%(title)s changed on %(day)s: %(what)s") % {
        "title": change.title,
        "day": date_format(change.changed_on, "j F Y"),
        "what": change.what_changed,
    }
    return Due(practice, Kind.LAW, str(change.pk), words)
