import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from accounts.models import User
from practices import upstream
from practices.due import due_for
from practices.models import Adoption, Comment, Endorsement, FollowUp, Practice, Reminder, Revision
from tests.world import one_transaction

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """Built once for all; what a test changes of it is undone after it."""
    with override_settings(HUB_DEMO=True), one_transaction(django_db_blocker):
        call_command("load_places", verbosity=0)
        call_command("load_topics", verbosity=0)
        call_command("seed_demo_data", verbosity=0)
        yield


def test_there_is_a_write_up_in_every_state(demonstration):
    assert {revision.status for revision in Revision.objects.filter(draft_of__isnull=False)} == {
        "draft",
        "submitted",
        "returned",
        "declined",
    }
    assert {practice.status for practice in Practice.objects.published()} == {"published", "retired"}
    assert set(Practice.objects.published().values_list("published_revision__visibility", flat=True)) == {
        "public",
        "staff",
        "organisation",
    }
    assert Practice.objects.exclude(draft_revision=None).exclude(published_revision=None).exists()


def test_there_is_one_of_everything_that_can_be_due(demonstration):
    due = due_for(Practice.objects.current().for_page())
    assert {each.kind for each in due} == {
        Reminder.Kind.COMING,
        Reminder.Kind.PASSED,
        Reminder.Kind.CONTACT,
        Reminder.Kind.LAW,
    }


def test_there_is_an_adoption_in_every_status_and_one_that_waits(demonstration):
    confirmed = Adoption.objects.confirmed()
    assert set(confirmed.values_list("status", flat=True)) == {"considering", "trying", "in_use", "stopped"}
    assert set(confirmed.values_list("shown_as", flat=True)) == {"team", "organisation", "place", "counted"}
    assert Adoption.objects.proposed().count() == 1


def test_something_has_changed_since_teams_took_it_up(demonstration):
    waiting = upstream.undecided(Adoption.objects.all())
    assert {adoption.organisation.name for adoption in waiting} == {"Demonstration Borough Council"}


def test_teams_have_reported_back_and_one_is_still_asked(demonstration):
    answered = FollowUp.objects.answered()
    assert set(answered.values_list("answer", flat=True)) == {"going_well", "changed", "stopped"}
    assert answered.exclude(thanked_at=None).count() == FollowUp.objects.filter(answered_at=None).count() == 1


def test_everybody_signs_in_with_the_password_of_the_demonstration(demonstration, client, settings):
    for name in ["worker", "colleague", "manager", "moderator", "second.moderator", "admin"]:
        assert User.objects.get(email=f"{name}@demo.example").check_password(settings.HUB_DEMO_PASSWORD)


def test_everything_that_was_said_is_shown(demonstration):
    for said in [Endorsement, Comment]:
        assert set(said.objects.values_list("status", flat=True)) == {"shown"}


def test_a_second_run_makes_nothing_twice(demonstration, capsys):
    before = Practice.objects.count(), User.objects.count()
    call_command("seed_demo_data")
    assert (Practice.objects.count(), User.objects.count()) == before
    assert "Already there." in capsys.readouterr().out


def test_a_password_chosen_anew_is_given_to_those_who_are_there(demonstration, settings):
    settings.HUB_DEMO_PASSWORD = "another-long-password"
    call_command("seed_demo_data")
    assert User.objects.get(email="worker@demo.example").check_password("another-long-password")


def test_outside_a_demonstration_nobody_gets_a_known_password(settings):
    settings.HUB_DEMO = False
    before = User.objects.count()
    with pytest.raises(CommandError, match="HUB_DEMO=1"):
        call_command("seed_demo_data")
    assert User.objects.count() == before
