"""An audit from its set-up to its result: who may, what holds the sample, and that nothing about a case gets in."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, models, transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import AuditEvent, Membership
from practices.actions import audits
from practices.actions.leaving import erase_account
from practices.auditing import sampling
from practices.auditing.seats import cases_of
from practices.choices import AuditAnswer
from practices.forms.audits import MOST, PARTS
from practices.models import Audit, AuditCase, AuditChecker, AuditCriterion, AuditScore
from tests.factories import (
    AdministratorFactory,
    AdoptionFactory,
    AuditFactory,
    ModeratorFactory,
    PracticeFactory,
    UserFactory,
    give_scores,
)

pytestmark = pytest.mark.django_db

SIGNS = ["The family is told", "Somebody rings next day", "The plan names who comes"]


@pytest.fixture
def adoption():
    used = [{"text": text} for text in SIGNS]
    practice = PracticeFactory(state="published", revision__used_correctly=used)
    return AdoptionFactory(practice=practice, team="Night team")


@pytest.fixture
def manager(client, adoption):
    client.force_login(adoption.lead)
    return adoption.lead


@pytest.fixture
def colleague(adoption):
    return UserFactory(organisation=adoption.organisation, display_name="Cleo Colleague")


@pytest.fixture
def scoring(adoption, colleague):
    """Drawn, and nothing answered: 12 cases, three criteria, two checkers."""
    second = UserFactory(organisation=adoption.organisation)
    return AuditFactory(adoption=adoption, state="scoring", checker=colleague, second=second, set_up_by=adoption.lead)


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def set_up_answers(colleague, **changes):
    today = timezone.localdate()
    answers = {"cases_in_scope": 40, "first": colleague.pk, "second": "", "key": uuid4()}
    answers |= day("period_from", today - timedelta(days=90)) | day("period_to", today)
    for number, text in enumerate(SIGNS, start=1):
        answers |= {f"text_{number}": text, f"what_counts_{number}": "The record says so"}
    return answers | changes


def seat_of(audit, person):
    return audit.checkers.get(user=person)


# From the set-up to the result, by the pages


def test_a_manager_sets_one_up_draws_and_finishes_it_and_a_colleague_scores(client, manager, adoption, colleague):
    page = client.get(reverse("audit_of_adoption", args=[adoption.pk]))
    for sign in SIGNS:
        assertContains(page, sign)
    assertContains(client.get(reverse("audit_new")), reverse("audit_of_adoption", args=[adoption.pk]))
    client.post(page.request["PATH_INFO"], set_up_answers(colleague, note_1="Look in the plan"))
    audit = Audit.objects.get()
    assert (audit.status, audit.team, audit.revision, audit.sample_size) == (
        "planned",
        "Night team",
        adoption.revision,
        16,
    )
    assert [each.text for each in audit.criteria.all()] == SIGNS

    assertContains(client.get(reverse("audit_sample", args=[audit.pk])), "We suggest 16 of your 40")
    client.post(reverse("audit_sample", args=[audit.pk]), {"size": 12, "why": "Twelve are what an afternoon allows."})
    audit.refresh_from_db()
    drawn = sampling.draw(audit.seed, 40, 12)
    assert [case.ordinal for case in audit.cases.order_by("position")] == drawn
    page = client.get(audit.get_absolute_url())
    assertContains(page, audit.seed)
    assertContains(page, "Twelve are what an afternoon allows.")
    assertNotContains(page, reverse("audit_score", args=[audit.pk]))  # the manager does not check

    client.force_login(colleague)
    address = reverse("audit_case", args=[audit.pk, sorted(drawn)[0]])
    assertContains(client.get(audit.get_absolute_url()), address)
    for number, ordinal in enumerate(sorted(drawn)):
        assert address == reverse("audit_case", args=[audit.pk, ordinal])
        page = client.get(address)
        assertContains(page, f"{number + 1} of 12 in the sample")
        assertContains(page, "The record says so · Look in the plan", count=1)
        answers = {f"case{ordinal}_{position}": "no" if ordinal == 1 else "yes" for position in (1, 2, 3)}
        address = client.post(address, answers)["Location"]
    assert address == reverse("audit_score", args=[audit.pk])
    client.post(reverse("audit_score_finish", args=[audit.pk]))
    assert client.post(reverse("audit_finish", args=[audit.pk])).status_code == 403

    client.force_login(manager)
    page = client.post(reverse("audit_finish", args=[audit.pk]), follow=True)
    assertContains(page, "100%")
    assertContains(page, "Wilson")
    assertContains(page, "Nobody has finished checking a second time.")
    happened = set(AuditEvent.objects.values_list("action", flat=True))
    assert happened >= {"audit_set_up", "audit_sampled", "audit_scored", "audit_finished"}


def test_an_organisation_checks_what_it_has_written_itself(client):
    practice = PracticeFactory(state="published")
    manager = UserFactory(manages=practice.organisation)
    client.force_login(manager)
    assertContains(client.get(reverse("audit_new")), reverse("audit_of_own", args=[practice.slug]))
    address = reverse("audit_of_own", args=[practice.slug])
    assertContains(client.get(address), "The write-up names no signs")
    client.post(address, set_up_answers(manager, team="Night team"))
    audit = Audit.objects.get()
    assert (audit.adoption, audit.organisation, audit.team) == (None, practice.organisation, "Night team")


def test_a_double_click_sets_up_one(client, manager, adoption, colleague):
    answers = set_up_answers(colleague)
    for _ in range(2):
        client.post(reverse("audit_of_adoption", args=[adoption.pk]), answers)
    assert Audit.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"cases_in_scope": "0"}, "Enter a number from 1 to"),
        ({"cases_in_scope": "1000001"}, "Enter a number from 1 to"),
        ({"cases_in_scope": "about forty"}, "Use numbers only"),
        ({"text_3": "", "what_counts_3": ""}, "three criteria at least"),
        ({"what_counts_2": ""}, "Criterion 2: say what counts as yes"),
        ({"text_2": "Somebody calls"}, "You have changed the criteria: say why"),
        ({"note_1": "See NHS number 943 476 5919"}, "it may tell who a person is"),
        ({"criteria_note": "Margaret rang 07700 900123"}, "it may tell who a person is"),
        ({"text_1": "x" * 201}, "Shorten this to 200 characters"),
        ({"first": ""}, "Choose a colleague"),
        (day("period_to", date(2020, 1, 1)), "not before the first one"),
        (day("period_to", date(2099, 1, 1)), "Enter"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_set_up(client, manager, adoption, colleague, changes, says):
    answers = set_up_answers(colleague, **changes)
    page = client.post(reverse("audit_of_adoption", args=[adoption.pk]), answers)
    assertContains(page, says, status_code=400)
    assert not Audit.objects.exists()


def test_the_two_checkers_are_two_members_of_the_organisation(client, manager, adoption, colleague):
    address = reverse("audit_of_adoption", args=[adoption.pk])
    page = client.post(address, set_up_answers(colleague, second=colleague.pk))
    assertContains(page, "Choose somebody else", status_code=400)
    page = client.post(address, set_up_answers(UserFactory()))
    assertContains(page, "Choose somebody from the list", status_code=400)
    assert not Audit.objects.exists()


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"size": 41, "why": "More is better."}, "Enter a number from 1 to 40"),
        ({"size": 0, "why": "None."}, "Enter a number from 1 to 40"),
        ({"size": 12, "why": ""}, "Say why you take another number"),
        ({"size": 12, "why": "Ring 07700 900123"}, "it may tell who a person is"),
    ],
)
def test_a_sample_has_a_size_that_there_is_and_a_reason(client, manager, adoption, answers, says):
    audit = AuditFactory(adoption=adoption)
    assertContains(client.post(reverse("audit_sample", args=[audit.pk]), answers), says, status_code=400)
    audit.refresh_from_db()
    assert (audit.status, audit.seed) == ("planned", "")


@pytest.mark.parametrize(("cases", "says"), [(1, "There is 1 case"), (7, "There are 7 cases: look at all of them")])
def test_few_cases_are_all_looked_at(client, manager, adoption, cases, says):
    audit = AuditFactory(adoption=adoption, cases_in_scope=cases, sample_size=cases)
    assertContains(client.get(reverse("audit_sample", args=[audit.pk])), says)
    audits.draw(audit=audit, size=cases, by=manager)
    assert sorted(audit.cases.values_list("ordinal", flat=True)) == list(range(1, cases + 1))
    assert audits.replace(case=audit.cases.first(), because="twice", by=audit.checkers.get().user) is None


# The sample is fixed


def test_nobody_draws_twice_nor_throws_a_drawn_sample_away(scoring, manager):
    for again in (audits.draw, audits.discard):
        with pytest.raises(PermissionDenied, match="has been drawn already"):
            again(audit=scoring, by=manager, **({"size": 5} if again is audits.draw else {}))
    assert scoring.cases.count() == 12


@pytest.mark.parametrize(
    "change", [{"seed": "another"}, {"cases_in_scope": 41}, {"sample_size": 11}, {"sampled_at": timezone.now()}]
)
def test_the_database_refuses_to_change_what_a_sample_was_drawn_from(scoring, change):
    with pytest.raises(DatabaseError, match="has been drawn"), transaction.atomic():
        Audit.objects.filter(pk=scoring.pk).update(**change)


def test_the_database_refuses_to_change_a_case_and_takes_in_none_after_the_first_answer(scoring, colleague):
    case = scoring.cases.first()
    for change in ({"ordinal": 39}, {"position": 99}):
        with pytest.raises(DatabaseError, match="has been drawn"), transaction.atomic():
            AuditCase.objects.filter(pk=case.pk).update(**change)
    score = {"criterion": scoring.criteria.first(), "checker": seat_of(scoring, colleague), "answer": "no"}
    AuditScore.objects.create(case=case, **score)
    with pytest.raises(DatabaseError, match="only a replacement"), transaction.atomic():
        AuditCase.objects.create(audit=scoring, ordinal=39, position=99)
    with pytest.raises(DatabaseError, match="has been scored"), transaction.atomic():
        AuditCase.objects.filter(pk=case.pk).update(unusable_because="twice")
    other = scoring.cases.last()
    AuditCase.objects.filter(pk=other.pk).update(unusable_because="twice")
    AuditCase.objects.create(audit=scoring, ordinal=39, position=99, replaces=other)
    with pytest.raises(DatabaseError, match="cannot be used"), transaction.atomic():
        AuditScore.objects.create(case=other, **score)


def test_a_case_that_cannot_be_used_is_replaced_by_the_next_of_the_draw(client, scoring, colleague):
    client.force_login(colleague)
    case = scoring.cases.order_by("position").first()
    address = reverse("audit_case_unusable", args=[scoring.pk, case.ordinal])
    assertContains(client.post(address, {"because": "She was out"}), "Choose a reason from the list", status_code=400)
    page = client.post(address, {"because": "restricted", "why": "She was out"}, follow=True)
    [other] = sampling.draw(scoring.seed, 40, 1, after=12)
    assertContains(page, f"case {other} was drawn instead")
    assert scoring.cases.get(ordinal=other).replaces == case
    assertContains(client.get(scoring.get_absolute_url()), "was left out: The record is restricted.")
    assert client.get(reverse("audit_case", args=[scoring.pk, case.ordinal])).status_code == 404
    event = AuditEvent.objects.get(action="audit_case_replaced")
    assert event.details == {"ordinal": case.ordinal, "because": "restricted", "instead": other}


def test_a_case_that_somebody_has_scored_stays(client, scoring, colleague):
    client.force_login(colleague)
    case = scoring.cases.first()
    audits.score(audit=scoring, answers={(case.pk, scoring.criteria.first().pk): "no"}, by=colleague)
    page = client.post(reverse("audit_case_unusable", args=[scoring.pk, case.ordinal]), {"because": "twice"})
    assertContains(page, "so it stays in the sample", status_code=400)
    assert scoring.cases.count() == 12


# Scoring


def test_the_grid_keeps_what_is_sent_and_an_emptied_answer_is_taken_back(client, scoring, colleague):
    client.force_login(colleague)
    first, second = scoring.cases.all()[:2]
    names = f"case{first.ordinal}_1", f"case{second.ordinal}_3"
    client.post(reverse("audit_score", args=[scoring.pk]), dict.fromkeys(names, "partly"))
    assert AuditScore.objects.count() == 2
    page = client.get(reverse("audit_score", args=[scoring.pk]))
    assert page.content.decode().count('<option value="partly" selected>') == 2
    page = client.post(reverse("audit_score", args=[scoring.pk]), {names[0]: "yes", names[1]: ""}, follow=True)
    assertContains(page, "Kept. 12 cases lack an answer.")
    score = AuditScore.objects.get()
    assert (score.case, score.answer) == (first, "yes")


def test_nobody_finishes_before_every_case_has_its_answers(client, scoring, colleague):
    client.force_login(colleague)
    page = client.post(reverse("audit_score_finish", args=[scoring.pk]), follow=True)
    assertContains(page, "Some cases lack an answer")
    give_scores(scoring, seat_of(scoring, colleague))
    client.post(reverse("audit_score_finish", args=[scoring.pk]))
    assert seat_of(scoring, colleague).finished_at
    with pytest.raises(PermissionDenied, match="You have finished scoring"):
        audits.score(audit=scoring, answers={}, by=colleague)


def test_the_second_checker_scores_a_share_and_sees_no_answer_of_the_first(client, scoring, colleague):
    give_scores(scoring, seat_of(scoring, colleague), [["partly"] * 12] * 3)
    seat = scoring.checkers.get(is_second=True)
    client.force_login(seat.user)
    theirs = cases_of(seat, scoring.cases.all())
    assert {case.position for case in theirs} == set(range(10))
    page = client.get(reverse("audit_score", args=[scoring.pk]))
    assertNotContains(page, "selected>Partly")
    left = scoring.cases.get(position=11)
    assert client.get(reverse("audit_case", args=[scoring.pk, left.ordinal])).status_code == 404
    criterion = scoring.criteria.first()
    audits.score(
        audit=scoring, answers={(left.pk, criterion.pk): "yes", (theirs[0].pk, criterion.pk): "no"}, by=seat.user
    )
    assert [score.case for score in seat.scores.all()] == [theirs[0]]
    assert seat_of(scoring, colleague).scores.filter(answer="partly").count() == 36


def test_a_seat_is_taken_over_with_its_answers_but_nobody_sits_in_both(client, scoring, manager, colleague):
    give_scores(scoring, seat_of(scoring, colleague))
    other = UserFactory(organisation=scoring.organisation)
    second = scoring.checkers.get(is_second=True).user
    address = reverse("audit_checkers", args=[scoring.pk])
    assert client.post(address, {"first": other.pk, "second": second.pk}).status_code == 302
    assert seat_of(scoring, other).scores.count() == 36
    page = client.post(address, {"first": second.pk, "second": other.pk})
    assertContains(page, "Each of the two keeps to their own answers", status_code=400)
    client.post(address, {"first": other.pk, "second": ""})
    assert [seat.user for seat in scoring.checkers.all()] == [other]


def test_whoever_has_left_the_organisation_no_longer_scores(client, scoring, colleague):
    leaves(colleague)
    client.force_login(colleague)
    assert client.get(scoring.get_absolute_url()).status_code == 404
    assert client.post(reverse("audit_score", args=[scoring.pk]), {"x": "y"}).status_code == 404


def leaves(person):
    Membership.objects.filter(user=person).update(status=Membership.Status.ENDED)


def erases(person):
    erase_account(person=person, by=person)


@pytest.fixture
def both_finished(scoring):
    for seat in scoring.checkers.all():
        give_scores(scoring, seat)
    scoring.checkers.update(finished_at=timezone.now())
    return scoring


@pytest.mark.parametrize("goes", [leaves, erases])
@pytest.mark.parametrize("is_second", [False, True], ids=["first", "second"])
def test_what_somebody_has_finished_outlasts_their_leaving(client, both_finished, manager, goes, is_second):
    audit = both_finished
    gone, stays = (audit.checkers.get(is_second=each) for each in (is_second, not is_second))
    goes(gone.user)
    name, other = ("second", "first") if is_second else ("first", "second")
    address = reverse("audit_checkers", args=[audit.pk])
    assertContains(client.get(address), "who has finished and left")
    assert client.post(address, {name: "", other: stays.user.pk}).status_code == 302  # nobody takes it over
    newcomer = UserFactory(organisation=audit.organisation)
    page = client.post(address, {name: "", other: newcomer.pk})
    assertContains(page, "Each of the two keeps to their own answers", status_code=400)  # who stays keeps theirs
    assert client.post(address, {name: newcomer.pk, other: stays.user.pk}).status_code == 302
    seats = {seat.is_second: seat.user for seat in audit.checkers.all()}
    assert seats == {is_second: newcomer, not is_second: stays.user}
    assert AuditScore.objects.count() == 36 + 36
    assert all(seat.finished_at for seat in audit.checkers.all())


def test_whoever_leaves_before_the_end_is_replaced(client, scoring, manager, colleague):
    leaves(colleague)
    address, second = reverse("audit_checkers", args=[scoring.pk]), scoring.checkers.get(is_second=True).user
    assertContains(client.post(address, {"first": "", "second": second.pk}), "Choose a colleague", status_code=400)
    assert seat_of(scoring, colleague)
    assert client.post(address, {"first": manager.pk, "second": second.pk}).status_code == 302
    assert [seat.user for seat in scoring.checkers.all()] == [manager, second]


def test_who_erases_their_account_leaves_the_answers_without_a_name(scoring, colleague):
    give_scores(scoring, seat_of(scoring, colleague))
    erase_account(person=colleague, by=colleague)
    seat = scoring.checkers.get(is_second=False)
    assert (seat.user, seat.scores.count()) == (None, 36)


# Who sees it


@pytest.mark.parametrize("make", [ModeratorFactory, AdministratorFactory, UserFactory])
def test_nobody_outside_sees_it_whatever_their_role(client, make):
    audit = AuditFactory(adoption=AdoptionFactory(), state="finished")
    client.force_login(make())
    for route in ("audit", "audit_sample", "audit_score", "audit_checkers"):
        assert client.get(reverse(route, args=[audit.pk])).status_code == 404
    assertNotContains(client.get(reverse("audits")), audit.title)


def test_members_who_are_not_named_do_not_see_it(client, scoring, adoption):
    client.force_login(UserFactory(organisation=adoption.organisation))
    assert client.get(scoring.get_absolute_url()).status_code == 404
    client.force_login(adoption.practice.authorships.get().user)  # nor whoever wrote the practice
    assert client.get(scoring.get_absolute_url()).status_code == 404


def test_of_a_practice_that_they_may_not_read_any_more_they_see_none(client, scoring, manager):
    assert client.get(scoring.get_absolute_url()).status_code == 200
    practice = scoring.practice
    practice.withheld_at, practice.withheld_why = timezone.now(), "It names a street."
    practice.save()
    assert client.get(scoring.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("status", ["considering", "stopped"])
def test_there_is_nothing_to_check_before_a_team_tries_it_or_after(client, status):
    stopped = {"stopped_because": ["fit"], "stopped_why": "Too small."} if status == "stopped" else {}
    adoption = AdoptionFactory(status=status, **stopped)
    client.force_login(adoption.lead)
    assert client.get(reverse("audit_of_adoption", args=[adoption.pk])).status_code == 403


# No case data

NAMED = "Margaret Quixwell, NHS 943 476 5919"
OF_CASES = (AuditCase, AuditScore, AuditChecker)


def test_no_table_about_cases_has_a_column_for_words():
    """What a column of text can hold is an answer or a reason from a list, and the database knows the lists."""
    for model in OF_CASES:
        texts = [
            field for field in model._meta.concrete_fields if isinstance(field, models.CharField | models.TextField)
        ]
        assert {field.name for field in texts} <= {"answer", "unusable_because"}
        assert all(field.choices and field.max_length <= 15 for field in texts)
        assert not [
            field for field in model._meta.concrete_fields if isinstance(field, models.JSONField | models.BinaryField)
        ]
    case_refers_to = {field.related_model for field in AuditCase._meta.concrete_fields if field.is_relation}
    assert case_refers_to == {Audit, AuditCase}


def test_the_database_takes_no_other_words_for_an_answer_or_a_reason(scoring):
    case = scoring.cases.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditCase.objects.filter(pk=case.pk).update(unusable_because="Margaret")
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditScore.objects.create(
            case=case, criterion=scoring.criteria.first(), checker=scoring.checkers.first(), answer="Margaret"
        )


def everything_kept():
    rows = [str(row) for model in (Audit, AuditCriterion, *OF_CASES) for row in model.objects.values()]
    return " ".join(rows + [str(event.details) for event in AuditEvent.objects.all()])


@pytest.mark.parametrize("route", ["audit_score", "audit_case", "audit_case_unusable", "audit_score_finish"])
def test_nothing_that_is_sent_about_a_case_is_kept_but_answers(client, scoring, colleague, route):
    """Names in place of answers, fields that nobody asked for, long texts, cases that are none."""
    client.force_login(colleague)
    ordinal = scoring.cases.first().ordinal
    arguments = [scoring.pk] if route in ("audit_score", "audit_score_finish") else [scoring.pk, ordinal]
    for said in (NAMED, "yes " + NAMED, "x" * 10_000, "Yes", "yes\n"):
        sent = {
            f"case{ordinal}_1": said,
            f"case{ordinal}_9": NAMED,
            "case9999_1": "yes",
            "because": said,
            "unusable_because": said,
            "note": NAMED,
            "text_1": NAMED,
            "answer": NAMED,
            f"case{ordinal}_1_note": NAMED,
            "team": NAMED,
            NAMED: "yes",
        }
        answer = client.post(reverse(route, args=arguments), sent)
        assert answer.status_code == (302 if route == "audit_score_finish" else 400)
    assert not AuditScore.objects.exists()
    assert "Quixwell" not in everything_kept()
    assert "xxx" not in everything_kept()
    assert not AuditCase.objects.exclude(unusable_because="").exists()


@pytest.mark.parametrize("answer", [NAMED, "YES", None, 1])
def test_nor_does_the_action_take_anything_else(scoring, colleague, answer):
    case, criterion = scoring.cases.first(), scoring.criteria.first()
    with pytest.raises(audits.NoSuchAnswer):
        audits.score(audit=scoring, answers={(case.pk, criterion.pk): answer}, by=colleague)
    with pytest.raises(ValueError, match="Margaret"):
        audits.replace(case=case, because=NAMED, by=colleague)
    assert not AuditScore.objects.exists()


def test_what_is_typed_about_an_audit_tells_nobody(client, manager, adoption, colleague):
    """Every box of the set-up and of the draw refuses what tells who somebody is."""
    address = reverse("audit_of_adoption", args=[adoption.pk])
    for box in ("criteria_note", *(f"{part}_{number}" for part in PARTS for number in range(1, MOST + 1))):
        page = client.post(address, set_up_answers(colleague, **{box: "NHS 943 476 5919"}))
        assertContains(page, "it may tell who a person is", status_code=400, msg_prefix=box)
    own = PracticeFactory(state="published", organisation=adoption.organisation)
    page = client.post(reverse("audit_of_own", args=[own.slug]), set_up_answers(colleague, team="NHS 943 476 5919"))
    assertContains(page, "it may tell who a person is", status_code=400)
    assert not Audit.objects.exists()


def test_every_answer_is_one_of_four():
    assert AuditAnswer.values == ["yes", "partly", "no", "not_applicable"]
