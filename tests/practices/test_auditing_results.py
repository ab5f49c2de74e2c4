"""What an audit found, as its page tells it: percentages, small counts, the change, agreement, the chart."""

import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from practices.auditing import results
from practices.auditing.charts import LEFT, RIGHT, chart
from tests.factories import AdoptionFactory, AuditFactory, OrganisationFactory, UserFactory, give_scores

pytestmark = pytest.mark.django_db

YES, NO = ["yes"], ["no"]


@pytest.fixture
def adoption():
    return AdoptionFactory()


def finished(adoption, *answers, **traits):
    traits = {"sample_size": max(map(len, answers)), "cases_in_scope": 100} | traits
    return AuditFactory(adoption=adoption, state="finished", state__answers=answers, **traits)


def page_of(client, audit):
    client.force_login(audit.adoption.lead)
    return client.get(audit.get_absolute_url())


def test_a_percentage_is_of_yes_partly_and_no(adoption):
    row = YES * 12 + ["partly"] * 3 + NO * 5 + ["not_applicable"] * 10
    first, *_rest = results.results_of(finished(adoption, row, YES * 30, NO * 30))
    assert (first.number, first.percentage, first.limits) == (20, 60, (39, 78))
    assert first.told_counts == [
        ("Yes", "12"),
        ("Partly", "fewer than 10"),
        ("No", "fewer than 10"),
        ("Not applicable", "10"),
    ]


def test_of_fewer_than_ten_answers_no_percentage_and_no_count_is_told(client, adoption):
    rare = YES * 7 + NO * 2 + ["not_applicable"] * 11
    audit = finished(adoption, rare, YES * 20, YES * 10 + NO * 10)
    page = page_of(client, audit)
    assertContains(page, "Too few answers for a percentage")
    assertContains(page, "50%")
    for told in ("78%", "22%", ">7<", ">9<", "Yes: 7", "No: 2"):
        assertNotContains(page, told)
    assert [bar.position for bar in chart(results.results_of(audit)).bars] == [2, 3]


def test_a_sample_under_ten_has_neither_chart_nor_percentage(client, adoption):
    audit = finished(adoption, YES * 6, NO * 6, YES * 6, cases_in_scope=6)
    page = page_of(client, audit)
    assertNotContains(page, "<figure")
    assert not re.search(r"\d+%", re.sub(r"95%", "", page.content.decode().partition("<main")[2]))


def test_a_change_is_judged_by_what_chance_would_explain(client, adoption):
    before = finished(adoption, YES * 8 + NO * 12, YES * 17 + NO * 3, YES * 5 + ["not_applicable"] * 15)
    now = finished(adoption, YES * 21 + NO * 3, YES * 21 + NO * 3, YES * 24)
    assert results.last_round(now) == before
    larger, chance, too_few = results.results_of(now, before)
    assert larger.change.leaves_out_zero
    assert not chance.change.leaves_out_zero
    assert too_few.change is None
    page = page_of(client, now)
    assertContains(page, "From 40% to 88%: larger than chance would explain at these numbers")
    assertContains(page, "(95% interval of the difference: +19.3 to +67.4 points)")
    assertContains(page, "From 85% to 88%: chance could explain this at these numbers")
    assertContains(page, "−18.4 to +25.1")
    assertContains(page, "Fewer than 10 answers in one of the two rounds: too few to compare.")
    assertNotContains(page_of(client, before), "Since the last round")


def test_only_what_was_asked_in_the_same_words_is_compared(client, adoption):
    before = finished(adoption, *[NO * 12] * 3, criteria=["the  family is TOLD", "Somebody calls", "A plan"])
    now = finished(adoption, *[YES * 12] * 3)
    same, *others = results.results_of(now, before)
    assert same.change.leaves_out_zero
    assert [other.before for other in others] == [None, None]
    assertContains(page_of(client, now), "Not asked in the same words last time.", count=2)


