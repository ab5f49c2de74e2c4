"""The link in the mail that asks how it goes: what it lets somebody do, and what it does not."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from practice_hub.logging import PlainLines
from practices.following_up import links
from practices.models import Adoption, FollowUp, FollowUpPause, Notification
from tests.factories import AdoptionFactory, FollowUpFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    return FollowUpFactory()


def address(row, page="follow_up"):
    return reverse(page, args=[links.token(row)])


def answer(client, row, said="going_well"):
    """Presses a button; the page that follows, and its address."""
    response = client.post(address(row), {"answer": said}, follow=True)
    return response, response.redirect_chain[-1][0] if response.redirect_chain else ""


def everything():
    """All that an answer could change."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (FollowUp, Adoption, FollowUpPause, Notification, AuditEvent)
    ]


def text_of(response):
    return response.content.decode()


def test_one_press_is_an_answer_and_nobody_signs_in(client, row):
    page = client.get(address(row))
    assert "Still going?" in text_of(page)
    assert text_of(page).count('name="answer"') == 3
    response, _where = answer(client, row, "changed")
    assert "Your answer is kept: We changed it." in text_of(response)
    row.refresh_from_db()
    assert (row.answer, row.told_more_at) == ("changed", None)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("page", ["follow_up", "follow_up_pause", "follow_up_stop"])
def test_programs_that_follow_links_change_nothing(client, row, page):
    before = everything()
    for method in ("head", "get", "get", "options", "put"):
        getattr(client, method)(address(row, page))
    assert everything() == before
    assert client.get(address(row, page)).status_code == 200


def test_opening_the_page_after_the_answer_changes_nothing_either(client, row):
    _response, where = answer(client, row, "stopped")
    before = everything()
    for method in ("head", "get", "get"):
        assert getattr(client, method)(where).status_code == 200
    assert everything() == before


def test_a_link_counts_once(client, row):
    answer(client, row, "changed")
    before = everything()
    for response in (client.get(address(row)), client.post(address(row), {"answer": "stopped"})):
        assert response.status_code == 410
        assert "answered this already" in text_of(response)
    assert everything() == before


def test_what_is_added_counts_once_and_a_second_sending_gives_the_words_back(client, row):
    _response, where = answer(client, row)
    thanks = client.post(where, {"better": "Fewer people wait.", "how_known": "We counted.", "may_quote": "on"})
    assert "hear what came of it" in text_of(thanks)
    row.refresh_from_db()
    assert (row.better, row.how_known, row.may_quote) == ("Fewer people wait.", "We counted.", True)
    before = everything()
    again = client.post(where, {"better": "More people wait."})
    assert again.status_code == 410
    assert "More people wait." in text_of(again)
    assert everything() == before


def test_permission_to_quote_nothing_is_none(client, row):
    _response, where = answer(client, row)
    client.post(where, {"may_quote": "on"})
    row.refresh_from_db()
    assert (row.may_quote, bool(row.told_more_at)) == (False, True)


def test_after_sixty_days_it_says_that_it_is_too_old(client, row, monkeypatch):
    said = address(row)
    now = timezone.now().timestamp()
    monkeypatch.setattr(signing.time, "time", lambda: now + timedelta(days=59).total_seconds())
    assert client.get(said).status_code == 200
    monkeypatch.setattr(signing.time, "time", lambda: now + timedelta(days=61).total_seconds())
    before = everything()
    for response in (client.get(said), client.post(said, {"answer": "changed"})):
        assert response.status_code == 410
        assert "too old" in text_of(response)
        assert reverse("adoption_follow_up", args=[row.adoption_id]) in text_of(response)
    assert everything() == before


def test_what_can_be_added_can_be_for_a_day(client, row, monkeypatch):
    _response, where = answer(client, row)
    later = timezone.now().timestamp() + timedelta(days=1, minutes=1).total_seconds()
    monkeypatch.setattr(signing.time, "time", lambda: later)
    late = client.post(where, {"better": "Fewer people wait."})
    assert late.status_code == 410
    assert "Fewer people wait." in text_of(late)


