"""Setting up an audit, drawing its sample, scoring it, and finishing it. Nothing is told of a case but answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit as record
from accounts import roles
from practices import audit_policies
from practices.auditing import sampling
from practices.auditing.again import USUAL_MONTHS, months_after
from practices.auditing.plan import USUAL_SHARE, Plan
from practices.auditing.seats import cases_of, given_by, has_left, unanswered
from practices.choices import AuditAnswer, AuditStatus, CaseUnusable
from practices.models import Adoption, Audit, AuditCase, AuditChecker, AuditCriterion, AuditScore, Practice


class NotAllScored(ValueError):
    """Some of the checker's cases have no answer to some of the criteria."""


class AlreadyScored(ValueError):
    """Somebody has given an answer about the case."""


class NotIndependent(ValueError):
    """Whoever is named has scored in the other seat, or the one who has finished in this seat is not named again."""


class NoSuchAnswer(ValueError):
    """Something that is not among the answers was given for one."""


@transaction.atomic
def set_up_for_adoption(*, adoption: Adoption, plan: Plan, by: Any) -> Audit:
    audit_policies.require(by, "set_up_for_adoption", adoption)
    of_adoption = {"practice": adoption.practice, "revision": adoption.revision, "organisation": adoption.organisation}
    return _set_up(Audit(adoption=adoption, team=adoption.team, **of_adoption), plan, by)


@transaction.atomic
def set_up_for_own(*, practice: Practice, plan: Plan, by: Any) -> Audit:
    """The organisation that a write-up is from checks itself."""
    audit_policies.require(by, "set_up_for_own", practice)
    own = {"practice": practice, "revision": practice.shown, "organisation": practice.organisation}
    return _set_up(Audit(team=plan.team, **own), plan, by)


def _set_up(audit: Audit, plan: Plan, by: Any) -> Audit:
    for field in ("period_from", "period_to", "cases_in_scope", "criteria_note"):
        setattr(audit, field, getattr(plan, field))
    audit.sample_size = sampling.suggested_size(plan.cases_in_scope)
    audit.set_up_by = by
    audit.save()
    AuditCriterion.objects.bulk_create(
        AuditCriterion(audit=audit, position=position, text=said.text, what_counts=said.what_counts, note=said.note)
        for position, said in enumerate(plan.criteria, start=1)
    )
    _seat(audit, plan.first, is_second=False)
    _seat(audit, plan.second, is_second=True)
    record.record("audit_set_up", on=audit, by=by, practice=audit.practice_id)
    return audit


@transaction.atomic
def draw(*, audit: Audit, size: int, by: Any, why: str = "", share: int | None = None) -> Audit:
    """Draw the sample, once. From now on neither it nor what it was drawn from can be changed."""
    audit = _locked(audit)
    audit_policies.require(by, "draw", audit)
    audit.seed, audit.sampled_at, audit.status = sampling.new_seed(), timezone.now(), AuditStatus.SCORING
    audit.sample_size, audit.why_this_size = size, why
    audit.save(update_fields=["seed", "sampled_at", "status", "sample_size", "why_this_size"])
    AuditCase.objects.bulk_create(
        AuditCase(audit=audit, ordinal=ordinal, position=position)
        for position, ordinal in enumerate(sampling.draw(audit.seed, audit.cases_in_scope, size))
    )
    audit.checkers.filter(is_second=False).update(share=size)
    audit.checkers.filter(is_second=True).update(share=min(size, share or USUAL_SHARE))
    record.record("audit_sampled", on=audit, by=by, seed=audit.seed, cases=audit.cases_in_scope, size=size)
    return audit


@transaction.atomic
def discard(*, audit: Audit, by: Any) -> None:
    """Throw away what was not drawn yet."""
    audit = _locked(audit)
    audit_policies.require(by, "discard", audit)
    record.record("audit_discarded", on=audit, by=by, practice=audit.practice_id)
    audit.delete()


@transaction.atomic
def name_checkers(*, audit: Audit, first: Any, second: Any, by: Any) -> Audit:
    """Say who checks. Whoever takes a seat over goes on with its answers; a second seat that nobody takes goes.

    Who has finished keeps their seat. Once they have left, somebody may be named in it or nobody: what they finished
    stays either way. Raises NotIndependent.
    """
    audit = _locked(audit)
    audit_policies.require(by, "name_checkers", audit)
    before = {seat.is_second: seat for seat in audit.checkers.all()}
    named = {}
    for is_second, person in ((False, first), (True, second)):
        seat, other = before.get(is_second), before.get(not is_second)
        done = seat if seat and seat.finished_at else None
        if done and done.user != person and not has_left(done):
            raise NotIndependent  # the answers stand, and are that person's
        if person and other and other.user == person and other.scores.exists():
            raise NotIndependent  # they would see what they were to say again, or have said it already
        if person or not done:
            named[is_second] = person
    # Nobody sits twice, not even while two change places.
    AuditChecker.objects.filter(audit=audit, is_second__in=named).update(user=None)
    for is_second, person in named.items():
        _seat(audit, person, is_second=is_second)
    record.record("audit_checkers_named", on=audit, by=by)
    return audit


