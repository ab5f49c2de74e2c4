"""All that a draft says, section by section, for its authors to check before they submit it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst

from practices import content, sections
from practices.display import as_text
from practices.models import Practice


@dataclass(frozen=True)
class Answer:
    label: str
    text: str
    href: str


def by_section(practice: Practice) -> list[tuple[sections.Section, list[Answer]]]:
    said = content.snapshot(practice.draft_revision)
    return [
        (section, [_answer(practice, section, field, said) for field in section.fields])
        for section in sections.for_revision(practice.draft_revision)
    ]


def _answer(practice: Practice, section: sections.Section, field: str, said: dict[str, Any]) -> Answer:
    text = as_text(field, said[field])
    if field == "started" and said["started_precision"] == "year":
        text = text.rpartition(" ")[2]
    address = reverse("edit_section", args=[practice.slug, section.key])
    return Answer(capfirst(str(sections.field_label(field))), text, f"{address}#ask-{field}")
