"""Which topics a moderator knows. It makes nobody the only one who may review them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts import audit
from practices import specialism_policies
from practices.actions.locking import lock_person
from practices.models import Specialism, Topic


@transaction.atomic
def choose(*, topics: Iterable[Topic], by: Any) -> None:
    """Know these topics, and no others."""
    specialism_policies.require(by, "choose")
    lock_person(by)
    wanted = {topic.pk for topic in topics}
    before = set(by.specialisms.values_list("topic", flat=True))
    by.specialisms.exclude(topic__in=wanted).delete()
    Specialism.objects.bulk_create(Specialism(user=by, topic_id=topic) for topic in sorted(wanted - before))
    if wanted != before:
        audit.record("specialisms_chosen", on=by, by=by, topics=sorted(wanted))