def _seat(audit: Audit, user: Any, *, is_second: bool) -> None:
    if user is None:
        audit.checkers.filter(is_second=is_second).delete()
        return
    if not roles.is_member(user, audit.organisation_id):
        raise ValueError(f"user {user.pk} does not belong to organisation {audit.organisation_id}")
    share = min(audit.sample_size, USUAL_SHARE) if is_second else audit.sample_size
    AuditChecker.objects.update_or_create(
        audit=audit, is_second=is_second, defaults={"user": user}, create_defaults={"user": user, "share": share}
    )


@transaction.atomic
def score(*, audit: Audit, answers: Mapping[tuple[int, int], str], by: Any) -> None:
    """Keep a checker's answers by the keys of case and criterion; an empty one takes back what was said.

    What is not among the checker's cases is left alone. Raises NoSuchAnswer.
    """
    audit = _locked(audit)
    audit_policies.require(by, "score", audit)
    seat = _seat_of(by, audit)
    asked = {
        (case.pk, criterion.pk) for case in cases_of(seat, audit.cases.all()) for criterion in audit.criteria.all()
    }
    said = {about: answer for about, answer in answers.items() if about in asked}
    if not set(said.values()) <= {"", *AuditAnswer.values}:
        raise NoSuchAnswer
    for case, criterion in (about for about, answer in said.items() if not answer):
        seat.scores.filter(case=case, criterion=criterion).delete()
    AuditScore.objects.bulk_create(
        [
            AuditScore(case_id=case, criterion_id=criterion, checker=seat, answer=answer)
            for (case, criterion), answer in said.items()
            if answer
        ],
        update_conflicts=True,
        unique_fields=["case", "criterion", "checker"],
        update_fields=["answer"],
    )


@transaction.atomic
def replace(*, case: AuditCase, because: str, by: Any) -> AuditCase | None:
    """Say that a case cannot be used. Gives the one that was drawn instead; None where all have been drawn.

    Raises AlreadyScored.
    """
    audit = _locked(case.audit)
    audit_policies.require(by, "score", audit)
    case = audit.cases.get(pk=case.pk)
    if case.unusable_because:
        return getattr(case, "replaced_by", None)  # somebody else has said so at the same moment
    if case.scores.exists():
        raise AlreadyScored
    case.unusable_because = CaseUnusable(because)
    case.save(update_fields=["unusable_because"])
    drawn = audit.cases.count()
    ordinals = sampling.draw(audit.seed, audit.cases_in_scope, 1, after=drawn)
    other = audit.cases.create(ordinal=ordinals[0], position=drawn, replaces=case) if ordinals else None
    instead = other and other.ordinal
    record.record("audit_case_replaced", on=audit, by=by, ordinal=case.ordinal, because=because, instead=instead)
    return other


@transaction.atomic
def finish_scoring(*, audit: Audit, by: Any) -> None:
    """Say that one has scored everything; from now on the answers stand. Raises NotAllScored."""
    audit = _locked(audit)
    audit_policies.require(by, "score", audit)
    seat = _seat_of(by, audit)
    if unanswered(seat, audit.cases.all(), audit.criteria.all(), given_by(seat)):
        raise NotAllScored
    seat.finished_at = timezone.now()
    seat.save(update_fields=["finished_at"])
    record.record("audit_scored", on=audit, by=by, second=seat.is_second)


@transaction.atomic
def finish(*, audit: Audit, by: Any) -> Audit:
    """Close it and reckon the result. What a second checker has not finished does not count."""
    audit = _locked(audit)
    audit_policies.require(by, "finish", audit)
    audit.status, audit.finished_at = AuditStatus.FINISHED, timezone.now()
    audit.due_again = months_after(timezone.localdate(), USUAL_MONTHS)
    audit.save(update_fields=["status", "finished_at", "due_again"])
    record.record("audit_finished", on=audit, by=by, practice=audit.practice_id)
    return audit


def _locked(audit: Audit) -> Audit:
    """The audit as it is now; what happens to it happens one after the other."""
    Audit.objects.select_for_update(of=("self",)).get(pk=audit.pk)
    return Audit.objects.for_page().get(pk=audit.pk)


def _seat_of(user: Any, audit: Audit) -> AuditChecker:
    """For code that a policy has told that the person checks."""
    seat = audit_policies.seat_of(user, audit)
    if seat is None:
        raise LookupError("not a checker of this audit")
    return seat
