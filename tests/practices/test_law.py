"""The register of law and guidance: one mark, a banner on everything that cites it, until its authors have looked."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from practices import law as register
from practices.actions import law, moderation, staying_true
from practices.models import LawChange
from tests.factories import LawChangeFactory, ModeratorFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db

BANNER = "have not said yet whether this still holds"


def citing(*titles, state="published", **traits):
    rows = [{"title": title, "reference": "section 9", "checked_on": "May 2025"} for title in titles]
    practice = PracticeFactory(state=state, revision__law=rows, **traits)
    if practice.published_at:
        practice.published_at = practice.changed_at = practice.confirmed_at = timezone.now() - timedelta(days=100)
        practice.save()
    return practice


def banner_of(practice):
    return BANNER in Client().get(practice.get_absolute_url()).content.decode()


def author_of(practice):
    return practice.authorships.first().user


def marked(title="Care Act 2014", days_ago=0, **traits):
    return LawChangeFactory(title=title, changed_on=timezone.localdate() - timedelta(days=days_ago), **traits)


def test_the_register_groups_titles_whatever_their_capitals_and_spaces():
    for title in ("Care Act 2014", "care  act 2014", "Care Act 2014 ", "Care Act"):
        citing(title)
    citing("Care Act 2014", "CARE ACT 2014", "Children Act 1989")
    found = [(cited.title, cited.number) for cited in register.register(ModeratorFactory())]
    assert found == [("Care Act", 1), ("Care Act 2014", 4), ("Children Act 1989", 1)]


def test_the_register_tells_of_no_draft_and_of_nothing_retired(client):
    citing("Secret Act", state="in_review")
    citing("Repealed Act", state="retired")
    client.force_login(ModeratorFactory())
    page = client.get(reverse("review_law")).content.decode()
    assert "Nothing is cited yet" in page
    assert client.get(reverse("law_changed", args=["Secret Act"])).status_code == 404


def test_a_moderator_says_once_that_it_has_changed(client):
    practices = [citing("Care Act 2014"), citing("care act  2014"), citing("Children Act 1989")]
    moderator = ModeratorFactory()
    client.force_login(moderator)
    address = reverse("law_changed", args=["Care Act 2014"])
    assert address in client.get(reverse("review_law")).content.decode()
    page = client.get(address).content.decode()
    assert "2 write-ups cite it" in page
    assert "section 9" in page
    today = timezone.localdate()
    day = {"changed_on_day": today.day, "changed_on_month": today.month, "changed_on_year": today.year}
    assert client.post(address, {"what_changed": "Section 9 asks for more."} | day).url == reverse("review_law")
    assert [banner_of(practice) for practice in practices] == [True, True, False]
    shown = Client().get(practices[0].get_absolute_url()).content.decode()
    assert "Care Act 2014 changed on" in shown
    assert "Section 9 asks for more." in shown
    event = AuditEvent.objects.get(action="law_marked_changed")
    assert event.by_id == moderator.pk
    assert "Section 9" not in str(event.details)


def test_what_has_not_changed_yet_cannot_be_marked(client):
    citing("Care Act 2014")
    client.force_login(ModeratorFactory())
    day = timezone.localdate() + timedelta(days=1)
    answer = client.post(
        reverse("law_changed", args=["Care Act 2014"]),
        {"what_changed": "More", "changed_on_day": day.day, "changed_on_month": day.month, "changed_on_year": day.year},
    )
    assert answer.status_code == 400
    assert "Give today or an earlier day" in answer.content.decode()
    assert not LawChange.objects.exists()


def test_the_banner_stays_until_the_authors_confirm():
    practice = citing("Care Act 2014")
    marked()
    assert banner_of(practice)
    staying_true.confirm(practice=practice, by=author_of(practice))
    assert not banner_of(practice)


def test_the_banner_stays_until_a_revision_is_published():
    practice = citing("Care Act 2014", state="changing_in_review")
    marked()
    assert banner_of(practice)
    moderator = ModeratorFactory()
    moderation.take(practice=practice, by=moderator)
    moderation.publish(practice=practice, by=moderator)
    assert not banner_of(practice)


def test_who_confirmed_after_the_day_it_changed_knew_of_it():
    practice = citing("Care Act 2014")
    marked(days_ago=101)
    assert not banner_of(practice)
    marked(days_ago=99)
    assert banner_of(practice)


def test_it_can_be_taken_back(client):
    practice = citing("Care Act 2014")
    change = marked()
    moderator = ModeratorFactory()
    client.force_login(moderator)
    address = reverse("law_undo", args=[change.pk])
    client.get(address)
    assert banner_of(practice)
    client.post(address)
    assert not banner_of(practice)
    assert AuditEvent.objects.get(action="law_change_undone").by_id == moderator.pk
    assert client.post(address).status_code == 404


def test_nobody_else_marks_or_takes_back():
    change, member = marked(), UserFactory()
    with pytest.raises(PermissionDenied, match="Only moderators"):
        law.mark_changed(title="X", what_changed="Y", changed_on=timezone.localdate(), by=member)
    with pytest.raises(PermissionDenied, match="Only moderators"):
        law.undo(change=change, by=member)
    assert LawChange.objects.get() == change


def test_what_is_retired_says_nothing_of_changes():
    practice = citing("Care Act 2014", state="retired")
    marked()
    assert not banner_of(practice)


def test_what_the_hub_wrote_itself_does_not_speak_of_authors():
    practice = citing("Care Act 2014", author=False, from_public_sources=True)
    marked()
    page = Client().get(practice.get_absolute_url()).content.decode()
    assert "Nobody has looked yet whether this still holds." in page
    assert BANNER not in page
