from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from practices import daily_limits, policies
from practices.actions import authoring
from practices.lifecycle import Status
from practices.models import Notification, Practice
from tests.factories import ModeratorFactory, OrganisationFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db

EVERYTHING = frozenset(authoring.DECLARATIONS)


def test_nothing_is_submitted_for_an_organisation_that_nobody_has_verified():
    practice = PracticeFactory(organisation=OrganisationFactory(verified_at=None))
    with pytest.raises(PermissionDenied, match="has not been verified yet"):
        authoring.submit(practice=practice, by=practice.authorships.get().user, declared=EVERYTHING)
    assert Practice.objects.get(pk=practice.pk).status == Status.DRAFT


def test_who_has_left_the_organisation_no_longer_speaks_for_it():
    practice = PracticeFactory()
    author = practice.authorships.get().user
    author.memberships.update(status=Membership.Status.ENDED)
    author.forget_memberships()
    with pytest.raises(PermissionDenied, match="no longer belong"):
        authoring.submit(practice=practice, by=author, declared=EVERYTHING)
    assert Practice.objects.get(pk=practice.pk).status == Status.DRAFT
    colleague = UserFactory(organisation=practice.organisation)
    practice.authorships.create(user=colleague)
    assert policies.can(colleague, "submit", Practice.objects.get(pk=practice.pk))


@pytest.fixture
def submitted_in_a_loop(client, monkeypatch):
    """A draft that its author, who is signed in, submitted and withdrew as often as a day allows."""
    monkeypatch.setattr(daily_limits, "SUBMISSIONS_A_DAY", 2)
    ModeratorFactory.create_batch(2)
    practice = PracticeFactory()
    author = practice.authorships.get().user
    client.force_login(author)
    for _ in range(2):
        authoring.submit(practice=practice, by=author, declared=EVERYTHING)
        authoring.withdraw(practice=practice, by=author)
    return practice


def submit(client, practice):
    declared = dict.fromkeys(EVERYTHING, "on")
    answers = {"key": uuid4(), "interests": "My sister works there.", **declared}
    return client.post(reverse("check_answers", args=[practice.slug]), answers)


def test_submitting_and_withdrawing_in_a_loop_tells_the_moderators_so_often_and_no_more(client, submitted_in_a_loop):
    answer = submit(client, submitted_in_a_loop)
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "has been submitted 2 times today, which is the most. It is kept as a draft: submit it tomorrow." in page
    assert "My sister works there." in page
    assert Practice.objects.get().status == Status.DRAFT
    assert Notification.objects.count() == 2 * 2


def test_another_write_up_and_another_day_are_counted_for_themselves(client, submitted_in_a_loop):
    other = PracticeFactory(author=submitted_in_a_loop.authorships.get().user)
    assert submit(client, other).status_code == 302
    Notification.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert submit(client, submitted_in_a_loop).status_code == 302
