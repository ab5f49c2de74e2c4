"""The sections of a write-up: which fields stand together, in the order they are asked.

Authoring, review, comparison and the reading page all walk this one list. What is needed to publish,
and under which condition, is said here too.

What authors note for themselves has a screen of its own that is not in the list: whoever walks it never meets them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.choices import Stage


def _always(revision: Any) -> bool:
    return True


def _is_process(revision: Any) -> bool:
    return bool(revision.is_process)


@dataclass(frozen=True)
class Section:
    """A screen of the form. `needed` are the fields without which nothing is published."""

    key: str
    title: Any
    lead: Any
    fields: tuple[str, ...]
    needed: tuple[str, ...] = ()
    applies: Callable[[Any], bool] = _always


FILES = Section(
    "files",
    _("Files"),
    _("Blank forms, easy-read sheets and communication aids that others can use. Nothing about a person."),
    ("attachments",),
)
SECTIONS: tuple[Section, ...] = (
    Section(
        "basics",
        _("In a few words"),
        _("What you do, who it is for, and what got better. This is what a search shows."),
        ("title", "summary", "kind", "sector", "who_for", "setting", "frameworks"),
        ("title", "summary", "kind", "sector", "who_for", "setting"),
    ),
    Section(
        "context",
        _("What was happening before"),
        _("Without the context, nobody can tell whether it would work for them."),
        ("problem",),
        ("problem",),
    ),
    Section(
        "model",
        _("What you do"),
        _("Steps that someone could follow on Monday, and which of them must stay."),
        ("what_we_do", "steps"),
        ("what_we_do",),
    ),
    Section(
        "process",
        _("The process on paper"),
        _("Who owns the process, who approved it, and who does what by when."),
        ("process_owner", "process_version", "approved_by", "approved_on", "process_steps", "exceptions"),
        ("process_owner", "process_version", "approved_by", "approved_on", "process_steps"),
        applies=_is_process,
    ),
    Section(
        "where",
        _("Where it runs"),
        _("The team, the places, and who else had to agree."),
        ("organisation", "team", "places", "partners"),
        ("organisation", "team", "places"),
    ),
    Section(
        "stage",
        _("How far you have got"),
        _("An idea and something you stopped are both worth sharing."),
        ("stage", "started", "started_not_known", "stopped_because", "stopped_why"),
        ("stage", "started"),
    ),
    Section(
        "resources",
        _("What it takes"),
        _("Staff time, training, kit and realistic weeks. “Not known yet” is a fair answer."),
        ("resources_core", "resources_optional", "resources_offer", "cost_band", "cost_basis", "timeline"),
    ),
    Section(
        "outcomes",
        _("What changed"),
        _("What you saw, and what it rests on. “Not measured yet” is a fair answer."),
        ("outcomes_not_measured", "outcomes", "evidence", "people_said", "equity"),
        ("evidence",),
    ),
    Section(
        "learning",
        _("What did not work"),
        _("What you would not do again, and what could go wrong. It is what others need most."),
        ("did_not_work", "risks"),
    ),
    Section(
        "fit",
        _("Would it fit elsewhere?"),
        _("Where it works best, where to think twice, and how a colleague would know that it is done well."),
        ("good_fit", "poor_fit", "first_three_steps", "used_correctly"),
    ),
    Section(
        "law",
        _("Law, guidance and credit"),
        _("What it rests on, and whose work you adapted."),
        ("law", "links", "based_on"),
    ),
    FILES,
    Section(
        "contact",
        _("Who to ask"),
        _("Messages reach you through the hub. Your address is never shown."),
        ("contact_name", "contact_role", "contact_email", "contact_deputy", "contact_calls"),
        ("contact_name", "contact_role", "contact_email"),
    ),
    Section(
        "sharing",
        _("Who may see it"),
        _("How you are shown, who may read it, what it is about, and when to check it again."),
        ("shown_as", "visibility", "topics", "review_by"),
        ("shown_as", "visibility", "topics", "review_by"),
    ),
)
NOTES = Section(
    "notes",
    _("Notes to yourselves"),
    _("For what has no place yet. Only those who write this can read them: they are never reviewed or published."),
    ("notes",),
)
SCREENS = (*SECTIONS, NOTES)
BY_KEY: dict[str, Section] = {section.key: section for section in SCREENS}
SECTION_OF: dict[str, str] = {field: section.key for section in SCREENS for field in section.fields}

# Fields that only authors and moderators ever see.
PRIVATE_FIELDS = frozenset({"contact_email", "contact_deputy"})


def for_revision(revision: Any) -> list[Section]:
    return [section for section in SECTIONS if section.applies(revision)]


@dataclass(frozen=True)
class Gap:
    """A field that publishing still needs."""

    section: Section
    field: str

    @property
    def label(self) -> Any:
        return field_label(self.field)


def after(section: Section, revision: Any) -> Section | None:
    """The section that is asked next; None after the last."""
    following = () if section is NOTES else SECTIONS[SECTIONS.index(section) + 1 :]
    return next((each for each in following if each.applies(revision)), None)


def missing(revision: Any) -> list[Gap]:
    """What stands between this revision and publishing, in the order it is asked."""
    gaps = [
        Gap(section, field)
        for section in for_revision(revision)
        for field in section.needed
        if not _is_filled(revision, field)
    ]
    if revision.stage == Stage.STOPPED:
        gaps += [
            Gap(BY_KEY["stage"], field) for field in ("stopped_because", "stopped_why") if not getattr(revision, field)
        ]
    return gaps


def _is_filled(revision: Any, field: str) -> bool:
    if field == "organisation":
        return revision.practice.organisation_id is not None
    if field == "started":
        # An idea has not started; and nobody has to remember the month.
        return bool(revision.started or revision.started_not_known or revision.stage == Stage.IDEA)
    if field == "review_by":
        # A day that went by while it was written must be chosen afresh.
        return bool(revision.review_by and revision.review_by > timezone.localdate())
    if field in ("places", "topics"):
        return bool(getattr(revision, field).all())
    return bool(getattr(revision, field))


def field_label(field: str) -> Any:
    """The label of a field as the review and comparison pages show it."""
    if field == "organisation":
        return _("organisation")
    from practices.models import Revision

    return Revision._meta.get_field(field).verbose_name
