"""What an audit found, criterion by criterion, and how it compares with the round before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from practices.auditing.statistics import Agreement, Interval, agreement, difference, percent, wilson
from practices.choices import AuditAnswer
from practices.models import Audit, AuditCriterion, AuditScore

# Of fewer answers no percentage is told, and no count below it either: see docs/audit.md.
FEWEST = 10
COUNTED = (AuditAnswer.YES, AuditAnswer.PARTLY, AuditAnswer.NO)


def told(count: int) -> str:
    """A count as pages say it."""
    return str(count) if count >= FEWEST else _("fewer than 10")


def points(difference: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    return f"{difference * 100:+.1f}".replace("-", "−")


@dataclass(frozen=True)
class Result:
    """The answers to one criterion; `before` are those of the last round to the same."""

    criterion: AuditCriterion
    counts: dict[str, int]
    before: Result | None = None

    @property
    def number(self) -> int:
        """Answers that count: without “not applicable”."""
        return sum(self.counts[answer] for answer in COUNTED)

    @property
    def is_enough(self) -> bool:
        return self.number >= FEWEST

    @property
    def share(self) -> float:
        return self.counts[AuditAnswer.YES] / self.number

    @property
    def interval(self) -> Interval:
        return wilson(self.counts[AuditAnswer.YES], self.number)

    @property
    def percentage(self) -> int:
        return percent(self.share)

    @property
    def limits(self) -> tuple[int, int]:
        return percent(self.interval.low), percent(self.interval.high)

    @property
    def told_counts(self) -> list[tuple[str, str]]:
        """Each answer with how often it was given."""
        return [(str(answer.label), told(self.counts[answer])) for answer in AuditAnswer]

    @property
    def told_number(self) -> str:
        return told(self.number)

    @property
    def change(self) -> Interval | None:
        """The interval of the difference from the last round; None where the two cannot be compared."""
        if self.before is None or not (self.is_enough and self.before.is_enough):
            return None
        yes, before = self.counts[AuditAnswer.YES], self.before.counts[AuditAnswer.YES]
        return difference(yes, self.number, before, self.before.number)

    @property
    def change_in_words(self) -> str:
        """The plain statement, for whoever has a last round."""
        if self.before is None:
            return _("Not asked in the same words last time.")
        if self.change is None:
            return _("Fewer than 10 answers in one of the two rounds: too few to compare.")
        words = {
            "before": self.before.percentage,
            "now": self.percentage,
            "low": points(self.change.low),
            "high": points(self.change.high),
        }
        if self.change.leaves_out_zero:
            return (
                _(
                    "From %(before)d%% to %(now)d%%: larger than chance would explain at these numbers "
                    "(95%% interval of the difference: %(low)s to %(high)s points)."
                )
                % words
            )
        return (
            _(
                "From %(before)d%% to %(now)d%%: chance could explain this at these numbers "
                "(95%% interval of the difference: %(low)s to %(high)s points)."
            )
            % words
        )


def last_round(audit: Audit) -> Audit | None:
    """The one that was finished before this one, of the same team and practice."""
    earlier = Audit.objects.finished().rounds_of(audit).exclude(pk=audit.pk)
    if audit.finished_at:
        earlier = earlier.filter(finished_at__lt=audit.finished_at)
    found: Audit | None = earlier.prefetch_related("criteria").order_by("-finished_at", "-pk").first()
    return found


def results_of(audit: Audit, before: Audit | None = None) -> list[Result]:
    """By the first checker's answers, in the order of the criteria."""
    return results_of_each([(audit, before)])[audit.pk]


def results_of_each(rounds: Iterable[tuple[Audit, Audit | None]]) -> dict[int, list[Result]]:
    """The same for many audits, each beside its last round: {audit: its results}. One statement for all of them."""
    rounds = list(rounds)
    counts = _counts([audit for both in rounds for audit in both if audit])
    found = {}
    for audit, before in rounds:
        earlier = {_key(each): Result(each, counts[each.pk]) for each in (before.criteria.all() if before else ())}
        found[audit.pk] = [Result(each, counts[each.pk], earlier.get(_key(each))) for each in audit.criteria.all()]
    return found


def _counts(audits: Iterable[Audit]) -> dict[int, dict[str, int]]:
    counts: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(AuditAnswer.values, 0))
    given = AuditScore.objects.filter(checker__audit__in=audits, checker__is_second=False).order_by()
    for criterion, answer, number in given.values_list("criterion", "answer").annotate(Count("pk")):
        counts[criterion][answer] = number
    return counts


def _key(criterion: AuditCriterion) -> tuple[Any, ...]:
    """The same for criteria that ask the same, whatever their capitals and spaces."""
    return tuple(" ".join(text.split()).casefold() for text in (criterion.text, criterion.what_counts))


def agreement_of(audit: Audit) -> Agreement | None:
    """How far the two checkers agree on what both have scored; None where no second one has finished."""
    second = next((seat for seat in audit.checkers.all() if seat.is_second and seat.finished_at), None)
    if second is None:
        return None
    first: dict[tuple[int, int], str] = {}
    others: dict[tuple[int, int], str] = {}
    given = AuditScore.objects.filter(checker__audit=audit).order_by()
    for case, criterion, answer, is_second in given.values_list("case", "criterion", "answer", "checker__is_second"):
        (others if is_second else first)[case, criterion] = answer
    return agreement((first[about], others[about]) for about in first.keys() & others.keys())
