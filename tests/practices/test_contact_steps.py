"""A message to a contact that nobody answers: who is asked next, what the sender sees, and how it ends."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from accounts.models import AuditEvent, Membership
from practices.actions import contact_messages, discussion
from practices.contacting import links, passing_on
from practices.models import ContactMessage, ContactPause
from tests.accounts.test_races import meanwhile
from tests.factories import MembershipFactory, ModeratorFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db

CONTACT, DEPUTY = "discharge.team@council.example", "deputy@council.example"
LATE = timedelta(days=15)  # ten working days have passed, whatever day it is


@pytest.fixture
def practice():
    return PracticeFactory(
        state="published", revision__contact_email=CONTACT, revision__contact_deputy=DEPUTY, revision__title="Huddle"
    )


def manager_of(practice, **traits):
    return UserFactory(manages=practice.organisation, **traits)


def send(practice, *, by=None, ago=timedelta()):
    message = discussion.send_contact_message(
        practice=practice, by=by or UserFactory(display_name="Sian Hughes"), message="How many people meet?"
    )
    Email.objects.all().delete()
    return wait(message, ago)


def wait(message, ago=LATE):
    """As if so much time had passed where it is."""
    ContactMessage.objects.filter(pk=message.pk).update(step_since=timezone.now() - ago)
    message.refresh_from_db()
    return message


def asked():
    """Whom the mails in the queue go to; each has one recipient, and no copies."""
    assert all(len(mail.to) == 1 and not (mail.cc or mail.bcc) for mail in Email.objects.all())
    return sorted(mail.to[0] for mail in Email.objects.all())


def state_of(message):
    message.refresh_from_db()
    return message.step, message.outcome


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (ContactMessage, ContactPause, AuditEvent, Email)]


def by_link(client, message, do, token=None):
    return client.post(reverse("contact_message", args=[token or links.token(message)]), {"do": do})


# Passed on by itself


def test_an_unanswered_message_goes_to_the_deputy_then_to_the_managers_and_then_to_nobody(practice):
    manager = manager_of(practice)
    MembershipFactory(organisation=practice.organisation)  # no manager
    message = send(practice, ago=LATE)
    for step, recipients in [("deputy", [DEPUTY]), ("manager", [manager.email])]:
        assert passing_on.send() == 1
        assert state_of(message) == (step, "")
        assert asked() == recipients
        (mail,) = Email.objects.all()
        assert "> How many people meet?" in mail.message
        assert mail.headers["Reply-To"] == message.sender.email
        assert passing_on.send() == 0
        Email.objects.all().delete()
        wait(message)
    assert passing_on.send() == 1
    assert state_of(message) == ("manager", "unanswered")
    assert (message.message, asked()) == ("", [])


def test_ten_working_days_have_to_pass(practice, monkeypatch):
    monday = timezone.make_aware(timezone.datetime(2026, 11, 2, 9, 30))
    message = send(practice)
    ContactMessage.objects.update(step_since=monday)
    monkeypatch.setattr(timezone, "now", lambda: monday + timedelta(days=14, minutes=-1))
    assert passing_on.send() == 0
    assert state_of(message) == ("contact", "")
    monkeypatch.setattr(timezone, "now", lambda: monday + timedelta(days=14))
    assert passing_on.send() == 1
    assert state_of(message) == ("deputy", "")


@pytest.mark.parametrize("days", [12, 13])
def test_a_message_sent_at_a_weekend_is_due_after_ten_working_days_too(practice, monkeypatch, days):
    friday = timezone.make_aware(timezone.datetime(2026, 11, 20, 9, 30))
    message = send(practice)
    ContactMessage.objects.update(step_since=friday - timedelta(days=days))
    monkeypatch.setattr(timezone, "now", lambda: friday)
    assert passing_on.send() == 1
    assert state_of(message) == ("deputy", "")


def test_without_a_manager_the_moderators_are_asked(practice):
    moderator = ModeratorFactory()
    ModeratorFactory(wants_review_mail=False)
    message = contact_messages.hand_on(message=send(practice), step="contact", by=UserFactory())
    Email.objects.all().delete()
    contact_messages.hand_on(message=message, step="deputy", by=UserFactory())
    assert (state_of(message), asked()) == (("moderators", ""), [moderator.email])


def test_a_team_shown_as_its_region_is_not_told_to_its_managers():
    hidden = PracticeFactory(
        state="published",
        revision__contact_email=CONTACT,
        revision__contact_deputy="",
        revision__shown_as="region",
    )
    manager_of(hidden)
    moderator = ModeratorFactory()
    message = send(hidden, ago=LATE)
    passing_on.send()
    assert (state_of(message), asked()) == (("moderators", ""), [moderator.email])


@pytest.mark.parametrize("deputy", ["", CONTACT.upper(), "gone@council.example", "sender@council.example"])
def test_a_deputy_who_is_nobody_else_is_left_out(practice, deputy):
    manager, gone = manager_of(practice), UserFactory(email="gone@council.example")
    MembershipFactory(user=gone, organisation=practice.organisation, status=Membership.Status.ENDED)
    revision = practice.published_revision
    revision.contact_deputy = deputy
    revision.save()
    message = send(practice, by=UserFactory(email="sender@council.example"), ago=LATE)
    passing_on.send()
    assert (state_of(message), asked()) == (("manager", ""), [manager.email])


def test_a_sender_who_manages_the_organisation_is_not_asked_about_their_own_message(practice):
    practice.published_revision.contact_deputy = ""
    practice.published_revision.save()
    sender, other = manager_of(practice), manager_of(practice)
    message = send(practice, by=sender, ago=LATE)
    passing_on.send()
    assert (state_of(message), asked()) == (("manager", ""), [other.email])


@pytest.mark.parametrize("what", ["retired", "withheld", "for others", "sender blocked"])
def test_the_words_go_to_nobody_once_the_sender_may_not_write_about_it(practice, what):
    message = send(practice, ago=LATE)
    if what == "retired":
        practice.retired_at, practice.retired_because, practice.retired_why = timezone.now(), "outdated", "It is old."
        practice.save()
    elif what == "withheld":
        practice.withheld_at, practice.withheld_why = timezone.now(), "Somebody could be recognised."
        practice.save()
    elif what == "for others":
        practice.published_revision.visibility = "organisation"
        practice.published_revision.save()
    else:
        message.sender.is_active = False
        message.sender.save()
    assert passing_on.send() == 1
    assert (state_of(message), message.message, asked()) == (("contact", "gone"), "", [])


def test_what_was_sent_before_the_hub_followed_messages_is_left_alone(practice):
    message = ContactMessage.objects.create(practice=practice, sender=UserFactory())
    ContactMessage.objects.update(sent_at=timezone.now() - LATE)
    assert passing_on.send() == 0
    assert state_of(message) == ("", "")


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_moment_pass_a_message_on_once(practice):
    message = send(practice, ago=LATE)
    with meanwhile(passing_on.send) as start:
        assert passing_on.send() == 1
        second = start()
    assert second.result() == 0
    assert (state_of(message), asked()) == (("deputy", ""), [DEPUTY])


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_stopped_while_it_passes_on_has_passed_nothing_on(practice, monkeypatch):
    message = send(practice, ago=LATE)
    before = everything()

    def stop(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr("practices.actions.contact_messages.audit.record", stop)  # after the mail was queued
        with pytest.raises(KeyboardInterrupt):
            passing_on.send()
    assert everything() == before
    assert passing_on.send() == 1
    assert (state_of(message), asked()) == (("deputy", ""), [DEPUTY])


# By the link in the mail


def test_whoever_is_asked_says_that_they_have_answered_without_signing_in(client, practice):
    message = send(practice)
    address = reverse("contact_message", args=[links.token(message)])
    before = everything()
    for method in ("get", "head", "get"):
        assert getattr(client, method)(address).status_code == 200
    assert everything() == before
    assert "Nobody else is asked" in by_link(client, message, "answered").content.decode()
    assert state_of(message) == ("contact", "said")
    assert message.message == ""
    wait(message)
    assert (passing_on.send(), asked()) == (0, [])


def test_the_mail_has_the_link_that_answers(client, practice):
    discussion.send_contact_message(practice=practice, by=UserFactory(), message="How many people meet?")
    (link,) = re.findall(r"http://testserver(/messages/\S+)", Email.objects.get().message)
    assert client.post(link, {"do": "answered"}).status_code == 200
    assert ContactMessage.objects.get().outcome == "said"


def test_the_contact_lets_the_deputy_be_asked_now_and_once(client, practice):
    manager_of(practice)
    message = send(practice)
    token = links.token(message)
    assert "Let somebody else be asked now" in client.get(reverse("contact_message", args=[token])).content.decode()
    assert by_link(client, message, "pass_on").status_code == 200
    assert (state_of(message), asked()) == (("deputy", ""), [DEPUTY])
    before = everything()
    page = by_link(client, message, "pass_on", token)
    assert (page.status_code, "has been passed on already" in page.content.decode()) == (410, True)
    assert everything() == before
    assert "pass_on" not in client.get(reverse("contact_message", args=[token])).content.decode()
    assert by_link(client, message, "answered", token).status_code == 200


def test_where_nobody_else_can_be_asked_nothing_is_passed_on(client):
    alone = PracticeFactory(state="published", revision__contact_email=CONTACT, revision__contact_deputy="")
    message = send(alone)
    before = everything()
    page = by_link(client, message, "pass_on")
    assert (page.status_code, "nobody else whom the hub could ask" in page.content.decode()) == (410, True)
    assert everything() == before


@pytest.mark.parametrize("sent", [{}, {"do": "dance"}])
def test_a_press_of_no_button_changes_nothing(client, practice, sent):
    message = send(practice)
    before = everything()
    page = client.post(reverse("contact_message", args=[links.token(message)]), sent)
    assert (page.status_code, "There is a problem" in page.content.decode()) == (400, True)
    assert everything() == before


def test_a_link_that_is_none_of_ours_is_not_found(client, practice):
    token = links.token(send(practice))
    assert client.get(reverse("contact_message", args=[token[1:]])).status_code == 404
    assert client.post(reverse("contact_message", args=["nothing"]), {"do": "answered"}).status_code == 404


def test_the_sender_who_gets_the_link_in_an_answer_cannot_have_others_asked_by_it(client, practice):
    message = send(practice)
    client.force_login(message.sender)
    before = everything()
    assert by_link(client, message, "pass_on").status_code == 410
    assert everything() == before


def test_the_page_of_a_link_names_nobody(client, practice):
    page = client.get(reverse("contact_message", args=[links.token(send(practice))]))
    assert "Sian Hughes" not in page.content.decode()
    assert "@council.example" not in page.content.decode()
    assert "no-store" in page["Cache-Control"]


# What the sender sees


def test_the_sender_sees_where_a_message_is_and_no_address(client, practice):
    manager = manager_of(practice, display_name="Mo Hidden")
    message = send(practice, ago=LATE)
    client.force_login(message.sender)
    today = timezone.localdate().strftime("%-d %B %Y")
    for where in ("With the deputy", "With the managers of the organisation"):
        passing_on.send()
        page = client.get(reverse("messages")).content.decode()
        assert f"{where} since {today}" in page
        assert "How many people meet?" in page
        assert not [tell for tell in (CONTACT, DEPUTY, manager.email, "Mo Hidden") if tell in page]
        wait(message)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [("answered", "You said that you have an answer"), ("closed", "You said that you no longer need an answer")],
)
def test_the_sender_ends_it_and_nobody_else_is_asked(client, practice, outcome, words):
    message = send(practice, ago=LATE)
    client.force_login(message.sender)
    response = client.post(reverse("message_settle", args=[message.pk]), {"outcome": outcome})
    assert response.url == reverse("messages")
    assert state_of(message) == ("contact", outcome)
    assert passing_on.send() == 0
    page = client.get(reverse("messages")).content.decode()
    assert words in page
    assert "How many people meet?" not in page


def test_only_the_sender_ends_it_by_their_account(client, practice):
    message = send(practice)
    before = everything()
    client.force_login(ModeratorFactory())
    assert client.post(reverse("message_settle", args=[message.pk]), {"outcome": "closed"}).status_code == 404
    client.force_login(message.sender)
    assert client.post(reverse("message_settle", args=[message.pk]), {"outcome": "said"}).status_code == 400
    assert client.get(reverse("message_settle", args=[message.pk])).status_code == 405
    assert everything() == before
    with pytest.raises(PermissionDenied, match="Only whoever sent"):
        contact_messages.settle(message=message, outcome="closed", by=UserFactory())


def test_a_write_up_that_one_may_not_read_any_more_is_not_named(client, practice):
    message = send(practice)
    practice.published_revision.visibility = "organisation"
    practice.published_revision.save()
    client.force_login(message.sender)
    page = client.get(reverse("messages")).content.decode()
    assert "A write-up that is not shared with you any more" in page
    assert "Huddle" not in page


# A break


def pause(client, practice, day, words="We are moving."):
    sent = {"until_day": day.day, "until_month": day.month, "until_year": day.year, "words": words}
    return client.post(reverse("contact_pause", args=[practice.slug]), sent)


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def test_a_break_stands_on_the_page_in_place_of_the_form_and_ends_by_itself(client, practice):
    until = tomorrow()
    reader = UserFactory()
    client.force_login(practice.authorships.get().user)
    assert pause(client, practice, until).url == f"{practice.get_absolute_url()}#contact"
    client.force_login(reader)
    said = f"This team takes no messages until {until:%-d %B %Y}."
    page = client.get(practice.get_absolute_url()).content.decode()
    assert said in page
    assert "We are moving." in page
    assert "Write to them" not in page
    form = client.get(reverse("contact", args=[practice.slug])).content.decode()
    assert said[:-1] in form
    assert "<textarea" not in form
    response = client.post(reverse("contact", args=[practice.slug]), {"message": "An hour of thought", "key": uuid4()})
    assert (response.status_code, "An hour of thought" in response.content.decode()) == (429, True)
    assert not ContactMessage.objects.exists()
    ContactPause.objects.update(until=timezone.localdate())
    assert "Write to them" in client.get(practice.get_absolute_url()).content.decode()


@pytest.mark.parametrize("who", ["the contact", "the deputy", "a manager"])
def test_whoever_owns_the_contact_takes_a_break_and_ends_it(client, practice, who):
    emails = {"the contact": CONTACT, "the deputy": DEPUTY}
    client.force_login(UserFactory(email=emails[who]) if who in emails else manager_of(practice))
    assert "Take no messages for some time" in client.get(practice.get_absolute_url()).content.decode()
    pause(client, practice, tomorrow())
    assert ContactPause.objects.get().words == "We are moving."
    assert client.post(reverse("contact_resume", args=[practice.slug])).status_code == 302
    assert not ContactPause.objects.exists()


def test_an_address_that_nobody_has_proven_owns_nothing(client, practice):
    client.force_login(UserFactory(email=CONTACT, verified=False))
    assert pause(client, practice, tomorrow()).status_code == 403
    assert not ContactPause.objects.exists()


@pytest.mark.parametrize(
    ("days", "words", "problem"),
    [
        (0, "", "Enter a day from tomorrow to a year from now"),
        (367, "", "Enter a day from tomorrow to a year from now"),
        (1, "Ring Jo on 07700 900123", "may tell who a person is"),
    ],
)
def test_a_break_with_a_mistake_keeps_what_was_typed(client, practice, days, words, problem):
    client.force_login(practice.authorships.get().user)
    day = timezone.localdate() + timedelta(days=days)
    response = pause(client, practice, day, words)
    page = response.content.decode()
    assert response.status_code == 400
    assert all(said in page for said in (problem, f'value="{day.year}"', words))
    assert not ContactPause.objects.exists()


def test_a_stranger_cannot_take_a_break_for_others(client, practice):
    client.force_login(UserFactory())
    assert pause(client, practice, tomorrow()).status_code == 403
    ContactPause.objects.create(practice=practice, until=tomorrow())
    assert client.post(reverse("contact_resume", args=[practice.slug])).status_code == 403
    assert client.get(reverse("contact_resume", args=[practice.slug])).status_code == 405
    assert ContactPause.objects.exists()
