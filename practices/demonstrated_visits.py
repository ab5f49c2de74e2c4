"""What the people of the demonstration have written to each other's contacts, and offer to show each other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from practices.actions import discussion, shadowing
from practices.models import Practice, Topic


def write_to_contact(row: dict[str, Any], people: dict[str, Any]) -> None:
    practice = Practice.objects.get(published_revision__title=row["of"])
    discussion.send_contact_message(practice=practice, by=people[row["by"]], message=row["message"])


def show_at_work(row: dict[str, Any], people: dict[str, Any]) -> None:
    person, today = people[row["by"]], timezone.localdate()
    said = {name: row[name] for name in ("kind", "skill", "details", "form", "when", "region", "rules") if name in row}
    said |= {"until": today + timedelta(days=60), "topic": Topic.objects.filter(name=row["topic"]).first()}
    posted = shadowing.post(said=said, organisation=person.organisations[0], by=person)
    if "answered_by" not in row:
        return
    other = people[row["answered_by"]]
    shadowing.answer(shadowing=posted, organisation=other.organisations[0], words=row["words"], by=other)
    shadowing.agree(shadowing=posted, day=today + timedelta(days=row["in_days"]), by=person)
    if row.get("is_ticked"):
        shadowing.tick(shadowing=posted, by=other if posted.is_offer else person)
