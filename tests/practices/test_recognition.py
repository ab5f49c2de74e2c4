"""What somebody has shared and what came of it, on a page to print: no more than readers are told."""

import pytest
from django.urls import reverse

from practices.actions import moderation
from practices.models import Endorsement
from tests.factories import (
    AdoptionFactory,
    FollowUpFactory,
    ModeratorFactory,
    OrganisationFactory,
    PlaceFactory,
    PracticeFactory,
    UserFactory,
    give_endorsement,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return OrganisationFactory(name="Ours Council", slug="ours")


@pytest.fixture
def practice(ours):
    return PracticeFactory(
        state="published",
        organisation=ours,
        author=UserFactory(display_name="Asha Author", organisation=ours),
        revision__title="Quagga walks",
        revision__people_said="I was *listened* to.",
    )


def mine(client, practice):
    client.force_login(practice.authorships.first().user)
    answer = client.get(reverse("recognition"))
    assert answer.status_code == 200
    return answer.content.decode()


def of_organisation(client, ours, query="", **person):
    client.force_login(UserFactory(**(person or {"manages": ours})))
    return client.get(reverse("organisation_recognition", args=[ours.slug]) + query)


def test_it_holds_what_a_person_shared_where_it_is_used_and_what_was_said(client, practice):
    place = PlaceFactory(short_name="Eastmoor", official_name="Eastmoor")
    theirs = OrganisationFactory(name="Eastmoor Care")
    AdoptionFactory(practice=practice, organisation=theirs, place=place, status="in_use", shown_as="organisation")
    AdoptionFactory(practice=practice, place=place, shown_as="place")
    give_endorsement(practice, UserFactory(display_name="Eve Endorser", job_title="Team manager"), why="It works here.")
    said = {"may_quote": True, "better": "People wait less.", "told_more_at": practice.published_at, "answered": True}
    FollowUpFactory(adoption__practice=practice, adoption__shown_as="counted", **said)
    grown = PracticeFactory(state="published", grown_from=practice, revision__title="Okapi walks")
    page = mine(client, practice)
    for told in (
        "What Asha Author has shared",
        "Quagga walks",
        "Eastmoor Care, in Eastmoor: in use, begun January 2026",
        "A team in Eastmoor: trying it",
        "<em>listened</em>",
        "It works here.",
        "Eve Endorser, Team manager",
        "People wait less.",
        grown.published_revision.title,
    ):
        assert told in page, told


def test_it_tells_no_more_than_readers_are_told(client, practice):
    secret = OrganisationFactory(name="Zebra Trust")
    place = PlaceFactory(short_name="Zebraton", official_name="Zebraton")
    AdoptionFactory(practice=practice, organisation=secret, place=place, shown_as="counted", team="Yellow team")
    AdoptionFactory(practice=practice, organisation=secret, shown_as="place", team="Violet team")
    AdoptionFactory(practice=practice, confirmed_at=None, confirmed_by=None, team="Xenia team", shown_as="team")
    AdoptionFactory(practice=practice, status="considering", team="Willow team", shown_as="team")
    for status in (Endorsement.Status.WAITING, Endorsement.Status.HIDDEN):
        give_endorsement(practice, status=status, why="Vixen words", hidden_why="A name")
    give_endorsement(practice, UserFactory(display_name="Una Unnamed"), standing="receive", why="They rang me.")
    words = {"better": "Tapir words", "answered": True, "told_more_at": practice.published_at}
    FollowUpFactory(adoption__practice=practice, adoption__team="Sloth team", may_quote=False, **words)
    PracticeFactory(state="published", grown_from=practice, revision__title="Rhea", revision__visibility="organisation")
    page = mine(client, practice)
    for hidden in ("Zebra", "Yellow", "Violet", "Xenia", "Willow", "Vixen", "Una Unnamed", "Tapir", "Sloth", "Rhea"):
        assert hidden not in page, hidden
    assert "They rang me." in page


def test_only_what_is_published_and_shown_stands_on_it(client, practice):
    author = practice.authorships.get().user
    PracticeFactory(author=author, revision__title="Draft quokka")
    PracticeFactory(author=author, state="withheld", revision__title="Withheld quokka")
    PracticeFactory(state="published", revision__title="Somebody else’s quokka")
    PracticeFactory(author=author, state="retired", revision__title="Retired tapir")
    page = mine(client, practice)
    assert "quokka" not in page
    assert "Retired tapir" in page
    moderation.withhold(practice=practice, by=ModeratorFactory(), why="It names a street.")
    assert "Quagga walks" not in mine(client, practice)


def test_who_has_shared_nothing_is_told_what_would_stand_there(client):
    client.force_login(UserFactory())
    assert "Nothing is published yet" in client.get(reverse("recognition")).content.decode()


def test_a_manager_has_the_organisation_s_and_each_team_s(client, ours, practice):
    PracticeFactory(state="published", organisation=ours, revision__title="Okapi rides", revision__team="Night team")
    page = of_organisation(client, ours).content.decode()
    assert "What Ours Council has shared" in page
    assert "Quagga walks" in page
    assert "Okapi rides" in page
    page = of_organisation(client, ours, "?team=Night+team").content.decode()
    assert "What Night team has shared" in page
    assert "Okapi rides" in page
    assert "Quagga walks" not in page
    assert "Quagga walks" in of_organisation(client, ours, "?team=No+such+team").content.decode()


def test_a_manager_is_not_told_of_what_is_shown_as_its_region_unless_it_is_a_process(client, ours):
    shown = {"state": "published", "organisation": ours, "revision__shown_as": "region"}
    PracticeFactory(**shown, revision__title="Tapir one", revision__team="Tapir team")
    PracticeFactory(**shown, revision__title="Okapi", revision__kind="process")
    page = of_organisation(client, ours).content.decode()
    assert "Tapir" not in page
    assert "Okapi" in page


def test_others_do_not_have_the_organisation_s(client, ours, practice):
    address = reverse("organisation_recognition", args=["ours"])
    assert client.get(address).status_code == 302
    for person in ({"organisation": ours}, {"manages": OrganisationFactory()}, {"is_moderator": True}):
        answer = of_organisation(client, ours, **person)
        assert answer.status_code == 403
        assert "Quagga" not in answer.content.decode()
    unknown = OrganisationFactory(slug="unknown", verified_at=None)
    assert of_organisation(client, unknown, organisation=ours).status_code == 404


def test_it_is_only_read(client, ours):
    client.force_login(UserFactory(manages=ours))
    for address in (reverse("recognition"), reverse("organisation_recognition", args=["ours"])):
        assert client.post(address).status_code == 405
