"""What follows from an audit: findings, which are never about a case, actions, and what others are told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from practices.actions import learning as actions
from practices.auditing.again import months_after
from practices.auditing.cases import tells_of_a_case
from practices.models import AuditFinding, AuditShare, Notification, Suggestion
from tests.factories import (
    AdoptionFactory,
    AuditFactory,
    AuditFindingFactory,
    ModeratorFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.world import client_of

pytestmark = pytest.mark.django_db

ABOUT_A_TEAM = [
    "Families hear of the plan, but nobody writes down who told them.",
    "The OT and the DN both ring within 48 hours, and neither knows of the other.",
    "We ring the next day, not within 2 working days as we say.",
    "The huddle begins at 9 am and half of us come at 9 o'clock, half later.",
    "Put a line for it on the huddle sheet, and look at it 3 times a week.",
    "A duty worker rings each family before noon.",
    "In most records 90% of the form is filled in.",
]
ABOUT_A_CASE = [
    "Mrs Patel was never told of the plan.",
    "JS was sent home without a plan.",
    "J.S. had no plan.",
    "K had no plan in place.",
    "She was not rung the next day.",
    "The woman with a broken hip waited all day.",
    "Case 7 had no plan.",
    "The 7th case had no plan.",
    "Two of them: 7, 19.",
    "LAS 4471920 had no plan.",
    "943 476 5919 had no plan.",
    "Amina Yusuf rang nobody.",
    "On 14 March nobody rang.",
    "Ring 07700 900123 to ask.",
    "This person was moved twice.",
    "The last case took a week.",
    "Write to amina@council.example about it.",
    "An 84-year-old was moved twice.",
    "Nobody rang SW1A 1AA.",
    "#12 lacks a name.",
]


@pytest.mark.parametrize("text", ABOUT_A_TEAM)
def test_a_sentence_about_a_team_is_left_alone(text):
    assert tells_of_a_case(text) == []


@pytest.mark.parametrize("text", ABOUT_A_CASE)
def test_a_sentence_about_a_case_is_noticed(text):
    assert tells_of_a_case(text) != []


@pytest.fixture
def audit():
    return AuditFactory(adoption=AdoptionFactory(), state="finished")


def in_a_month():
    day = timezone.localdate() + timedelta(days=30)
    return {"by_when_day": day.day, "by_when_month": day.month, "by_when_year": day.year}


def form(audit, **changed):
    who = UserFactory(organisation=audit.organisation)
    said = {"criterion": audit.criteria.first().pk, "found": ABOUT_A_TEAM[0], "action": ABOUT_A_TEAM[5], "who": who.pk}
    return said | in_a_month() | {"key": "0" * 32} | changed


def page_of(audit):
    return reverse("findings", args=[audit.pk])


def test_a_finding_names_what_is_done_by_whom_and_by_when(audit):
    client = client_of(audit.set_up_by)
    said = form(audit)
    for _click in range(2):
        assert client.post(page_of(audit), said).status_code == 302
    finding = AuditFinding.objects.get()
    assert (finding.found, finding.who_id, finding.done_at) == (ABOUT_A_TEAM[0], said["who"], None)
    assertContains(client.get(page_of(audit)), ABOUT_A_TEAM[5])
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("field", ["found", "action", "what", "why"])
@pytest.mark.parametrize("text", ["Mrs Patel waited.", "JS waited.", "Case 7 waited."])
def test_no_field_takes_a_case(audit, field, text):
    said = {"section": "model", "what": "Ring before noon.", "why": "They wait."} | {field: text}
    answer = client_of(audit.set_up_by).post(page_of(audit), form(audit, **said))
    assertContains(answer, "nothing of a case", status_code=400)
    assert not AuditFinding.objects.exists()
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"found": "a" * 301}, "300 characters or fewer"),
        ({"found": ""}, "what you found"),
        ({"by_when_year": "2020"}, "from today to two years"),
        ({"by_when_day": ""}, "the day, the month"),
        ({"section": "model"}, "Say what should change"),
        ({"what": "Ring before noon."}, "Choose the part"),
        ({"who": ""}, "Choose a colleague"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(audit, wrong, words):
    answer = client_of(audit.set_up_by).post(page_of(audit), form(audit, **wrong))
    assertContains(answer, words, status_code=400)
    assert not AuditFinding.objects.exists()


def test_a_finding_can_take_a_suggestion_to_the_owners_along(audit):
    change = {"section": "model", "what": "Ring before noon.", "why": "They wait."}
    client_of(audit.set_up_by).post(page_of(audit), form(audit, **change))
    suggestion = Suggestion.objects.get()
    assert (suggestion.finding, suggestion.adoption) == (AuditFinding.objects.get(), audit.adoption)
    author = audit.practice.authorships.get().user
    assert Notification.objects.get(kind="suggested").recipient == author
    page = client_of(author).get(reverse("suggestions", args=[audit.practice.slug]))
    assertContains(page, ABOUT_A_TEAM[0])


def test_checkers_add_findings_and_others_of_the_organisation_see_nothing(audit):
    checker = audit.checkers.get().user
    assert client_of(checker).post(page_of(audit), form(audit)).status_code == 302
    for person in (UserFactory(organisation=audit.organisation), ModeratorFactory(), UserFactory()):
        assert client_of(person).get(page_of(audit)).status_code == 404
        assert client_of(person).post(page_of(audit), form(audit)).status_code == 404
    assert AuditFinding.objects.count() == 1


def test_nothing_is_found_before_the_audit_is_finished():
    audit = AuditFactory(adoption=AdoptionFactory(), state="scoring")
    assert client_of(audit.set_up_by).post(page_of(audit), form(audit)).status_code == 403
    assert not AuditFinding.objects.exists()


def test_whoever_undertook_something_sees_that_alone_and_says_when_it_is_done(audit):
    mine, other = AuditFindingFactory(audit=audit), AuditFindingFactory(audit=audit, action="Ask the ward to ring.")
    client = client_of(mine.who)
    page = client.get(page_of(audit))
    assertContains(page, mine.action)
    assertNotContains(page, other.action)
    done = reverse("finding_done", args=[audit.pk, mine.pk])
    assert client.post(done).status_code == 302
    mine.refresh_from_db()
    assert mine.done_at
    client.post(done, {"undo": "yes"})
    mine.refresh_from_db()
    assert mine.done_at is None
    assert client.post(reverse("finding_done", args=[audit.pk, other.pk])).status_code == 404
    mine.who.memberships.update(status="ended")
    assert client_of(type(mine.who).objects.get(pk=mine.who_id)).get(page_of(audit)).status_code == 404


def test_a_finding_is_taken_away_unless_others_were_told_of_it(audit):
    finding, told = AuditFindingFactory(audit=audit), AuditFindingFactory(audit=audit)
    change = Suggestion.objects.create(
        practice=audit.practice, organisation=audit.organisation, section="model", what="Ring.", why="They wait."
    )
    AuditFinding.objects.filter(pk=told.pk).update(proposes_change=change)
    client = client_of(audit.set_up_by)
    assert client.post(reverse("finding_drop", args=[audit.pk, finding.pk])).status_code == 302
    assert client.post(reverse("finding_drop", args=[audit.pk, told.pk])).status_code == 403
    assert AuditFinding.objects.get() == told


def test_a_finding_can_only_be_about_a_criterion_of_its_own_audit(audit):
    other = AuditFactory(adoption=AdoptionFactory(), state="finished")
    answer = client_of(audit.set_up_by).post(page_of(audit), form(audit, criterion=other.criteria.first().pk))
    assert answer.status_code == 400
    assert not AuditFinding.objects.exists()


def test_the_page_costs_the_same_however_many_there_are(audit, django_assert_max_num_queries):
    client = client_of(audit.set_up_by)
    AuditFindingFactory(audit=audit)
    with django_assert_max_num_queries(100) as counted:
        client.get(page_of(audit))
    for _number in range(4):
        AuditFindingFactory(audit=audit)
    with django_assert_max_num_queries(len(counted.captured_queries)):
        client.get(page_of(audit))


def test_the_write_up_may_be_right_as_it_is(audit):
    assertContains(client_of(audit.set_up_by).get(page_of(audit)), "No, the write-up is right")


# What others are told


def release(audit, by=None, **said):
    said = {"what": "nothing", "shown_to": "", "months": "12"} | said
    return client_of(by or audit.set_up_by).post(reverse("audit_release", args=[audit.pk]), said)


def test_its_manager_chooses_what_others_are_told_and_when_it_is_checked_again(audit):
    assert release(audit, what="checked", months="6").status_code == 302
    audit.refresh_from_db()
    assert audit.release == "checked"
    assert audit.due_again == months_after(timezone.localdate(audit.finished_at), 6)
    release(audit, what="checked", months="0")
    audit.refresh_from_db()
    assert audit.due_again is None


def test_only_organisations_that_are_named_see_the_result_and_only_their_managers(audit):
    named = OrganisationFactory(name="Eastmoor Care")
    manager, member = UserFactory(manages=named), UserFactory(organisation=named)
    address = reverse("audit_shared", args=[audit.pk])
    release(audit, what="result")
    assert client_of(manager).get(address).status_code == 404
    release(audit, what="result", shown_to="eastmoor care\n")
    assertContains(client_of(manager).get(address), "100%")
    for person in (member, UserFactory(), ModeratorFactory(), UserFactory(manages=OrganisationFactory())):
        assert client_of(person).get(address).status_code == 404
    assert client_of(manager).get(audit.get_absolute_url()).status_code == 404  # nor the audit itself
    release(audit, what="nothing")
    assert client_of(manager).get(address).status_code == 404
    assert not AuditShare.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": "everything"},
        {"what": "checked", "shown_to": "Eastmoor Care"},
        {"what": "result", "shown_to": "Nobody of this name"},
        {"months": "-1"},
        {"months": "400"},
        {"months": "soon"},
    ],
)
def test_a_choice_that_is_none_changes_nothing(audit, wrong):
    OrganisationFactory(name="Eastmoor Care")
    assertContains(release(audit, **wrong), "There is a problem", status_code=400)
    audit.refresh_from_db()
    assert (audit.release, AuditShare.objects.count()) == ("nothing", 0)


def test_checkers_choose_nothing_and_an_unfinished_audit_is_told_to_nobody(audit):
    assert release(audit, by=audit.checkers.get().user, what="result").status_code == 403
    with pytest.raises(PermissionDenied, match="Only managers"):
        actions.release(audit=audit, what="result", shown_to=[], months=12, by=audit.checkers.get().user)
    scoring = AuditFactory(adoption=AdoptionFactory(), state="scoring")
    assert release(scoring, what="checked").status_code == 403
    audit.refresh_from_db()
    assert audit.release == "nothing"
