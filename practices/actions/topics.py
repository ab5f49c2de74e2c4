"""Topics in authors' own words, which wait for a moderator to take them up."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.utils.text import slugify

from practices.models import Topic


def topics_named(names: Iterable[str]) -> list[Topic]:
    """The topics of these names in any case; those that nobody has used yet are made, not curated."""
    return [_topic_named(name) for name in names]


def remove_unused(topics: Iterable[Topic]) -> None:
    """Delete those that are neither curated nor used any more: half-typed words that saved themselves."""
    own = [topic.pk for topic in topics if not topic.is_curated]
    Topic.objects.filter(pk__in=own, is_curated=False, revision_items=None).delete()


def _topic_named(name: str) -> Topic:
    defaults = {"name": name, "slug": partial(free_slug, name)}
    topic, _is_new = Topic.objects.get_or_create(name__iexact=name, defaults=defaults)
    return topic


def free_slug(name: str) -> str:
    stem = slugify(name) or "topic"
    slug, number = stem, 1
    while Topic.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return slug
