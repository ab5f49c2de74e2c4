import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from practices.due import due_for
from practices.models import Comment, Endorsement, Practice, Reminder, Revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings):
    settings.HUB_DEMO = True
    call_command("load_places", verbosity=0)
    call_command("load_topics", verbosity=0)
    call_command("seed_demo_data")


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
    with pytest.raises(CommandError, match="HUB_DEMO=1"):
        call_command("seed_demo_data")
    assert not User.objects.exists()
