"""What administrators change about topics."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts import audit
from practices.models import Practice, Topic
from practices.search.entries import index


@transaction.atomic
def curate(*, topic: Topic, by: Any) -> Topic:
    """Take up a topic that an author suggested, so that readers can browse it."""
    topic = Topic.objects.select_for_update().get(pk=topic.pk)
    if not topic.is_curated:
        topic.is_curated = True
        topic.save(update_fields=["is_curated"])
        audit.record("topic_curated", on=topic, by=by)
    return topic


@transaction.atomic
def index_practices_about(*, topic: Topic) -> None:
    """Find published practices by the topic's present name."""
    about = Practice.objects.select_for_update(of=("self",)).filter(published_revision__topics=topic)
    for practice in about.select_related("published_revision"):
        index(practice)
