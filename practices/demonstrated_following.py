"""What somebody in the demonstration follows, and the search that they have saved."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from accounts.models import Place
from practices.actions import following
from practices.models import Practice, Topic


def build(row: dict[str, Any], people: dict[str, Any]) -> None:
    person = people[row["by"]]
    topics, places = Topic.objects.curated(), Place.objects.live()
    written_by_title = Practice.objects.visible_to(person).published().select_related("published_revision")
    targets = [
        *topics.filter(name__in=row["topics"]).alphabetical(),
        *places.filter(short_name__in=row["places"]).alphabetical(),
        *written_by_title.filter(published_revision__title__in=row["write_ups"]),
    ]
    for target in targets:
        following.follow(target=target, by=person)
    for name, query in row["searches"].items():
        following.save_search(asked=parse_qs(query), name=name, by=person)
    following.choose_rhythm(rhythm=row["rhythm"], by=person)
