"""Keeping somebody out who does harm."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import STATUS, Email
from pytest_django.asserts import assertContains, assertNotContains

from accounts import mail
from accounts.actions import blocking, memberships, people
from accounts.models import AuditEvent, Membership, User
from tests.factories import (
    AdministratorFactory,
    MembershipFactory,
    ModeratorFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

WHY = "Three comments that advertise, after two warnings."


@pytest.fixture
def person():
    return UserFactory(email="ren@council.example", display_name="Ren Rude")


@pytest.fixture
def moderator(client):
    moderator = ModeratorFactory()
    client.force_login(moderator)
    return moderator


@pytest.fixture
def blocked(person):
    return blocking.block(person=person, by=ModeratorFactory(), why=WHY)


def block(client, person, why=WHY):
    return client.post(reverse("block_person", args=[person.pk]), {"why": why}, follow=True)


def is_blocked(person):
    return User.objects.filter(pk=person.pk, is_active=False, blocked_at__isnull=False).exists()


def is_signed_in(client):
    return client.get(reverse("account")).status_code == 200


# Who blocks whom


def test_a_moderator_blocks_somebody_with_a_reason(client, moderator, person):
    assertContains(block(client, person), "Ren Rude is blocked and signed out everywhere.")
    person.refresh_from_db()
    assert is_blocked(person)
    assert person.blocked_why == WHY
    event = AuditEvent.objects.get()
    assert (event.action, event.by_id, event.object_id, event.details) == (
        "person_blocked",
        moderator.pk,
        person.pk,
        {},
    )


def test_an_administrator_blocks_a_moderator(person):
    moderator = ModeratorFactory()
    blocking.block(person=moderator, by=AdministratorFactory(), why=WHY)
    assert is_blocked(moderator)


@pytest.mark.parametrize(
    ("by", "whom", "reason"),
    [
        (UserFactory, UserFactory, "Only moderators and administrators"),
        (ModeratorFactory, ModeratorFactory, "Only administrators can block"),
        (ModeratorFactory, AdministratorFactory, "Only administrators can block"),
        (ModeratorFactory, lambda: UserFactory(is_active=False), "closed already"),
        (AdministratorFactory, None, "You cannot block yourself"),
        (ModeratorFactory, None, "You cannot block yourself"),
    ],
)
def test_these_cannot_be_blocked(client, by, whom, reason):
    by = by()
    whom = whom() if whom else by
    client.force_login(by)
    assertContains(block(client, whom), reason, status_code=403)
    with pytest.raises(PermissionDenied, match=reason):
        blocking.block(person=whom, by=by, why=WHY)
    assert not is_blocked(whom)
    assert not AuditEvent.objects.exists()


def test_nobody_is_blocked_without_a_reason(client, moderator, person):
    assertContains(block(client, person, " "), "Say why, so that they know")
    assert not is_blocked(person)


def test_the_database_knows_nobody_who_is_blocked_and_comes_in(blocked):
    with pytest.raises(IntegrityError):
        User.objects.filter(pk=blocked.pk).update(is_active=True)


def test_whom_one_may_not_block_one_does_not_learn_of(client):
    client.force_login(UserFactory())
    assert client.get(reverse("block_person", args=[0])).status_code == 403


# What it does


def test_the_person_is_signed_out_everywhere_at_once_and_stays_out_when_let_in_again(person, moderator):
    browsers = [Client(), Client()]
    somebody_else = Client()
    somebody_else.force_login(UserFactory())
    for browser in browsers:
        browser.force_login(person)
    blocking.block(person=person, by=moderator, why=WHY)
    assert not any(is_signed_in(browser) for browser in browsers)
    blocking.unblock(person=person, by=moderator)
    assert not any(is_signed_in(browser) for browser in browsers)
    assert is_signed_in(somebody_else)
    assert Session.objects.filter(pk=browsers[0].cookies["sessionid"].value).count() == 0


def test_they_cannot_sign_in_and_read_why_and_whom_to_ask(client, sign_in, blocked):
    page = sign_in(blocked.email)
    assertContains(page, WHY, status_code=403)
    assertContains(page, "support@hub.example", status_code=403)
    assert not is_signed_in(client)


def test_whoever_does_not_know_the_password_does_not_learn_that_they_are_blocked(sign_in, blocked):
    assertNotContains(sign_in(blocked.email, "a wrong password"), "blocked")


def test_they_get_no_link_to_reset_their_password(client, mailoutbox, blocked):
    client.post(reverse("account_reset_password"), {"email": blocked.email})
    assert mailoutbox == []


def test_a_link_to_reset_that_they_had_before_lets_nobody_in(client, link_in, sign_in, person, moderator):
    visitor = Client()
    visitor.post(reverse("account_reset_password"), {"email": person.email})
    link = link_in(person.email)
    blocking.block(person=person, by=moderator, why=WHY)
    form = visitor.get(link, follow=True)
    visitor.post(form.redirect_chain[-1][0], {"password1": "another fine passphrase"})
    assert sign_in(person.email, "another fine passphrase", browser=visitor).status_code == 403
    assert not is_signed_in(visitor)


def test_they_do_not_join_by_a_link_that_confirms_their_address(client, link_in, moderator):
    OrganisationFactory(domain="willow.example")
    visitor = Client()
    said = {"display_name": "Ren", "job_title": "", "email": "ren@willow.example", "password1": "a fine passphrase"}
    visitor.post(reverse("account_signup"), said)
    link = link_in("ren@willow.example")
    person = User.objects.get(email="ren@willow.example")
    blocking.block(person=person, by=moderator, why=WHY)
    assertContains(visitor.post(link, follow=True), "This account is blocked")
    assert not Membership.objects.exists()
    assert not person.has_proven("ren@willow.example")


def test_no_mail_goes_to_them_and_what_waits_for_them_is_dropped(settings, person, moderator):
    settings.EMAIL_BACKEND = "practice_hub.mail_queue.Backend"
    other = UserFactory(email="other@council.example")
    mail.send("account_already_exists", to=[person.email, other.email], link="http://testserver/")
    blocking.block(person=person, by=moderator, why=WHY)
    mail.send("account_already_exists", to=[person.email.upper(), other.email], link="http://testserver/")
    assert [message.to for message in Email.objects.all()] == [[other.email], [other.email]]


def test_what_was_sent_stays_in_the_list_of_mails(person, moderator):
    Email.objects.create(from_email="hub@hub.example", to=[person.email], status=STATUS.sent)
    blocking.block(person=person, by=moderator, why=WHY)
    assert Email.objects.count() == 1


def test_a_request_of_theirs_to_join_is_not_shown_and_cannot_be_accepted(client, person, moderator):
    organisation = OrganisationFactory()
    manager = UserFactory(manages=organisation)
    request = MembershipFactory(user=person, organisation=organisation, status="requested")
    blocking.block(person=person, by=moderator, why=WHY)
    client.force_login(manager)
    assertNotContains(client.get(reverse("organisation_members", args=[organisation.slug])), "Ren Rude")
    with pytest.raises(PermissionDenied, match="closed"):
        memberships.accept_request(membership=request, by=manager)


# Letting in again


def test_the_list_says_who_is_blocked_and_why(client, moderator, blocked):
    assertContains(client.get(reverse("blocked_people")), WHY)
    client.force_login(UserFactory())
    assert client.get(reverse("blocked_people")).status_code == 403


def test_a_moderator_lets_somebody_in_again(client, sign_in, moderator, blocked):
    page = client.post(reverse("unblock_person", args=[blocked.pk]), follow=True)
    assertContains(page, "Ren Rude can sign in again.")
    assertContains(page, "Nobody is blocked")
    blocked.refresh_from_db()
    assert (blocked.is_active, blocked.blocked_at, blocked.blocked_why) == (True, None, "")
    visitor = Client()
    sign_in(blocked.email, browser=visitor)
    assert is_signed_in(visitor)
    assert AuditEvent.objects.order_by("pk").last().action == "person_unblocked"


def test_a_moderator_does_not_undo_what_was_done_about_a_moderator(client, moderator):
    colleague = ModeratorFactory()
    blocking.block(person=colleague, by=AdministratorFactory(), why=WHY)
    assertContains(client.get(reverse("blocked_people")), "Only administrators can let")
    assert client.post(reverse("unblock_person", args=[colleague.pk])).status_code == 403
    assert is_blocked(colleague)


def test_an_account_that_is_only_closed_is_not_opened_by_moderators(client, moderator):
    closed = UserFactory(is_active=False)
    assert client.post(reverse("unblock_person", args=[closed.pk])).status_code == 403
    closed.refresh_from_db()
    assert not closed.is_active


def test_an_administrator_who_opens_the_account_lifts_the_block(blocked):
    people.open_or_close(person=blocked, is_active=True, by=AdministratorFactory())
    blocked.refresh_from_db()
    assert (blocked.is_active, blocked.blocked_at, blocked.blocked_why) == (True, None, "")


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_who_block_at_one_moment_one_is_told_that_it_is_done():
    person, moderators, together = UserFactory(), [ModeratorFactory(), ModeratorFactory()], threading.Barrier(2)

    def block_now(moderator):
        together.wait()
        try:
            blocking.block(person=person, by=moderator, why=f"By {moderator.pk}")
        except PermissionDenied as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        results = set(threads.map(block_now, moderators))
    assert results == {None, "This person is blocked already."}
    assert AuditEvent.objects.filter(action="person_blocked").count() == 1
    assert User.objects.get(pk=person.pk).blocked_at <= timezone.now()
