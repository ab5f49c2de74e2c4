"""How far a practice has come, as its page says it: what makes each line, and what no line gives away."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from practices.adopters import facts_of
from practices.conversation import endorsements_of
from practices.evidence_trail import trail_of
from practices.models import Practice
from tests.factories import (
    AdoptionFactory,
    AuditFactory,
    PracticeFactory,
    SuggestionFactory,
    UserFactory,
    give_endorsement,
    publish_again,
)

pytestmark = pytest.mark.django_db


def trail(practice, reader=None):
    """{title: (whether it is there, its words)}"""
    practice, reader = Practice.objects.for_page().get(pk=practice.pk), reader or AnonymousUser()
    steps = trail_of(practice, endorsements_of(practice, reader), reader)
    return {step.title: (step.is_there, step.words) for step in steps}


@pytest.fixture
def practice():
    return PracticeFactory(state="published")


def test_what_has_just_been_published_has_been_shared_and_nothing_else(practice, client):
    said = trail(practice)
    assert [title for title, (is_there, _words) in said.items() if is_there] == ["Shared"]
    page = client.get(practice.get_absolute_url()).content.decode()
    assert page.count("not yet</span>") == len(said) - 1
    for words in ("Nobody elsewhere who uses it has endorsed it yet.", "No team has said so yet."):
        assert words in page


def test_confirming_after_the_last_change_makes_the_line(practice):
    assert not trail(practice)["Confirmed by its owner"][0]
    Practice.objects.update(confirmed_at=practice.changed_at + timedelta(days=30))
    is_there, words = trail(practice)["Confirmed by its owner"]
    assert is_there
    assert "its owner said that it is still true" in words


def test_what_the_hub_wrote_waits_for_a_team(practice):
    Practice.objects.update(from_public_sources=True, confirmed_at=None)
    said = trail(practice)
    assert "by the hub, from public sources" in said["Shared"][1]
    assert said["Confirmed by its owner"] == (False, "No team has made it its own yet.")


def test_endorsements_count_of_people_elsewhere_who_use_it(practice):
    for standing in ("seen", "reviewed", "receive"):
        give_endorsement(practice, standing=standing)
    give_endorsement(practice, same_organisation=True)
    give_endorsement(practice, status="hidden", hidden_why="It names somebody.")
    waiting = give_endorsement(practice, status="waiting")
    assert trail(practice)["Endorsed by people who use it"] == (
        False,
        "Nobody elsewhere who uses it has endorsed it yet. In the organisation that wrote it, counted apart: 1.",
    )
    assert not trail(practice, waiting.user)["Endorsed by people who use it"][0]
    give_endorsement(practice)
    is_there, words = trail(practice)["Endorsed by people who use it"]
    assert is_there
    assert words.startswith("1 person elsewhere who uses it; last on ")


def test_use_counts_once_a_manager_of_another_organisation_has_confirmed_it(practice):
    AdoptionFactory(practice=practice, status="in_use", confirmed_at=None)
    for number, named in enumerate(("team", "organisation")):
        ours = {"organisation": practice.organisation, "team": f"Team {number}"}
        AdoptionFactory(practice=practice, status="in_use", shown_as=named, **ours)
    assert trail(practice)["In use elsewhere"] == (False, "No team has said so yet.")
    AdoptionFactory(practice=practice, status="trying")
    AdoptionFactory(practice=practice, status="stopped", stopped_because=["fit"], stopped_why="Too far.")
    assert trail(practice)["In use elsewhere"] == (
        False,
        "No team says now that it uses it, 1 is trying it, 1 has stopped.",
    )
    AdoptionFactory(practice=practice, status="in_use", started=date(2026, 3, 1))
    AdoptionFactory(practice=practice, status="in_use", started=date(2025, 5, 1))
    assert trail(practice)["In use elsewhere"] == (
        True,
        "2 teams use it, the first since May 2025, 1 is trying it, 1 has stopped.",
    )


def test_a_team_in_the_numbers_alone_gives_no_day_away(practice):
    AdoptionFactory(practice=practice, status="in_use", started=date(2025, 5, 1), shown_as="counted")
    assert trail(practice)["In use elsewhere"] == (True, "1 team uses it.")
    AdoptionFactory(practice=practice, status="in_use", started=date(2026, 3, 1))
    assert trail(practice)["In use elsewhere"] == (True, "2 teams use it, the first since March 2026.")


@pytest.mark.parametrize("shown_as", ["place", "counted"])
def test_a_team_that_is_not_named_is_not_given_away_by_a_number_that_lacks_it(practice, shown_as):
    """The page says beside this how many teams use it in all."""
    AdoptionFactory(practice=practice, status="in_use", organisation=practice.organisation, shown_as=shown_as)
    assert trail(practice)["In use elsewhere"][1].startswith("1 team uses it")
    assert facts_of(practice).in_use == 1


def test_where_nobody_is_told_who_wrote_it_teams_are_not_told_apart_by_that():
    hidden = PracticeFactory(state="published", revision__shown_as="region")
    AdoptionFactory(practice=hidden, status="in_use", organisation=hidden.organisation, shown_as="counted")
    said = trail(hidden)
    assert "In use elsewhere" not in said
    assert said["In use"] == (True, "1 team uses it.")


def test_a_check_counts_once_its_organisation_lets_others_know(practice):
    adoption = AdoptionFactory(practice=practice)
    for _round in range(2):
        AuditFactory(adoption=adoption, state="finished")
    AuditFactory(practice=practice, state="scoring")
    title = "Checked against its criteria"
    assert trail(practice, adoption.lead)[title] == (False, "No team has said so yet.")
    adoption.audits.update(release="checked")
    is_there, words = trail(practice)[title]
    assert is_there
    assert words.startswith("In 1 team, last in ")
    AuditFactory(practice=practice, state="finished")
    practice.audits.filter(adoption=None, status="finished").update(release="result")
    assert trail(practice)[title][1].startswith("In 2 teams, last in ")


def test_a_check_of_a_team_in_the_numbers_alone_gives_no_day_away(practice):
    adoption = AdoptionFactory(practice=practice, shown_as="counted")
    AuditFactory(adoption=adoption, state="finished")
    adoption.audits.update(release="checked")
    assert trail(practice)["Checked against its criteria"] == (True, "In 1 team.")


def taken_up(practice, **revision):
    """A team's suggestion, which stands in the next revision."""
    publish_again(practice, **revision)
    SuggestionFactory(adoption=AdoptionFactory(practice=practice), accepted=True, revision=practice.published_revision)


def test_a_suggestion_counts_once_a_published_revision_has_taken_it_up(practice):
    title = "Changed by what was learned"
    SuggestionFactory(adoption=AdoptionFactory(practice=practice))
    assert trail(practice)[title] == (False, "No suggestion of a team has been taken up yet.")
    taken_up(practice)
    is_there, words = trail(practice)[title]
    assert is_there
    assert words.startswith("Revision 2, of ")
    assert words.endswith("Changed after what a team suggested.")


def test_of_a_revision_that_the_reader_may_not_read_nothing_is_told(practice):
    taken_up(practice, visibility="organisation")
    publish_again(practice, visibility="public")
    assert not trail(practice)["Changed by what was learned"][0]
    assert trail(practice, practice.authorships.get().user)["Changed by what was learned"][0]


def test_it_costs_two_statements_more(practice, django_assert_num_queries):
    for _round in range(3):
        taken_up(practice)
    practice, reader = Practice.objects.for_page().get(pk=practice.pk), UserFactory()
    endorsements = endorsements_of(practice, reader)
    with django_assert_num_queries(2):
        trail_of(practice, endorsements, reader)
