"""Teams take a practice up, say how far they are, and stop: what is recorded, and who is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit, roles
from accounts.models import Organisation, Place, User
from practices import adoption_policies, policies
from practices.actions.locking import lock
from practices.actions.members import managers_of
from practices.actions.notifications import authors_of, notify
from practices.choices import Adapted, AdopterShownAs, AdoptionStatus, AdoptionStoppedBecause
from practices.models import Adaptation, Adoption, AdoptionChange, Notification, Practice
from practices.search.adopted import mark

Kind = Notification.Kind


class AlreadyAdopted(ValueError):
    """The team has this practice among its adoptions."""


class ChangedMeanwhile(ValueError):
    """Somebody else has changed the adoption's status since the form was drawn."""


@dataclass(frozen=True)
class Progress:
    """How far a team has got; `because` and `why` are for stopping alone."""

    status: str
    on: date
    because: list[str] = field(default_factory=list)
    why: str = ""


@dataclass(frozen=True)
class Terms:
    """What a team says of its adoption beside how far it is."""

    team: str
    place: Place
    started: date | None
    what_it_took: str = ""
    shown_as: str = AdopterShownAs.PLACE
    is_askable: bool = False
    lead: Any = None


@transaction.atomic
def record(*, practice: Practice, organisation: Organisation, by: Any, terms: Terms, progress: Progress) -> Adoption:
    """Say that a team takes a practice up. A manager's word counts at once, a member's once a manager confirms it.

    Raises AlreadyAdopted.
    """
    practice = lock(practice)
    policies.require(by, "adopt", practice)
    policies.require_member(by, organisation)
    if Adoption.objects.filter(practice=practice, organisation=organisation, team__iexact=terms.team).exists():
        raise AlreadyAdopted
    now = timezone.now()
    adoption = Adoption(
        practice=practice,
        revision=practice.shown,
        organisation=organisation,
        proposed_by=by,
        proposed_at=now,
        heard_at=now,
    )
    _put(adoption, terms)
    _progress(adoption, progress)
    adoption.lead = terms.lead or by
    adoption.save()
    _note(adoption, progress, by)
    audit.record("adoption_proposed", on=adoption, by=by, practice=practice.pk, status=adoption.status)
    if roles.is_manager(by, organisation.pk):
        _confirm(adoption, by)
    else:
        _tell(managers_of(organisation), Kind.ADOPTION_PROPOSED, adoption, by)
    return adoption


@transaction.atomic
def confirm(*, adoption: Adoption, by: Any) -> Adoption:
    """Stand by what a member of the organisation proposed; from now on others are told."""
    adoption = _locked(adoption)
    adoption_policies.require(by, "confirm", adoption)
    _confirm(adoption, by)
    _tell([adoption.proposed_by], Kind.ADOPTION_CONFIRMED, adoption, by)
    return adoption


@transaction.atomic
def decline(*, adoption: Adoption, by: Any) -> None:
    """Say that the organisation has not taken it up. The proposal goes; whoever made it is told."""
    adoption = _locked(adoption)
    adoption_policies.require(by, "confirm", adoption)
    proposer = [adoption.proposed_by] if adoption.proposed_by else []
    notify(recipients=proposer, kind=Kind.ADOPTION_DECLINED, practice=adoption.practice, by=by)
    audit.record("adoption_declined", on=adoption, by=by, practice=adoption.practice_id)
    adoption.delete()


@transaction.atomic
def remove(*, adoption: Adoption, by: Any) -> None:
    """Take back a proposal."""
    adoption = _locked(adoption)
    adoption_policies.require(by, "remove", adoption)
    audit.record("adoption_removed", on=adoption, by=by, practice=adoption.practice_id)
    adoption.delete()


@transaction.atomic
def change_terms(*, adoption: Adoption, by: Any, terms: Terms) -> Adoption:
    """Change what it says beside how far it is. Raises AlreadyAdopted where another row is that team's."""
    lock(adoption.practice)
    adoption = _locked(adoption)
    adoption_policies.require(by, "change", adoption)
    same = Adoption.objects.filter(
        practice=adoption.practice, organisation=adoption.organisation, team__iexact=terms.team
    )
    if same.exclude(pk=adoption.pk).exists():
        raise AlreadyAdopted
    _put(adoption, terms)
    adoption.save()
    mark([adoption.practice_id])
    audit.record("adoption_changed", on=adoption, by=by)
    return adoption


