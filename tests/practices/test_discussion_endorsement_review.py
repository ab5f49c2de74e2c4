"""Endorsements of newcomers wait for a moderator, and any can be hidden."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from practices.actions import discussion
from practices.models import Endorsement, Notification, Report
from tests.factories import (
    AdministratorFactory,
    ModeratorFactory,
    OrganisationFactory,
    PracticeFactory,
    UserFactory,
    give_endorsement,
    known_person,
)

pytestmark = pytest.mark.django_db

Kind = Notification.Kind
Status = Endorsement.Status
SAID = {"standing": "use", "why": "It cut our waiting list."}


@pytest.fixture
def moderator(client):
    moderator = ModeratorFactory()
    client.force_login(moderator)
    return moderator


def published(**kwargs):
    return PracticeFactory(state="published", **kwargs)


def waiting(**kwargs):
    return give_endorsement(kwargs.pop("practice", None) or published(), status=Status.WAITING, **kwargs)


def address(name, endorsement):
    return reverse(name, args=[endorsement.practice.slug, endorsement.pk])


def approve(client, endorsement, **answers):
    return client.post(address("endorsement_approve", endorsement), {"version": endorsement.version, **answers})


def hide(client, endorsement, why="It names a person.", **answers):
    answers = {"version": endorsement.version, "why": why} | answers
    return client.post(address("endorsement_hide", endorsement), answers)


def queue(client):
    return client.get(reverse("review_comments")).content.decode()


def seen_by(client, user, practice):
    client.logout()
    if user:
        client.force_login(user)
    return client.get(practice.get_absolute_url()).content.decode()


def told(kind):
    return [notification.recipient for notification in Notification.objects.filter(kind=kind)]


# Who waits


def test_a_newcomers_endorsement_waits_and_is_seen_by_its_giver_and_moderators_alone(client):
    newcomer, practice = UserFactory(), published()
    client.force_login(newcomer)
    assert "A moderator reads it before others see it" in client.get(reverse("endorse", args=[practice.slug])).text
    client.post(reverse("endorse", args=[practice.slug]), SAID)
    page = seen_by(client, newcomer, practice)
    assert "It cut our waiting list." in page
    assert "Waiting for a moderator" in page
    assert "It cut our waiting list." in seen_by(client, ModeratorFactory(), practice)
    for other in [None, UserFactory(), practice.authorships.get().user]:
        page = seen_by(client, other, practice)
        assert "It cut our waiting list." not in page
        assert "Nobody from elsewhere has endorsed it yet." in page
    assert told(Kind.ENDORSED) == []


@pytest.mark.parametrize("make", [known_person, ModeratorFactory])
def test_the_endorsement_of_somebody_known_is_shown_at_once(make):
    practice = published()
    assert discussion.endorse(practice=practice, by=make(), **SAID).status == Status.SHOWN
    assert told(Kind.ENDORSED) == [practice.authorships.get().user]


def test_what_was_approved_waits_again_once_a_newcomer_changes_it():
    endorsement = give_endorsement(published())
    discussion.endorse(practice=endorsement.practice, by=endorsement.user, standing="use", why="Buy my pills")
    assert Endorsement.objects.get().status == Status.WAITING


@pytest.mark.parametrize("fields", [{"status": Status.WAITING}, {"status": Status.HIDDEN, "hidden_why": "A name"}])
def test_what_others_do_not_see_is_not_changed_into_view_by_anybody(fields):
    endorsement = give_endorsement(published(), known_person(), **fields)
    discussion.endorse(practice=endorsement.practice, by=endorsement.user, standing="use", why="Buy my pills")
    assert Endorsement.objects.get().status == Status.WAITING


def test_the_database_keeps_nothing_hidden_without_a_reason():
    with pytest.raises(IntegrityError, match="endorsement_hidden_with_a_reason"):
        give_endorsement(published(), status=Status.HIDDEN)


# The queue


def test_what_waits_is_in_the_queue_beside_the_comments(client, moderator):
    waiting(why="Calmer mornings.")
    give_endorsement(published(), why="Plain words")
    page = queue(client)
    assert "Calmer mornings." in page
    assert "Plain words" not in page
    assert "1 endorsement is waiting." in page
    assert "Nothing is waiting" not in page


def test_the_queue_costs_the_same_however_many_wait(client, moderator):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            queue(client)
        return len(queries)

    def fill(number):
        for _ in range(number):
            waiting(user=UserFactory(organisation=OrganisationFactory()))

    queue(client)  # the session's own rows
    fill(2)
    cost_of_two = cost()
    fill(4)
    assert cost() == cost_of_two


def test_approving_shows_it_tells_those_concerned_and_goes_back_to_the_queue(client, moderator):
    endorsement = waiting(why="Calmer mornings.")
    response = approve(client, endorsement, from_queue="yes")
    assert response.url == reverse("review_comments")
    assert "Nothing is waiting" in queue(client)
    assert told(Kind.ENDORSEMENT_SHOWN) == [endorsement.user]
    assert told(Kind.ENDORSED) == [endorsement.practice.authorships.get().user]
    event = AuditEvent.objects.get(action="endorsement_approved")
    assert (event.object_id, event.by_id) == (endorsement.pk, moderator.pk)
    page = seen_by(client, None, endorsement.practice)
    assert "Calmer mornings." in page
    assert "1 person from elsewhere endorses it." in page


def test_what_is_approved_again_is_announced_once(moderator):
    endorsement = waiting()
    discussion.approve_endorsement(endorsement=endorsement, by=moderator, version=endorsement.version)
    practice, giver = endorsement.practice, endorsement.user
    endorsement = discussion.endorse(practice=practice, by=giver, standing="use", why="In other words")
    discussion.approve_endorsement(endorsement=endorsement, by=moderator, version=endorsement.version)
    assert len(told(Kind.ENDORSED)) == 1


def test_hiding_takes_a_reason_that_its_giver_reads_on_the_page_and_in_a_mail(client, moderator):
    endorsement = give_endorsement(published(), UserFactory(email="jo@council.example"), why="Mrs Field is calmer.")
    assert "Mrs Field is calmer." in client.get(address("endorsement_hide", endorsement)).text
    response = hide(client, endorsement)
    assert response.url == f"{endorsement.practice.get_absolute_url()}#endorsements"
    assert AuditEvent.objects.get(action="endorsement_hidden").by_id == moderator.pk
    assert "Mrs Field is calmer." not in seen_by(client, None, endorsement.practice)
    assert "It names a person." in seen_by(client, endorsement.user, endorsement.practice)
    call_command("run_worker", once=True)
    (message,) = [message for message in mail.outbox if message.to == ["jo@council.example"]]
    assert "It names a person." in message.body


def test_a_mail_that_was_not_sent_before_it_was_hidden_does_not_leave(moderator):
    practice = published()
    endorsement = discussion.endorse(practice=practice, by=known_person(), **SAID)
    discussion.hide_endorsement(endorsement=endorsement, by=moderator, why="A name", version=endorsement.version)
    call_command("run_worker", once=True)
    assert [message.to for message in mail.outbox] == [[endorsement.user.email]]


def test_a_moderator_finds_what_was_hidden_on_the_page_and_shows_it_again(client, moderator):
    endorsement = give_endorsement(published(), status=Status.HIDDEN, hidden_why="By mistake")
    page = client.get(endorsement.practice.get_absolute_url()).text
    assert address("endorsement_approve", endorsement) in page
    approve(client, endorsement)
    endorsement.refresh_from_db()
    assert (endorsement.status, endorsement.hidden_why) == (Status.SHOWN, "")


def test_hiding_without_a_reason_changes_nothing(client, moderator):
    endorsement = give_endorsement(published())
    response = hide(client, endorsement, why="")
    assert response.status_code == 400
    assert "Say why" in response.text
    endorsement.refresh_from_db()
    assert endorsement.status == Status.SHOWN


def test_words_that_changed_since_they_were_read_are_neither_approved_nor_hidden_unseen(client, moderator):
    endorsement = waiting()
    discussion.endorse(practice=endorsement.practice, by=endorsement.user, standing="use", why="Buy my pills")
    response = approve(client, endorsement, from_queue="yes")
    assert "has changed since you read it" in client.get(response.url).text
    response = hide(client, endorsement, why="My own long reason")
    assert response.status_code == 409
    assert "My own long reason" in response.text
    endorsement.refresh_from_db()
    assert endorsement.status == Status.WAITING


# Who decides


@pytest.mark.parametrize("decide", [approve, hide])
def test_others_decide_nothing(client, decide):
    endorsement = waiting()
    for other in [UserFactory(), AdministratorFactory(), endorsement.practice.authorships.get().user, endorsement.user]:
        client.force_login(other)
        assert decide(client, endorsement).status_code == 403
    endorsement.refresh_from_db()
    assert endorsement.status == Status.WAITING


def test_nobody_decides_about_their_own_endorsement(client, moderator):
    endorsement = waiting(user=moderator)
    assert "Someone else must decide about an endorsement of yours." in queue(client)
    assert approve(client, endorsement).status_code == 403
    assert hide(client, endorsement).status_code == 403
    endorsement.refresh_from_db()
    assert endorsement.status == Status.WAITING


def test_nobody_decides_about_endorsements_of_their_own_practice(moderator):
    endorsement = waiting(practice=published(author=moderator))
    with pytest.raises(PermissionDenied, match="of a write-up of yours"):
        discussion.approve_endorsement(endorsement=endorsement, by=moderator, version=endorsement.version)


def test_an_endorsement_is_found_under_its_own_practice_alone(client, moderator):
    endorsement = waiting()
    elsewhere = reverse("endorsement_approve", args=[published().slug, endorsement.pk])
    assert client.post(elsewhere, {"version": endorsement.version}).status_code == 404


def test_approving_takes_a_post(client, moderator):
    assert client.get(address("endorsement_approve", waiting())).status_code == 405


# Reports


@pytest.fixture
def reported():
    """An endorsement that others see, and of which somebody says that something is wrong."""
    endorsement = give_endorsement(published(), known_person())
    discussion.report_endorsement(endorsement=endorsement, by=UserFactory(), reason="They never worked here.")
    return endorsement


def test_a_member_reports_an_endorsement_and_moderators_read_why_in_their_queue(client, moderator):
    endorsement, reporter = give_endorsement(published()), UserFactory()
    assert address("endorsement_report", endorsement) in seen_by(client, reporter, endorsement.practice)
    answer = client.post(address("endorsement_report", endorsement), {"reason": "They never worked here."})
    assert answer.url == endorsement.get_absolute_url()
    assert AuditEvent.objects.get(action="endorsement_reported").by_id == reporter.pk
    client.force_login(moderator)
    page = queue(client)
    assert endorsement.why in page
    assert "reports: “They never worked here.”" in page
    assert "Leave it as it is" in page


def test_a_report_says_why(client):
    endorsement = give_endorsement(published())
    client.force_login(UserFactory())
    answer = client.post(address("endorsement_report", endorsement), {"reason": ""})
    assert answer.status_code == 400
    assert "Say what is wrong" in answer.content.decode()
    assert not endorsement.reports.exists()


def test_reporting_again_changes_the_reason_and_opens_the_report_again(moderator, reported):
    discussion.approve_endorsement(endorsement=reported, by=moderator, version=reported.version)
    reporter = reported.reports.get().reporter
    discussion.report_endorsement(endorsement=reported, by=reporter, reason="Please look again.")
    assert (reported.reports.get().reason, reported.reports.get().closed_at) == ("Please look again.", None)


@pytest.mark.parametrize("decide", [approve, hide])
def test_a_decision_closes_the_reports(client, moderator, reported, decide):
    decide(client, reported)
    assert reported.reports.get().closed_at
    assert "Nothing is waiting" in queue(client)


def test_nobody_reports_their_own_endorsement_or_one_that_is_not_shown(client):
    endorsement, hidden = give_endorsement(published()), waiting()
    client.force_login(endorsement.user)
    assert client.get(address("endorsement_report", endorsement)).status_code == 403
    with pytest.raises(PermissionDenied, match="not shown to others"):
        discussion.report_endorsement(endorsement=hidden, by=UserFactory(), reason="No")
    assert address("endorsement_report", endorsement) not in seen_by(client, None, endorsement.practice)
    assert not endorsement.reports.exists()


def test_an_endorsement_that_is_taken_back_meanwhile_is_not_reported(reported):
    discussion.withdraw_endorsement(practice=reported.practice, by=reported.user)
    with pytest.raises(discussion.ChangedSinceRead):
        discussion.report_endorsement(endorsement=reported, by=UserFactory(), reason="No")


def test_a_report_is_on_one_thing(reported):
    with pytest.raises(IntegrityError, match="report_is_on_one_thing"):
        Report.objects.update(endorsement=None)
