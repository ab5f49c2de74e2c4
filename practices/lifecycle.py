"""The life of a write-up: its statuses, and which may follow which. Imports nothing of ours.

A write-up that readers can see has the status `published` or `retired`. Changing it opens a draft
revision, which walks the same table from `draft` while readers keep the published one.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("In review")
    RETURNED = "returned", _("Returned to its author")
    DECLINED = "declined", _("Declined")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


NEXT: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.SUBMITTED}),
    Status.SUBMITTED: frozenset({Status.PUBLISHED, Status.RETURNED, Status.DECLINED, Status.DRAFT}),
    Status.RETURNED: frozenset({Status.SUBMITTED}),
    Status.DECLINED: frozenset({Status.DRAFT}),
    Status.PUBLISHED: frozenset({Status.RETIRED}),
    Status.RETIRED: frozenset({Status.PUBLISHED}),
}

SEEN_BY_READERS = frozenset({Status.PUBLISHED, Status.RETIRED})
SEEN_BY_MODERATORS = frozenset({Status.SUBMITTED, Status.RETURNED, Status.DECLINED}) | SEEN_BY_READERS


class TransitionNotAllowed(Exception):
    """A move that the table does not have; nothing was changed."""

    def __init__(self, current: str, wanted: str):
        super().__init__(f"A write-up cannot go from {current} to {wanted}.")
        self.current = current
        self.wanted = wanted


def can_move(current: str, wanted: str) -> bool:
    return Status(wanted) in NEXT[Status(current)]


def check_move(current: str, wanted: str) -> None:
    """Raise TransitionNotAllowed unless `wanted` may follow `current`."""
    if not can_move(current, wanted):
        raise TransitionNotAllowed(current, wanted)


def as_mermaid() -> str:
    """The table as a Mermaid state diagram, for docs/architecture.md (`manage.py print_lifecycle`)."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    lines += [f"    {status.value} --> {after.value}" for status in Status for after in sorted(NEXT[status])]
    return "\n".join(lines)
