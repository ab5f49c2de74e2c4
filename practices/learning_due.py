"""What is due for teams that use a practice: briefings after a change, checks to repeat, and what was to be done.

For their page, their calendar and their reminders; each asks again what the person may see at that moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Membership
from practices import audit_policies, briefings, learning_policies, policies
from practices.choices import AdoptionStatus
from practices.due import Due
from practices.models import Adoption, Audit, AuditFinding, Reminder, UpstreamChoice

Kind = Reminder.Kind

# So long before a check is to be repeated, and before something is to be done, people are reminded.
BEFORE_A_CHECK = timedelta(days=30)
BEFORE_AN_ACTION = timedelta(days=7)


def for_person(user: Any) -> list[Due]:
    """What is due for this person now, as far as they may see it. A constant number of queries."""
    return [
        *(to_brief(adoption, revision) for adoption, revision in briefings_for(user)),
        *(to_check(audit) for audit in checks_for(user, until=timezone.localdate() + BEFORE_A_CHECK)),
        *(to_do(finding) for finding in actions_of(user, until=timezone.localdate() + BEFORE_AN_ACTION)),
    ]


def briefings_for(user: Any) -> list[tuple[Adoption, Any]]:
    """Adoptions that the person looks after whose colleagues are to be briefed again, and on which revision."""
    adoptions = _changed_since().of(list(user.memberships_by_organisation)).for_page()
    due = briefings.due_among(adoptions)
    may = (each for each in adoptions if each.pk in due and learning_policies.can(user, "brief", each))
    return [(each, due[each.pk]) for each in may]


def checks_for(user: Any, until: Any = None) -> list[Audit]:
    """Checks that the organisations which this person manages are to repeat, by that day or at all."""
    return [
        audit
        for audit in _last_rounds(until).filter(organisation__in=list(user.memberships_by_organisation))
        if audit_policies.can(user, "manage", audit)
    ]


def actions_of(user: Any, until: Any = None) -> list[AuditFinding]:
    """What the person has undertaken after a check and not done yet."""
    mine = _undone(until).visible_to(user).filter(who=user)
    return [each for each in mine if policies.can(user, "read", each.audit.practice)]


def with_readers() -> Iterator[tuple[Due, set[int]]]:
    """Everything that is due, each with the keys of those who are reminded of it."""
    adoptions = list(_changed_since().for_page())
    checks = list(_last_rounds(timezone.localdate() + BEFORE_A_CHECK))
    organisations = {each.organisation_id for each in (*adoptions, *checks)}
    rows = Membership.objects.managers().of_open_accounts().filter(organisation__in=organisations)
    managers = rows.people_by_organisation()
    due = briefings.due_among(adoptions)
    for adoption in adoptions:
        if adoption.pk in due:
            lead = {adoption.lead_id} if adoption.lead_id else set()
            yield to_brief(adoption, due[adoption.pk]), lead | managers[adoption.organisation_id]
    for audit in checks:
        yield to_check(audit), managers[audit.organisation_id]
    for finding in _undone(timezone.localdate() + BEFORE_AN_ACTION).exclude(who=None):
        yield to_do(finding), {finding.who_id}


def _changed_since() -> Any:
    """Adoptions that go on, of practices which have been changed since the team took them up.

    Without those whose team has decided to go on as it does.
    """
    keep = UpstreamChoice.objects.filter(adoption=OuterRef("pk"), choice=UpstreamChoice.Choice.KEEP)
    keeps_theirs = Exists(keep.filter(revision=OuterRef("practice__published_revision")))
    going_on = Adoption.objects.going_on().exclude(status=AdoptionStatus.CONSIDERING).exclude(keeps_theirs)
    return going_on.filter(practice__published_revision__published_at__gt=F("proposed_at"))


def _last_rounds(until: Any) -> QuerySet[Audit]:
    """Finished audits that are to be repeated, and that nobody has begun to repeat."""
    same_team = Q(adoption=OuterRef("adoption")) | Q(adoption=None, team__iexact=OuterRef("team"))
    later = Audit.objects.filter(
        same_team,
        practice=OuterRef("practice"),
        organisation=OuterRef("organisation"),
        set_up_at__gt=OuterRef("set_up_at"),
    )
    stopped = Q(adoption__status=AdoptionStatus.STOPPED)
    audits = Audit.objects.finished().filter(~Exists(later), due_again__isnull=False, practice__retired_at=None)
    if until:
        audits = audits.filter(due_again__lte=until)
    found: QuerySet[Audit] = audits.exclude(stopped).for_page().order_by("due_again", "pk")
    return found.prefetch_related("practice__authorships", "practice__trusted_readers")


def _undone(until: Any) -> Any:
    findings = AuditFinding.objects.to_do().for_page().order_by("by_when", "pk")
    return findings.filter(by_when__lte=until) if until else findings


def to_brief(adoption: Adoption, revision: Any) -> Due:
    words = _("A step that must stay has changed in revision %(number)d. Tell your colleagues.")
    return Due(
        adoption.practice,
        Kind.BRIEF,
        f"{adoption.pk}:{revision.number}",
        words % {"number": revision.number},
        reverse("briefings", args=[adoption.pk]),
    )


def to_check(audit: Audit) -> Due:
    words = _("Check again whether it is used as meant, by %(day)s.") % {"day": _day(audit.due_again)}
    occasion = f"{audit.pk}:{audit.due_again}"
    return Due(audit.practice, Kind.CHECK, occasion, words, audit.get_absolute_url())


def to_do(finding: AuditFinding) -> Due:
    words = _("By %(day)s: %(action)s") % {"day": _day(finding.by_when), "action": finding.action}
    link = reverse("findings", args=[finding.audit_id])
    return Due(finding.audit.practice, Kind.ACTION, f"{finding.pk}:{finding.by_when}", words, link)


def _day(day: Any) -> str:
    return date_format(day, "j F Y")
