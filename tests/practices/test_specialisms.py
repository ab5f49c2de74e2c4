import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from accounts.models import AuditEvent
from practices.actions import moderation, specialisms
from tests.factories import AdministratorFactory, ModeratorFactory, PracticeFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client):
    moderator = ModeratorFactory(display_name="Mira Moderator")
    client.force_login(moderator)
    return moderator


def known_by(person):
    return sorted(person.specialisms.values_list("topic__name", flat=True))


def page_of(client, practice):
    return client.get(reverse("review", args=[practice.slug])).content.decode()


def test_a_moderator_says_which_topics_they_know(client, moderator):
    discharge, reablement = TopicFactory(name="Hospital discharge"), TopicFactory(name="Reablement")
    answer = client.post(reverse("my_topics"), {"topics": [discharge.pk, reablement.pk]}, follow=True)
    assert "Your topics are saved." in answer.content.decode()
    assert known_by(moderator) == ["Hospital discharge", "Reablement"]
    client.post(reverse("my_topics"), {"topics": [reablement.pk]})
    assert known_by(moderator) == ["Reablement"]
    assert [event.details["topics"] for event in AuditEvent.objects.order_by("pk")] == [
        [discharge.pk, reablement.pk],
        [reablement.pk],
    ]


def test_the_page_shows_what_was_chosen(client, moderator):
    topic = TopicFactory(name="Reablement")
    specialisms.choose(topics=[topic], by=moderator)
    form = client.get(reverse("my_topics")).context["form"]
    assert form["topics"].value() == [topic.pk]


def test_choosing_the_same_again_leaves_no_trace(moderator):
    topic = TopicFactory()
    specialisms.choose(topics=[topic], by=moderator)
    specialisms.choose(topics=[topic], by=moderator)
    assert AuditEvent.objects.count() == 1


def test_a_topic_that_readers_cannot_browse_is_not_offered(client, moderator):
    suggested = TopicFactory(name="Our own words", is_curated=False)
    assert client.post(reverse("my_topics"), {"topics": [suggested.pk]}).status_code == 400
    assert known_by(moderator) == []


@pytest.mark.parametrize("person", [UserFactory, AdministratorFactory])
def test_others_know_no_topics(client, person):
    person = person()
    client.force_login(person)
    topic = TopicFactory()
    answer = client.post(reverse("my_topics"), {"topics": [topic.pk]})
    assert answer.status_code == 403
    assert "Only moderators say which topics they know." in answer.content.decode()
    with pytest.raises(PermissionDenied):
        specialisms.choose(topics=[topic], by=person)
    assert known_by(person) == []


def test_hand_over_names_first_who_knows_a_topic_of_it_and_says_which(client, moderator):
    practice = PracticeFactory(state="in_review", revision__topics=["Hospital discharge", "Reablement"])
    ModeratorFactory(display_name="Abel Anything")
    specialist, other = ModeratorFactory(display_name="Zoe Specialist"), ModeratorFactory(display_name="Bo Other")
    specialisms.choose(topics=practice.draft_revision.topics.all(), by=specialist)
    specialisms.choose(topics=[TopicFactory(name="Housing")], by=other)
    moderation.take(practice=practice, by=moderator)
    choices = client.get(reverse("review", args=[practice.slug])).context["hand_over_form"].fields["to"].choices
    assert [label for _value, label in choices] == [
        "Choose a moderator",
        "Zoe Specialist, who knows Hospital discharge, Reablement",
        "Abel Anything",
        "Bo Other",
    ]
    client.post(reverse("review_hand_over", args=[practice.slug]), {"to": specialist.pk})
    practice.draft_revision.refresh_from_db()
    assert practice.draft_revision.held_by == specialist


def test_the_queue_marks_what_is_about_a_topic_of_ones_own(client, moderator):
    ours = PracticeFactory(state="in_review", revision__topics=["Reablement"])
    PracticeFactory(state="in_review", revision__topics=["Housing"])
    specialisms.choose(topics=ours.draft_revision.topics.all(), by=moderator)
    page = client.get(reverse("review_queue")).content.decode()
    assert page.count("On a topic of yours") == 1
    assert "On a topic of yours: Reablement" in page


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_choose_at_one_moment_leave_one_row_for_each_topic():
    moderator, topic = ModeratorFactory(), TopicFactory()
    together = threading.Barrier(2)

    def choose():
        together.wait()
        try:
            specialisms.choose(topics=[topic], by=moderator)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(choose) for _ in range(2)]:
            done.result()
    assert known_by(moderator) == [topic.name]
