"""Two people at one moment with one audit: the second waits for the first, and then finds what that one did."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEvent
from practices.actions import audits
from practices.auditing import sampling
from practices.auditing.seats import cases_of
from practices.models import AuditScore
from tests.accounts.test_races import meanwhile
from tests.factories import AuditFactory, PracticeFactory, UserFactory, give_scores

pytestmark = pytest.mark.django_db(transaction=True)


def make_audit(**traits):
    """With two managers and two checkers."""
    practice = PracticeFactory(state="published")
    second, manager = UserFactory(organisation=practice.organisation), UserFactory(manages=practice.organisation)
    return AuditFactory(practice=practice, second=second, **traits), manager


def people(audit):
    return [seat.user for seat in audit.checkers.all()]


def test_of_two_draws_at_one_moment_one_counts():
    audit, manager = make_audit()
    with meanwhile(lambda: audits.draw(audit=audit, size=20, by=manager)) as start:
        audits.draw(audit=audit, size=12, by=audit.set_up_by)
        drawing = start()
    with pytest.raises(PermissionDenied, match="drawn already"):
        drawing.result()
    audit.refresh_from_db()
    drawn = list(audit.cases.order_by("position").values_list("ordinal", flat=True))
    assert (drawn, audit.sample_size) == (sampling.draw(audit.seed, 40, 12), 12)
    assert AuditEvent.objects.filter(action="audit_sampled").count() == 1


def test_two_replacements_at_one_moment_are_one_for_each_case():
    audit, _manager = make_audit(state="scoring")
    one, other = audit.cases.order_by("position")[:2]
    first, second = people(audit)
    next_drawn = sampling.draw(audit.seed, 40, 2, after=12)
    with meanwhile(lambda: audits.replace(case=one, because="not_found", by=second)) as start:
        drawn = audits.replace(case=one, because="twice", by=first)
        replacing = start()
    assert replacing.result() == drawn
    with meanwhile(lambda: audits.replace(case=drawn, because="twice", by=second)) as start:
        audits.replace(case=other, because="twice", by=first)
        replacing = start()
    assert [each.replaces for each in audit.cases.filter(ordinal=next_drawn[1])] == [other]
    assert replacing.result().replaces == drawn
    assert drawn.ordinal == next_drawn[0]
    assert audit.cases.filter(unusable_because="").count() == 12


def test_a_case_is_replaced_or_scored_at_one_moment_and_never_both():
    audit, _manager = make_audit(state="scoring")
    unusable, scored = audit.cases.order_by("position")[:2]
    criterion, (first, second) = audit.criteria.first(), people(audit)
    with meanwhile(lambda: audits.score(audit=audit, answers={(unusable.pk, criterion.pk): "yes"}, by=second)) as start:
        audits.replace(case=unusable, because="twice", by=first)
        scoring = start()
    assert scoring.result() is None
    with meanwhile(lambda: audits.replace(case=scored, because="twice", by=second)) as start:
        audits.score(audit=audit, answers={(scored.pk, criterion.pk): "no"}, by=first)
        replacing = start()
    with pytest.raises(audits.AlreadyScored):
        replacing.result()
    assert [score.case for score in AuditScore.objects.all()] == [scored]


def test_what_is_scored_at_the_moment_of_finishing_counts_or_is_refused():
    audit, manager = make_audit(state="scoring")
    seat, other = audit.checkers.all()
    criterion = audit.criteria.first()
    give_scores(audit, seat)
    give_scores(audit, other)
    case = cases_of(other, audit.cases.all())[0]
    say_no = {"audit": audit, "answers": {(case.pk, criterion.pk): "no"}}
    with meanwhile(lambda: audits.score(**say_no, by=seat.user)) as start:
        audits.finish_scoring(audit=audit, by=seat.user)
        scoring = start()
    with pytest.raises(PermissionDenied, match="You have finished scoring"):
        scoring.result()
    with meanwhile(lambda: audits.finish(audit=audit, by=audit.set_up_by)) as start:
        audits.score(**say_no, by=other.user)
        finishing = start()
    finishing.result()
    for late, by in ((audits.finish_scoring, other.user), (audits.finish, manager)):
        with pytest.raises(PermissionDenied):
            late(audit=audit, by=by)
    assert [score.checker for score in AuditScore.objects.filter(answer="no")] == [other]
    assert AuditEvent.objects.filter(action="audit_finished").count() == 1


def test_of_two_who_finish_it_at_one_moment_one_does():
    audit, manager = make_audit(state="scoring")
    audit.checkers.update(finished_at=audit.sampled_at)
    with meanwhile(lambda: audits.finish(audit=audit, by=manager)) as start:
        finished = audits.finish(audit=audit, by=audit.set_up_by)
        finishing = start()
    with pytest.raises(PermissionDenied, match="nothing to finish"):
        finishing.result()
    audit.refresh_from_db()
    assert audit.finished_at == finished.finished_at
    assert AuditEvent.objects.filter(action="audit_finished").count() == 1
