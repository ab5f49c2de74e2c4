"""Topics that authors suggested: what moderators see of them, and what they make of them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import AuditEvent
from practices import policies
from practices.actions import curation
from practices.models import Revision, SearchEntry, Topic
from tests.factories import (
    STATES,
    AdministratorFactory,
    ModeratorFactory,
    PracticeFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client):
    moderator = ModeratorFactory()
    client.force_login(moderator)
    return moderator


@pytest.fixture
def reablement():
    return TopicFactory(name="Reablement")


def suggested(name="Pets", state="published", **traits):
    """A topic in an author's own words, on a write-up in that state."""
    topic = TopicFactory(name=name, is_curated=False)
    PracticeFactory(state=state, revision__topics=[topic], **traits)
    return topic


def listed(client):
    page = client.get(reverse("review_topics"))
    return [topic.name for topic in page.context["page"]]


def names_on(practice):
    return {
        (number, topic.name)
        for number, revision in enumerate(practice.revisions.order_by("number"), 1)
        for topic in revision.topics.all()
    }


# What is seen


@pytest.mark.parametrize("state", [*STATES, "withdrawn"])
def test_a_suggestion_is_listed_where_a_moderator_may_read_what_it_stands_in(client, moderator, state):
    suggested(state="in_review" if state == "withdrawn" else state)
    revisions = Revision.objects.all()
    if state == "withdrawn":
        revisions.update(status="draft")
    may_read = any(policies.may_read_revision(moderator, each.practice, each) for each in revisions)
    assert (listed(client) == ["Pets"]) is may_read


def test_a_suggestion_in_the_private_draft_beside_a_published_write_up_is_not_listed(client, moderator):
    practice = PracticeFactory(state="changing")
    practice.draft_revision.topics.add(TopicFactory(name="Pets", is_curated=False))
    assert listed(client) == []
    assert "No suggestions" in client.get(reverse("review_topics")).content.decode()


def test_each_says_how_many_write_ups_use_it_and_private_drafts_are_not_counted(client, moderator):
    topic = suggested(state="changing_in_review")  # two revisions, one write-up
    PracticeFactory(state="returned", revision__topics=[topic])
    PracticeFactory(state="draft", revision__topics=[topic])
    page = client.get(reverse("review_topics"))
    assert [each.practice_count for each in page.context["page"]] == [2]
    assert "On 2 write-ups." in page.content.decode()


def test_topics_are_looked_after_by_moderators_and_administrators(client):
    topic = suggested()
    for person, answer in [(ModeratorFactory(), 200), (AdministratorFactory(), 200), (UserFactory(), 403)]:
        client.force_login(person)
        assert client.get(reverse("review_topics")).status_code == answer
    with pytest.raises(PermissionDenied, match="Only moderators and administrators"):
        curation.take_up(topic=topic, by=UserFactory())
    topic.refresh_from_db()
    assert not topic.is_curated


def test_the_tabs_of_an_administrator_lead_only_where_they_may_go(client):
    client.force_login(AdministratorFactory())
    page = client.get(reverse("review_topics")).content.decode()
    assert reverse("review_comments") not in page
    assert reverse("review_topics") in client.get(reverse("account")).content.decode()


# Taking up


def test_a_suggestion_is_taken_up_under_a_better_name_with_a_description(client, moderator):
    topic = suggested("pets")
    said = {"name": "Animals and  pets", "description": "Pets in a person’s life and home."}
    assert client.post(reverse("topic_take_up", args=[topic.pk]), said).url == reverse("review_topics")
    topic.refresh_from_db()
    assert (topic.name, topic.description, topic.is_curated) == ("Animals and pets", said["description"], True)
    assert client.get("/topics/animals-and-pets/").status_code == 200
    assert listed(client) == []
    assert "anim" in SearchEntry.objects.get().search
    event = AuditEvent.objects.get()
    assert (event.action, event.by_id, event.object_id) == ("topic_curated", moderator.pk, topic.pk)


def test_the_name_of_a_topic_that_readers_know_is_refused(client, moderator, reablement):
    topic = suggested()
    answer = client.post(reverse("topic_take_up", args=[topic.pk]), {"name": "reablement"})
    assert answer.status_code == 400
    assert "There is a topic of this name already" in answer.content.decode()
    topic.refresh_from_db()
    assert (topic.name, topic.is_curated) == ("Pets", False)


