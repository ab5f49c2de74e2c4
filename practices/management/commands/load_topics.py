"""Load the curated topics that come with the hub."""

import csv

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from practices.models import Topic

FILE = settings.BASE_DIR / "practices" / "data" / "topics.csv"


class Command(BaseCommand):
    help = "Adds the hub's own topics, and brings those it shipped before up to date. Others stay as they are."

    @transaction.atomic
    def handle(self, *args, **options):
        known = {topic.name.lower(): topic for topic in Topic.objects.all()}
        known |= {topic.slug: topic for topic in known.values()}
        changed = 0
        with FILE.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                # By its name where an author was first to use it: the curated topic takes over.
                topic = known.get(row["slug"]) or known.get(row["name"].lower()) or Topic(slug=row["slug"])
                says = {
                    "name": row["name"],
                    "description": row["description"],
                    "is_pathway": row["is_pathway"] == "yes",
                    "is_curated": True,
                }
                if any(getattr(topic, field) != value for field, value in says.items()):
                    for field, value in says.items():
                        setattr(topic, field, value)
                    topic.save()
                    changed += 1
        self.stdout.write(f"Topics: {changed} added or changed.")
