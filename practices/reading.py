"""The reading page of a write-up: its parts, in the order that a busy reader wants them.

The contents list and the page walk this one list. A part with nothing to say stays away; the outcomes
never do, since “not measured yet” is worth knowing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from practices.attribution import HIDDEN_BEHIND_THE_REGION
from practices.choices import CostBand
from practices.models import Revision


def _always(revision: Revision) -> bool:
    return True


def _any_of(*fields: str) -> Callable[[Revision], bool]:
    return lambda revision: any(getattr(revision, field) for field in fields if not hides(revision, field))


def _knows_what_it_takes(revision: Revision) -> bool:
    told = _any_of("resources_core", "resources_optional", "resources_offer", "cost_basis", "partners")
    return told(revision) or revision.cost_band not in ("", CostBand.NOT_KNOWN)


def _has_a_process(revision: Revision) -> bool:
    told = _any_of("process_owner", "approved_by", "process_version", "approved_on", "process_steps", "exceptions")
    return revision.is_process and told(revision)


@dataclass(frozen=True)
class Part:
    """One part of the page: the anchor, its heading, and whether the revision says anything for it."""

    anchor: str
    title: Any
    is_there: Callable[[Revision], bool]

    @property
    def template(self) -> str:
        return f"practices/practice/parts/{self.anchor}.html"


PARTS: tuple[Part, ...] = (
    Part("fit", _("Would it fit us?"), _always),
    Part("before", _("What was happening before"), _any_of("problem")),
    Part("model", _("What they do"), _any_of("what_we_do", "steps")),
    Part("process", _("The process on paper"), _has_a_process),
    Part("outcomes", _("What changed"), _always),
    Part("learning", _("What did not work"), _any_of("did_not_work", "stopped_because", "stopped_why")),
    Part("risks", _("Risks, and what guards against them"), _any_of("risks")),
    Part("resources", _("What it takes"), _knows_what_it_takes),
    Part("start", _("How to start"), _any_of("first_three_steps", "timeline")),
    Part("done-well", _("How to tell that it is done well"), _any_of("used_correctly")),
    Part("files", _("Files"), lambda revision: bool(revision.files)),
    Part("sources", _("Law, guidance and sources"), _any_of("law", "links", "based_on", "sources")),
)


def parts_of(revision: Revision) -> list[Part]:
    return [part for part in PARTS if part.is_there(revision)]


def hides(revision: Revision, field: str) -> bool:
    return revision.hides_organisation and field in HIDDEN_BEHIND_THE_REGION
