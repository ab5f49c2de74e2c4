"""The library of reasons for a return, as moderators keep it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse

from accounts.models import AuditEvent
from practices.actions import reasons
from practices.models import ReturnReason
from practices.sections import SECTIONS
from tests.factories import AdministratorFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db

WORDS = "Could you say who holds the list?"


@pytest.fixture
def moderator(client):
    moderator = ModeratorFactory()
    client.force_login(moderator)
    return moderator


def said():
    return set(ReturnReason.objects.values_list("section", "words"))


def test_a_hub_begins_with_reasons_for_every_section_and_for_the_whole(capsys):
    call_command("load_return_reasons")
    assert {section for section, _words in said()} == {"", *(section.key for section in SECTIONS)}
    assert all(words == words.strip() and len(words) <= 600 for _section, words in said())


def test_what_moderators_have_made_of_them_stays(moderator):
    call_command("load_return_reasons", verbosity=0)
    for reason in ReturnReason.objects.exclude(section="fit"):
        reasons.remove(reason=reason, by=moderator)
    kept = said()
    call_command("load_return_reasons", verbosity=0)
    assert said() == kept


def test_a_moderator_adds_changes_and_removes_one(client, moderator):
    before = said()
    client.post(reverse("reason_add"), {"section": "model", "words": WORDS})
    assert said() == before | {("model", WORDS)}
    reason = ReturnReason.objects.get(words=WORDS)
    assert WORDS in client.get(reverse("review_reasons")).content.decode()
    client.post(reverse("reason_edit", args=[reason.pk]), {"section": "", "words": WORDS})
    assert said() == before | {("", WORDS)}
    assert WORDS in client.get(reverse("reason_remove", args=[reason.pk])).content.decode()
    client.post(reverse("reason_remove", args=[reason.pk]))
    assert said() == before
    kinds = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(kinds) == ["return_reason_added", "return_reason_changed", "return_reason_removed"]
    assert not any(WORDS in str(event.details) for event in AuditEvent.objects.all())


def test_nothing_is_offered_twice(moderator):
    first = reasons.add(by=moderator, section="model", words=WORDS)
    assert reasons.add(by=moderator, section="model", words=WORDS) == first
    other = reasons.add(by=moderator, section="fit", words=WORDS)
    assert reasons.change(reason=other, by=moderator, section="model", words=WORDS) == first
    assert ReturnReason.objects.filter(words=WORDS).count() == 1


@pytest.mark.parametrize("answers", [{"section": "model", "words": " "}, {"section": "nowhere", "words": WORDS}])
def test_what_cannot_be_kept_is_asked_again(client, moderator, answers):
    before = said()
    page = client.post(reverse("reason_add"), answers)
    assert page.status_code == 400
    assert "There is a problem" in page.content.decode()
    assert said() == before


@pytest.mark.parametrize("factory", [UserFactory, AdministratorFactory])
def test_nobody_else_looks_after_them(factory):
    before = said()
    with pytest.raises(PermissionDenied, match="Only moderators"):
        reasons.add(by=factory(), section="model", words=WORDS)
    assert said() == before


def test_without_any_the_page_says_so(client, moderator):
    assert "No reasons yet" in client.get(reverse("review_reasons")).content.decode()
