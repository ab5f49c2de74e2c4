"""Answers to “still going?”, what came of them for those who shared the practice, and being left in peace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from practices import follow_up_policies
from practices.actions.adoption import Progress, heard
from practices.actions.notifications import authors_of, notify
from practices.choices import AdoptionStatus, Peace
from practices.models import Adoption, FollowUp, FollowUpPause, Notification

Kind = Notification.Kind
PAUSE = timedelta(days=91)  # three months


@dataclass(frozen=True)
class More:
    """What somebody says beside their answer; `because` and `why` where it has stopped."""

    better: str = ""
    how_known: str = ""
    would_have_helped: str = ""
    may_quote: bool = False
    has_stopped: bool = False
    because: list[str] = field(default_factory=list)
    why: str = ""


@transaction.atomic
def answer(*, follow_up: FollowUp, answer: str, by: Any) -> FollowUp:
    """Keep the answer, and tell the authors. `by` is whoever the link was sent to; they need not be signed in.

    That it “has stopped or stalled” changes no status: whether it has stopped is asked next.
    """
    follow_up = _locked(follow_up)
    follow_up_policies.require(by, "answer", follow_up)
    adoption = follow_up.adoption
    follow_up.answer, follow_up.answered_at = answer, timezone.now()
    follow_up.save(update_fields=["answer", "answered_at"])
    heard(adoption=adoption, progress=Progress(adoption.status, timezone.localdate()), by=by)
    audit.record("follow_up_answered", on=adoption, by=by, follow_up=follow_up.pk, answer=answer)
    practice = adoption.practice
    notify(recipients=authors_of(practice), kind=Kind.REPORTED_BACK, practice=practice, adoption=adoption, by=by)
    return follow_up


@transaction.atomic
def tell_more(*, follow_up: FollowUp, said: More, by: Any) -> FollowUp:
    """Keep what they add to their answer; where they say so, the adoption has stopped from now on."""
    follow_up = _locked(follow_up)
    follow_up_policies.require(by, "tell_more", follow_up)
    follow_up.better, follow_up.how_known = said.better, said.how_known
    follow_up.would_have_helped = said.would_have_helped
    follow_up.may_quote = said.may_quote and bool(follow_up.words)
    follow_up.told_more_at = timezone.now()
    follow_up.save()
    adoption = follow_up.adoption
    audit.record("follow_up_told_more", on=adoption, by=by, follow_up=follow_up.pk)
    if said.has_stopped and adoption.status != AdoptionStatus.STOPPED:
        stopped = Progress(AdoptionStatus.STOPPED, timezone.localdate(), said.because, said.why)
        heard(adoption=adoption, progress=stopped, by=by)
    return follow_up


@transaction.atomic
def thank(*, follow_up: FollowUp, by: Any) -> FollowUp:
    """Thank whoever reported back, in the name that readers see over the write-up."""
    follow_up = _locked(follow_up)
    follow_up_policies.require(by, "thank", follow_up)
    follow_up.thanked_by, follow_up.thanked_at = by, timezone.now()
    follow_up.save(update_fields=["thanked_by", "thanked_at"])
    adoption = follow_up.adoption
    reporter = [follow_up.recipient] if follow_up.recipient else []
    notify(recipients=reporter, kind=Kind.THANKED, practice=adoption.practice, adoption=adoption, by=by)
    audit.record("follow_up_thanked", on=adoption, by=by, follow_up=follow_up.pk)
    return follow_up


@transaction.atomic
def leave_in_peace(*, adoptions: Iterable[Adoption], by: Any, wish: str) -> None:
    """Ask nothing about them for three months or never again; or ask again from the next day that is due."""
    until = timezone.localdate() + PAUSE if wish == Peace.PAUSE else None
    for adoption in sorted(adoptions, key=lambda each: each.pk):
        follow_up_policies.require(by, "pause", adoption)
        if wish == Peace.RESUME:
            FollowUpPause.objects.filter(adoption=adoption).delete()
        else:
            said = {"until": until, "set_by": by, "set_at": timezone.now()}
            FollowUpPause.objects.update_or_create(adoption=adoption, defaults=said)
        audit.record("follow_ups_paused", on=adoption, by=by, wish=wish)


def _locked(follow_up: FollowUp) -> FollowUp:
    """The follow-up as it is now. Whatever changes one holds its adoption, so that is what is locked."""
    Adoption.objects.select_for_update(of=("self",)).get(pk=follow_up.adoption_id)
    return FollowUp.objects.for_page().prefetch_related("adoption__practice__authorships").get(pk=follow_up.pk)
