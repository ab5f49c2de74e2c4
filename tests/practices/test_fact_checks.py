import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from accounts.models import AuditEvent
from practices import mail
from practices.actions import authoring, fact_checks, moderation
from practices.models import FactCheck, Notification
from practices.review_times import after_working_days
from tests.factories import FactCheckFactory, ModeratorFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db

ASKED = {
    "agency": "Northbridge Hospitals",
    "email": "discharge@hospitals.example",
    "question": "Is it right that the ward books the transport?",
}


@pytest.fixture
def moderator(client):
    moderator = ModeratorFactory(display_name="Mira Moderator")
    client.force_login(moderator)
    return moderator


@pytest.fixture
def practice(moderator):
    return moderation.take(practice=PracticeFactory(state="in_review"), by=moderator)


@pytest.fixture
def check(practice, moderator):
    return fact_checks.ask(practice=practice, by=moderator, **ASKED)


def send(client, practice, **changes):
    said = {"key": uuid4()} | ASKED | changes
    return client.post(reverse("fact_check_ask", args=[practice.slug]), said, follow=True)


def link_in_mail():
    return re.search(r"http://testserver(/fact-check/\S+)", Email.objects.get(to=ASKED["email"]).message).group(1)


def text_of(answer):
    return answer.content.decode()


# Asking


def test_whoever_holds_it_asks_a_partner_who_gets_a_mail_with_the_question_and_a_link(client, practice):
    assert "The mail to Northbridge Hospitals is on its way." in text_of(send(client, practice))
    check = FactCheck.objects.get()
    letter = Email.objects.get(to=ASKED["email"])
    assert ASKED["question"] in letter.message
    assert practice.draft_revision.summary not in letter.message
    assert check.due_on == timezone.localdate(after_working_days(timezone.now(), 5))
    event = AuditEvent.objects.get(action="fact_check_asked")
    assert event.details == {"revision": 1, "check": check.pk}


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (datetime(2026, 11, 2, 9, tzinfo=UTC), date(2026, 11, 9)),  # a Monday
        (datetime(2026, 11, 6, 9, tzinfo=UTC), date(2026, 11, 13)),  # a Friday
        (datetime(2026, 11, 7, 9, tzinfo=UTC), date(2026, 11, 13)),  # a Saturday
    ],
)
def test_five_working_days_leave_out_weekends(asked, due):
    assert after_working_days(asked, 5).date() == due


@pytest.mark.parametrize("missing", ASKED)
def test_a_question_without_all_its_parts_is_not_sent(client, practice, missing):
    answer = client.post(reverse("fact_check_ask", args=[practice.slug]), ASKED | {"key": uuid4(), missing: ""})
    assert answer.status_code == 400
    assert not FactCheck.objects.exists()
    assert not Email.objects.exists()


def test_a_double_click_asks_once(client, practice):
    key = uuid4()
    for _ in range(2):
        assert send(client, practice, key=key).status_code == 200
    assert FactCheck.objects.count() == Email.objects.count() == 1


def test_partners_are_asked_at_most_three_times_about_one_revision(client, practice, moderator):
    for _ in range(3):
        check = fact_checks.ask(practice=practice, by=moderator, **ASKED)
    fact_checks.take_back(check=check, by=moderator)
    answer = send(client, practice)
    assert answer.status_code == 403
    assert "asked three times" in text_of(answer)
    assert FactCheck.objects.count() == 3


def test_a_moderator_who_does_not_hold_it_cannot_ask_and_what_they_typed_is_kept(client, practice):
    client.force_login(ModeratorFactory())
    page = client.get(reverse("review", args=[practice.slug]))
    assert reverse("fact_check_ask", args=[practice.slug]) not in text_of(page)
    answer = send(client, practice)
    assert answer.status_code == 403
    assert "Take this write-up before you decide" in text_of(answer)
    assert not FactCheck.objects.exists()


def test_what_was_typed_comes_back_when_the_item_is_theirs_again(client, practice, moderator):
    address = reverse("fact_check_ask", args=[practice.slug])
    ticket = re.search(r'name="kept_for" value="([^"]+)"', text_of(client.get(address))).group(1)
    moderation.release(practice=practice, by=moderator)
    assert send(client, practice, kept_for=ticket).status_code == 403
    moderation.take(practice=practice, by=moderator)
    assert ASKED["question"] in text_of(client.get(address))


# Answering


def test_a_partner_reads_what_was_submitted_without_signing_in_and_adds_a_note(client, check, practice):
    client.logout()
    page = client.get(link_in_mail())
    revision = practice.draft_revision
    assert revision.what_we_do in text_of(page)
    assert ASKED["question"] in text_of(page)
    assert "Thank you for your note" in text_of(client.post(link_in_mail(), {"note": "The ward books it since May."}))
    check.refresh_from_db()
    assert (check.note, check.is_open) == ("The ward books it since May.", False)


