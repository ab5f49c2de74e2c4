"""What readers are told of those who adopt a practice: as much as each allows, and nothing of what is only counted."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.adopters import adopters_of, facts_of
from practices.models import Adaptation, Audit
from tests.factories import (
    AdoptionFactory,
    AuditFactory,
    ModeratorFactory,
    OrganisationFactory,
    PlaceFactory,
    PracticeFactory,
    UserFactory,
)
from tests.world import client_of, undone

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["team", "organisation", "place", "counted"]),
        st.sampled_from(["considering", "trying", "in_use", "stopped"]),
        st.booleans(),  # confirmed
        st.booleans(),  # may be asked
    ),
    max_size=5,
)


def adopt(practice, number, shown_as, status, is_confirmed=True, is_askable=True):
    """An adoption whose every word is its own: “xteam3x” is the team of the third."""
    stopped = status == "stopped"
    adoption = AdoptionFactory(
        practice=practice,
        organisation=OrganisationFactory(name=f"xorganisation{number}x"),
        team=f"xteam{number}x",
        place=PlaceFactory(short_name=f"xplace{number}x"),
        status=status,
        stopped_because=["fit"] if stopped else [],
        stopped_why=f"xsaid{number}x" if stopped else "",
        what_it_took=f"xsaid{number}x",
        shown_as=shown_as,
        is_askable=is_askable,
        **({} if is_confirmed else {"confirmed_at": None, "confirmed_by": None}),
    )
    Adaptation.objects.create(
        adoption=adoption, position=0, step="Meet", made_of_it="changed", how=f"xsaid{number}x", why=f"xsaid{number}x"
    )
    return adoption


TOLD = {
    "team": {"xteam", "xorganisation", "xplace", "xsaid"},
    "organisation": {"xorganisation", "xplace", "xsaid"},
    "place": {"xplace", "xsaid"},
    "counted": set(),
}


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
def test_pages_tell_outsiders_what_each_allows_and_nothing_else(rows):
    with undone():
        practice = PracticeFactory(state="published")
        adoptions = [adopt(practice, number, *row) for number, row in enumerate(rows)]
        expected = {
            f"{word}{number}x"
            for number, (shown_as, _status, is_confirmed, _askable) in enumerate(rows)
            if is_confirmed
            for word in TOLD[shown_as]
        }
        author = practice.authorships.get().user
        for reader in (VISITOR, UserFactory(organisation=OrganisationFactory()), author):
            client = client_of(reader)
            adopters = client.get(reverse("adopters", args=[practice.slug])).content.decode()
            assert set(re.findall(r"x(?:team|organisation|place|said)\dx", adopters)) == expected
            page = client.get(practice.get_absolute_url()).content.decode()
            assert not re.findall(r"x(?:team|organisation|place|said)\dx", page)
            for adoption, (shown_as, _status, is_confirmed, _askable) in zip(adoptions, rows, strict=True):
                assert (f'id="adoption-{adoption.pk}"' in adopters) == (is_confirmed and shown_as != "counted")
        moderator = client_of(ModeratorFactory()).get(reverse("adopters", args=[practice.slug])).content.decode()
        assert {f"xteam{n}x" for n, row in enumerate(rows) if row[2]} == set(re.findall(r"xteam\dx", moderator))


FOR_PROGRAMS = [
    "/api/v1/practices/?limit=100",
    "/api/v1/practices/{slug}/",
    "/practices/export.csv",
    "/practices/export.jsonl",
    "/oai/?verb=ListRecords&metadataPrefix=oai_dc",
    "/feeds/latest.atom",
]


@pytest.mark.parametrize("address", FOR_PROGRAMS)
def test_files_and_programs_are_told_of_no_team_that_adopts_and_of_no_check(client, address):
    practice = PracticeFactory(state="published")
    for number, shown_as in enumerate(TOLD):
        adoption = adopt(practice, number, shown_as, "in_use")
        audit = AuditFactory(adoption=adoption, criteria=[f"xsaid{number}x"], state="finished")
        Audit.objects.filter(pk=audit.pk).update(release="result")
    answer = client.get(address.format(slug=practice.slug))
    told = (answer.getvalue() if answer.streaming else answer.content).decode()
    assert practice.title in told
    assert not re.findall(r"x(?:team|organisation|place|said)\dx", told)
    assert "udit" not in told


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
def test_what_is_only_counted_changes_the_number_of_teams_and_no_other_fact(rows):
    """The facts with it are those without it, but for the number of its status and “at least”."""
    with undone():
        practice, without = PracticeFactory(state="published"), PracticeFactory(state="published")
        for number, row in enumerate(rows):
            adopt(practice, number, *row)
            if row[0] != "counted":
                twin = adopt(without, number + 5, *row)
                twin.place = PlaceFactory()
                twin.save()
        known, other = facts_of(practice), facts_of(without)
        assert (known.places, known.reasons) == (other.places, other.reasons)
        assert (known.heard_at is None) == (other.heard_at is None)
        counted = [row for row in rows if row[0] == "counted" and row[2]]
        assert known.teams == other.teams + len(counted)
        assert known.some_places_not_told == any(row[1] == "in_use" for row in counted)


def test_the_summary_is_in_words():
    practice = PracticeFactory(state="published")
    for number in range(3):
        adopt(practice, number, "place", "in_use")
    adopt(practice, 3, "place", "trying")
    adopt(practice, 4, "place", "stopped")
    assert facts_of(practice).sentence == "In use by 3 teams in 3 places, 1 trying, 1 stopped (it didn’t fit)."
    adopt(practice, 5, "counted", "in_use")
    adopt(practice, 6, "counted", "stopped")
    assert facts_of(practice).sentence == "In use by 4 teams in at least 3 places, 1 trying, 2 stopped (it didn’t fit)."


def test_a_team_that_is_only_counted_has_no_place_no_reason_and_no_date():
    practice = PracticeFactory(state="published")
    adopt(practice, 1, "counted", "in_use")
    adopt(practice, 2, "counted", "stopped")
    facts = facts_of(practice)
    assert facts.sentence == "In use by 1 team, 1 stopped."
    assert facts.last_heard == ""


def test_adopters_stand_by_place_and_those_without_a_name_first_in_it():
    practice, place = PracticeFactory(state="published"), PlaceFactory(short_name="Aberdale")
    for name, shown_as in [("Bee", "organisation"), ("Cee", "place"), ("Ay", "organisation")]:
        AdoptionFactory(
            practice=practice, place=place, organisation=OrganisationFactory(name=name), shown_as=shown_as, team=name
        )
    AdoptionFactory(practice=practice, place=PlaceFactory(short_name="Aardale"), team="")
    told = [(row.adoption.place.short_name, row.who) for row in adopters_of(practice, VISITOR)]
    assert told == [("Aardale", ""), ("Aberdale", ""), ("Aberdale", "Ay"), ("Aberdale", "Bee")]


def test_authors_read_why_a_team_that_is_only_counted_saw_harm_and_not_who_it_was():
    practice = PracticeFactory(state="published")
    adoption = adopt(practice, 1, "counted", "stopped")
    adoption.stopped_because, adoption.stopped_why = ["harm"], "Two people fell on the way home."
    adoption.save()
    author = practice.authorships.get().user
    page = client_of(author).get(reverse("adopters", args=[practice.slug])).content.decode()
    assert "Two people fell on the way home." in page
    assert not re.findall(r"x(?:team|organisation|place|said)\dx", page)
    other = client_of(UserFactory()).get(reverse("adopters", args=[practice.slug])).content.decode()
    assert "Two people fell" not in other


def test_many_teams_share_a_mark_and_the_picture_says_so():
    practice = PracticeFactory(state="published")
    AdoptionFactory.create_batch(1, practice=practice)
    facts = facts_of(practice)
    assert [len(line.places) for line in facts.picture] == [1]
    many = type(facts)(**{**vars(facts), "in_use": 41, "trying": 3})
    assert (many.teams_a_mark, [len(line.places) for line in many.picture]) == (3, [14, 1])
