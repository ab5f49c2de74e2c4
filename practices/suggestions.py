"""What teams that use a practice have suggested, and what of it the write-up has taken up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.choices import AuditRelease
from practices.models import Practice, Revision, Suggestion
from practices.sections import BY_KEY


@dataclass(frozen=True)
class Change:
    """What somebody would change: in which part of the write-up, what, and why."""

    section: str
    what: str
    why: str


@dataclass(frozen=True)
class Learned:
    """What a published revision took from teams: how many of each, and nothing of which they are."""

    revision: Revision
    checks: int  # teams whose released check led to it
    suggestions: int  # teams that suggested something otherwise

    @property
    def words(self) -> str:
        said = []
        if self.checks:
            words = ngettext("after a check in a team", "after a check in %(teams)d teams", self.checks)
            said.append(words % {"teams": self.checks})
        if self.suggestions:
            words = ngettext("after what a team suggested", "after what %(teams)d teams suggested", self.suggestions)
            said.append(words % {"teams": self.suggestions})
        return _("Changed %(after)s") % {"after": _(" and ").join(said)}


def changed_by_learning(practice: Practice) -> list[Learned]:
    """Those published revisions that took up what teams suggested, the newest first. One query.

    A team whose check is released to nobody counts among those that suggested something.
    """
    checked: dict[Revision, set[Any]] = defaultdict(set)
    suggested: dict[Revision, set[Any]] = defaultdict(set)
    taken = practice.suggestions.taken().select_related("revision", "finding__audit")
    for suggestion in taken:
        finding = getattr(suggestion, "finding", None)
        is_told = finding is not None and finding.audit.release != AuditRelease.NOTHING
        (checked if is_told else suggested)[suggestion.revision].add(_team(suggestion))
    revisions = sorted(checked.keys() | suggested.keys(), key=lambda revision: -revision.number)
    return [Learned(each, len(checked[each]), len(suggested[each] - checked[each])) for each in revisions]


def _team(suggestion: Suggestion) -> Any:
    """The same for suggestions of one team."""
    return suggestion.adoption_id or ("own", suggestion.organisation_id)


def beside(revision: Revision | None, section: str) -> list[Suggestion]:
    """The accepted ones about a section, for whoever writes this draft."""
    if revision is None:
        return []
    return list(Suggestion.objects.accepted().filter(revision=revision, section=section).for_page())


def with_titles(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Each with the title of the part of the write-up that it is about, for a page."""
    found = list(suggestions)
    for each in found:
        each.section_title = BY_KEY[each.section].title
    return found