def test_a_link_that_was_tampered_with_leads_nowhere(client, row):
    other = FollowUpFactory()
    good = links.token(row)
    payload, stamp, signature = good.split(":")
    forged = links.token(other).split(":")[0]
    wrong = [
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        f"{forged}:{stamp}:{signature}",
        f"{payload}:{links.token(other).split(':')[1]}x:{signature}",
        signing.dumps([row.pk, row.recipient_id], salt="of another page"),
        links.token(row, links.TELLING_MORE),
        str(row.pk),
        "nonsense",
    ]
    before = everything()
    for token in wrong:
        assert client.post(reverse("follow_up", args=[token]), {"answer": "changed"}).status_code == 404
    assert client.get(reverse("follow_up_more", args=[good])).status_code == 404  # the question is not skipped
    assert everything() == before


def test_the_page_after_the_answer_is_not_reached_by_the_link_in_the_mail(client, row):
    assert client.post(reverse("follow_up_more", args=[links.token(row)]), {"better": "Less"}).status_code == 404


def test_somebody_else_who_is_signed_in_does_not_answer(client, row):
    before = everything()
    client.force_login(UserFactory(manages=row.adoption.organisation))
    for response in (client.get(address(row)), client.post(address(row), {"answer": "changed"})):
        assert response.status_code == 403
        assert "sent to somebody else" in text_of(response)
        assert row.adoption.practice.title not in text_of(response)
    assert everything()[:1] == before[:1]


def _leaves(row):
    row.recipient.memberships.update(status="ended", role="member")


def _hands_over(row):
    Adoption.objects.update(lead=UserFactory(manages=row.adoption.organisation))


def _is_closed(row):
    row.recipient.is_active = False
    row.recipient.save()


def _is_erased(row):
    row.recipient.delete()


def _stops(row):
    Adoption.objects.update(status="stopped", stopped_because=["fit"], stopped_why="Too small.")


def _is_withheld(row):
    practice = row.adoption.practice
    practice.withheld_at, practice.withheld_why = timezone.now(), "It names a street."
    practice.save()


def _is_removed(row):
    row.adoption.delete()


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (_leaves, "left the organisation"),
        (_hands_over, "Somebody else leads this"),
        (_is_closed, "Somebody else leads this"),
        (_is_erased, "not on the hub any more"),
        (_stops, "nothing to answer"),
        (_is_withheld, "not shared with you"),
        (_is_removed, "not on the hub any more"),
    ],
)
def test_a_link_answers_no_more_once_things_have_changed(client, row, happens, reason):
    said = address(row)
    happens(row)
    before = everything()
    for response in (client.get(said), client.post(said, {"answer": "changed"})):
        assert response.status_code == 410
        assert reason in text_of(response)
    assert everything() == before


def test_the_page_is_kept_by_nobody_found_by_no_search_and_told_to_no_other_site(client, row):
    _answered, where = answer(client, FollowUpFactory())
    for page in (address(row), where, address(row, "follow_up_pause"), address(row, "follow_up_stop")):
        response = client.get(page)
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in text_of(response)
        assert response["Referrer-Policy"] == "strict-origin"


def test_the_log_names_no_link(client, row, caplog, monkeypatch):
    monkeypatch.setattr("practices.views.follow_ups._find", lambda *_: 1 / 0)
    client.raise_request_exception = False
    assert client.get(address(row)).status_code == 500
    lines = [PlainLines().format(record) for record in caplog.records if record.levelno >= logging.WARNING]
    assert lines
    assert [line for line in lines if links.token(row) in line] == []


def test_without_one_of_the_three_answers_it_asks_again(client, row):
    response = client.post(address(row), {"answer": "perhaps"})
    assert response.status_code == 400
    assert client.post(address(row), {}).status_code == 400
    row.refresh_from_db()
    assert not row.is_answered


def test_stopped_or_stalled_is_no_stop_before_they_say_so(client, row):
    _response, where = answer(client, row, "stopped")
    client.post(where, {"has_stopped": "stalled", "would_have_helped": "More hands."})
    row.refresh_from_db()
    assert (row.adoption.status, row.would_have_helped) == ("trying", "More hands.")


