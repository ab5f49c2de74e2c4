"""Which teams have colleagues to brief again, since a step that must stay has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from practices.choices import AdoptionStatus
from practices.essential_steps import have_changed
from practices.lifecycle import Status
from practices.models import Adoption, Briefing, Revision


def due_among(adoptions: Iterable[Adoption]) -> dict[int, Revision]:
    """By the key of each adoption that has a briefing due: the revision that colleagues are to be told of.

    Two queries, whatever their number. The adoptions come with `practice__published_revision`.
    """
    going_on = [each for each in adoptions if _takes_part(each) and each.practice.published_revision_id]
    briefed = _last_briefed(going_on)
    published = _published(going_on)
    due = {}
    for adoption in going_on:
        known = briefed.get(adoption.pk) or _at_first(adoption, published[adoption.practice_id])
        now = adoption.practice.shown
        if known and known.number < now.number and have_changed(known.steps, now.steps):
            due[adoption.pk] = now
    return due


def _takes_part(adoption: Adoption) -> bool:
    return adoption.is_going_on and adoption.status != AdoptionStatus.CONSIDERING


def _last_briefed(adoptions: list[Adoption]) -> dict[int, Revision]:
    """The newest revision that each has had a briefing on."""
    given = Briefing.objects.filter(adoption__in=adoptions).select_related("revision")
    return {each.adoption_id: each.revision for each in sorted(given, key=lambda each: each.revision.number)}


def _published(adoptions: list[Adoption]) -> dict[int, list[Revision]]:
    found: dict[int, list[Revision]] = defaultdict(list)
    practices = {adoption.practice_id for adoption in adoptions}
    revisions = Revision.objects.filter(practice__in=practices, status=Status.PUBLISHED)
    for revision in revisions.only("practice", "number", "published_at", "steps").order_by("number"):
        found[revision.practice_id].append(revision)
    return found


def _at_first(adoption: Adoption, published: list[Revision]) -> Revision | None:
    """What readers saw when the team took it up.

    The adoption's own revision moves on when the team takes a newer one, which tells no colleague of it.
    """
    earlier = [each for each in published if each.published_at and each.published_at <= adoption.proposed_at]
    return earlier[-1] if earlier else next(iter(published), None)