def test_the_contact_is_not_shown_to_partners(client, check, practice):
    client.logout()
    revision = practice.draft_revision
    revision.contact_name, revision.contact_role, revision.contact_deputy = "Ines Contact", "Duty lead", "Dee Deputy"
    revision.save()
    page = text_of(client.get(link_in_mail()))
    for private in ("Ines Contact", "Duty lead", "Dee Deputy", revision.contact_email):
        assert private not in page


def test_the_page_is_kept_by_nobody_found_by_no_search_and_told_to_no_other_site(client, check):
    answer = client.get(link_in_mail())
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in text_of(answer)
    assert answer["Referrer-Policy"] == "strict-origin"


def test_opening_the_link_changes_nothing(client, check):
    client.logout()
    before = FactCheck.objects.values().get()
    for _ in range(2):
        assert client.get(link_in_mail()).status_code == 200
    assert FactCheck.objects.values().get() == before


def test_an_empty_note_is_not_an_answer(client, check):
    assert client.post(link_in_mail(), {"note": " "}).status_code == 400
    check.refresh_from_db()
    assert check.is_open


def test_whoever_holds_it_is_told_and_sees_the_note(client, check, practice, moderator):
    fact_checks.answer(check=check, by=AnonymousUser(), note="The ward books it since May.")
    notification = Notification.objects.get(kind=Notification.Kind.FACT_CHECKED)
    assert notification.recipient == moderator
    assert mail.link_to(notification) == reverse("review", args=[practice.slug])
    assert "May" not in "".join(mail.compose(notification))
    assert "The ward books it since May." in text_of(client.get(reverse("review", args=[practice.slug])))


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        (lambda check, by: fact_checks.take_back(check=check, by=by), "took the question back"),
        (lambda check, by: fact_checks.answer(check=check, by=AnonymousUser(), note="Right."), "answered already"),
        (lambda check, by: moderation.publish(practice=check.revision.practice, by=by), "have decided"),
        (lambda check, by: moderation.decline(practice=check.revision.practice, by=by, message="No"), "have decided"),
        (
            lambda check, by: authoring.withdraw(
                practice=check.revision.practice, by=check.revision.practice.authorships.get().user
            ),
            "took it back",
        ),
    ],
    ids=["taken back", "answered", "published", "declined", "withdrawn"],
)
def test_the_link_answers_no_more_once_it_is_over_and_gives_back_what_was_typed(client, check, moderator, end, reason):
    end(check, moderator)
    before = FactCheck.objects.values().get()
    client.logout()
    for answer in (client.get(link_in_mail()), client.post(link_in_mail(), {"note": "Too late, sadly."})):
        assert answer.status_code == 410
        assert reason in text_of(answer)
        assert check.revision.what_we_do not in text_of(answer)
    assert "Too late, sadly." in text_of(answer)
    assert FactCheck.objects.values().get() == before


def test_the_link_stays_dead_when_the_write_up_is_submitted_again(client, check, practice, moderator):
    moderation.return_to_author(practice=practice, by=moderator, message="Say who books.", sections=[])
    revision = practice.draft_revision
    revision.refresh_from_db()
    revision.status, revision.submitted_at = "submitted", timezone.now()
    revision.save()
    assert client.get(link_in_mail()).status_code == 410


def test_a_link_of_more_than_a_month_ago_says_so(client, check, monkeypatch):
    monkeypatch.setattr("practices.fact_check_links.GOOD_FOR", timedelta(seconds=-1))
    answer = client.get(link_in_mail())
    assert answer.status_code == 410
    assert "more than a month old" in text_of(answer)


def test_a_link_that_the_hub_did_not_make_leads_nowhere(client, check):
    for token in (str(check.pk), "nonsense", link_in_mail().split("/")[2][:-1] + "_"):
        assert client.get(reverse("fact_check", args=[token])).status_code == 404


def test_silence_holds_nothing_up(check, practice, moderator):
    moderation.publish(practice=practice, by=moderator)
    practice.refresh_from_db()
    assert practice.is_published


# What the authors see


def author_reads(client, practice):
    client.force_login(practice.authorships.get().user)
    return text_of(client.get(reverse("edit", args=[practice.slug])))


def test_its_authors_see_who_is_asked_and_until_when(client, check, practice):
    page = author_reads(client, practice)
    day = f"{check.due_on.day} {check.due_on:%B %Y}"
    assert f"Northbridge Hospitals is asked to check facts, by {day}." in page
    assert ASKED["email"] not in page


def test_its_authors_do_not_read_the_note_before_the_decision(client, check, practice):
    fact_checks.answer(check=check, by=AnonymousUser(), note="The ward books it since May.")
    page = author_reads(client, practice)
    assert "has answered. You read the note with the decision." in page
    assert "since May" not in page


