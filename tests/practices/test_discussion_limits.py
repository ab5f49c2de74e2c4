"""How much one person may say, report and endorse in a day."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from practices import daily_limits
from practices.models import Comment, Endorsement, Report
from tests.factories import CommentFactory, PracticeFactory, UserFactory, give_endorsement

pytestmark = pytest.mark.django_db

LIMIT = 2


@pytest.fixture(autouse=True)
def low_limits(monkeypatch):
    for name in ["COMMENTS_A_DAY", "REPORTS_A_DAY", "ENDORSEMENTS_A_DAY"]:
        monkeypatch.setattr(daily_limits, name, LIMIT)


@pytest.fixture
def person(client):
    person = UserFactory()
    client.force_login(person)
    return person


def published():
    return PracticeFactory(state="published")


def comment(client):
    return client.post(reverse("comments", args=[published().slug]), {"body": "My long question", "key": uuid4()})


def reply(client):
    parent = CommentFactory(practice=published())
    address = reverse("comment_reply", args=[parent.practice.slug, parent.pk])
    return client.post(address, {"body": "My long question", "key": uuid4()})


def report(client):
    reported = CommentFactory(practice=published())
    address = reverse("comment_report", args=[reported.practice.slug, reported.pk])
    return client.post(address, {"reason": "My long question"})


def report_endorsement(client):
    reported = give_endorsement(published())
    address = reverse("endorsement_report", args=[reported.practice.slug, reported.pk])
    return client.post(address, {"reason": "My long question"})


def endorse(client):
    return client.post(reverse("endorse", args=[published().slug]), {"standing": "use", "why": "My long question"})


def given_by(person):
    return {
        "comments": Comment.objects.filter(author=person).count(),
        "reports": Report.objects.filter(reporter=person).count(),
        "endorsements": Endorsement.objects.filter(user=person).count(),
    }


@pytest.mark.parametrize(
    ("send", "reason"),
    [
        (comment, "You have written 2 comments today, which is the most."),
        (reply, "You have written 2 comments today, which is the most."),
        (report, "You have sent 2 reports today, which is the most."),
        (report_endorsement, "You have sent 2 reports today, which is the most."),
        (endorse, "You have endorsed 2 write-ups today, which is the most."),
    ],
)
def test_one_more_than_a_days_worth_is_refused_with_what_was_typed(client, person, send, reason):
    for _ in range(LIMIT):
        assert send(client).status_code == 302
    before = given_by(person)
    response = send(client)
    assert response.status_code == 429
    assert f"{reason} Try again tomorrow." in response.text
    assert "My long question" in response.text
    assert given_by(person) == before


def test_replies_count_as_comments(client, person):
    assert comment(client).status_code == 302
    assert reply(client).status_code == 302
    assert comment(client).status_code == 429


def test_what_was_said_yesterday_and_by_others_does_not_count(client, person):
    CommentFactory.create_batch(LIMIT, practice=published(), author=person)
    Comment.objects.update(created_at=timezone.now() - timedelta(days=1))
    CommentFactory.create_batch(LIMIT, practice=published())
    assert comment(client).status_code == 302


def test_a_comment_that_was_removed_still_counts(client, person):
    CommentFactory.create_batch(LIMIT, practice=published(), author=person, status=Comment.Status.REMOVED, body="")
    assert comment(client).status_code == 429


def test_what_one_said_can_be_changed_when_the_limit_is_reached(client, person):
    mine = [give_endorsement(published(), person) for _ in range(LIMIT)]
    response = client.post(
        reverse("endorse", args=[mine[0].practice.slug]), {"standing": "use", "why": "In other words"}
    )
    assert response.status_code == 302
    reports = [
        Report.objects.create(comment=CommentFactory(practice=published()), reporter=person, reason="No")
        for _ in range(LIMIT)
    ]
    reported = reports[0].comment
    address = reverse("comment_report", args=[reported.practice.slug, reported.pk])
    assert client.post(address, {"reason": "It is unkind."}).status_code == 302
    reports[0].refresh_from_db()
    assert reports[0].reason == "It is unkind."
