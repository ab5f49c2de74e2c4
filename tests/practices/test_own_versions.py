"""A team writes up its own version of what it took up, and both pages tell of each other."""

from uuid import uuid4

import pytest
from django.urls import reverse

from practices import family
from practices.actions import adoption as actions
from practices.actions import authoring
from practices.actions.own_versions import start_own_version
from practices.models import Practice
from tests.factories import AdoptionFactory, PracticeFactory, UserFactory
from tests.world import client_of

pytestmark = pytest.mark.django_db

STEPS = [
    {"text": "Ring them", "essential": "yes"},
    {"text": "Write it up", "essential": "no"},
    {"text": "Meet weekly", "essential": "not_sure"},
]


@pytest.fixture
def adoption():
    practice = PracticeFactory(
        state="published",
        revision__title="Ring before the weekend",
        revision__steps=STEPS,
        revision__people_said="It is good to be asked.",
        revision__outcomes=[{"claim": "Fewer waited"}],
    )
    adoption = AdoptionFactory(practice=practice)
    steps = [(0, "changed", "Text them", "Nobody answers."), (1, "dropped", "", "No time."), (2, "kept", "", "")]
    actions.adapt(adoption=adoption, by=adoption.lead, steps=steps)
    return adoption


def start(adoption):
    return client_of(adoption.lead).post(reverse("own_version", args=[adoption.pk]), {"key": str(uuid4())})


def test_it_says_what_was_taken_up_as_the_team_does_it_and_credits_it(adoption):
    practice = start_own_version(adoption=adoption, by=adoption.lead)
    draft, origin = practice.draft_revision, adoption.revision
    assert practice.grown_from == adoption.practice
    assert practice.organisation == adoption.organisation
    assert [step["text"] for step in draft.steps] == ["Text them", "Meet weekly"]
    assert draft.steps[0]["essential"] == "yes"
    assert (draft.title, draft.problem, draft.team) == (origin.title, origin.problem, "Discharge team")
    assert draft.based_on == "Based on “Ring before the weekend”, revision 1."
    assert "We changed the step “Ring them” to “Text them”: Nobody answers." in draft.notes
    assert "We leave out the step “Write it up”: No time." in draft.notes
    assert "Meet weekly" not in draft.notes


def test_what_only_the_first_team_can_say_is_not_taken_over(adoption):
    draft = start_own_version(adoption=adoption, by=adoption.lead).draft_revision
    said = (draft.people_said, draft.outcomes, draft.contact_name, draft.contact_email, draft.did_not_work, draft.stage)
    assert not any(said)
    assert not draft.places.exists()
    assert not draft.declared_consent_held


def test_what_it_grew_from_is_left_as_it_is(adoption):
    before = Practice.objects.filter(pk=adoption.practice_id).values().get()
    start(adoption)
    assert Practice.objects.filter(pk=adoption.practice_id).values().get() == before


def test_its_writer_goes_on_writing_and_a_double_click_starts_one(adoption):
    key = {"key": str(uuid4())}
    client = client_of(adoption.lead)
    first, second = [client.post(reverse("own_version", args=[adoption.pk]), key) for _ in range(2)]
    [own] = Practice.objects.filter(grown_from=adoption.practice)
    assert first["Location"] == second["Location"] == reverse("edit", args=[own.slug])


def test_without_a_key_nothing_is_started(adoption):
    response = client_of(adoption.lead).post(reverse("own_version", args=[adoption.pk]), follow=True)
    assert "once more" in response.content.decode()
    assert not Practice.objects.exclude(grown_from=None).exists()


def test_the_revision_that_was_taken_up_is_what_it_begins_with(adoption):
    author = adoption.practice.authorships.get().user
    authoring.open_new_revision(practice=adoption.practice, by=author)
    practice = adoption.practice
    practice.refresh_from_db()
    newer = practice.draft_revision
    newer.title, newer.status, newer.published_at = "Another way", "published", practice.published_at
    newer.save()
    practice.published_revision, practice.draft_revision = newer, None
    practice.save()
    assert start_own_version(adoption=adoption, by=adoption.lead).draft_revision.title == "Ring before the weekend"


def test_a_family_shows_what_the_reader_may_read_and_a_draft_to_nobody(adoption, client):
    parent = adoption.practice
    start(adoption)
    public = PracticeFactory(state="published", grown_from=parent, revision__title="Text before the weekend")
    for_staff = PracticeFactory(
        state="published", grown_from=parent, revision__title="For staff", revision__visibility="staff"
    )
    stranger = UserFactory()
    assert family.family_of(parent, stranger).own_versions == [public]
    assert family.family_of(parent, adoption.lead).own_versions == [for_staff, public]
    page = client.get(parent.get_absolute_url()).content.decode()
    assert "Text before the weekend" in page
    assert "For staff" not in page
    assert parent.title in client.get(public.get_absolute_url()).content.decode()


def test_a_write_up_whose_parent_is_not_shared_names_none(adoption, client):
    parent = PracticeFactory(state="published", revision__title="What only we do", revision__visibility="organisation")
    child = PracticeFactory(state="published", grown_from=parent)
    assert "What only we do" not in client.get(child.get_absolute_url()).content.decode()