def test_the_name_of_somebodys_private_suggestion_tells_nothing_of_it_and_becomes_one_with_it(client, moderator):
    topic, private = suggested("Pets"), suggested("animals", state="draft")
    draft = private.revision_items.get().content_object
    assert client.post(reverse("topic_take_up", args=[topic.pk]), {"name": "Animals"}).status_code == 302
    assert list(draft.topics.all()) == [topic]
    assert Topic.objects.get().name == "Animals"


def test_nobody_takes_up_twice(moderator):
    topic = suggested()
    curation.take_up(topic=topic, by=moderator)
    with pytest.raises(PermissionDenied, match="has been taken up already"):
        curation.take_up(topic=topic, by=moderator, name="Other")
    assert AuditEvent.objects.count() == 1


# Merging


def test_merging_moves_every_revision_and_what_readers_find_and_deletes_the_name(client, moderator, reablement):
    topic = suggested("Enabling people", state="changing")
    practice = topic.revision_items.first().content_object.practice
    draft = PracticeFactory(revision__topics=[topic])
    assert client.post(reverse("topic_merge", args=[topic.pk]), {"into": reablement.pk}).status_code == 302
    assert names_on(practice) == {(1, "Reablement"), (2, "Reablement")}
    assert names_on(draft) == {(1, "Reablement")}
    assert list(Topic.objects.all()) == [reablement]
    entry = SearchEntry.objects.get()
    assert entry.topic_ids == [reablement.pk]
    assert "enabl" not in entry.search
    event = AuditEvent.objects.get()
    assert (event.action, event.object_id, event.details) == ("topic_merged", topic.pk, {"into": reablement.pk})


def test_a_write_up_that_says_both_says_one_afterwards(moderator, reablement):
    topic = suggested()
    practice = PracticeFactory(state="published", revision__topics=[topic, reablement])
    curation.merge(topic=topic, into=reablement, by=moderator)
    assert names_on(practice) == {(1, "Reablement")}


def test_what_readers_browse_is_not_merged_away_nor_into_a_suggestion(client, moderator, reablement):
    topic, other = suggested(), TopicFactory(name="Discharge")
    assert client.post(reverse("topic_merge", args=[other.pk]), {"into": reablement.pk}).status_code == 403
    assert client.post(reverse("topic_merge", args=[topic.pk]), {"into": topic.pk}).status_code == 400
    with pytest.raises(PermissionDenied, match="has not been taken up yet"):
        curation.merge(topic=topic, into=suggested("Cats"), by=moderator)
    assert Topic.objects.count() == 4


def test_a_topic_that_is_gone_meanwhile_says_so(moderator, reablement):
    topic = suggested()
    curation.merge(topic=Topic.objects.get(pk=topic.pk), into=reablement, by=moderator)
    with pytest.raises(PermissionDenied, match="This topic is gone"):
        curation.take_up(topic=topic, by=moderator)


# Changing


def test_a_topic_is_renamed_and_described_and_keeps_its_address(client, moderator, reablement):
    PracticeFactory(state="published", revision__topics=[reablement])
    said = {"name": "Enablement", "description": "Doing with, not for."}
    assert client.post(reverse("topic_edit", args=[reablement.pk]), said).status_code == 302
    reablement.refresh_from_db()
    assert (reablement.name, reablement.description, reablement.slug) == (*said.values(), "reablement")
    assert "enabl" in SearchEntry.objects.get().search
    event = AuditEvent.objects.get()
    assert (event.action, event.details) == ("topic_changed", {"fields": ["name", "description"]})


def test_saving_a_topic_as_it_is_leaves_no_trace(client, moderator, reablement):
    client.post(reverse("topic_edit", args=[reablement.pk]), {"name": "Reablement", "description": ""})
    assert not AuditEvent.objects.exists()


def test_a_name_is_needed(client, moderator, reablement):
    answer = client.post(reverse("topic_edit", args=[reablement.pk]), {"name": " "})
    assert answer.status_code == 400
    assert "Give the topic a name" in answer.content.decode()
    reablement.refresh_from_db()
    assert reablement.name == "Reablement"
