"""Contacts who have gone: how the hub notices, what readers are told, and how somebody else is named."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from post_office.models import STATUS, Email

from accounts.actions import memberships
from accounts.models import AuditEvent, Membership
from practices.actions import moderation, staying_true
from practices.models import ContactMessage
from tests.factories import MembershipFactory, ModeratorFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "discharge.team@council.example"
NEW = {
    "contact_name": "Priya Nair",
    "contact_role": "Team manager",
    "contact_email": "new.contact@council.example",
    "contact_deputy": "",
    "contact_calls": "2",
}


def lost(practice):
    """Whether a contact is being found once the worker has looked, and why."""
    call_command("run_worker", once=True)
    practice.refresh_from_db()
    return practice.contact_lost_because


def contact_is_lost(**traits):
    practice = PracticeFactory(state="published", **traits)
    staying_true.say_contact_gone(practice=practice, by=author_of(practice))
    practice.refresh_from_db()
    return practice


def author_of(practice):
    return practice.authorships.first().user


def a_mail(status, to=ADDRESS, written=0, left=0):
    """A mail that was written, and last tried, so many days ago."""
    row = Email.objects.create(from_email="hub@hub.example", to=to, message="…", status=status)
    now = timezone.now()
    Email.objects.filter(pk=row.pk).update(
        created=now - timedelta(days=written), last_updated=now - timedelta(days=left)
    )


def published_weeks_ago(**traits):
    practice = PracticeFactory(state="published", **traits)
    practice.published_at = practice.changed_at = timezone.now() - timedelta(days=30)
    practice.save()
    return practice


# How the hub notices


def test_a_contact_whose_account_is_closed_is_noticed_in_any_spelling_of_the_address():
    practice = PracticeFactory(state="published", revision__contact_email="Amina.Yusuf@council.example")
    contact = UserFactory(email="amina.yusuf@council.example")
    assert lost(practice) == ""
    contact.is_active = False
    contact.save()
    assert lost(practice) == "left"
    assert AuditEvent.objects.get(action="contact_lost").by_id is None


def test_a_contact_who_left_the_organisation_is_noticed():
    practice = PracticeFactory(state="published")
    contact = UserFactory(email=ADDRESS, organisation=practice.organisation)
    assert lost(practice) == ""
    memberships.leave(membership=contact.memberships.get(), by=contact)
    assert lost(practice) == "left"


def test_a_contact_who_left_another_organisation_is_still_there():
    practice = PracticeFactory(state="published")
    MembershipFactory(user=UserFactory(email=ADDRESS), status=Membership.Status.ENDED)
    assert lost(practice) == ""


def test_a_contact_to_whom_mail_failed_for_good_is_noticed():
    practice = published_weeks_ago()
    a_mail(STATUS.requeued, written=7)
    a_mail(STATUS.sent, to="somebody@else.example", written=3, left=3)
    assert lost(practice) == ""
    a_mail(STATUS.failed, written=7)
    assert lost(practice) == "refused"


def test_a_mail_server_that_was_down_loses_no_contact():
    practice = published_weeks_ago()
    a_mail(STATUS.failed, written=9, left=1)
    a_mail(STATUS.sent, to="somebody@else.example", written=0, left=0)
    assert lost(practice) == ""


def test_mail_that_failed_before_the_contact_was_named_counts_no_more():
    practice = published_weeks_ago()
    a_mail(STATUS.failed, written=7)
    a_mail(STATUS.sent, to="somebody@else.example", written=3, left=3)
    assert lost(practice) == "refused"
    staying_true.name_contact(practice=practice, by=author_of(practice), said=NEW | {"contact_email": ADDRESS})
    assert lost(practice) == ""


def test_the_authors_who_are_left_and_the_managers_are_told():
    gone, left_over = UserFactory(email=ADDRESS), UserFactory()
    practice = PracticeFactory(state="published", author=gone, co_authors=[left_over])
    manager = UserFactory(manages=practice.organisation)
    memberships.remove_member(membership=gone.memberships.get(), by=manager)
    mail.outbox.clear()
    call_command("run_worker", once=True)
    told = {message.to[0]: message for message in mail.outbox if "Is this still true?" in message.subject}
    assert set(told) == {left_over.email, manager.email}
    assert "The contact has left." in told[manager.email].body


# Somebody says so


@pytest.mark.parametrize("who", ["author", "manager", "moderator"])
def test_it_can_be_said_after_a_confirmation(client, who):
    practice = PracticeFactory(state="published")
    person = {
        "author": author_of(practice),
        "manager": UserFactory(manages=practice.organisation),
        "moderator": ModeratorFactory(),
    }[who]
    client.force_login(person)
    address = reverse("contact_gone", args=[practice.slug])
    assert address in client.get(practice.get_absolute_url()).content.decode()
    client.get(address)
    practice.refresh_from_db()
    assert practice.contact_lost_at is None
    client.post(address)
    practice.refresh_from_db()
    assert practice.contact_lost_because == "said"
    assert client.post(address).status_code == 403  # it is known already


# What readers are told


def test_readers_are_told_what_to_do_instead_and_no_message_is_taken(client):
    practice = contact_is_lost()
    address = reverse("contact", args=[practice.slug])
    page = client.get(practice.get_absolute_url()).content.decode()
    assert "A contact is being found." in page
    assert "ask in the discussion" in page
    assert address not in page
    client.force_login(UserFactory())
    assert address not in client.get(practice.get_absolute_url()).content.decode()
    refused = client.post(address, {"message": "May we visit?"})
    assert refused.status_code == 403
    assert "A contact is being found for this write-up." in refused.content.decode()
    assert not ContactMessage.objects.exists()


# Naming somebody else


def test_naming_a_contact_ends_the_search_without_a_review(client):
    practice = contact_is_lost()
    author = author_of(practice)
    before = {row.pk for row in practice.revisions.all()}
    client.force_login(author)
    assert client.post(reverse("contact_new", args=[practice.slug]), NEW).url == practice.get_absolute_url()
    practice.refresh_from_db()
    revision = practice.published_revision
    assert (practice.contact_lost_at, practice.contact_lost_because) == (None, "")
    assert (revision.contact_name, revision.contact_email, revision.contact_calls) == (
        "Priya Nair",
        "new.contact@council.example",
        2,
    )
    assert {row.pk for row in practice.revisions.all()} == before
    assert practice.draft_revision is None
    event = AuditEvent.objects.get(action="contact_named")
    assert event.by_id == author.pk
    assert "Priya" not in str(event.details)
    assert "Priya Nair" in client.get(practice.get_absolute_url()).content.decode()


def test_a_manager_names_one_without_seeing_the_addresses_there_were(client):
    practice = PracticeFactory(state="published", revision__contact_deputy="deputy@council.example")
    client.force_login(UserFactory(manages=practice.organisation))
    address = reverse("contact_new", args=[practice.slug])
    page = client.get(address).content.decode()
    assert ADDRESS not in page
    assert "deputy@council.example" not in page
    assert client.post(address, NEW).status_code == 302


def test_what_is_missing_is_asked_for_and_nothing_changes(client):
    practice = contact_is_lost()
    client.force_login(author_of(practice))
    answer = client.post(reverse("contact_new", args=[practice.slug]), NEW | {"contact_email": "", "contact_name": ""})
    assert answer.status_code == 400
    assert "Give an e-mail address that messages can go to" in answer.content.decode()
    practice.refresh_from_db()
    assert practice.contact_lost_at
    assert practice.published_revision.contact_email == ADDRESS


def test_somebody_who_has_left_cannot_be_named(client):
    practice = contact_is_lost()
    UserFactory(email=NEW["contact_email"], is_active=False)
    client.force_login(author_of(practice))
    answer = client.post(reverse("contact_new", args=[practice.slug]), NEW)
    assert answer.status_code == 400
    assert "Whoever has this address has left." in answer.content.decode()


def test_a_draft_that_named_the_same_contact_names_the_new_one_and_its_writer_is_told():
    practice = PracticeFactory(state="changing")
    staying_true.name_contact(practice=practice, by=author_of(practice), said=NEW)
    draft = practice.revisions.get(pk=practice.draft_revision_id)
    assert draft.contact_email == NEW["contact_email"]
    assert draft.section_saves.get(section="contact").version == 1


def test_a_draft_that_names_somebody_else_keeps_its_own():
    practice = PracticeFactory(state="changing")
    practice.draft_revision.contact_email = "third@council.example"
    practice.draft_revision.save()
    staying_true.name_contact(practice=practice, by=author_of(practice), said=NEW)
    assert practice.revisions.get(pk=practice.draft_revision_id).contact_email == "third@council.example"


@pytest.mark.parametrize(("address", "ends"), [("third@council.example", True), (ADDRESS, False)])
def test_publishing_another_contact_ends_the_search_and_publishing_the_same_one_does_not(address, ends):
    practice = PracticeFactory(state="changing_in_review")
    staying_true.say_contact_gone(practice=practice, by=author_of(practice))
    practice.draft_revision.contact_email = address
    practice.draft_revision.save()
    moderator = ModeratorFactory()
    moderation.take(practice=practice, by=moderator)
    practice = moderation.publish(practice=practice, by=moderator)
    assert (practice.contact_lost_at is None) == ends
