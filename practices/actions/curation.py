"""What moderators and administrators do with topics."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from practices import topic_policies
from practices.actions.topics import free_slug
from practices.models import Practice, RevisionTopic, Topic
from practices.search.entries import index


@transaction.atomic
def take_up(*, topic: Topic, by: Any, name: str = "", description: str = "") -> Topic:
    """Have readers browse a topic that an author suggested, under a better name where one is given."""
    topic, *namesakes = _lock(topic, *_suggested_too(topic, name))
    topic_policies.require(by, "take_up", topic)
    topic.is_curated = True
    topic.description = description
    if name and name != topic.name:
        topic.slug = free_slug(name)  # nobody could open its page before
        _rename(topic, name, namesakes)
    topic.save(update_fields=["is_curated", "description"])
    audit.record("topic_curated", on=topic, by=by)
    return topic


@transaction.atomic
def change(*, topic: Topic, by: Any, name: str, description: str) -> Topic:
    """Rename or describe a topic. Its page keeps its address."""
    topic, *namesakes = _lock(topic, *_suggested_too(topic, name))
    topic_policies.require(by, "change", topic)
    fields = [field for field, said in [("name", name), ("description", description)] if getattr(topic, field) != said]
    topic.description = description
    if "name" in fields:
        _rename(topic, name, namesakes)
    topic.save(update_fields=["description"])
    if fields:
        audit.record("topic_changed", on=topic, by=by, fields=fields)
    return topic


@transaction.atomic
def merge(*, topic: Topic, into: Topic, by: Any) -> Topic:
    """Have every revision that says `topic`, in any state, say `into`, and delete the suggestion."""
    topic, into = _lock(topic, into)
    topic_policies.require(by, "merge", topic)
    topic_policies.require(by, "change", into)
    audit.record("topic_merged", on=topic, by=by, into=into.pk)
    _index(_replace([topic], into))
    return into


@transaction.atomic
def index_practices_about(*, topic: Topic) -> None:
    """Find published practices by the topic's present name."""
    _index(_published_about([topic]))


def _lock(*topics: Topic) -> list[Topic]:
    """The topics as they are now, locked.

    The write-ups that say them first, in any state: whoever saves one holds it before its topics.
    """
    list(Practice.objects.select_for_update(of=("self",)).filter(revisions__topics__in=topics).order_by("pk"))
    found = Topic.objects.select_for_update().order_by("pk").in_bulk([topic.pk for topic in topics])
    if len(found) < len(topics):
        raise PermissionDenied(_("This topic is gone: a colleague has merged it, or nobody uses it any more."))
    return [found[topic.pk] for topic in topics]


def _suggested_too(topic: Topic, name: str) -> list[Topic]:
    """Suggestions that have the name which the topic is to have; perhaps only their author has seen them."""
    return list(Topic.objects.suggested().filter(name__iexact=name).exclude(pk=topic.pk))


def _rename(topic: Topic, name: str, namesakes: list[Topic]) -> None:
    _replace(namesakes, topic)
    topic.name = name
    topic.save(update_fields=["name", "slug"])
    _index(_published_about([topic]))


def _replace(topics: list[Topic], into: Topic) -> set[int]:
    """Put one topic for others, which are deleted; the write-ups that readers now have to find by it."""
    moved = _published_about(topics)
    items = RevisionTopic.objects.filter(tag__in=topics)
    items.filter(content_object__topic_items__tag=into).delete()
    items.update(tag=into)
    for topic in topics:
        topic.delete()
    return moved


def _published_about(topics: list[Topic]) -> set[int]:
    return set(Practice.objects.filter(published_revision__topics__in=topics).values_list("pk", flat=True))


def _index(practices: Iterable[int]) -> None:
    about = Practice.objects.select_for_update(of=("self",)).filter(pk__in=practices).order_by("pk")
    for practice in about.select_related("published_revision"):
        index(practice)
