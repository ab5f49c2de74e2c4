"""Search entries: one flat row for each published practice, kept in step by whoever publishes it."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from practices.models import Practice, SearchEntry
from practices.search.statistics import write_hot
from practices.search.texts import Text, texts_of
from practices.search.words import AS_WRITTEN, STEMMED

WEIGHTS = "ABCD"


def index(practice: Practice) -> None:
    """Write the practice's entry from its published revision, or remove it where readers are shown none.

    Call it in the transaction that publishes, retires, withholds or re-scopes.
    """
    revision = practice.published_revision
    if revision is None or practice.withheld_at:
        remove(practice)
        return
    hidden = revision.hides_organisation
    places = list(revision.places.all())
    texts = texts_of(practice, revision)
    row: dict[str, Any] = vectors(texts) | {
        "visibility": revision.visibility,
        "organisation_id": practice.organisation_id,
        "shown_organisation_id": None if hidden else practice.organisation_id,
        "title": revision.title,
        "kind": revision.kind,
        "sector": revision.sector,
        "stage": revision.stage,
        "evidence": revision.evidence,
        "who_for": revision.who_for,
        "setting": revision.setting,
        "frameworks": revision.frameworks,
        "topic_ids": sorted(topic.pk for topic in revision.topics.all()),
        "place_ids": [] if hidden else sorted(place.pk for place in places),
        "regions": sorted({place.region for place in places}),
        "is_retired": practice.retired_at is not None,
        "published_at": practice.published_at,
        "confirmed_at": practice.confirmed_at,
        "changed_at": practice.changed_at,
    }
    SearchEntry.objects.update_or_create(practice=practice, defaults=row)
    write_hot([practice.pk])


def remove(practice: Practice) -> None:
    SearchEntry.objects.filter(practice=practice).delete()


def vectors(texts: list[Text]) -> dict[str, SearchVector]:
    """The columns of an entry that hold these words, but for `hot`, which `write_hot` makes of them."""
    return {"search": _vector(texts, STEMMED), "forms": _vector(texts, AS_WRITTEN)}


def _vector(texts: list[Text], config: str) -> SearchVector:
    words = {weight: " \n".join(text.words for text in texts if text.weight == weight) for weight in WEIGHTS}
    return reduce(add, (SearchVector(Value(words[weight]), config=config, weight=weight) for weight in WEIGHTS))
