import pytest
from django.urls import reverse

from practices.actions import moderation
from practices.lifecycle import TransitionNotAllowed
from tests.factories import PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_page_made_for_one_person_is_asked_for_again_on_a_shared_computer(client):
    client.force_login(UserFactory())
    assert client.get(reverse("account"))["Cache-Control"] == "private, no-cache"


def test_a_visitors_page_may_be_kept_by_anybody_who_asks_whether_it_still_holds(client):
    assert client.get(reverse("start"))["Cache-Control"] == "no-cache"


def test_two_people_at_one_moment_get_a_page_and_not_an_error(client, monkeypatch):
    def somebody_was_first(**kwargs):
        raise TransitionNotAllowed("retired", "retired")

    practice = PracticeFactory(state="retired")
    monkeypatch.setattr(moderation, "restore", somebody_was_first)
    client.force_login(practice.authorships.get().user)
    answer = client.post(reverse("restore", args=[practice.slug]))
    assert answer.status_code == 409
    assert "Somebody else changed this first" in answer.content.decode()
