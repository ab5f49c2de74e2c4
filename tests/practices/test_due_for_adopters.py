"""What is due for those who use a practice: their reminders, and the calendar that reads it."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from accounts.models import User
from practices import due_calendar, learning_due
from practices.auditing.again import months_after, months_between
from practices.due_calendar import Entry, as_text
from practices.models import Adoption, Audit, AuditFinding, DueFeed, Practice, Reminder
from tests.factories import (
    AdoptionFactory,
    AuditFactory,
    AuditFindingFactory,
    BriefingFactory,
    PracticeFactory,
    UserFactory,
)
from tests.practices.test_briefings import MEET, RING, publish
from tests.world import client_of

pytestmark = pytest.mark.django_db


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def work():
    mail.outbox.clear()
    call_command("run_worker", once=True)
    return {message.to[0]: message for message in mail.outbox}


def let_a_day_pass():
    for reminder in Reminder.objects.exclude(told_at=None):
        Reminder.objects.filter(pk=reminder.pk).update(told_at=reminder.told_at - timedelta(days=1))


@pytest.fixture
def adoption():
    return AdoptionFactory(practice=PracticeFactory(state="published", revision__steps=[RING]))


@pytest.fixture
def audit(adoption):
    audit = AuditFactory(adoption=adoption, set_up_by=adoption.lead, state="finished")
    Audit.objects.update(due_again=in_days(10))
    audit.refresh_from_db()
    return audit


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 3, 14), 12, date(2027, 3, 14)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, then):
    assert months_after(day, months) == then
    assert months_between(day, then) == months


def test_everything_that_is_due_for_a_person_comes_in_one_message_and_once(adoption, audit):
    publish(adoption.practice, MEET)
    AuditFindingFactory(audit=audit, who=adoption.lead, by_when=in_days(3))
    said = work()[adoption.lead.email]
    assert said.subject == "3 things are due"
    for words in (
        "A step that must stay has changed in revision 2",
        "Check again whether",
        "line for it on the huddle",
    ):
        assert words in said.body
    for page in (
        reverse("briefings", args=[adoption.pk]),
        audit.get_absolute_url(),
        reverse("findings", args=[audit.pk]),
    ):
        assert settings.HUB_BASE_URL + page in said.body
    let_a_day_pass()
    assert adoption.lead.email not in work()


def test_a_later_change_of_an_essential_step_is_told_again(adoption):
    publish(adoption.practice, MEET)
    assert adoption.lead.email in work()
    let_a_day_pass()
    publish(adoption.practice, RING, MEET)
    assert "revision 3" in work()[adoption.lead.email].body


def test_what_has_been_done_before_the_message_leaves_is_not_in_it(adoption, audit):
    finding = AuditFindingFactory(audit=audit, who=adoption.lead, by_when=in_days(3))
    second = publish(adoption.practice, MEET)
    BriefingFactory(adoption=adoption, revision=second)
    AuditFinding.objects.filter(pk=finding.pk).update(done_at=timezone.now())
    AuditFactory(adoption=adoption, set_up_by=adoption.lead)  # somebody has begun the next round
    assert adoption.lead.email not in work()


def test_nobody_is_told_what_they_may_not_read_or_do_not_want(adoption, audit):
    publish(adoption.practice, MEET)
    undertaken = AuditFindingFactory(audit=audit, by_when=in_days(3))
    unwilling = UserFactory(manages=adoption.organisation, wants_review_mail=False)
    gone = UserFactory(manages=adoption.organisation)
    gone.memberships.update(status="ended", role="member")
    Practice.objects.filter(pk=adoption.practice_id).update(
        withheld_at=timezone.now(), withheld_why="It names somebody."
    )
    assert not {undertaken.who.email, adoption.lead.email, unwilling.email, gone.email} & work().keys()


@pytest.mark.parametrize(
    ("what", "changed"),
    [
        (Adoption, {"status": "stopped", "stopped_because": ["fit"], "stopped_why": "Too small."}),
        (Practice, {"retired_at": timezone.now(), "retired_because": "stopped", "retired_why": "The ward closed."}),
        (Audit, {"due_again": None}),
        (Audit, {"due_again": in_days(31)}),
    ],
)
def test_a_check_is_not_due_where_nothing_is_to_be_checked(adoption, audit, what, changed):
    assert [each.kind for each in learning_due.for_person(adoption.lead)] == ["check"]
    what.objects.update(**changed)
    assert learning_due.for_person(adoption.lead) == []


def test_how_much_is_asked_of_the_database_does_not_grow(adoption, audit, django_assert_max_num_queries):
    lead = adoption.lead
    publish(adoption.practice, MEET)
    AuditFindingFactory(audit=audit, who=lead, by_when=in_days(3))

    def due(person):
        return learning_due.for_person(User.objects.get(pk=person.pk)), due_calendar.entries_for(person)

    with django_assert_max_num_queries(100) as counted:
        due(lead)
    for number in range(3):
        of_it = {"practice": adoption.practice, "organisation": adoption.organisation, "lead": lead}
        other = AdoptionFactory(team=f"Team {number}", proposed_at=adoption.proposed_at, **of_it)
        round_of_it = AuditFactory(adoption=other, set_up_by=lead, state="finished")
        AuditFindingFactory(audit=round_of_it, who=lead, by_when=in_days(3))
    Audit.objects.update(due_again=in_days(10))
    with django_assert_max_num_queries(len(counted.captured_queries)):
        found, entries = due(lead)
    assert len(found) == 12
    assert len(entries) >= 8


# The calendar


def read(text):
    """The entries of a calendar by RFC 5545, strictly: what it does not allow is an error."""
    raw = text.encode()
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    pieces = raw.removesuffix(b"\r\n").split(b"\r\n")
    assert max(len(piece) for piece in pieces) <= 75
    assert all(piece.decode() for piece in pieces)  # no letter is cut in two, and no line is empty
    lines = raw.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")
    assert (lines[0], lines[1], lines[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    assert sum(line.startswith("PRODID:") for line in lines) == 1
    inside, entries, components = [], [], 0
    for line in lines:
        name, colon, value = line.partition(":")
        assert colon
        assert all(letter.isupper() or letter.isdigit() or letter in "-;=" for letter in name)
        if name == "BEGIN":
            inside.append(value)
            components += len(inside) == 2
            if value == "VEVENT":
                entries.append({})
        elif name == "END":
            assert inside.pop() == value
        elif inside[-1] == "VEVENT":
            assert name not in entries[-1]
            entries[-1][name] = unescaped(value) if name in ("SUMMARY", "DESCRIPTION") else value
    assert not inside
    assert components >= 1
    for entry in entries:
        assert entry.keys() >= {"UID", "DTSTAMP", "DTSTART;VALUE=DATE", "SUMMARY"}
        assert len(entry["DTSTART;VALUE=DATE"]) == 8
        assert entry["DTSTAMP"][8] == "T"
        assert entry["DTSTAMP"].endswith("Z")
    assert len({entry["UID"] for entry in entries}) == len(entries)
    return entries


def unescaped(value):
    out, letters = "", iter(value)
    for letter in letters:
        assert letter not in ",;"
        if letter == "\\":
            letter = {"n": "\n", "\\": "\\", ",": ",", ";": ";"}[next(letters)]
        out += letter
    return out


@pytest.mark.parametrize(
    "words",
    [
        "Short",
        "Ring, then write; “sign” \\ it\nand go",
        "é" * 200,
        "🙂" * 60,
        "a" * 67,
        "a" * 68,
        "a" * 300,
        "x\r\ny\x07",
    ],
)
def test_any_words_come_back_as_they_were(words):
    (entry,) = read(as_text([Entry("check-1", date(2026, 3, 14), words, "/audits/1/")]))
    assert entry["SUMMARY"] == words.replace("\r", "").replace("\x07", "")
    assert entry["DTSTART;VALUE=DATE"] == "20260314"


def test_a_calendar_of_nothing_is_still_a_calendar():
    assert read(as_text([])) == []


def address_of(person):
    page = client_of(person).post(reverse("account_calendar"))
    (address,) = [word for word in page.content.decode().replace("<", " ").replace(">", " ").split() if ".ics" in word]
    return address.removeprefix(settings.HUB_BASE_URL)


def test_a_persons_calendar_has_what_is_due_for_them(client, adoption, audit):
    finding = AuditFindingFactory(audit=audit, who=adoption.lead, by_when=in_days(40))
    AuditFindingFactory(audit=audit, by_when=in_days(40))  # another's
    own = PracticeFactory(state="published", author=adoption.lead, revision__review_by=in_days(200))
    PracticeFactory(state="published", revision__review_by=in_days(200))  # others'
    answer = client.get(address_of(adoption.lead))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    entries = read(answer.content.decode())
    uids = {entry["UID"].split("@")[0] for entry in entries}
    assert uids - {uid for uid in uids if uid.startswith("follow-up")} == {
        f"check-{audit.pk}",
        f"action-{finding.pk}",
        f"review-{own.pk}",
    }
    again = read(client.get(address_of(adoption.lead)).content.decode())
    assert [entry["UID"] for entry in again] == [entry["UID"] for entry in entries]


@pytest.mark.usefixtures("follow_up_steps")
def test_the_next_time_that_a_lead_is_asked_how_it_goes_is_in_it(adoption):
    month = timezone.localdate().replace(day=1)
    Adoption.objects.update(started=month)
    (entry,) = due_calendar.entries_for(User.objects.get(pk=adoption.lead_id))
    assert entry.key == f"follow-up-{adoption.pk}-{entry.on}"
    assert entry.on > timezone.localdate()
    other = UserFactory(manages=adoption.organisation)
    assert due_calendar.entries_for(other) == []
    Adoption.objects.update(status="considering")
    assert due_calendar.entries_for(User.objects.get(pk=adoption.lead_id)) == []


def test_it_tells_what_the_person_may_see_at_that_moment(client, adoption, audit):
    address = address_of(adoption.lead)
    assert read(client.get(address).content.decode())
    adoption.lead.memberships.update(status="ended", role="member")
    assert read(client.get(address).content.decode()) == []


def test_the_hub_keeps_a_hash_alone_and_an_old_address_answers_no_more(client, adoption):
    first = address_of(adoption.lead)
    secret = first.split("/")[-1].removesuffix(".ics")
    assert len(secret) >= 43
    assert DueFeed.objects.get().secret_hash not in first
    assert client.get(first).status_code == 200
    assert client.head(first).status_code == 200
    second = address_of(adoption.lead)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    client_of(adoption.lead).post(reverse("account_calendar_revoke"))
    assert client.get(second).status_code == 404
    assert not DueFeed.objects.exists()


def test_whose_account_is_closed_has_no_calendar_and_the_page_shows_no_address_again(client, adoption):
    address = address_of(adoption.lead)
    page = client_of(adoption.lead).get(reverse("account_calendar"))
    assertContains(page, "The hub keeps no copy of it")
    assert ".ics" not in page.content.decode()
    User.objects.filter(pk=adoption.lead_id).update(is_active=False)
    assert client.get(address).status_code == 404
    assert client.get(reverse("due_feed", args=["nobody-s"])).status_code == 404
