"""The figure that readers are told: of enough teams that it tells of none, also of the one that came last."""

from itertools import count

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from practices.actions import learning as actions
from practices.auditing import pooling
from practices.auditing.released import checked_at
from practices.models import Audit, AuditScore, PooledFigure, Practice
from tests.factories import (
    AdoptionFactory,
    AuditFactory,
    OrganisationFactory,
    PracticeFactory,
    UserFactory,
    give_scores,
)

pytestmark = pytest.mark.django_db

SIGN = "The family is told"
CASES = 10


@pytest.fixture
def practice():
    return PracticeFactory(state="published", revision__used_correctly=[{"text": SIGN}, {"text": "It is written down"}])


@pytest.fixture
def organisations():
    return [OrganisationFactory() for _each in range(3)]


class Teams:
    """Teams that check the same practice, each with an adoption of its own, spread over these organisations."""

    def __init__(self, practice, organisations):
        self.practice, self.organisations, self.numbers = practice, organisations, count()

    def check(self, yes=CASES, of=CASES, release="result", sign=SIGN, organisation=None):
        number = next(self.numbers)
        organisation = organisation or self.organisations[number % len(self.organisations)]
        adoption = AdoptionFactory(
            practice=self.practice, organisation=organisation, team=f"Team {number}", lead=self.manager(organisation)
        )
        return self.again(adoption, yes, of, release, sign)

    def again(self, adoption, yes=CASES, of=CASES, release="result", sign=SIGN):
        manager = adoption.lead
        audit = AuditFactory(
            adoption=adoption, set_up_by=manager, checker=manager, criteria=[sign], sample_size=of, state="scoring"
        )
        give_scores(audit, audit.checkers.get(), [["yes"] * yes + ["no"] * (of - yes)])
        Audit.objects.filter(pk=audit.pk).update(status="finished", finished_at=timezone.now())
        audit.refresh_from_db()
        return self.release(audit, release)

    def release(self, audit, what):
        by = audit.adoption.lead
        return actions.release(audit=audit, what=what, shown_to=[], months=12, by=by)

    def manager(self, organisation):
        found = organisation.memberships.filter(role="manager").first()
        return found.user if found else UserFactory(manages=organisation)


@pytest.fixture
def teams(practice, organisations):
    return Teams(practice, organisations)


def told(practice):
    return [
        (figure.criterion, figure.percentage, figure.answers, figure.made_of, figure.organisations)
        for figure in pooling.figures_of(Practice.objects.get(pk=practice.pk))
    ]


def test_a_figure_is_told_from_the_fifth_audit_of_the_third_organisation(practice, teams):
    for _each in range(4):
        teams.check(yes=8)
    assert told(practice) == []
    teams.check(yes=8)
    assert told(practice) == [(SIGN, 80, 50, 5, 3)]


def test_five_audits_of_two_organisations_are_not_enough(practice, organisations):
    teams = Teams(practice, organisations[:2])
    for _each in range(7):
        teams.check()
    assert told(practice) == []


def test_one_organisations_many_teams_do_not_make_up_for_others(practice, organisations, teams):
    for _each in range(6):
        teams.check(organisation=organisations[0])
    teams.check(organisation=organisations[1])
    assert told(practice) == []


def test_audits_that_are_not_released_with_their_result_are_not_in_it(practice, teams):
    for release in ("result", "result", "result", "result", "checked", "nothing"):
        teams.check(release=release)
    assert told(practice) == []


def test_fewer_than_ten_answers_are_no_figure(practice, teams):
    for of in (1, 2, 2, 2, 2):
        teams.check(yes=1, of=of)
    assert told(practice) == []


def test_what_a_team_worded_for_itself_is_told_to_nobody(practice, teams):
    for _each in range(6):
        teams.check(sign="The ward manager at night is awake")
    assert told(practice) == []
    assert not PooledFigure.objects.exists()


def test_a_team_counts_once_with_what_it_found_last(practice, teams):
    audit = teams.check(yes=0)
    for _each in range(3):
        teams.again(audit.adoption, yes=0)
        assert told(practice) == []
    teams.again(audit.adoption, yes=10)
    for _each in range(4):
        teams.check(yes=10)
    assert told(practice) == [(SIGN, 100, 50, 5, 3)]


