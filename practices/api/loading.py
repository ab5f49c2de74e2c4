"""Practices with all that the API gives of them, by few queries however many there are.

Whether somebody may read each is asked here, of the practice itself, at the moment it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from practices.batches import few_at_a_time
from practices.models import Practice
from practices.models.practice import PracticeQuerySet

AT_A_TIME = 100


def readable(reader: Any) -> PracticeQuerySet:
    """What the reader may be given: published, and withheld from nobody."""
    shown: PracticeQuerySet = Practice.objects.visible_to(reader).published().filter(withheld_at=None)
    return shown


def loaded(keys: Iterable[int], reader: Any) -> list[Any]:
    """The practices with these keys that the reader may read, in their order."""
    keys = list(keys)
    found = readable(reader).for_page().in_bulk(keys)
    practices = [found[key] for key in keys if key in found]
    successors = {practice.successor_id for practice in practices if practice.retired_at} - {None}
    slugs = dict(readable(reader).filter(pk__in=successors).values_list("pk", "slug")) if successors else {}
    for practice in practices:
        practice.readable_successor = slugs.get(practice.successor_id)
    return practices


def one(slug: str, reader: Any) -> Any:
    """The practice, or None where the reader may read none of this slug."""
    key = readable(reader).filter(slug=slug).values_list("pk", flat=True).first()
    found = loaded([key], reader) if key else []
    return found[0] if found else None


def each(keys: Iterable[int], reader: Any) -> Iterator[Any]:
    """The same as `loaded`, some at a time, so that however many there are, few are held at once."""
    for some in few_at_a_time(keys, AT_A_TIME):
        yield from loaded(some, reader)
