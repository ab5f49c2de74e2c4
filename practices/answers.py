"""All that a draft says, section by section, for its authors to check before they submit it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst

from practices import content, sections
from practices.choices import Stage
from practices.display import said_in
from practices.models import Practice
from practices.sections import Section

ONLY_WHEN_STOPPED = ("stopped_because", "stopped_why")


@dataclass(frozen=True)
class Answer:
    label: str
    text: str
    href: str


@dataclass(frozen=True)
class Answers:
    """What a section says, and what its authors left empty."""

    section: Section
    said: list[Answer]
    left_empty: list[Answer]


def by_section(practice: Practice) -> list[Answers]:
    said = content.snapshot(practice.draft)
    return [_answers(practice, section, said) for section in sections.for_revision(practice.draft)]


def _answers(practice: Practice, section: Section, said: dict[str, Any]) -> Answers:
    answers = [
        _answer(practice, section, field, said)
        for field in section.fields
        # A box that nobody ticked is not an answer, and nothing stopped is no gap.
        if said[field] is not False and (field not in ONLY_WHEN_STOPPED or said["stage"] == Stage.STOPPED)
    ]
    return Answers(
        section, [answer for answer in answers if answer.text], [answer for answer in answers if not answer.text]
    )


def _answer(practice: Practice, section: Section, field: str, said: dict[str, Any]) -> Answer:
    text = said_in(said, field)
    address = reverse("edit_section", args=[practice.slug, section.key])
    return Answer(capfirst(str(sections.field_label(field))), text, f"{address}#ask-{field}")
