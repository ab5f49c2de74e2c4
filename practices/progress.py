"""How far a write-up has got: its sections as tasks, with what each still needs and when it was last saved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices import sections
from practices.lifecycle import Status
from practices.models import Attachment, FactCheck, Practice, ReportSave, Review, Revision, SectionSave
from practices.sections import FILES, Section


@dataclass(frozen=True)
class Task:
    """A section in the task list, with what `components/task_list.html` draws."""

    title: Any
    href: str
    status: str
    kind: str
    hint: str


def tasks(practice: Practice) -> list[Task]:
    draft = practice.draft_revision
    needs = Counter(gap.section.key for gap in sections.missing(draft))
    saves = {save.section: save for save in draft.section_saves.select_related("saved_by")}
    asked = {row["section"] for row in changes_asked_for(draft)}
    return [
        Task(
            section.title,
            reverse("edit_section", args=[practice.slug, section.key]),
            *_standing(draft, section, needs[section.key], section.key in asked),
            saved_in_words(saves[section.key]) if section.key in saves else "",
        )
        for section in sections.for_revision(draft)
    ]


def gaps(practice: Practice, section: Section | None = None) -> list[tuple[Any, str]]:
    """What is still missing before it can be submitted, in all or in one section: the words, and where it is asked."""
    return [
        (gap.label, reverse("edit_section", args=[practice.slug, gap.section.key]) + f"#ask-{gap.field}")
        for gap in sections.missing(practice.draft_revision)
        if section in (None, gap.section)
    ]


def notes_with(review: Review | None) -> list[FactCheck]:
    """What partner agencies noted before the decision; its authors read it with that."""
    return list(FactCheck.objects.noted_for(review)) if review else []


def last_review(revision: Revision) -> Review | None:
    return Review.objects.filter(revision=revision).recent_decisions().first()


def changes_asked_for(revision: Revision) -> list[dict[str, str]]:
    """[{section, reason}] of the moderator who returned it; nothing in any other state."""
    review = last_review(revision) if revision.status == Status.RETURNED else None
    return review.sections if review else []


def saved_in_words(save: SectionSave | ReportSave) -> str:
    """When a section was last saved, and by whom."""
    moment = timezone.localtime(save.saved_at)
    words = {
        "time": time_format(moment, "H.i"),
        "day": date_format(moment, "j F Y"),
        "name": save.saved_by or _("somebody who has left"),
    }
    if moment.date() == timezone.localdate():
        return _("Saved at %(time)s by %(name)s") % words
    return _("Saved on %(day)s at %(time)s by %(name)s") % words


def _standing(draft: Revision, section: Section, needed: int, is_asked: bool) -> tuple[str, str]:
    """(status, kind) of a section."""
    if is_asked:
        return _("Changes asked for"), "attention"
    if needed:
        return ngettext("%(n)d answer needed", "%(n)d answers needed", needed) % {"n": needed}, "todo"
    if section is FILES:
        return _standing_of_files(list(draft.attachments.for_reading()))
    if _says_something(draft, section):
        return _("Done"), "done"
    return _("Optional"), ""


def _standing_of_files(files: list[Attachment]) -> tuple[str, str]:
    if any(file.is_held for file in files):
        return _("A file is held"), "attention"
    return (_("Done"), "done") if files else (_("Optional"), "")


def _says_something(draft: Revision, section: Section) -> bool:
    """Whether an author has answered anything here, beyond what a new draft says by itself."""
    fields = (Revision._meta.get_field(field) for field in section.fields if field != "organisation")
    return any(
        getattr(draft, field.name) not in (field.get_default(), "", None) for field in fields if not field.many_to_many
    )
