"""What blocked people wrote leaves the moderators' queues, and nothing of it is lost."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from accounts.actions import blocking
from practices import mail
from practices.actions import discussion
from practices.actions.notifications import notify
from practices.models import Comment, Endorsement, Notification, Revision
from tests.factories import (
    CommentFactory,
    ModeratorFactory,
    NeedFactory,
    PracticeFactory,
    UserFactory,
    give_endorsement,
)

pytestmark = pytest.mark.django_db

WAITING = "waiting"


@pytest.fixture
def moderator(client):
    moderator = ModeratorFactory()
    client.force_login(moderator)
    return moderator


@pytest.fixture
def person():
    return UserFactory(display_name="Ren Rude")


def block(person, by):
    return blocking.block(person=person, by=by, why="Advertising.")


def comments_of(person):
    CommentFactory(practice=PracticeFactory(state="published"), author=person, body="Theirs", status=WAITING)
    CommentFactory(practice=PracticeFactory(state="published"), body="Of somebody else", status=WAITING)


def endorsements_of(person):
    give_endorsement(PracticeFactory(state="published"), person, why="Theirs", status=WAITING)
    give_endorsement(PracticeFactory(state="published"), why="Of somebody else", status=WAITING)


def needs_of(person):
    NeedFactory(asked_by=person, question="Theirs")
    NeedFactory(question="Of somebody else")


def write_ups_of(person):
    PracticeFactory(state="in_review", author=person, revision__title="Theirs")
    PracticeFactory(state="in_review", revision__title="Of somebody else")


@pytest.mark.parametrize(
    ("queue", "write"),
    [
        ("review_comments", comments_of),
        ("review_comments", endorsements_of),
        ("review_needs", needs_of),
        ("review_queue", write_ups_of),
    ],
)
def test_what_they_wrote_leaves_the_queue_and_can_be_asked_for(client, moderator, person, queue, write):
    write(person)
    assertContains(client.get(reverse(queue)), "Theirs")
    block(person, by=moderator)
    page = client.get(reverse(queue))
    assertNotContains(page, "Theirs")
    assertContains(page, "Of somebody else")
    assertContains(page, "1 thing is left out, since whoever wrote it is blocked.")
    assertContains(client.get(reverse(queue) + "?blocked=yes"), "Theirs")


@pytest.mark.parametrize("queue", ["review_queue", "review_needs", "review_comments"])
def test_a_queue_that_leaves_something_out_does_not_say_that_nothing_waits(client, moderator, person, queue):
    PracticeFactory(state="in_review", author=person)
    NeedFactory(asked_by=person)
    CommentFactory(practice=PracticeFactory(state="published"), author=person, status=WAITING)
    block(person, by=moderator)
    page = client.get(reverse(queue))
    assertContains(page, "1 thing is left out")
    assertNotContains(page, "Nothing is waiting")
    assertNotContains(page, "Nobody waits for an answer")


def test_the_next_item_to_review_is_none_of_theirs(moderator, person):
    PracticeFactory(state="in_review", author=person)
    block(person, by=moderator)
    assert Revision.objects.next_for(moderator) is None


def test_a_co_author_who_is_not_blocked_is_not_held_up(client, moderator, person):
    PracticeFactory(state="in_review", author=person, co_authors=[UserFactory()], revision__title="Of both")
    block(person, by=moderator)
    assertContains(client.get(reverse("review_queue")), "Of both")


def test_nothing_that_they_wrote_is_deleted_and_readers_see_what_they_saw(client, moderator, person):
    practice = PracticeFactory(state="published")
    CommentFactory(practice=practice, author=person, body="It works for us, too.")
    give_endorsement(practice, person)
    block(person, by=moderator)
    assert Comment.objects.count() == Endorsement.objects.count() == 1
    client.logout()
    assertContains(client.get(practice.get_absolute_url()), "It works for us, too.")


def test_they_are_told_nothing_by_mail(moderator, person):
    practice = PracticeFactory(state="published", author=person)
    kind = Notification.Kind.COMMENTED
    comment = CommentFactory(practice=practice)
    (notification,) = notify(recipients=[person], kind=kind, practice=practice, by=None, comment=comment)
    assert mail.should_mail(notification)
    block(person, by=moderator)
    notification.refresh_from_db()
    assert not mail.should_mail(Notification.objects.get())


def test_moderators_block_from_a_comment_and_from_an_endorsement(client, moderator, person):
    practice = PracticeFactory(state="published")
    CommentFactory(practice=practice, author=person, status=WAITING)
    endorser = UserFactory()
    give_endorsement(practice, endorser, status=WAITING)
    for page in (client.get(reverse("review_comments")), client.get(practice.get_absolute_url())):
        assertContains(page, reverse("block_person", args=[person.pk]))
    assertContains(client.get(reverse("review_comments")), reverse("block_person", args=[endorser.pk]))
    client.force_login(UserFactory())
    assertNotContains(client.get(practice.get_absolute_url()), reverse("block_person", args=[person.pk]))


def test_somebody_whose_name_is_not_shown_is_not_named_by_a_link_to_block_them(client, moderator):
    endorsement = give_endorsement(PracticeFactory(state="published"), standing="receive", status=WAITING)
    page = client.get(reverse("review_comments"))
    assertContains(page, endorsement.why)
    assertNotContains(page, reverse("block_person", args=[endorsement.user_id]))


def test_moderators_block_the_authors_of_what_is_submitted_and_of_what_is_reported(client, moderator, person):
    waiting = PracticeFactory(state="in_review", author=person, co_authors=[moderator])
    page = client.get(reverse("review", args=[waiting.slug]))
    assertContains(page, reverse("block_person", args=[person.pk]))
    assertNotContains(page, reverse("block_person", args=[moderator.pk]))
    author = UserFactory()
    reported = PracticeFactory(state="published", author=author)
    discussion.report_practice(practice=reported, by=UserFactory(), reason="An advertisement.")
    assertContains(client.get(reverse("review_comments")), reverse("block_person", args=[author.pk]))
