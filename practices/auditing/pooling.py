"""The public figure: what the released audits of a practice say together, of enough teams that it tells of none.

A figure that followed each new audit at once would tell what that audit found: one takes the figure of yesterday from
that of today. So it is kept as it was reckoned, and reckoned anew only when as many teams have come or changed as make
a figure by themselves. docs/learning.md has the rules in words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from practices.auditing.results import COUNTED, FEWEST
from practices.choices import AuditAnswer, AuditRelease
from practices.models import Audit, AuditCriterion, AuditScore, PooledFigure, Practice

FEWEST_AUDITS = 5
FEWEST_ORGANISATIONS = 3
STEP = 5  # the percentage is told in steps of so many points
TENS = 10


def figures_of(practice: Practice) -> list[PooledFigure]:
    """What readers are told, in the order of the write-up's criteria: only while all of what it is made of is released.

    One query. Of criteria that the write-up has no more, nothing is told.
    """
    whole = Count("audits", filter=Q(audits__release=AuditRelease.RESULT))
    kept = practice.pooled_figures.annotate(released=whole)
    figures = {_key(figure.criterion): figure for figure in kept if figure.released == figure.made_of}
    return [figures[key] for key in _criteria(practice) if key in figures]


def reckon(practice: Practice) -> None:
    """Reckon each criterion's figure anew where enough has come together. The caller has locked the practice."""
    latest = _latest_of_each_team(practice)
    asked = _answers(latest.values())
    known = {_key(figure.criterion): figure for figure in practice.pooled_figures.prefetch_related("audits")}
    for key, text in _criteria(practice).items():
        now = {audit.pk: answers for audit in latest.values() if (answers := asked[key].get(audit.pk))}
        audits = {audit.pk: audit for audit in latest.values() if audit.pk in now}
        before = {audit.pk: audit for audit in known[key].audits.all()} if key in known else {}
        new = [audits[pk] for pk in audits.keys() - before.keys()]
        number = sum(answers.number for answers in now.values())
        if _is_enough(new) and _is_enough(audits.values()) and number >= FEWEST:
            _keep(practice, text, audits, known.get(key), sum(answers.yes for answers in now.values()), number)


@dataclass(frozen=True)
class _Answers:
    yes: int
    number: int


def _is_enough(audits: Iterable[Audit]) -> bool:
    audits = list(audits)
    return len(audits) >= FEWEST_AUDITS and len({audit.organisation_id for audit in audits}) >= FEWEST_ORGANISATIONS


def _latest_of_each_team(practice: Practice) -> dict[Any, Audit]:
    """Of each team the newest audit whose result is released."""
    released = practice.audits.finished().filter(release=AuditRelease.RESULT).order_by("finished_at", "pk")
    return {_team(audit): audit for audit in released}


def _team(audit: Audit) -> Any:
    return audit.adoption_id or (audit.organisation_id, audit.team.casefold())


def _criteria(practice: Practice) -> dict[str, str]:
    """The write-up's own criteria by their key. What a team worded for itself is told to nobody else."""
    if practice.published_revision is None:
        return {}
    return {_key(row["text"]): row["text"] for row in practice.published_revision.used_correctly}


def _answers(audits: Iterable[Audit]) -> dict[str, dict[int, _Answers]]:
    """By criterion and audit, the first checkers' answers that count."""
    criteria = AuditCriterion.objects.filter(audit__in=audits)
    where = {criterion.pk: (_key(criterion.text), criterion.audit_id) for criterion in criteria}
    given = AuditScore.objects.filter(criterion__in=where, checker__is_second=False, answer__in=COUNTED)
    rows = (
        given.order_by()
        .values("criterion")
        .annotate(yes=Count("pk", filter=Q(answer=AuditAnswer.YES)), number=Count("pk"))
    )
    found: dict[str, dict[int, _Answers]] = defaultdict(dict)
    for row in rows:
        key, audit = where[row["criterion"]]
        found[key][audit] = _Answers(row["yes"], row["number"])
    return found


def _keep(
    practice: Practice, text: str, audits: dict[int, Audit], figure: PooledFigure | None, yes: int, number: int
) -> None:
    figure = figure or PooledFigure(practice=practice, criterion=text)
    figure.made_of = len(audits)
    figure.organisations = len({audit.organisation_id for audit in audits.values()})
    figure.answers = number // TENS * TENS
    # A half goes upwards, as people round.
    figure.percentage = (200 * yes + STEP * number) // (2 * STEP * number) * STEP
    figure.reckoned_at = timezone.now()
    figure.save()
    figure.audits.set(audits)


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()