def test_a_stop_has_a_reason_and_a_sentence_and_keeps_what_was_typed(client, row):
    _response, where = answer(client, row, "stopped")
    refused = client.post(where, {"has_stopped": "stopped", "would_have_helped": "More hands."})
    assert refused.status_code == 400
    assert "More hands." in text_of(refused)
    assert "at least one reason" in text_of(refused)
    assert client.post(where, {"because": ["fit"], "why": "Too small."}).status_code == 400
    said = {"has_stopped": "stopped", "because": ["fit", "money"], "why": "Our wards are too small."}
    assert client.post(where, said).status_code == 200
    adoption = Adoption.objects.get()
    assert (adoption.status, adoption.stopped_because) == ("stopped", ["fit", "money"])
    assert adoption.changes.last().recorded_by == row.recipient


@pytest.mark.parametrize("name", ["better", "how_known", "would_have_helped"])
def test_words_that_tell_who_somebody_is_are_refused_and_kept_in_the_form(client, row, name):
    _response, where = answer(client, row)
    response = client.post(where, {name: "NHS number 943 476 5919 is home again"})
    assert response.status_code == 400
    assert "Take this out" in text_of(response)
    assert "is home again" in text_of(response)
    row.refresh_from_db()
    assert row.told_more_at is None


def test_one_press_pauses_or_stops_the_questions_even_after_the_answer(client, row):
    answer(client, row)
    assert "three months" in text_of(client.post(address(row, "follow_up_pause"), {"wish": "pause"}))
    assert FollowUpPause.objects.get().until is not None
    assert "any more" in text_of(client.post(address(row, "follow_up_pause"), {"wish": "stop"}))
    assert FollowUpPause.objects.get().until is None


def test_peace_is_for_one_practice_or_for_all_that_somebody_leads(client, row):
    other = AdoptionFactory(lead=row.recipient, organisation=row.adoption.organisation)
    of_somebody_else = AdoptionFactory()
    client.post(address(row, "follow_up_pause"), {"wish": "stop"})
    assert {pause.adoption for pause in FollowUpPause.objects.all()} == {row.adoption}
    page = client.post(address(row, "follow_up_pause"), {"wish": "stop", "everything": "on"})
    assert {pause.adoption for pause in FollowUpPause.objects.all()} == {row.adoption, other}
    assert of_somebody_else.practice.title not in re.findall(r"<li>(.*?)</li>", text_of(page))


def test_the_page_about_all_that_a_mail_asked_names_it_and_has_the_same_buttons(client, row):
    together = {"organisation": row.adoption.organisation, "lead": row.recipient}
    other = FollowUpFactory(adoption=AdoptionFactory(team="Night team", **together), asked_at=row.asked_at)
    alone = FollowUpFactory(adoption=AdoptionFactory(team="Ward team", **together))
    page = text_of(client.get(address(other, "follow_up_stop")))
    assert "Discharge team" in page
    assert "Night team" in page
    assert "Ward team" not in page
    assert client.post(address(row, "follow_up_stop"), {"wish": "sometimes"}).status_code == 400
    client.post(address(row, "follow_up_stop"), {"wish": "pause"})
    assert {pause.adoption for pause in FollowUpPause.objects.all()} == {row.adoption, other.adoption}
    assert all(pause.until for pause in FollowUpPause.objects.all())
    assert not FollowUpPause.objects.filter(adoption=alone.adoption).exists()


@pytest.mark.parametrize("happens", [_leaves, _hands_over, _is_erased])
def test_a_mail_program_stops_nothing_for_somebody_who_leads_it_no_more(client, row, happens):
    said = address(row, "follow_up_stop")
    row.recipient.memberships.update(role="member")  # a manager could, whoever leads it
    happens(row)
    before = everything()
    assert client.post(said, {"List-Unsubscribe": "One-Click"}).status_code == 410
    assert client.post(said.replace("/stop/", "x/stop/"), {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert everything() == before