def test_the_last_round_is_the_same_teams_and_a_finished_one(adoption):
    finished(
        AdoptionFactory(practice=adoption.practice, organisation=adoption.organisation, team="Days"), *[YES * 12] * 3
    )
    AuditFactory(adoption=adoption, state="scoring")
    first = finished(adoption, *[YES * 12] * 3)
    second, third = (finished(adoption, *[YES * 12] * 3) for _ in range(2))
    assert results.last_round(first) is None
    assert results.last_round(third) == second
    own = [AuditFactory(practice=adoption.practice, team=team, state="finished") for team in ("A", "B", "a")]
    assert results.last_round(own[2]) == own[0]


def test_a_case_that_was_replaced_counts_nowhere(adoption):
    audit = AuditFactory(adoption=adoption, state="finished", state__replaced=2)
    assert audit.cases.count() == 14
    assert [result.number for result in results.results_of(audit)] == [12, 12, 12]


# Two checkers


def checked_twice(adoption, second_answers):
    second = UserFactory(organisation=adoption.organisation)
    audit = finished(adoption, YES * 9 + NO * 3, YES * 12, YES * 12, second=second)
    give_scores(audit, audit.checkers.get(is_second=True), second_answers)
    return audit


def test_agreement_is_told_with_its_number_and_kappa(client, adoption):
    audit = checked_twice(adoption, [YES * 8 + NO * 2, YES * 10, YES * 9 + NO])
    found = results.agreement_of(audit)
    assert (found.number, found.same) == (30, 28)
    assert f"{found.kappa:.2f}" == "0.47"
    page = page_of(client, audit)
    assertContains(page, "Of 30 answers that both gave, 93% are the same.")
    assertContains(page, "is 0.47")


def test_where_kappa_is_not_defined_the_page_says_so(client, adoption):
    second = UserFactory(organisation=adoption.organisation)
    audit = finished(adoption, *[YES * 12] * 3, second=second)
    give_scores(audit, audit.checkers.get(is_second=True), [YES * 10] * 3)
    assertContains(page_of(client, audit), "not defined, since both gave one and the same answer throughout")


def test_of_a_second_checker_who_has_not_finished_nothing_counts(client, adoption):
    audit = checked_twice(adoption, [NO * 10] * 3)
    audit.checkers.filter(is_second=True).update(finished_at=None)
    assert results.agreement_of(audit) is None
    assertContains(page_of(client, audit), "Nobody has finished checking a second time.")
    assert results.results_of(audit)[1].percentage == 100  # by the first checker’s answers alone


def test_few_answers_of_both_are_too_few_to_say(client, adoption):
    audit = checked_twice(adoption, [YES * 3, YES * 3, YES * 3])
    assertContains(page_of(client, audit), "Fewer than 10 answers were given by both")


# The chart


def test_the_chart_shows_each_interval_where_it_is_and_says_it_in_words(client, adoption):
    finished(adoption, YES * 8 + NO * 12, YES * 20, YES * 20)
    audit = finished(adoption, YES * 10 + NO * 10, YES * 20, NO * 20)
    drawn = chart(results.results_of(audit, results.last_round(audit)))
    half, full, none = (bar.now for bar in drawn.bars)
    assert half.at == (LEFT + RIGHT) / 2
    assert (full.high, none.low) == (RIGHT, LEFT)
    assert all(LEFT <= mark.low <= mark.at <= mark.high <= RIGHT for mark in (half, full, none))
    assert all(bar.before for bar in drawn.bars)
    page = page_of(client, audit).content.decode()
    svg = page[page.index("<svg viewBox") : page.index("</figure>")]
    assert 'role="img" aria-labelledby="chart-title chart-desc"' in svg
    assert "Criterion 1: 50%, from 30% to 70%. Last round: 40%, from 22% to 61%." in svg
    assert "style=" not in svg
    assert svg.count("<circle") == 6


# Who the manager of another organisation is not told


def test_another_organisations_audit_is_no_last_round_and_is_not_seen(client, adoption):
    elsewhere = AdoptionFactory(practice=adoption.practice, organisation=OrganisationFactory())
    theirs = finished(elsewhere, *[NO * 12] * 3)
    ours = finished(adoption, *[YES * 12] * 3)
    assert results.last_round(ours) is None
    client.force_login(adoption.lead)
    assert client.get(theirs.get_absolute_url()).status_code == 404
    assertNotContains(client.get(reverse("audits")), theirs.get_absolute_url())
