"""What each checker has to score, and how far they have got."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from accounts import roles
from practices.models import AuditCase, AuditChecker, AuditCriterion

# Answers by the keys of case and criterion.
Given = Mapping[tuple[int, int], str]


def cases_of(seat: AuditChecker, cases: Iterable[AuditCase]) -> list[AuditCase]:
    """Of the audit's cases those that this seat scores: of the usable ones those drawn first, in the list's order."""
    usable = sorted((case for case in cases if not case.unusable_because), key=lambda case: case.position)
    return sorted(usable[: seat.share], key=lambda case: case.ordinal)


def given_by(seat: AuditChecker) -> dict[tuple[int, int], str]:
    """All that was answered from this seat."""
    return {
        (case, criterion): answer for case, criterion, answer in seat.scores.values_list("case", "criterion", "answer")
    }


def unanswered(
    seat: AuditChecker, cases: Iterable[AuditCase], criteria: Collection[AuditCriterion], given: Given
) -> list[AuditCase]:
    """The seat's cases that lack an answer."""
    return [case for case in cases_of(seat, cases) if any((case.pk, each.pk) not in given for each in criteria)]


def has_left(seat: AuditChecker) -> bool:
    """Whether whoever sat there can be asked no more: they have erased or closed their account, or left."""
    person = seat.user
    return person is None or not person.is_active or not roles.is_member(person, seat.audit.organisation_id)
