"""Search entries: one flat row for each published practice, kept in step by whoever publishes it."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from practices.choices import Framework
from practices.models import Practice, Revision, SearchEntry

CONFIG = "english"


def index(practice: Practice) -> None:
    """Write the practice's entry from its published revision, or remove it where there is none.

    Call it in the transaction that publishes, retires, hides or re-scopes.
    """
    revision = practice.published_revision
    if revision is None:
        remove(practice)
        return
    hidden = revision.hides_organisation
    places = list(revision.places.all())
    topics = list(revision.topics.all())
    SearchEntry.objects.update_or_create(
        practice=practice,
        defaults={
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
            "topic_ids": sorted(topic.pk for topic in topics),
            "place_ids": [] if hidden else sorted(place.pk for place in places),
            "regions": sorted({place.region for place in places}),
            "is_retired": practice.retired_at is not None,
            "published_at": practice.published_at,
            "confirmed_at": practice.confirmed_at,
            "changed_at": practice.changed_at,
            "search": _vector(practice, revision, places, topics),
        },
    )


def remove(practice: Practice) -> None:
    SearchEntry.objects.filter(practice=practice).delete()


def _vector(practice: Practice, revision: Revision, places: list[Any], topics: list[Any]) -> SearchVector:
    """Title A, summary and topics B, the body C, where it runs D; nothing that readers are not shown."""
    body = [revision.problem, revision.what_we_do, revision.did_not_work, revision.equity, revision.people_said]
    body += [revision.good_fit, revision.poor_fit, revision.exceptions, revision.resources_core]
    for rows in (revision.steps, revision.process_steps, revision.outcomes, revision.risks, revision.used_correctly):
        body += [str(value) for row in rows for key, value in row.items() if key != "essential"]
    where = sorted({place.region for place in places})
    if not revision.hides_organisation:
        where += [name for place in places for name in (place.short_name, place.official_name, place.gss_code)]
        where += [practice.organisation.name, revision.team]
    frameworks = [str(Framework(value).label) for value in revision.frameworks]
    parts = {
        "A": [revision.title],
        "B": [revision.summary, *(topic.name for topic in topics), *frameworks],
        "C": body,
        "D": where,
    }
    vectors = [SearchVector(Value(" \n".join(texts)), config=CONFIG, weight=weight) for weight, texts in parts.items()]
    return vectors[0] + vectors[1] + vectors[2] + vectors[3]
