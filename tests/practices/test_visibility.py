"""Who may read what: the queryset, the policy and the search entry give one answer for everybody."""

import pytest
from django.contrib.auth.models import AnonymousUser

from practices import policies
from practices.choices import Visibility
from practices.models import Practice, SearchEntry, TrustedReader
from tests.factories import (
    STATES,
    AdministratorFactory,
    ModeratorFactory,
    OrganisationFactory,
    PracticeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def readers():
    """One person of each role towards the practices of “ours”."""
    ours, theirs = OrganisationFactory(), OrganisationFactory()
    unverified = OrganisationFactory(verified_at=None)
    return ours, {
        "visitor": AnonymousUser(),
        "someone of no organisation": UserFactory(),
        "member of an unverified organisation": UserFactory(organisation=unverified),
        "member elsewhere": UserFactory(organisation=theirs),
        "manager elsewhere": UserFactory(manages=theirs),
        "member": UserFactory(organisation=ours),
        "manager": UserFactory(manages=ours),
        "author": UserFactory(organisation=ours),
        "co-author elsewhere": UserFactory(organisation=theirs),
        "colleague who reads drafts": UserFactory(organisation=ours),
        "moderator": ModeratorFactory(),
        "moderator of the same organisation": ModeratorFactory(organisation=ours),
        "administrator": AdministratorFactory(),
    }


@pytest.fixture
def practices(readers):
    ours, people = readers
    made = [
        PracticeFactory(
            state=state,
            organisation=ours,
            author=people["author"],
            co_authors=[people["co-author elsewhere"]],
            revision__visibility=visibility,
            revision__kind=kind,
        )
        for state in STATES
        for visibility in Visibility
        for kind in ("example", "process")
    ]
    for practice in made:
        TrustedReader.objects.create(practice=practice, user=people["colleague who reads drafts"])
    return made


def test_the_list_shows_exactly_what_the_page_would_open(readers, practices):
    for role, person in readers[1].items():
        listed = set(Practice.objects.visible_to(person).values_list("pk", flat=True))
        for practice in Practice.objects.for_page():
            may = policies.can(person, "read", practice)
            assert (practice.pk in listed) is may, f"{role}, {practice.status}, {practice.current_revision.visibility}"


def test_the_search_entry_gives_the_same_answer_as_the_practice(readers, practices):
    for role, person in readers[1].items():
        visible = Practice.objects.published().visible_to(person).filter(withheld_at=None)
        listed = set(visible.values_list("pk", flat=True))
        found = set(SearchEntry.objects.visible_to(person).values_list("pk", flat=True))
        assert found == listed, role
        assert found or role not in ("author", "moderator", "administrator")


def test_a_deactivated_moderator_sees_no_more_than_a_visitor():
    PracticeFactory(state="in_review")
    PracticeFactory(state="published", revision__visibility="staff")
    person = ModeratorFactory(is_active=False)
    assert not Practice.objects.visible_to(person).exists()
    assert not SearchEntry.objects.visible_to(person).exists()
