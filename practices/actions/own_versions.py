"""A team writes up its own version of what it took up. Neither overwrites the other."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from practices import adoption_policies, policies
from practices.actions import authoring
from practices.actions.locking import lock
from practices.choices import Adapted
from practices.models import Adaptation, Adoption, Practice, Revision
from practices.sections import SECTION_OF

# How it is done, which an adopter took over. What changed, what people said, who can be asked and where it runs is each
# team's own to say, and so is what is declared.
TAKEN_OVER = (
    "title",
    "summary",
    "kind",
    "sector",
    "who_for",
    "setting",
    "frameworks",
    "problem",
    "what_we_do",
    "steps",
    "process_steps",
    "exceptions",
    "resources_core",
    "resources_optional",
    "timeline",
    "risks",
    "good_fit",
    "poor_fit",
    "first_three_steps",
    "used_correctly",
    "law",
    "links",
)


@transaction.atomic
def start_own_version(*, adoption: Adoption, by: Any) -> Practice:
    """A new draft of the person's own: what was taken up, as their team does it."""
    origin = lock(adoption.practice)
    adoption = Adoption.objects.for_page().get(pk=adoption.pk)
    adoption_policies.require(by, "grow", adoption)
    revision = _readable(origin, adoption, by)
    made = {row.position: row for row in adoption.adaptations.all()} if revision == adoption.revision else {}
    said = {name: getattr(revision, name) for name in TAKEN_OVER} | {
        "organisation": adoption.organisation,
        "team": adoption.team,
        "steps": _steps(revision, made),
        "based_on": _credit(revision),
        "notes": _notes(revision, made),
    }
    practice = authoring.start_practice(title=revision.title, summary="", problem="", by=by)
    practice.grown_from = origin
    practice.save(update_fields=["grown_from"])
    _save(practice, said, by)
    audit.record("own_version_started", on=practice, by=by, grown_from=origin.pk, adoption=adoption.pk)
    return lock(practice)


def _readable(origin: Practice, adoption: Adoption, by: Any) -> Revision:
    """What they took up; where that was shared with fewer people than them, what readers see now."""
    if policies.may_read_revision(by, origin, adoption.revision):
        return adoption.revision
    return origin.shown


def _steps(revision: Revision, made: dict[int, Adaptation]) -> list[dict[str, Any]]:
    """Changed steps say the new way, and those that are left out are not there."""
    steps = []
    for position, step in enumerate(revision.steps):
        row = made.get(position)
        if row is None or row.made_of_it == Adapted.KEPT:
            steps.append(step)
        elif row.made_of_it == Adapted.CHANGED:
            steps.append({**step, "text": row.how})
    return steps


def _credit(revision: Revision) -> str:
    return _("Based on “%(title)s”, revision %(number)d.") % {"title": revision.title, "number": revision.number}


def _notes(revision: Revision, made: dict[int, Adaptation]) -> str:
    """Why steps were changed or left out, for whoever writes on."""
    notes = []
    for row in made.values():
        if row.made_of_it == Adapted.CHANGED:
            words = _("We changed the step “%(step)s” to “%(how)s”: %(why)s")
        elif row.made_of_it == Adapted.DROPPED:
            words = _("We leave out the step “%(step)s”: %(why)s")
        else:
            continue
        notes.append(words % {"step": row.step, "how": row.how, "why": row.why})
    return "\n\n".join(notes)


def _save(practice: Practice, said: dict[str, Any], by: Any) -> None:
    """Section by section, as the forms do."""
    by_section: dict[str, dict[str, Any]] = {}
    for field, value in said.items():
        by_section.setdefault(SECTION_OF[field], {})[field] = value
    for section, values in by_section.items():
        base = authoring.base_of(practice.draft, section)
        authoring.save_section(practice=practice, section=section, values=values, base=base, by=by)
