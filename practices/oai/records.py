"""The records that harvesters get: what any visitor may read now, and word of what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Min, Q, QuerySet

from practices.api import loading
from practices.models import HarvestRecord, Practice, Topic
from practices.models.harvest_record import HarvestRecordQuerySet
from practices.oai.arguments import Place, moment
from practices.oai.errors import OaiError

AT_ONCE = 100


@dataclass(frozen=True)
class Record:
    """`practice` is None where it is no longer for everybody: then a number and a moment are all there is."""

    identifier: str
    datestamp: datetime
    sets: Sequence[str]
    practice: Practice | None


def identifier_of(key: int) -> str:
    return f"{_before_the_number()}{key}"


def _before_the_number() -> str:
    return f"oai:{urlsplit(settings.HUB_BASE_URL).hostname}:practice-"


def sets() -> QuerySet[Topic]:
    return Topic.objects.curated().alphabetical()


def earliest() -> datetime | None:
    earliest: datetime | None = HarvestRecord.objects.aggregate(earliest=Min("datestamp"))["earliest"]
    return earliest


def record(identifier: str) -> Record:
    """Raises OaiError for what has never been for everybody."""
    number = identifier.removeprefix(_before_the_number())
    known = number != identifier and number.isascii() and number.isdigit() and len(number) < 19
    row = HarvestRecord.objects.filter(pk=int(number)).first() if known else None
    if row is None or identifier != identifier_of(row.pk):
        raise OaiError("idDoesNotExist", "The hub has no such record.")
    return _records([row])[0]


def listed(place: Place) -> tuple[list[Record], Place | None, int]:
    """The next records of a list, where it goes on if it does, and how many it has in all."""
    every = _asked_for(place)
    rows = every
    if place.last:
        datestamp, key = moment(place.last[0]), place.last[1]
        rows = every.filter(Q(datestamp__gt=datestamp) | Q(datestamp=datestamp, pk__gt=key))
    found = list(rows.in_order()[: AT_ONCE + 1])
    if not found and not place.last:
        raise OaiError("noRecordsMatch", "Nothing has changed within these limits.")
    page = found[:AT_ONCE]
    goes_on = place.behind(len(page), (page[-1].datestamp, page[-1].pk)) if len(found) > AT_ONCE else None
    return _records(page), goes_on, max(every.count(), place.given + len(page))


def _asked_for(place: Place) -> HarvestRecordQuerySet:
    rows: HarvestRecordQuerySet = HarvestRecord.objects.all()
    if place.since:
        rows = rows.filter(datestamp__gte=moment(place.since))
    if place.until:
        rows = rows.filter(datestamp__lte=moment(place.until, end=True))
    if place.of_set:
        topic = sets().filter(slug=place.of_set).first()
        rows = rows.filter(topic_ids__contains=[topic.pk]) if topic else rows.none()
    return rows


def _records(rows: Iterable[HarvestRecord]) -> list[Record]:
    rows = list(rows)
    there = loading.loaded([row.pk for row in rows if not row.is_deleted], AnonymousUser())
    by_key: dict[int, Any] = {practice.pk: practice for practice in there if practice.retired_at is None}
    slugs = dict(sets().values_list("pk", "slug"))
    return [
        Record(
            identifier_of(row.pk),
            row.datestamp,
            sorted(slugs[key] for key in row.topic_ids if key in slugs),
            by_key.get(row.pk),
        )
        for row in rows
    ]
