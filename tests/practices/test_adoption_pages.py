"""The pages on which a team says that it uses or tries a practice, and what others read of it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from practices.models import Adoption, AdoptionChange, ContactMessage, Practice
from tests.factories import (
    AdoptionFactory,
    MembershipFactory,
    ModeratorFactory,
    OrganisationFactory,
    PlaceFactory,
    PracticeFactory,
    UserFactory,
)
from tests.world import client_of

pytestmark = pytest.mark.django_db

STEPS = [{"text": "Ring them", "essential": "yes"}, {"text": "Write it up", "essential": "no"}]


@pytest.fixture
def practice():
    return PracticeFactory(state="published", revision__steps=STEPS)


@pytest.fixture
def place():
    return PlaceFactory(short_name="Eastmoor")


@pytest.fixture
def organisation(place):
    return OrganisationFactory(name="Eastmoor Care", places=[place])


@pytest.fixture
def manager(organisation):
    return UserFactory(manages=organisation, display_name="Mo Manager")


def answers(person, where, **changed):
    return {
        "key": str(uuid4()),
        "team": "Night team",
        "place": where.pk,
        "status": "trying",
        "started_month": "3",
        "started_year": "2026",
        "shown_as": "place",
        "lead": person.pk,
    } | changed


def text_of(response):
    return " ".join(response.content.decode().split())


def adopt(person, practice, where, **changed):
    return client_of(person).post(reverse("adopt", args=[practice.slug]), answers(person, where, **changed))


def test_a_manager_records_an_adoption_and_readers_are_told(practice, place, manager, client):
    response = adopt(manager, practice, place, what_it_took="Two weeks, and a rota.")
    adoption = Adoption.objects.get()
    assert response.status_code == 302
    assert response["Location"] == reverse("adoption", args=[adoption.pk])
    assert (adoption.started, adoption.team, adoption.what_it_took) == (
        date(2026, 3, 1),
        "Night team",
        "Two weeks, and a rota.",
    )
    assert adoption.changes.get().on == date(2026, 3, 1)
    assert "1 trying." in text_of(client.get(practice.get_absolute_url()))
    assert "Eastmoor" in text_of(client.get(reverse("adopters", args=[practice.slug])))


def test_a_member_proposes_a_manager_confirms_and_nobody_else_hears_of_it_before(
    practice, place, organisation, manager, client
):
    member = UserFactory(organisation=organisation)
    assert "a manager confirms it" in text_of(client_of(member).get(reverse("adopt", args=[practice.slug])))
    adopt(member, practice, place)
    adoption = Adoption.objects.get()
    own_page = adoption.get_absolute_url()
    assert "waits for a manager" in text_of(client_of(member).get(own_page))
    assert "Confirm it" not in text_of(client_of(member).get(own_page))
    assert "No other team has said" in text_of(client.get(practice.get_absolute_url()))
    assert "Confirm it" in text_of(client_of(manager).get(own_page))
    client_of(manager).post(reverse("adoption_confirm", args=[adoption.pk]))
    assert "1 trying." in text_of(client.get(practice.get_absolute_url()))


@pytest.mark.parametrize("route", ["adoption_decline", "adoption_remove"])
def test_a_proposal_goes_when_it_is_declined_or_taken_back(practice, manager, organisation, route):
    adoption = AdoptionFactory(practice=practice, organisation=organisation, lead=manager, confirmed_at=None)
    response = client_of(manager).post(reverse(route, args=[adoption.pk]))
    assert response["Location"] == practice.get_absolute_url()
    assert not Adoption.objects.exists()


def test_a_double_click_counts_once(practice, place, manager):
    said = answers(manager, place)
    first, second = [client_of(manager).post(reverse("adopt", args=[practice.slug]), said) for _ in range(2)]
    assert first["Location"] == second["Location"]
    assert Adoption.objects.count() == 1


def test_a_team_that_is_recorded_already_is_not_recorded_again_and_what_was_typed_stays(practice, place, manager):
    adopt(manager, practice, place)
    response = adopt(manager, practice, place, team="NIGHT TEAM", what_it_took="A long story.")
    assert response.status_code == 409
    assert "recorded this already" in text_of(response)
    assert "A long story." in text_of(response)
    assert Adoption.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"started_month": "", "started_year": ""}, "Enter the month and year when it started"),
        ({"started_month": ""}, "Enter the month as well"),
        ({"place": ""}, "Choose the place where the team works"),
        ({"status": ""}, "Choose how far you are"),
        ({"status": "stopped"}, "Tick why you stopped"),
        ({"status": "stopped", "stopped_because": ["fit"]}, "Say in a sentence why you stopped"),
        ({"what_it_took": "Ring 07700 900123 first."}, "07700 900123"),
        ({"team": "Ring 07700 900123"}, "07700 900123"),
        ({"status": "stopped", "stopped_because": ["fit"], "stopped_why": "Mrs Patel fell."}, "Mrs Patel"),
        ({"shown_as": "counted", "is_askable": "on"}, "nobody sees whom to ask"),
        ({"lead": "0"}, "Choose somebody from the list"),
    ],
)
def test_a_form_that_fails_says_why_and_keeps_what_was_typed(practice, place, manager, changed, words):
    response = adopt(manager, practice, place, **({"what_it_took": "A long story."} | changed))
    assert response.status_code == 400
    assert words in text_of(response)
    assert "A long story." in text_of(response) or "what_it_took" in changed
    assert not Adoption.objects.exists()


def test_what_is_only_considered_needs_no_month(practice, place, manager):
    adopt(manager, practice, place, status="considering")
    assert Adoption.objects.get().started is None


def test_somebody_of_several_organisations_says_which_and_the_lead_belongs_to_it(
    practice, place, manager, organisation
):
    other = OrganisationFactory(name="Westmoor Care")
    MembershipFactory(user=manager, organisation=other)
    colleague = UserFactory(organisation=organisation)
    assert "Choose which organisation" in text_of(adopt(manager, practice, place))
    refused = adopt(manager, practice, place, organisation=other.pk, lead=colleague.pk)
    assert "Choose somebody who belongs to that organisation" in text_of(refused)
    adopt(manager, practice, place, organisation=organisation.pk, lead=colleague.pk)
    assert (Adoption.objects.get().organisation, Adoption.objects.get().lead) == (organisation, colleague)


def test_what_was_said_can_be_changed(practice, place, organisation, manager):
    adoption = AdoptionFactory(practice=practice, organisation=organisation, lead=manager, team="Day team")
    address = reverse("adoption_edit", args=[adoption.pk])
    assert "Day team" in text_of(client_of(manager).get(address))
    refused = client_of(manager).post(address, answers(manager, place, started_month="", started_year=""))
    assert "Enter the month and year" in text_of(refused)
    client_of(manager).post(address, answers(manager, place, shown_as="team", is_askable="on"))
    adoption.refresh_from_db()
    assert (adoption.team, adoption.shown_as, adoption.is_askable, adoption.status) == (
        "Night team",
        "team",
        True,
        "trying",
    )


def status(person, adoption, **said):
    return client_of(person).post(reverse("adoption_status", args=[adoption.pk]), {"was": adoption.status} | said)


def test_stopping_has_its_reasons_and_is_thanked_for(practice, organisation, manager, client):
    adoption = AdoptionFactory(practice=practice, organisation=organisation, lead=manager)
    refused = status(manager, adoption, status="stopped")
    assert "Tick why you stopped" in text_of(refused)
    said = {"status": "stopped", "stopped_because": ["staffing", "fit"], "stopped_why": "Our wards are too small."}
    status(manager, adoption, **said, since_day="2", since_month="6", since_year="2026")
    page = text_of(client_of(manager).get(adoption.get_absolute_url()))
    assert "Our wards are too small." in page
    assert adoption.changes.last().on == date(2026, 6, 2)
    assert "1 stopped (staffing; it didn’t fit)." in text_of(client.get(practice.get_absolute_url()))


def test_thanks_for_stopping_are_in_words(practice, organisation, manager):
    adoption = AdoptionFactory(practice=practice, organisation=organisation, lead=manager)
    client = client_of(manager)
    said = {"was": "trying", "status": "stopped", "stopped_because": ["fit"], "stopped_why": "Too small."}
    response = client.post(reverse("adoption_status", args=[adoption.pk]), said, follow=True)
    assert "Thank you, that helps others." in text_of(response)


def test_what_somebody_else_said_meanwhile_is_told_and_what_was_typed_is_kept(practice, organisation, manager):
    adoption = AdoptionFactory(practice=practice, organisation=organisation, lead=manager)
    Adoption.objects.update(status="in_use")
    said = {"status": "stopped", "stopped_because": ["fit"], "stopped_why": "Our wards are too small."}
    response = status(manager, adoption, **said)
    assert response.status_code == 409
    page = text_of(response)
    assert "Somebody has said “In use”" in page
    assert "Our wards are too small." in page
    assert 'name="was" value="in_use"' in page
    adoption.refresh_from_db()
    assert adoption.status == "in_use"
    status(manager, adoption, **said)
    adoption.refresh_from_db()
    assert adoption.status == "stopped"


@pytest.mark.parametrize("since", ["1 1 2020", "1 1 2035"])
def test_a_status_is_not_from_before_it_began_or_from_the_future(practice, organisation, manager, since):
    adoption = AdoptionFactory(practice=practice, organisation=organisation, lead=manager)
    day, month, year = since.split()
    refused = status(manager, adoption, status="in_use", since_day=day, since_month=month, since_year=year)
    assert refused.status_code == 400
    assert AdoptionChange.objects.count() == 1


def test_steps_are_gone_through_one_by_one_with_errors_beside_them(practice, organisation, manager, client):
    adoption = AdoptionFactory(practice=practice, organisation=organisation, lead=manager)
    address = reverse("adoption_steps", args=[adoption.pk])
    page = text_of(client_of(manager).get(address))
    assert "Ring them" in page
    assert "Must stay" in page
    refused = text_of(
        client_of(manager).post(address, {"made-0": "changed", "how-0": "Text them", "made-1": "dropped"})
    )
    assert "Say why you changed it" in refused
    assert "Say why you leave it out" in refused
    assert "Text them" in refused
    client_of(manager).post(
        address,
        {
            "made-0": "changed",
            "how-0": "Text them",
            "changed-why-0": "Nobody answers.",
            "dropped-why-0": "left over",
            "made-1": "",
        },
    )
    row = adoption.adaptations.get()
    assert (row.made_of_it, row.how, row.why) == ("changed", "Text them", "Nobody answers.")
    told = text_of(client.get(reverse("adopters", args=[practice.slug])))
    assert "Changed “Ring them” to “Text them”: Nobody answers." in told


def test_a_write_up_without_steps_says_so(organisation, manager):
    practice = PracticeFactory(state="published", revision__steps=[])
    adoption = AdoptionFactory(practice=practice, organisation=organisation, lead=manager)
    page = text_of(client_of(manager).get(reverse("adoption_steps", args=[adoption.pk])))
    assert "names no steps" in page


def test_somebody_may_be_asked_through_the_hub_and_their_address_is_not_shown(practice, organisation, manager, client):
    adoption = AdoptionFactory(practice=practice, organisation=organisation, lead=manager, is_askable=True)
    asker = UserFactory(display_name="Ann Asker", organisation=OrganisationFactory())
    address = reverse("adoption_ask", args=[adoption.pk])
    page = text_of(client_of(asker).get(address))
    assert manager.email not in page
    assert "Mo Manager" not in page
    assert organisation.name not in page  # readers are told the place alone
    said = {"key": str(uuid4()), "message": "How many people does it take?"}
    for _click in range(2):
        client_of(asker).post(address, said)
    [message] = Email.objects.all()
    assert message.to == [manager.email]
    assert message.headers["Reply-To"] == asker.email
    assert ContactMessage.objects.get().adoption == adoption


def test_a_team_is_asked_so_many_times_a_month_and_its_write_up_s_contact_has_a_count_of_its_own(practice, manager):
    adoption = AdoptionFactory(practice=practice, organisation=manager.organisations[0], lead=manager, is_askable=True)
    practice.published_revision.contact_calls = 1
    practice.published_revision.save()
    ContactMessage.objects.bulk_create(
        ContactMessage(practice=practice, adoption=adoption, sender=UserFactory()) for _ in range(10)
    )
    asker = UserFactory()
    said = {"key": str(uuid4()), "message": "How many people does it take?"}
    refused = client_of(asker).post(reverse("adoption_ask", args=[adoption.pk]), said)
    assert refused.status_code == 429
    assert "How many people does it take?" in text_of(refused)
    assert client_of(asker).post(reverse("contact", args=[practice.slug]), said).status_code == 302


@pytest.mark.parametrize(
    ("traits", "code"),
    [
        ({"is_askable": False}, 403),
        ({"is_askable": True, "shown_as": "counted"}, 404),
        ({"is_askable": True, "confirmed_at": None}, 404),
    ],
)
def test_nobody_asks_a_team_that_has_not_said_so_or_that_nobody_is_told_of(practice, traits, code):
    adoption = AdoptionFactory(practice=practice, **traits)
    assert client_of(UserFactory()).get(reverse("adoption_ask", args=[adoption.pk])).status_code == code


def test_the_page_says_since_when_nobody_was_heard_of(practice, client):
    adoption = AdoptionFactory(practice=practice, status="in_use")
    now = timezone.now()
    for ago, words in [(0, "Last heard today."), (21, "Last heard 3 weeks ago."), (200, "Not heard since")]:
        Adoption.objects.update(heard_at=now - timedelta(days=ago))
        assert words in text_of(client.get(practice.get_absolute_url()))
    assert adoption.shown_as == "place"


def test_a_write_up_that_is_withheld_is_not_named_on_the_pages_of_those_who_adopt_it(practice, organisation, manager):
    adoption = AdoptionFactory(practice=practice, organisation=organisation, lead=manager)
    Practice.objects.update(withheld_at=timezone.now(), withheld_why="Somebody could be recognised.")
    for route, code in [("adoption", 200), ("adoption_status", 200), ("adoption_edit", 200), ("adoption_steps", 403)]:
        response = client_of(manager).get(reverse(route, args=[adoption.pk]))
        assert response.status_code == code
        assert practice.title not in text_of(response)
        assert "Ring them" not in text_of(response)


def test_moderators_read_an_adoption_and_change_nothing(practice):
    adoption = AdoptionFactory(practice=practice)
    moderator = client_of(ModeratorFactory())
    assert "Say how far you are now" not in text_of(moderator.get(adoption.get_absolute_url()))
    assert moderator.get(reverse("adoption_status", args=[adoption.pk])).status_code == 403