@pytest.mark.parametrize("decision", ["published", "returned", "declined"])
def test_its_authors_read_the_note_with_the_decision_under_the_agencys_name(
    client, check, practice, moderator, decision
):
    fact_checks.answer(check=check, by=AnonymousUser(), note="The ward books it since May.")
    {
        "published": lambda: moderation.publish(practice=practice, by=moderator),
        "returned": lambda: moderation.return_to_author(practice=practice, by=moderator, message="Mend", sections=[]),
        "declined": lambda: moderation.decline(practice=practice, by=moderator, message="Sorry"),
    }[decision]()
    practice.refresh_from_db()  # published, it has another address
    _subject, body = mail.compose(Notification.objects.get(kind=decision))
    for told in (author_reads(client, practice), body):
        assert "Northbridge Hospitals was asked to check facts, and notes:" in told
        assert "The ward books it since May." in told


def test_a_note_about_an_earlier_submission_is_not_taken_for_one_about_this(check, practice, moderator):
    fact_checks.answer(check=check, by=AnonymousUser(), note="The ward books it since May.")
    moderation.return_to_author(practice=practice, by=moderator, message="Mend", sections=[])
    revision = practice.draft_revision
    revision.refresh_from_db()
    revision.status, revision.submitted_at = "submitted", timezone.now()
    revision.save()
    moderation.take(practice=practice, by=moderator)
    moderation.publish(practice=practice, by=moderator)
    notification = Notification.objects.get(kind=Notification.Kind.PUBLISHED)
    assert "since May" not in mail.compose(notification)[1]


# Taking back


def test_another_moderator_cannot_take_the_question_back(client, check, practice):
    client.force_login(ModeratorFactory())
    address = reverse("fact_check_take_back", args=[practice.slug, check.pk])
    assert client.post(address).status_code == 403
    check.refresh_from_db()
    assert check.taken_back_at is None


def test_whoever_takes_the_item_over_can_take_the_question_back(client, check, practice, moderator):
    revision = practice.draft_revision
    revision.refresh_from_db()
    revision.held_at = timezone.now() - timedelta(days=5)
    revision.save()
    other = ModeratorFactory()
    moderation.take(practice=practice, by=other)
    client.force_login(other)
    client.post(reverse("fact_check_take_back", args=[practice.slug, check.pk]))
    check.refresh_from_db()
    assert check.taken_back_at is not None
    assert "Taken back." in text_of(client.get(reverse("review", args=[practice.slug])))


def test_strangers_cannot_ask(client):
    practice = PracticeFactory(state="in_review")
    client.force_login(UserFactory())
    assert send(client, practice).status_code == 403
    assert not FactCheck.objects.exists()


# At one moment


def both_at_once(*deeds):
    """What each gave, or the refusal; every deed has a connection of its own."""
    together = threading.Barrier(len(deeds))

    def do(deed):
        together.wait()
        try:
            return deed()
        except PermissionDenied as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return [done.result() for done in [threads.submit(do, deed) for deed in deeds]]


@pytest.mark.django_db(transaction=True)
def test_of_two_notes_sent_at_one_moment_one_counts_and_the_other_is_refused(practice, moderator):
    check = FactCheckFactory(revision=practice.draft_revision)

    def send_note(words):
        return lambda: fact_checks.answer(check=check, by=AnonymousUser(), note=words)

    results = both_at_once(send_note("One"), send_note("Two"))
    refused = [result for result in results if isinstance(result, PermissionDenied)]
    assert [str(refusal) for refusal in refused] == ["This question has been answered already."]
    check.refresh_from_db()
    assert check.note in ("One", "Two")


@pytest.mark.django_db(transaction=True)
def test_a_note_and_a_decision_at_one_moment_leave_either_a_note_that_counts_or_a_refusal(practice, moderator):
    check = FactCheckFactory(revision=practice.draft_revision)
    note, published = both_at_once(
        lambda: fact_checks.answer(check=check, by=AnonymousUser(), note="Right."),
        lambda: moderation.publish(practice=practice, by=moderator),
    )
    assert published.is_published
    check.refresh_from_db()
    review = check.revision.reviews.get()
    assert FactCheck.objects.noted_for(review).exists() != isinstance(note, PermissionDenied)


@pytest.mark.django_db(transaction=True)
def test_a_fourth_question_is_not_asked_by_two_clicks_at_one_moment(practice, moderator):
    FactCheckFactory.create_batch(2, revision=practice.draft_revision)
    results = both_at_once(*[lambda: fact_checks.ask(practice=practice, by=moderator, **ASKED)] * 2)
    assert sum(isinstance(result, PermissionDenied) for result in results) == 1
    assert FactCheck.objects.count() == 3
