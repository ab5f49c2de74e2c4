"""What the reader may see of practices that stand side by side: the input of `comparing`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from practices import adopters, evidence_trail
from practices.attribution import shown_region
from practices.comparing import Column
from practices.conversation import endorsements_of
from practices.models import Practice, Revision


def columns_of(pairs: Iterable[tuple[Practice, Revision]], reader: Any) -> list[Column]:
    """A column for each practice in this revision. Load the practices with `for_page`; the reader may read both."""
    return [
        Column(
            practice=practice,
            revision=revision,
            where=shown_organisation(practice, revision),
            used=adopters.facts_of(practice).sentence,
            trail=evidence_trail.trail_of(practice, endorsements_of(practice, reader), reader),
        )
        for practice, revision in pairs
    ]


def shown_organisation(practice: Practice, revision: Revision) -> str:
    """Whose it is, as readers are told now: who chose since to show less must not be given away by an older text."""
    if practice.from_public_sources:
        return _("The hub, from public sources")
    if practice.shown.hides_organisation or revision.hides_organisation:
        return _("A team in %(region)s") % {"region": shown_region(practice.shown)}
    return str(practice.organisation)
