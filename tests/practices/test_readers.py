"""Trusted readers: colleagues who read a draft before it is submitted, and tell its authors alone."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import AuditEvent
from practices import policies
from practices.actions import authoring, readers
from practices.mail import link_to, should_mail
from practices.models import Notification, Practice, ReaderNote, TrustedReader
from practices.sections import SECTIONS
from tests.factories import ModeratorFactory, OrganisationFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db

WORDS = "For whom is it? And who is the lady with the dog?"


@pytest.fixture
def ours():
    return OrganisationFactory()


@pytest.fixture
def author(ours):
    return UserFactory(organisation=ours, display_name="Asha Author")


@pytest.fixture
def reader(ours):
    return UserFactory(organisation=ours, display_name="Ravi Reader")


@pytest.fixture
def practice(author, ours):
    return PracticeFactory(state="draft", author=author, organisation=ours, revision__title="Hold a huddle")


def visible(person):
    return list(Practice.objects.visible_to(person))


def test_a_reader_sees_the_draft_and_nobody_else_does(client, practice, author, reader, ours):
    others = [UserFactory(manages=ours), UserFactory(organisation=ours), ModeratorFactory()]
    readers.ask(practice=practice, user=reader, by=author)
    assert visible(reader) == [practice]
    assert [visible(person) for person in others] == [[], [], []]
    client.force_login(reader)
    page = client.get(reverse("reader_notes", args=[practice.slug])).content.decode()
    assert "Hold a huddle" in page
    assert "Tell its authors" in page
    assert client.get(reverse("preview", args=[practice.slug])).status_code == 200


def test_a_reader_changes_nothing(practice, author, reader):
    readers.ask(practice=practice, user=reader, by=author)
    practice = Practice.objects.for_page().get()
    for action in ("edit", "submit", "withdraw", "discard", "manage_authors", "ask_reader"):
        assert policies.why_not(reader, action, practice), action


def test_a_draft_can_be_handed_to_the_only_colleague_even_if_they_read_it(client, practice, author, reader):
    readers.ask(practice=practice, user=reader, by=author)
    client.force_login(author)
    page = client.get(reverse("readers", args=[practice.slug])).content.decode()
    assert "Nobody else of your organisation" in page
    assert reverse("offer", args=[practice.slug]) in page


def test_whoever_belongs_to_no_organisation_is_shown_the_way_to_one(client):
    alone = UserFactory()
    draft = PracticeFactory(state="draft", author=alone, organisation=None)
    client.force_login(alone)
    for page in ("readers", "authors"):
        assert f'href="{reverse("find_organisation")}"' in client.get(reverse(page, args=[draft.slug])).content.decode()


def test_a_reader_tells_the_authors_section_by_section(client, practice, author, reader):
    readers.ask(practice=practice, user=reader, by=author)
    client.force_login(reader)
    address = reverse("reader_notes", args=[practice.slug])
    client.post(address, {"section": "context", "body": WORDS})
    client.force_login(author)
    assert "1 note of a reader" in client.get(reverse("edit", args=[practice.slug])).content.decode()
    page = client.get(address).content.decode()
    assert WORDS in page
    assert reverse("edit_section", args=[practice.slug, "context"]) in page
    told = Notification.objects.get(kind="reader_noted")
    assert (told.recipient, link_to(told)) == (author, address)
    note = ReaderNote.objects.get()
    client.post(reverse("reader_note_remove", args=[practice.slug, note.pk]))
    assert not ReaderNote.objects.exists()
    assert not any(WORDS in str(event.details) for event in AuditEvent.objects.all())


@pytest.mark.parametrize("said", [{"section": "context", "body": " "}, {"section": "nowhere", "body": WORDS}])
def test_what_cannot_be_sent_is_given_back(client, practice, author, reader, said):
    readers.ask(practice=practice, user=reader, by=author)
    client.force_login(reader)
    page = client.post(reverse("reader_notes", args=[practice.slug]), said)
    assert page.status_code == 400
    assert said["body"].strip() in page.content.decode()
    assert not ReaderNote.objects.exists()


def test_an_author_asks_and_lets_go_by_the_page(client, practice, author, reader):
    client.force_login(author)
    address = reverse("readers", args=[practice.slug])
    assert "Ravi Reader" in client.get(address).content.decode()
    assert client.post(address, {"user": ""}).status_code == 400
    page = client.post(address, {"user": reader.pk}, follow=True).content.decode()
    assert "Ravi Reader has been asked to read it." in page
    reading = TrustedReader.objects.get()
    client.post(reverse("reader_remove", args=[practice.slug, reading.pk]))
    assert visible(reader) == []


def test_a_reader_can_stop(client, practice, author, reader):
    reading = readers.ask(practice=practice, user=reader, by=author)
    client.force_login(reader)
    assert "You were asked to read" in client.get(reverse("my_practices")).content.decode()
    client.post(reverse("reader_remove", args=[practice.slug, reading.pk]))
    assert visible(reader) == []
    assert "You were asked to read" not in client.get(reverse("my_practices")).content.decode()


def test_two_are_enough_and_only_colleagues_are_asked(practice, author, reader, ours):
    with pytest.raises(PermissionDenied, match="Choose a colleague"):
        readers.ask(practice=practice, user=UserFactory(), by=author)
    for person in (reader, UserFactory(organisation=ours)):
        readers.ask(practice=practice, user=person, by=author)
    with pytest.raises(PermissionDenied, match="Two people"):
        readers.ask(practice=practice, user=UserFactory(organisation=ours), by=author)
    assert TrustedReader.objects.count() == 2


def test_a_reader_reads_only_while_its_authors_write(practice, author, reader):
    readers.ask(practice=practice, user=reader, by=author)
    told = Notification.objects.get(kind="asked_to_read")
    assert should_mail(told)
    practice = authoring.submit(
        practice=practice, by=author, declared=frozenset(authoring.DECLARATIONS), change_note=""
    )
    assert visible(reader) == []
    told.refresh_from_db()
    assert not should_mail(Notification.objects.get(pk=told.pk))
    with pytest.raises(PermissionDenied):
        readers.note(practice=practice, section="context", body=WORDS, by=reader)
    authoring.withdraw(practice=practice, by=author)
    assert visible(reader) == [practice]


def test_a_change_to_what_is_published_has_its_readers_too(author, reader, ours):
    practice = PracticeFactory(state="changing", author=author, organisation=ours, revision__visibility="organisation")
    stranger = UserFactory()
    assert policies.why_not(reader, "read_draft", practice)
    readers.ask(practice=practice, user=reader, by=author)
    practice = Practice.objects.for_page().get()
    assert policies.can(reader, "read_draft", practice)
    assert policies.why_not(stranger, "read_draft", practice)


def test_notes_can_be_about_every_section(practice, author, reader):
    readers.ask(practice=practice, user=reader, by=author)
    for section in SECTIONS:
        readers.note(practice=practice, section=section.key, body=WORDS, by=reader)
    assert ReaderNote.objects.count() == len(SECTIONS)


def test_a_first_note_is_handed_to_a_colleague_who_accepts_and_both_are_named(client, practice, author, reader):
    client.force_login(author)
    page = client.post(reverse("offer", args=[practice.slug]), {"to": reader.pk}, follow=True).content.decode()
    assert "It is offered to Ravi Reader, and yours until they accept." in page
    assert [(row.user, row.is_lead) for row in practice.authorships.all()] == [(author, True)]
    client.force_login(reader)
    address = reverse("reader_notes", args=[practice.slug])
    assert "It is offered to you" in client.get(address).content.decode()
    assert link_to(Notification.objects.get(kind="offered")) == address
    page = client.post(reverse("take_over", args=[practice.slug]), follow=True).content.decode()
    assert "It is yours now." in page
    assert [(row.user, row.is_lead) for row in practice.authorships.all()] == [(reader, True), (author, False)]
    assert not TrustedReader.objects.exists()
    assert Notification.objects.get(kind="taken_over").recipient == author


def test_nobody_takes_over_what_was_not_offered_or_was_taken_back(practice, author, reader):
    reading = readers.ask(practice=practice, user=reader, by=author)
    with pytest.raises(PermissionDenied, match="Nobody has offered"):
        readers.take_over(practice=practice, by=reader)
    readers.offer(practice=practice, user=reader, by=author)
    readers.let_go(practice=practice, reader=reading, by=author)
    with pytest.raises(PermissionDenied, match="Nobody has offered"):
        readers.take_over(practice=practice, by=reader)
    assert [row.user for row in practice.authorships.all()] == [author]


def test_an_offer_is_for_one_and_only_the_lead_makes_it(practice, author, reader, ours):
    other = UserFactory(organisation=ours)
    readers.offer(practice=practice, user=reader, by=author)
    readers.offer(practice=practice, user=other, by=author)
    assert list(TrustedReader.objects.filter(may_take_over=True).values_list("user", flat=True)) == [other.pk]
    readers.take_over(practice=practice, by=other)
    with pytest.raises(PermissionDenied, match="Only whoever leads"):
        readers.offer(practice=practice, user=reader, by=author)


def test_an_offer_ends_when_it_is_submitted(practice, author, reader):
    readers.offer(practice=practice, user=reader, by=author)
    authoring.submit(practice=practice, by=author, declared=frozenset(authoring.DECLARATIONS), change_note="")
    with pytest.raises(PermissionDenied):
        readers.take_over(practice=practice, by=reader)
