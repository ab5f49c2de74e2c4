"""Who has been briefed, and when a change of the practice asks for it again."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from practices import briefings, learning_due
from practices.actions import briefings as actions
from practices.essential_steps import have_changed
from practices.models import Adoption, Briefing
from tests.factories import AdoptionFactory, BriefingFactory, ModeratorFactory, PracticeFactory, UserFactory
from tests.world import client_of

pytestmark = pytest.mark.django_db

RING, MEET, WRITE = ({"text": text, "essential": "yes"} for text in ("Ring them", "Meet at nine", "Write it down"))


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        ([RING, MEET], [MEET, RING], False),  # another order
        ([RING], [{"text": " ring  THEM\n", "essential": "yes"}], False),  # other capitals and spaces
        ([RING], [RING, {"text": "Have tea", "essential": "no"}], False),  # one that can be changed
        ([RING], [{"text": "Ring her", "essential": "yes"}], True),  # other words
        ([RING], [RING, MEET], True),  # one more
        ([RING, MEET], [RING], True),  # one less
        ([RING], [{"text": "Ring them", "essential": "not_sure"}], True),  # essential no more
        ([RING, RING], [RING], True),
    ],
)
def test_what_counts_as_a_change_of_an_essential_step(before, after, counts):
    assert have_changed(before, after) is counts


@pytest.fixture
def adoption():
    practice = PracticeFactory(state="published", revision__steps=[RING])
    return AdoptionFactory(practice=practice)


def publish(practice, *rows):
    """A newer revision with these steps, which readers have from now on."""
    practice = type(practice).objects.get(pk=practice.pk)
    revision = practice.published_revision
    revision.pk, revision.number, revision.steps = None, revision.number + 1, list(rows)
    revision.published_at = timezone.now()
    revision._state.adding = True
    revision.save()
    practice.published_revision = revision
    practice.save()
    return revision


def due(adoption):
    return briefings.due_among(Adoption.objects.filter(pk=adoption.pk).for_page()).get(adoption.pk)


def test_a_change_of_an_essential_step_asks_for_a_briefing_until_one_is_given_on_it_or_later(adoption):
    assert due(adoption) is None
    second = publish(adoption.practice, MEET)
    assert due(adoption) == second
    third = publish(adoption.practice, MEET, {"text": "Have tea", "essential": "no"})
    assert due(adoption) == third
    BriefingFactory(adoption=adoption, revision=second)
    assert due(adoption) is None  # the third says nothing else of what must stay
    publish(adoption.practice, WRITE)
    BriefingFactory(adoption=adoption, revision=adoption.revision)  # an old one, noted late
    assert due(adoption)
    BriefingFactory(adoption=adoption, revision=adoption.practice.revisions.get(number=4))
    assert due(adoption) is None


def test_taking_a_newer_revision_tells_no_colleague_of_it(adoption):
    second = publish(adoption.practice, MEET)
    Adoption.objects.update(revision=second)
    assert due(adoption) == second


@pytest.mark.parametrize("changed", [{"status": "stopped", "stopped_because": ["fit"], "stopped_why": "Too small."}])
def test_who_has_stopped_briefs_nobody(adoption, changed):
    publish(adoption.practice, MEET)
    Adoption.objects.update(**changed)
    assert due(adoption) is None
    assert learning_due.briefings_for(adoption.lead) == []


def test_who_is_only_considering_it_is_not_asked_to_brief(adoption):
    publish(adoption.practice, MEET)
    Adoption.objects.update(status="considering")
    assert due(adoption) is None
    assert learning_due.briefings_for(adoption.lead) == []


def test_its_lead_is_told_and_other_members_are_not(adoption):
    publish(adoption.practice, MEET)
    member = UserFactory(organisation=adoption.organisation)
    assert [each for each, _revision in learning_due.briefings_for(adoption.lead)] == [adoption]
    assert learning_due.briefings_for(member) == []


def test_how_much_is_asked_of_the_database_does_not_grow(django_assert_num_queries):
    practice = PracticeFactory(state="published", revision__steps=[RING])
    for _number in range(6):
        AdoptionFactory(practice=practice)
    publish(practice, MEET)
    adoptions = list(Adoption.objects.for_page())
    with django_assert_num_queries(2):
        assert len(briefings.due_among(adoptions)) == 6


def form(adoption, **changed):
    said = {"revision": adoption.revision.pk, "on_day": "2", "on_month": "3", "on_year": "2026", "people": "6"}
    return said | {"briefed_by": adoption.lead.pk, "key": "0" * 32} | changed


def page_of(adoption):
    return reverse("briefings", args=[adoption.pk])


def test_a_briefing_is_noted_once_with_a_number_and_no_names(adoption):
    client = client_of(adoption.lead)
    for _click in range(2):
        assert client.post(page_of(adoption), form(adoption)).status_code == 302
    briefing = Briefing.objects.get()
    assert (briefing.people, briefing.on, briefing.by, briefing.revision) == (
        6,
        date(2026, 3, 2),
        adoption.lead,
        adoption.revision,
    )
    assertContains(client.get(page_of(adoption)), "6 people, on revision 1")
    client.post(reverse("briefing_remove", args=[adoption.pk, briefing.pk]))
    assert not Briefing.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": "0"},
        {"people": "six"},
        {"people": ""},
        {"on_year": str(timezone.localdate().year + 1)},
        {"on_day": ""},
        {"revision": "999999"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_noted(adoption, wrong):
    answer = client_of(adoption.lead).post(page_of(adoption), form(adoption, **wrong))
    assertContains(answer, "There is a problem", status_code=400)
    assert not Briefing.objects.exists()


def test_only_members_of_the_organisation_are_named(adoption):
    stranger = UserFactory()
    answer = client_of(adoption.lead).post(page_of(adoption), form(adoption, briefed_by=stranger.pk))
    assertContains(answer, "Choose somebody from the list", status_code=400)
    said = {"on": timezone.localdate(), "people": 3, "revision": adoption.revision}
    with pytest.raises(PermissionDenied, match="belongs to the organisation"):
        actions.record(adoption=adoption, briefed_by=stranger, by=adoption.lead, **said)
    assert not Briefing.objects.exists()


def test_other_members_and_moderators_read_the_list_and_cannot_add_to_it(adoption):
    BriefingFactory(adoption=adoption)
    for person in (UserFactory(organisation=adoption.organisation), ModeratorFactory()):
        client = client_of(person)
        assertNotContains(client.get(page_of(adoption)), "Note a briefing")
        assert client.post(page_of(adoption), form(adoption)).status_code == 403
    assert Briefing.objects.count() == 1
    assert client_of(UserFactory()).get(page_of(adoption)).status_code == 404


def test_the_database_keeps_no_briefing_of_nobody():
    with pytest.raises(IntegrityError):
        BriefingFactory(people=0, on=timezone.localdate() - timedelta(days=1))
