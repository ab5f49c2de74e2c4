"""Who is asked how it goes, when, and what comes of the answer for those who shared it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from accounts.models import AuditEvent
from practices.actions import follow_ups
from practices.actions.adoption import Progress, heard
from practices.following_up import asking
from practices.following_up.due import next_days
from practices.models import Adoption, FollowUp, FollowUpPause, FollowUpStep, Notification
from tests.factories import (
    AdoptionFactory,
    FollowUpFactory,
    ModeratorFactory,
    OrganisationFactory,
    PracticeFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("follow_up_steps")]

Kind = Notification.Kind
LONG_AGO = timedelta(days=40)


def months_ago(number):
    """The first of a month."""
    today = timezone.localdate()
    months = today.year * 12 + today.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)


def adopted(begun=3, **traits):
    """Recorded and last heard of long ago; begun three months ago, so that a question is due since the first."""
    then = timezone.now() - LONG_AGO
    return AdoptionFactory(**{"started": months_ago(begun), "proposed_at": then, "heard_at": then} | traits)


def let_days_pass(number):
    """By moving back what happened."""
    for row in FollowUp.objects.exclude(asked_at=None):
        row.asked_at -= timedelta(days=number)
        row.answered_at = row.answered_at and row.answered_at - timedelta(days=number)
        row.save()
    for adoption in Adoption.objects.all():
        adoption.heard_at -= timedelta(days=number)
        adoption.save()


def work():
    """What leaves when the worker looks."""
    mail.outbox.clear()
    call_command("run_worker", once=True)
    return {message.to[0]: message for message in mail.outbox}


def told(kind):
    return {row.recipient for row in Notification.objects.filter(kind=kind)}


# When


def test_the_schedule_is_four_weeks_and_three_six_and_twelve_months():
    days = sorted(step.day_after(date(2026, 11, 1)) for step in FollowUpStep.objects.all())
    assert days == [date(2026, 11, 29), date(2027, 2, 1), date(2027, 5, 1), date(2027, 11, 1)]


def test_the_lead_is_asked_once_with_a_link_for_the_answer_and_one_for_peace():
    adoption = adopted(practice=PracticeFactory(state="published", revision__title="Hold a huddle"))
    message = work()[adoption.lead.email]
    assert message.subject == "Still going? Hold a huddle"
    assert message.body.count("http://testserver/follow-ups/") == 2
    assert message.extra_headers["List-Unsubscribe"].endswith("/stop/>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    row = FollowUp.objects.get()
    assert (row.due_on, row.recipient, row.is_answered) == (months_ago(0), adoption.lead, False)
    assert not work()
    let_days_pass(20)
    assert not work()


def test_the_command_does_the_same_as_the_worker():
    adopted()
    call_command("send_follow_ups", verbosity=0)
    assert Email.objects.count() == FollowUp.objects.count() == 1
    call_command("send_follow_ups", verbosity=0)
    assert Email.objects.count() == 1


def test_all_that_somebody_leads_stands_in_one_message_and_nobody_gets_two_in_a_day():
    organisation = OrganisationFactory()
    lead = UserFactory(manages=organisation)
    for title in ("One", "Two"):
        practice = PracticeFactory(state="published", revision__title=title)
        adopted(practice=practice, organisation=organisation, lead=lead)
    (message,) = work().values()
    assert message.subject == "Still going? One question each about 2 practices"
    assert message.body.index("One") < message.body.index("Two")
    third = adopted(organisation=organisation, lead=lead, practice=PracticeFactory(state="published"))
    assert not work()
    let_days_pass(1)
    assert set(work()) == {lead.email}
    assert third.follow_ups.count() == 1


def test_of_a_start_long_ago_only_the_latest_question_is_asked():
    adoption = adopted(begun=30)
    assert len(work()) == 1
    assert [row.due_on for row in adoption.follow_ups.all()] == [months_ago(18)]
    let_days_pass(20)
    assert not work()


def test_each_time_is_asked_once_and_the_next_when_it_comes():
    adoption = adopted(begun=3)
    assert work()
    let_days_pass(80)
    Adoption.objects.update(started=months_ago(6))
    FollowUp.objects.update(due_on=months_ago(3))
    assert work()
    assert sorted(row.due_on for row in adoption.follow_ups.all()) == [months_ago(3), months_ago(0)]


def test_what_an_administrator_changes_counts_at_once():
    FollowUpStep.objects.update(is_in_use=False)
    adopted(begun=9)
    assert not work()
    FollowUpStep.objects.create(number=9, unit="months")
    assert work()
    FollowUpStep.objects.all().delete()
    let_days_pass(20)
    assert not work()


@pytest.mark.parametrize(("days", "is_asked"), [(13, False), (15, True)])
def test_whoever_has_just_recorded_it_is_left_in_peace_for_two_weeks(days, is_asked):
    then = timezone.now() - timedelta(days=days)
    adopted(begun=30, proposed_at=then, heard_at=then)
    assert bool(work()) == is_asked


def test_what_they_have_said_since_by_themselves_is_not_asked_again():
    adoption = adopted(begun=30)
    heard(adoption=adoption, progress=Progress("in_use", timezone.localdate()), by=adoption.lead)
    let_days_pass(20)
    assert not work()


def test_the_next_day_that_the_schedule_has_is_known():
    adoptions = [adopted(begun=3), adopted(begun=30), adopted(begun=3, confirmed_at=None)]
    assert next_days(adoptions) == {adoptions[0].pk: months_ago(-3)}


# Whom


@pytest.mark.parametrize(
    "not_asked",
    [
        {"confirmed_at": None},
        {"status": "considering"},
        {"status": "stopped", "stopped_because": ["fit"], "stopped_why": "Too small."},
        {"begun": -1},
    ],
    ids=["proposed", "considering", "stopped", "not begun"],
)
def test_nobody_is_asked_about_what_is_not_going_on(not_asked):
    adopted(**not_asked)
    assert not work()
    assert not FollowUp.objects.exists()


def test_nobody_is_asked_about_what_they_may_no_longer_read():
    adoption = adopted()
    revision = adoption.practice.published_revision
    revision.visibility = "organisation"
    revision.save()
    assert not work()


def test_whoever_wants_no_other_mail_is_asked_all_the_same():
    organisation = OrganisationFactory()
    lead = UserFactory(wants_review_mail=False, wants_discussion_mail=False, manages=organisation)
    adopted(lead=lead, organisation=organisation)
    assert set(work()) == {lead.email}


def test_what_a_mail_program_sends_stops_all_that_the_mail_asked_about(settings):
    organisation = OrganisationFactory()
    lead = UserFactory(manages=organisation)
    asked = [adopted(organisation=organisation, lead=lead, team=team) for team in ("Day team", "Night team")]
    message = work()[lead.email]
    later = adopted(organisation=organisation, lead=lead, team="Ward team")
    let_days_pass(1)
    assert work()
    link = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert link in message.body
    program = Client(enforce_csrf_checks=True)
    for _again in range(2):
        answer = program.post(link.removeprefix(settings.HUB_BASE_URL), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert {(pause.adoption, pause.until) for pause in FollowUpPause.objects.all()} == {(each, None) for each in asked}
    assert later.follow_ups.count() == 1


@pytest.mark.parametrize("gone", ["left", "closed", "nobody"])
def test_of_a_lead_who_is_gone_the_managers_hear_once_and_the_next_lead_is_asked(gone):
    adoption = adopted()
    lead, manager = adoption.lead, UserFactory(manages=adoption.organisation)
    if gone == "left":
        lead.memberships.update(status="ended", role="member")
    elif gone == "closed":
        lead.is_active = False
        lead.save()
    else:
        lead.delete()
    message = work()[manager.email]
    assert "Who leads" in message.subject
    assert reverse("adoption_follow_up", args=[adoption.pk]) in message.body
    assert lead.email not in {mail.to[0] for mail in mail.outbox}
    assert not work()
    assert adoption.follow_ups.get().asked_at is None
    Adoption.objects.update(lead=manager)
    assert "Still going?" in work()[manager.email].subject
    assert adoption.follow_ups.get().recipient == manager


@pytest.mark.parametrize(("wish", "days"), [("pause", 91), ("stop", None)])
def test_a_pause_ends_by_itself_and_a_stop_does_not(wish, days):
    adoption = adopted()
    follow_ups.leave_in_peace(adoptions=[adoption], by=adoption.lead, wish=wish)
    pause = FollowUpPause.objects.get()
    assert pause.until == (timezone.localdate() + timedelta(days=days) if days else None)
    assert not work()
    if days:
        FollowUpPause.objects.update(until=timezone.localdate())
    else:
        follow_ups.leave_in_peace(adoptions=[adoption], by=adoption.lead, wish="resume")
    assert work()


def test_only_the_lead_and_managers_decide_about_being_asked():
    adoption = adopted()
    member = UserFactory(organisation=adoption.organisation)
    for person in (member, UserFactory(), adoption.practice.authorships.get().user):
        with pytest.raises(PermissionDenied):
            follow_ups.leave_in_peace(adoptions=[adoption], by=person, wish="stop")
    assert not FollowUpPause.objects.exists()


# What comes of it


def test_the_authors_hear_of_an_answer_and_of_many_in_one_mail_a_day():
    practice = PracticeFactory(state="published", revision__title="Hold a huddle")
    author = practice.authorships.get().user
    rows = [FollowUpFactory(adoption=AdoptionFactory(practice=practice)) for _ in range(2)]
    follow_ups.answer(follow_up=rows[0], answer="going_well", by=rows[0].recipient)
    assert work()[author.email].subject == "What came of it: a team reports back on Hold a huddle"
    follow_ups.answer(follow_up=rows[1], answer="changed", by=rows[1].recipient)
    assert not work()
    Notification.objects.exclude(mailed_at=None).update(mailed_at=timezone.now() - timedelta(days=1))
    other = PracticeFactory(state="published", author=author, revision__title="Ring first")
    third = FollowUpFactory(adoption=AdoptionFactory(practice=other))
    follow_ups.answer(follow_up=third, answer="changed", by=third.recipient)
    message = work()[author.email]
    assert message.subject == "What came of it, and what needs you: 2 write-ups"
    assert message.body.count("/reports-back/") == 2
    assert "Hold a huddle" in message.body
    assert not work()


def test_an_answer_counts_as_heard_and_changes_no_status():
    adoption = adopted()
    row = FollowUpFactory(adoption=adoption)
    follow_ups.answer(follow_up=row, answer="stopped", by=row.recipient)
    adoption.refresh_from_db()
    assert (adoption.status, timezone.localdate(adoption.heard_at)) == ("trying", timezone.localdate())
    assert adoption.changes.count() == 1
    assert AuditEvent.objects.get(action="follow_up_answered").details == {"follow_up": row.pk, "answer": "stopped"}


def test_a_team_that_says_it_has_stopped_has_and_of_harm_the_moderators_hear():
    moderator = ModeratorFactory()
    row = FollowUpFactory(answered=True, answer="stopped")
    said = follow_ups.More(has_stopped=True, because=["harm"], why="Two people fell on the way home.")
    follow_ups.tell_more(follow_up=row, said=said, by=row.recipient)
    row.adoption.refresh_from_db()
    assert (row.adoption.status, row.adoption.stopped_because) == ("stopped", ["harm"])
    assert moderator in told(Kind.HARM_SEEN)


def test_an_answer_counts_once_and_so_does_what_is_added():
    row = FollowUpFactory()
    follow_ups.answer(follow_up=row, answer="changed", by=row.recipient)
    with pytest.raises(PermissionDenied, match="answered this already"):
        follow_ups.answer(follow_up=row, answer="going_well", by=row.recipient)
    follow_ups.tell_more(follow_up=row, said=follow_ups.More(better="Less waiting"), by=row.recipient)
    with pytest.raises(PermissionDenied, match="have what you told us"):
        follow_ups.tell_more(follow_up=row, said=follow_ups.More(better="More waiting"), by=row.recipient)
    row.refresh_from_db()
    assert (row.answer, row.better) == ("changed", "Less waiting")


def test_nobody_but_whom_it_was_sent_to_answers():
    row = FollowUpFactory()
    with pytest.raises(PermissionDenied, match="somebody else"):
        follow_ups.answer(follow_up=row, answer="changed", by=UserFactory(manages=row.adoption.organisation))
    row.refresh_from_db()
    assert not row.is_answered


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": "changed"},
        {"answered_at": timezone.now()},
        {"better": "Less waiting"},
        {"thanked_at": timezone.now()},
    ],
)
def test_the_database_keeps_no_follow_up_that_contradicts_itself(wrong):
    row = FollowUpFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.filter(pk=row.pk).update(**wrong)


# What those who shared it see


@pytest.fixture
def report(client):
    practice = PracticeFactory(state="published")
    row = FollowUpFactory(
        adoption=AdoptionFactory(practice=practice), answered=True, told_more_at=timezone.now(), better="Less waiting"
    )
    client.force_login(practice.authorships.get().user)
    return row


def page_of(client, report):
    return client.get(reverse("reports_back", args=[report.adoption.practice.slug])).content.decode()


def test_words_are_shown_where_the_team_lets_them_be(client, report):
    assert "Less waiting" not in page_of(client, report)
    FollowUp.objects.update(may_quote=True)
    assert "Less waiting" in page_of(client, report)


@pytest.mark.parametrize(
    ("shown_as", "who"),
    [
        ("team", "Discharge team, Willow Care"),
        ("organisation", "Willow Care"),
        ("place", "A team in Northbridge"),
        ("counted", "A team"),
    ],
)
def test_whoever_reports_is_named_as_far_as_the_team_lets_others_know(client, report, shown_as, who):
    adoption = report.adoption
    adoption.shown_as = shown_as
    adoption.organisation.name, adoption.place.short_name = "Willow Care", "Northbridge"
    for row in (adoption, adoption.organisation, adoption.place):
        row.save()
    page = page_of(client, report)
    assert f"{who}: Going well" in page
    hidden = {"Willow Care", "Northbridge", "Discharge team"} - {part for part in ("Willow Care",) if part in who}
    assert [part for part in hidden if part in page and part not in who] == []


def test_authors_thank_in_one_click_and_the_reporter_is_told_in_the_name_that_readers_see(client, report):
    practice = report.adoption.practice
    practice.published_revision.shown_as = "team"
    practice.published_revision.team = "Ward seven"
    practice.published_revision.save()
    assert "Thank them" in page_of(client, report)
    address = reverse("report_thank", args=[practice.slug, report.pk])
    assert client.post(address).status_code == 302
    message = work()[report.recipient.email]
    assert "Thank you for reporting back" in message.subject
    assert "Ward seven, whose write-up" in message.body
    assert practice.authorships.get().user.display_name not in message.body
    assert "Thank them" not in page_of(client, report)
    assert client.post(address).status_code == 403
    assert Notification.objects.filter(kind=Kind.THANKED).count() == 1


def test_an_organisation_sees_its_answers_and_others_do_not(client, report):
    address = reverse("adoption_follow_up", args=[report.adoption.pk])
    assert client.get(address).status_code == 404  # its author
    client.force_login(UserFactory(organisation=report.adoption.organisation))
    assert "Less waiting" in client.get(address).content.decode()
    assert client.post(address, {"wish": "stop"}).status_code == 403
    client.force_login(report.recipient)
    assert client.post(address, {"wish": "stop"}, follow=True).status_code == 200
    assert "chosen not to be asked" in client.get(address).content.decode()
    assert client.post(address, {"wish": "nonsense"}).status_code == 400
    client.post(address, {"wish": "resume"})
    assert not FollowUpPause.objects.exists()


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ({"confirmed_at": None}, "before a manager of your organisation has confirmed this"),
        ({"status": "stopped", "stopped_because": ["fit"], "stopped_why": "Too small."}, "is “stopped”"),
    ],
)
def test_of_what_nobody_is_asked_about_there_is_nothing_to_pause(client, how, says):
    adoption = AdoptionFactory(**how)
    client.force_login(adoption.lead)
    page = client.get(reverse("adoption_follow_up", args=[adoption.pk])).content.decode()
    assert says in page
    assert 'name="wish"' not in page


def test_whoever_is_asked_finds_the_question_when_signed_in_too(client):
    row = FollowUpFactory()
    client.force_login(row.recipient)
    page = client.get(reverse("adoption_follow_up", args=[row.adoption_id])).content.decode()
    assert "Answer now" in page
    client.force_login(UserFactory(manages=row.adoption.organisation))
    assert "Answer now" not in client.get(reverse("adoption_follow_up", args=[row.adoption_id])).content.decode()


# At one moment


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_moment_ask_each_person_once():
    leads = [adopted().lead for _ in range(6)]
    together = threading.Barrier(2)

    def ask():
        together.wait()
        try:
            return asking.send()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        sent = [done.result() for done in [threads.submit(ask) for _ in range(2)]]
    assert sum(sent) == Email.objects.count() == FollowUp.objects.count() == 6
    assert {mail.to[0] for mail in Email.objects.all()} == {lead.email for lead in leads}


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_before_the_end_has_asked_nothing_and_the_next_one_asks(monkeypatch):
    adopted()
    with monkeypatch.context() as dying:
        dying.setattr(asking.mail, "queue", lambda *args, **addressed: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            asking.send()
    assert not FollowUp.objects.exists()
    assert asking.send() == Email.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_one_moment_one_counts():
    row = FollowUpFactory()
    together = threading.Barrier(2)

    def press(answer):
        together.wait()
        try:
            return follow_ups.answer(follow_up=row, answer=answer, by=row.recipient)
        except PermissionDenied as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        results = [done.result() for done in [threads.submit(press, each) for each in ("changed", "stopped")]]
    assert sum(isinstance(each, PermissionDenied) for each in results) == 1
    assert Notification.objects.filter(kind=Kind.REPORTED_BACK).count() == 1
