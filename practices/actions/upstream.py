"""Deciding what becomes of an adoption when the practice says something newer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from practices import adoption_policies, upstream
from practices.actions.adoption import ChangedMeanwhile
from practices.actions.locking import lock
from practices.models import Adaptation, Adoption, Revision, UpstreamChoice

Choice = UpstreamChoice.Choice
LATER_IS = timedelta(weeks=4)


@transaction.atomic
def choose(*, adoption: Adoption, number: int, choice: str, by: Any) -> Adoption:
    """Take the published revision, keep what there is, or be asked again.

    `number` is that of the revision which the person has seen. Raises ChangedMeanwhile where a newer one is out.
    """
    lock(adoption.practice)  # nothing is published meanwhile
    Adoption.objects.select_for_update(of=("self",)).get(pk=adoption.pk)
    adoption = Adoption.objects.for_page().get(pk=adoption.pk)
    adoption_policies.require(by, "follow_upstream", adoption)
    newest = adoption.practice.shown
    if newest.number != number:
        raise ChangedMeanwhile
    before = adoption.revision.number
    if choice == Choice.TAKE:
        _take(adoption, newest)
    UpstreamChoice.objects.update_or_create(
        adoption=adoption,
        revision=newest,
        defaults={
            "choice": choice,
            "ask_again_on": timezone.localdate() + LATER_IS if choice == Choice.LATER else None,
            "chosen_by": by,
            "chosen_at": timezone.now(),
        },
    )
    audit.record("adoption_upstream_chosen", on=adoption, by=by, choice=choice, revision=newest.number, before=before)
    return Adoption.objects.for_page().get(pk=adoption.pk)  # its steps are other rows now


def _take(adoption: Adoption, newest: Revision) -> None:
    """What was said of a step moves on with it; see `upstream.to_say_again` for those that have changed."""
    moves = {each.old: each.new for each in upstream.changes(adoption.revision.steps, newest.steps)}
    said = {moves[row.position]: row for row in adoption.adaptations.all()}
    adoption.adaptations.all().delete()
    Adaptation.objects.bulk_create(
        Adaptation(
            adoption=adoption,
            position=position,
            **{name: getattr(row, name) for name in ("step", "essential", "made_of_it", "how", "why")},
        )
        for position, row in said.items()
        if position is not None  # the step was left out
    )
    adoption.revision = newest
    adoption.save(update_fields=["revision"])
