"""Search entries: one flat row for each published practice, kept in step by whoever publishes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Expression

from practices.models import Practice, SearchEntry
from practices.search.adopted import mark
from practices.search.statistics import write_hot
from practices.search.texts import Text, texts_of
from practices.search.words import AS_WRITTEN, STEMMED

WEIGHTS = "ABCD"
# What others keep in step.
_NOT_FROM_THE_PRACTICE = frozenset({"practice_id", "adopted", "hot"})


def index(practice: Practice) -> None:
    """Write the practice's entry from its published revision, or remove it where readers are shown none.

    Call it in the transaction that publishes, retires, withholds or re-scopes.
    """
    if practice.published_revision is None or practice.withheld_at:
        remove(practice)
        return
    SearchEntry.objects.update_or_create(practice=practice, defaults=_row(practice))
    write_hot([practice.pk])
    mark([practice.pk])


def index_many(practices: Sequence[Practice]) -> None:
    """The same of many, all of them published and none withheld, by few statements."""
    rows = [SearchEntry(practice=practice, **_row(practice)) for practice in practices]
    written = [field.attname for field in SearchEntry._meta.concrete_fields if not field.generated]
    SearchEntry.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["practice"],
        update_fields=[name for name in written if name not in _NOT_FROM_THE_PRACTICE],
    )
    write_hot([practice.pk for practice in practices])
    mark([practice.pk for practice in practices])


def _row(practice: Practice) -> dict[str, Any]:
    """What the entry of a published practice says, but for `hot`."""
    revision = practice.shown
    hidden = revision.hides_organisation
    places = list(revision.places.all())
    texts = texts_of(practice, revision)
    return vectors(texts) | {
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


def remove(practice: Practice) -> None:
    SearchEntry.objects.filter(practice=practice).delete()


def vectors(texts: list[Text]) -> dict[str, Vector]:
    """The columns of an entry that hold these words, but for `hot`, which `write_hot` makes of them."""
    words = {weight: " \n".join(text.words for text in texts if text.weight == weight) for weight in WEIGHTS}
    return {"search": Vector(words, STEMMED), "forms": Vector(words, AS_WRITTEN)}


class Vector(Expression):
    """The words of each weight as one tsvector.

    What Django has for this makes a dozen expressions of it, which for thousands of entries takes longer than
    PostgreSQL takes to read their words.
    """

    def __init__(self, words: Mapping[str, str], config: str):
        super().__init__(output_field=SearchVectorField())
        self.words = {weight: said for weight, said in words.items() if said}
        self.config = config

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        parts = [f"setweight(to_tsvector('{self.config}', %s), '{weight}')" for weight in self.words]
        return " || ".join(parts) or "''::tsvector", tuple(self.words.values())
