"""Finding what other teams have taken up, and how exactly it is counted."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.actions import adoption as actions
from practices.actions import moderation
from practices.actions.adoption import Progress
from practices.actions.search import rebuild
from practices.filters import PracticeFilterSet
from practices.models import Adoption, Practice
from practices.search import search
from practices.search.adopted import mark
from tests.factories import (
    AdoptionFactory,
    MembershipFactory,
    ModeratorFactory,
    OrganisationFactory,
    PlaceFactory,
    PracticeFactory,
    UserFactory,
)
from tests.world import undone

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
NORTH, SOUTH = "North West", "South East"


def found(user, asked):
    filterset = PracticeFilterSet(QueryDict(f"adopted={asked}"), user=user)
    return set(search("", user=user, filterset=filterset).practices)


def offered(user):
    filterset = PracticeFilterSet(QueryDict(""), user=user)
    results = search("", user=user, filterset=filterset)
    facets = [facet for facet in filterset.facets(results.counts) if facet.name == "adopted"]
    return {option.value: option.count for facet in facets for option in facet.options}


@pytest.fixture
def me():
    ours = OrganisationFactory(kind="care_provider", places=[PlaceFactory(region=NORTH), PlaceFactory(region=SOUTH)])
    return UserFactory(organisation=ours)


def adopted(region=NORTH, kind="care_provider", practice=None, **traits):
    adoption = AdoptionFactory(
        practice=practice or PracticeFactory(state="published"),
        place=PlaceFactory(region=region),
        organisation=OrganisationFactory(kind=kind),
        **traits,
    )
    mark([adoption.practice_id])
    return adoption.practice_id


def test_what_others_have_taken_up_is_found_and_counted(me):
    PracticeFactory(state="published")
    both = adopted(shown_as="organisation")
    elsewhere = adopted(region="London", kind="nhs", shown_as="team")
    assert found(VISITOR, "elsewhere") == {both, elsewhere}
    assert found(me, "my_region") == found(me, "my_kind") == {both}
    assert offered(me) == {"elsewhere": 2, "my_region": 1, "my_kind": 1}


def test_what_is_taken_up_in_two_of_my_regions_counts_once(me):
    practice = PracticeFactory(state="published")
    adopted(NORTH, practice=practice)
    adopted(SOUTH, practice=practice)
    assert offered(me)["my_region"] == 1


def test_visitors_are_offered_what_is_taken_up_anywhere_and_nothing_about_themselves():
    practice = adopted(shown_as="organisation")
    assert offered(VISITOR) == {"elsewhere": 1}
    assert found(VISITOR, "my_region") == {practice}  # asks for nothing that is offered, so nothing is narrowed
    assert offered(UserFactory()) == {"elsewhere": 1}


def test_what_readers_are_not_told_cannot_be_found_out_by_a_filter(me):
    counted, in_place = adopted(shown_as="counted"), adopted(shown_as="place")
    assert found(me, "elsewhere") == {counted, in_place}
    assert found(me, "my_region") == {in_place}
    assert found(me, "my_kind") == set()


@pytest.mark.parametrize("traits", [{"confirmed_at": None}, {"status": "stopped"}])
def test_what_is_proposed_or_stopped_does_not_count(traits):
    if traits.get("status"):
        traits |= {"stopped_because": ["fit"], "stopped_why": "Too small."}
    adopted(**traits)
    assert found(VISITOR, "elsewhere") == set()


def test_a_team_of_the_same_organisation_is_not_elsewhere_but_where_that_would_tell_whose_it_is():
    for shown_as, is_found in [("team", False), ("region", True)]:
        practice = PracticeFactory(state="published", revision__shown_as=shown_as)
        AdoptionFactory(practice=practice, organisation=practice.organisation)
        mark([practice.pk])
        assert (practice.pk in found(VISITOR, "elsewhere")) == is_found


def test_it_follows_each_change_of_an_adoption_and_of_the_write_up():
    practice = PracticeFactory(state="published")
    adoption = AdoptionFactory(practice=practice, confirmed_at=None, confirmed_by=None)
    lead = adoption.lead
    actions.confirm(adoption=adoption, by=lead)
    assert found(VISITOR, "elsewhere") == {practice.pk}
    stopped = Progress("stopped", date(2026, 3, 1), ["fit"], "Too small.")
    actions.change_status(adoption=adoption, by=lead, progress=stopped)
    assert found(VISITOR, "elsewhere") == set()
    actions.change_status(adoption=adoption, by=lead, progress=Progress("in_use", date(2026, 4, 1)))
    moderator = ModeratorFactory()
    moderation.withhold(practice=practice, by=moderator, why="Somebody could be recognised.")
    assert found(VISITOR, "elsewhere") == set()
    moderation.show_again(practice=practice, by=moderator)
    assert found(VISITOR, "elsewhere") == {practice.pk}
    list(rebuild())
    assert found(VISITOR, "elsewhere") == {practice.pk}


REGIONS, KINDS = [NORTH, SOUTH, "London"], ["care_provider", "nhs"]
ADOPTIONS = st.lists(
    st.tuples(
        st.integers(0, 2),  # the practice
        st.sampled_from(REGIONS),
        st.sampled_from(KINDS),
        st.sampled_from(["team", "organisation", "place", "counted"]),
        st.booleans(),  # confirmed
    ),
    max_size=5,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ADOPTIONS)
def test_counts_are_what_is_found_whatever_is_taken_up_and_whoever_looks(rows):
    with undone():
        readable = ["public", "public", "organisation"]
        practices = [PracticeFactory(state="published", revision__visibility=each) for each in readable]
        ours = OrganisationFactory(kind="nhs", places=[PlaceFactory(region=each) for each in (NORTH, "London")])
        person = UserFactory(organisation=ours)
        MembershipFactory(user=person, organisation=OrganisationFactory(kind="police"))
        for number, region, kind, shown_as, is_confirmed in rows:
            adopted(
                region, kind, practices[number], shown_as=shown_as, **({} if is_confirmed else {"confirmed_at": None})
            )
        going_on = Adoption.objects.exclude(confirmed_at=None)
        in_region = going_on.exclude(shown_as="counted").filter(place__region__in=[NORTH, "London"])
        of_kind = going_on.filter(shown_as__in=["team", "organisation"], organisation__kind__in=["nhs", "police"])
        for viewer, asked in [
            (VISITOR, {"elsewhere": going_on}),
            (person, {"elsewhere": going_on, "my_region": in_region, "my_kind": of_kind}),
        ]:
            may_read = Practice.objects.visible_to(viewer)
            expected = {
                name: set(may_read.filter(adoptions__in=some).values_list("pk", flat=True))
                for name, some in asked.items()
            }
            assert {name: found(viewer, name) for name in asked} == expected
            assert offered(viewer) == {name: len(some) for name, some in expected.items() if some}
