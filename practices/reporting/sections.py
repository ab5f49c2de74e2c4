"""The sections of a report that its editors write one at a time: the paper's, and one for each option's notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from practices.comparing import TITLES
from practices.models import OptionsReport, ReportOption

NOTE = "note-"
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Section:
    key: str
    title: Any
    hint: Any
    fields: tuple[str, ...]


SECTIONS: tuple[Section, ...] = (
    Section(
        "question",
        _("The question"),
        _("What is to be decided, in one sentence. For example: How should we plan discharge on Fridays?"),
        ("question", "place"),
    ),
    Section(
        "search",
        _("How we searched"),
        _("Beside the searches that the hub noted: whom you asked, what you read elsewhere, what you did not find."),
        ("how_searched",),
    ),
    Section(
        "fit",
        _("How they would fit our place"),
        _("What is different here: people, distances, partners, staff, what runs already."),
        ("fit",),
    ),
    Section(
        "recommendation",
        _("Recommendation"),
        _("What you would do, and why. “None of them” is a recommendation."),
        ("recommendation",),
    ),
    Section(
        "next-steps",
        _("Next steps"),
        _("What happens next, by when, and in which role."),
        ("next_steps",),
    ),
)
BY_KEY = {section.key: section for section in SECTIONS}


def section_of(option: ReportOption) -> Section:
    """The notes on an option, one for each heading of the comparison."""
    hint = _("What it would mean for you, heading by heading. Leave empty what you have nothing to say on.")
    return Section(option.section, _("Our notes"), hint, tuple(NOTE + key for key in TITLES))


def said(report: OptionsReport, section: Section, option: ReportOption | None) -> dict[str, str]:
    """What the section says now, by field; a place by its key."""
    if option:
        return {name: str(option.notes.get(name.removeprefix(NOTE), "")) for name in section.fields}
    return {name: _as_text(report, name) for name in section.fields}


def _as_text(report: OptionsReport, name: str) -> str:
    return str(report.place_id or "") if name == "place" else getattr(report, name)