def test_the_figure_is_the_same_after_each_further_audit_until_five_of_three_organisations_have_come(practice, teams):
    """Else yesterday's figure taken from today's would be what the newest audit found."""
    for _each in range(5):
        teams.check(yes=8)
    first = told(practice)
    for _each in range(4):
        teams.check(yes=0)
        assert told(practice) == first
    teams.check(yes=0)
    assert told(practice) == [(SIGN, 40, 100, 10, 3)]


def test_five_further_audits_of_one_organisation_do_not_move_it(practice, organisations, teams):
    for _each in range(5):
        teams.check(yes=8)
    first = told(practice)
    for _each in range(8):
        teams.check(yes=0, organisation=organisations[0])
    assert told(practice) == first


def test_what_is_taken_back_takes_the_figure_with_it_and_it_does_not_come_back_less_one(practice, teams):
    audits = [teams.check(yes=8) for _each in range(7)]
    assert told(practice) == [(SIGN, 80, 50, 5, 3)]
    teams.release(audits[0], "checked")
    assert told(practice) == []
    for _each in range(2):
        teams.check(yes=0)
        assert told(practice) == []
    teams.release(audits[0], "result")  # all of it is released again
    assert told(practice) == [(SIGN, 80, 50, 5, 3)]


def test_releasing_and_taking_back_again_and_again_tells_nothing(practice, teams):
    audits = [teams.check(yes=8) for _each in range(5)]
    mine = teams.check(yes=0)
    seen = set()
    for what in ("nothing", "result") * 3:
        teams.release(mine, what)
        teams.release(audits[0], what)
        seen.add(tuple(told(practice)))
    assert seen == {((SIGN, 80, 50, 5, 3),), ()}


def test_numbers_are_rounded_so_that_one_case_does_not_show(practice, teams):
    for yes in (9, 9, 9, 9, 8):
        teams.check(yes=yes, of=11)
    assert told(practice) == [(SIGN, 80, 50, 5, 3)]  # 44 of 55


def test_partly_counts_as_an_answer_and_not_applicable_does_not(practice, teams):
    audits = [teams.check(release="nothing") for _each in range(5)]
    for audit in audits:
        scores = AuditScore.objects.filter(criterion__audit=audit).order_by("pk")
        scores.filter(pk__in=list(scores.values_list("pk", flat=True)[:5])).update(answer="not_applicable")
        scores.filter(pk__in=list(scores.values_list("pk", flat=True)[5:7])).update(answer="partly")
    for audit in audits:
        teams.release(audit, "result")
    assert told(practice) == [(SIGN, 60, 20, 5, 3)]


def test_a_criterion_that_the_write_up_has_no_more_is_not_told(practice, teams):
    for _each in range(5):
        teams.check()
    practice.published_revision.used_correctly = [{"text": "Somebody rings"}]
    practice.published_revision.save()
    assert told(practice) == []
    practice.published_revision.used_correctly = [{"text": f" {SIGN.upper()} "}]
    practice.published_revision.save()
    assert [row[0] for row in told(practice)] == [SIGN]


@pytest.mark.parametrize("floor", [{"made_of": 4}, {"organisations": 2}, {"answers": 9}])
def test_the_database_keeps_no_figure_below_the_floors(practice, floor):
    enough = {"made_of": 5, "organisations": 3, "answers": 10, "percentage": 80, "reckoned_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        PooledFigure.objects.create(practice=practice, criterion=SIGN, **enough | floor)


def test_how_much_is_asked_of_the_database_does_not_grow(practice, teams, django_assert_num_queries):
    for _each in range(6):
        teams.check()
    practice = Practice.objects.select_related("published_revision").get(pk=practice.pk)
    with django_assert_num_queries(1):
        assert pooling.figures_of(practice)
    with django_assert_num_queries(1):
        assert len(checked_at(practice)) == 6


def test_only_those_who_let_it_be_known_are_shown_as_checked(practice, teams):
    released = {what: teams.check(release=what) for what in ("nothing", "checked", "result")}
    assert checked_at(practice).keys() == {released["checked"].adoption_id, released["result"].adoption_id}