@transaction.atomic
def change_status(*, adoption: Adoption, by: Any, progress: Progress, was: str | None = None) -> Adoption:
    """Say how far it is now. `was` is what the form showed; raises ChangedMeanwhile where it is so no more."""
    adoption = _locked(adoption)
    adoption_policies.require(by, "change", adoption)
    if was is not None and was != adoption.status:
        raise ChangedMeanwhile
    heard(adoption=adoption, progress=progress, by=by)
    return adoption


@transaction.atomic
def heard(*, adoption: Adoption, progress: Progress, by: Any) -> None:
    """Write down how far a locked adoption is, whoever was asked, and tell those who have to know.

    For actions that have checked who may: a signed link answers for somebody who isn't signed in.
    """
    before = adoption.status
    _progress(adoption, progress)
    adoption.heard_at = timezone.now()
    adoption.save()
    if adoption.status != before:
        _note(adoption, progress, by)
        mark([adoption.practice_id])
    audit.record("adoption_status_changed", on=adoption, by=by, status=adoption.status, before=before)
    if adoption.is_confirmed and adoption.status != before and adoption.status == AdoptionStatus.STOPPED:
        _tell_of_stopping(adoption, by)


@transaction.atomic
def adapt(*, adoption: Adoption, by: Any, steps: Iterable[tuple[int, str, str, str]]) -> Adoption:
    """Say of steps what was made of them: (position in the revision, `Adapted`, how, why).

    Of steps that are not named, nothing is said any more.
    """
    adoption = _locked(adoption)
    adoption_policies.require(by, "change", adoption)
    rows = adoption.revision.steps
    adoption.adaptations.all().delete()
    Adaptation.objects.bulk_create(
        Adaptation(
            adoption=adoption,
            position=position,
            step=rows[position]["text"],
            essential=rows[position].get("essential", ""),
            made_of_it=made_of_it,
            how=how if made_of_it == Adapted.CHANGED else "",
            why="" if made_of_it == Adapted.KEPT else why,
        )
        for position, made_of_it, how, why in steps
    )
    adoption.heard_at = timezone.now()
    adoption.save(update_fields=["heard_at"])
    audit.record("adoption_adapted", on=adoption, by=by)
    return adoption


def _locked(adoption: Adoption) -> Adoption:
    Adoption.objects.select_for_update(of=("self",)).get(pk=adoption.pk)
    return Adoption.objects.for_page().select_related("proposed_by").get(pk=adoption.pk)


def _put(adoption: Adoption, terms: Terms) -> None:
    for name in ("team", "place", "started", "what_it_took", "shown_as", "is_askable", "lead"):
        setattr(adoption, name, getattr(terms, name))


def _progress(adoption: Adoption, progress: Progress) -> None:
    stopped = progress.status == AdoptionStatus.STOPPED
    adoption.status = progress.status
    adoption.stopped_because = list(progress.because) if stopped else []
    adoption.stopped_why = progress.why if stopped else ""
    if adoption.started is None and progress.status != AdoptionStatus.CONSIDERING:
        adoption.started = progress.on.replace(day=1)


def _note(adoption: Adoption, progress: Progress, by: Any) -> None:
    AdoptionChange.objects.create(adoption=adoption, status=progress.status, on=progress.on, recorded_by=by)


def _confirm(adoption: Adoption, by: Any) -> None:
    adoption.confirmed_by, adoption.confirmed_at = by, timezone.now()
    adoption.save(update_fields=["confirmed_by", "confirmed_at"])
    mark([adoption.practice_id])
    audit.record("adoption_confirmed", on=adoption, by=by, practice=adoption.practice_id)
    if adoption.status == AdoptionStatus.STOPPED:
        _tell_of_stopping(adoption, by)
    else:
        _tell(authors_of(adoption.practice), Kind.ADOPTED, adoption, by)


def _tell_of_stopping(adoption: Adoption, by: Any) -> None:
    """Its authors are told; of harm or a risk, the moderators as well, and both at once."""
    if AdoptionStoppedBecause.HARM in adoption.stopped_because:
        moderators = User.objects.moderators()
        _tell([*authors_of(adoption.practice), *moderators], Kind.HARM_SEEN, adoption, by)
    else:
        _tell(authors_of(adoption.practice), Kind.ADOPTION_STOPPED, adoption, by)


def _tell(people: Iterable[Any], kind: str, adoption: Adoption, by: Any) -> None:
    recipients = [person for person in people if person is not None]
    notify(recipients=recipients, kind=kind, practice=adoption.practice, adoption=adoption, by=by)
