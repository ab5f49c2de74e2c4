"""The pathways that come with the hub."""

from __future__ import annotations

import csv
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from django.conf import settings
from django.db import transaction

from practices.models import Pathway, PathwayStage, Topic

FILE = Path(settings.BASE_DIR) / "practices" / "data" / "pathways.csv"
OF_THE_PATHWAY = ("slug", "name", "summary", "sector")


class MissingTopics(Exception):
    """The topics that the stages are about are not all there."""


@transaction.atomic
def load_pathways() -> int:
    """Give a hub that has no pathways those that ship with it; how many. Whoever has some has chosen them."""
    if Pathway.objects.exists():
        return 0
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    topics = {topic.slug: topic for topic in Topic.objects.curated()}
    if missing := {slug for row in rows for slug in row["topics"].split()} - topics.keys():
        raise MissingTopics(", ".join(sorted(missing)))
    for about, stages in groupby(rows, key=itemgetter(*OF_THE_PATHWAY)):
        pathway = Pathway.objects.create(**dict(zip(OF_THE_PATHWAY, about, strict=True)))
        for position, row in enumerate(stages, start=1):
            where = row["settings"].split()
            stage = PathwayStage.objects.create(pathway=pathway, position=position, name=row["stage"], settings=where)
            stage.topics.set(topics[each] for each in row["topics"].split())
    return Pathway.objects.count()
