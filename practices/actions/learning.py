"""What follows from a finished audit: findings with their actions, and what others are told of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit as record
from accounts.models import Organisation
from practices import learning_policies
from practices.actions import suggestions
from practices.actions.locking import lock
from practices.actions.members import require_members
from practices.auditing import pooling
from practices.auditing.again import months_after
from practices.auditing.findings import Found
from practices.models import Audit, AuditFinding, AuditShare


@transaction.atomic
def add_finding(*, audit: Audit, said: Found, by: Any) -> AuditFinding:
    learning_policies.require(by, "add_finding", audit)
    require_members(audit.organisation, said.who)
    change = suggestions.suggest_after(checked=audit, change=said.change, by=by) if said.change else None
    finding = AuditFinding.objects.create(
        audit=audit,
        criterion=audit.criteria.get(pk=said.criterion.pk),
        found=said.found,
        action=said.action,
        who=said.who,
        by_when=said.by_when,
        proposes_change=change,
        made_by=by,
    )
    record.record("finding_added", on=audit, by=by, finding=finding.pk)
    return finding


@transaction.atomic
def settle(*, finding: AuditFinding, is_done: bool, by: Any) -> AuditFinding:
    """Say that the action is done, or that it is not done after all."""
    learning_policies.require(by, "settle", finding)
    finding.done_at = timezone.now() if is_done else None
    finding.save(update_fields=["done_at"])
    record.record("finding_settled", on=finding.audit, by=by, finding=finding.pk, done=is_done)
    return finding


@transaction.atomic
def drop(*, finding: AuditFinding, by: Any) -> None:
    learning_policies.require(by, "drop", finding)
    record.record("finding_dropped", on=finding.audit, by=by, finding=finding.pk)
    finding.delete()


@transaction.atomic
def release(*, audit: Audit, what: str, shown_to: Iterable[Organisation], months: int, by: Any) -> Audit:
    """Choose what others are told of it, which organisations see its result, and when the team checks again.

    No months: never. The figure that readers are told is reckoned again where that tells of no single team.
    """
    lock(audit.practice)
    Audit.objects.select_for_update(of=("self",)).get(pk=audit.pk)
    audit = Audit.objects.for_page().get(pk=audit.pk)
    learning_policies.require(by, "release", audit)
    audit.release = what
    audit.due_again = months_after(timezone.localdate(audit.finished_at), months) if months else None
    audit.save(update_fields=["release", "due_again"])
    audit.shares.all().delete()
    AuditShare.objects.bulk_create(AuditShare(audit=audit, organisation=each) for each in shown_to)
    pooling.reckon(audit.practice)
    record.record("audit_released", on=audit, by=by, release=what)
    return audit
