"""Everything of one's own as a download: all of it, in words and for programs, and nobody else's data with it."""

import io
import json
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from accounts import audit
from accounts.models import Invitation, Membership, User
from practices.actions import api_tokens, due_feeds, following
from practices.leaving import parts
from practices.leaving.copy import zipped
from practices.models import (
    AskedAuthor,
    Comment,
    ContactMessage,
    ContactPause,
    Dismissal,
    FollowUpPause,
    Notification,
    ReaderNote,
    Reminder,
    Report,
    ReportSave,
    Review,
    SectionSave,
    Specialism,
    TrustedReader,
    UpstreamChoice,
)
from tests import world as worlds
from tests.factories import (
    AdoptionFactory,
    AttachmentFactory,
    AuditFactory,
    AuditFindingFactory,
    BriefingFactory,
    CollectionFactory,
    CommentFactory,
    FactCheckFactory,
    FollowUpFactory,
    LawChangeFactory,
    MembershipFactory,
    ModeratorFactory,
    NeedAnswerFactory,
    NeedFactory,
    NewsletterFactory,
    OptionsReportFactory,
    OrganisationFactory,
    PracticeFactory,
    ShadowingFactory,
    SuggestionFactory,
    TopicFactory,
    UserFactory,
    give_endorsement,
)
from tests.journeys.checks import html_problems
from tests.practices.test_erasing import relations_to_people

pytestmark = pytest.mark.django_db


def read(data):
    """(the data, the page)"""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if not name.startswith("files/")]
        assert names == ["practice-hub-my-data.html", "practice-hub-my-data.json"]
        page, data = (archive.read(name).decode() for name in names)
    return json.loads(data), page


def copy_of(person):
    with zipped(User.objects.get(pk=person.pk)) as file:
        return read(file.read())


def test_every_relation_to_a_person_is_a_part_or_left_out_with_a_reason():
    decided = {part.relation for part in parts.PARTS} | parts.LEFT_OUT.keys()
    assert relations_to_people().keys() - decided == set(), "add it to PARTS or LEFT_OUT in leaving/parts.py"
    assert decided - relations_to_people().keys() == set()
    assert all(parts.LEFT_OUT.values())


def somebody_with_one_of_everything():
    council = OrganisationFactory(name="Northbridge Council")
    person = ModeratorFactory(display_name="Amina Yusuf", job_title="Practice lead", email="amina@council.example")
    Membership.objects.create(user=person, organisation=council)
    council.proposed_by = person
    council.save()
    practice = PracticeFactory(
        state="changing",
        author=person,
        organisation=council,
        revision__title="Hold a huddle",
        revision__contact_email=person.email,
        revision__contact_name="Amina Yusuf",
        revision__steps=[{"text": "Meet at the board", "essential": "yes"}],
    )
    practice.revisions.update(created_by=person, submitted_by=person)
    decided = {"decision": "returned", "message": "Say who meets.", "submitted_at": timezone.now()}
    Review.objects.create(revision=practice.draft_revision, moderator=ModeratorFactory(), **decided)
    other = PracticeFactory(state="in_review", revision__held_by=person, revision__held_at=timezone.now())
    Review.objects.create(revision=other.draft_revision, moderator=person, **decided | {"message": "Thank you for it."})
    SectionSave.objects.create(
        revision=practice.draft_revision, section="context", saved_at=timezone.now(), saved_by=person
    )
    published = PracticeFactory(state="published", revision__title="Plan a rota")
    comment = CommentFactory(practice=published, author=person, body="Who holds the keys?")
    Comment.objects.filter(pk=comment.pk).update(status=Comment.Status.HIDDEN, hidden_why="It names a ward.")
    endorsement = give_endorsement(published, person, why="It works for us.")
    Report.objects.create(endorsement=give_endorsement(published), reporter=person, reason="It is an advertisement.")
    need = NeedFactory(asked_by=person, question="Who shares transport?")
    NeedAnswerFactory(need=need, words="Eastmoor does.")
    NeedAnswerFactory(need=need, words="A hidden answer", status="hidden", hidden_why="It names a ward.")
    NeedAnswerFactory(need__question="A stranger’s question", by=person, words="An answer I gave")
    AskedAuthor.objects.create(need=NeedFactory(), practice=practice, author=person)
    Dismissal.objects.create(practice=practice, kind="name", words="Buurtzorg", reason="A method", said_by=person)
    draft = PracticeFactory(state="draft")
    TrustedReader.objects.create(practice=draft, user=person)
    ReaderNote.objects.create(revision=draft.draft_revision, section="context", author=person, body="For whom is it?")
    LawChangeFactory(marked_by=person)
    FactCheckFactory(revision=other.draft_revision, asked_by=person)
    Specialism.objects.create(user=person, topic=TopicFactory())
    AttachmentFactory(practice=practice, title="A blank diary", data=b"%PDF- the diary")
    Reminder.objects.create(practice=published, kind="passed", occasion="2026-11-01", recipient=person)
    adoption = AdoptionFactory(practice=published, lead=person)
    adoption.changes.update(recorded_by=person)
    UpstreamChoice.objects.create(adoption=adoption, revision=adoption.revision, choice="keep", chosen_by=person)
    FollowUpFactory(adoption=adoption, answered=True, thanked_by=person, thanked_at=timezone.now())
    FollowUpPause.objects.create(adoption=adoption, set_by=person)
    audited = AuditFactory(practice=published, set_up_by=person, checker=person)
    AuditFindingFactory(audit=audited, who=person, made_by=person)
    adoption = AdoptionFactory(practice=published)
    BriefingFactory(adoption=adoption, by=person, recorded_by=person)
    SuggestionFactory(adoption=adoption, accepted=True, made_by=person, decided_by=person)
    due_feeds.make(by=person)
    CollectionFactory(owner=person, practices=[published])
    following.save_search(asked={"q": ["night", "sitting"]}, name="Sitting at night", by=person)
    following.follow(target=published, by=person)
    report = OptionsReportFactory(organisation=council, begun_by=person, practices=[published])
    ReportSave.objects.create(report=report, section="fit", saved_at=timezone.now(), saved_by=person)
    api_tokens.make(name="Weekly figures", scope="mine", days=30, by=person)
    waiting = {"step": "contact", "step_since": timezone.now(), "message": "Who chairs the huddle?"}
    ContactMessage.objects.create(practice=published, sender=person, **waiting)
    ShadowingFactory(posted_by=person, organisation=council, skill="How we plan a rota")
    words = "May I come on a Tuesday?"
    ShadowingFactory(confirmed=True, other=person, words=words, host_confirmed_by=person, guest_confirmed_by=person)
    NewsletterFactory(saved_by=person, sent_by=person)
    ContactPause.objects.create(practice=published, until="2027-01-05", words="We are moving.", set_by=person)
    Notification.objects.create(recipient=person, kind="endorsed", practice=practice, endorsement=endorsement)
    Invitation.objects.create(
        organisation=council,
        email="invited@elsewhere.example",
        token="secret-token",
        invited_by=person,
        expires_at=timezone.now(),
    )
    audit.record("practice_submitted", on=practice, by=person)
    return person


def test_it_holds_one_of_everything_that_is_theirs():
    data, page = copy_of(somebody_with_one_of_everything())
    assert [key for key, rows in data.items() if not rows] == []
    assert data["accounts.user"]["email"] == "amina@council.example"
    assert [row["number"] for row in data["practices.practice"]] == [1, 2]
    assert data["practices.practice"][0]["steps"] == [{"text": "Meet at the board", "essential": "yes"}]
    assert data["practices.practice"][0]["contact_email"] == "amina@council.example"
    for text in (
        "Practice lead",
        "Northbridge Council",
        "Hold a huddle",
        "Meet at the board",
        "A blank diary",
        "Say who meets.",
        "Thank you for it.",
        "Who holds the keys?",
        "It names a ward.",
        "It works for us.",
        "We use it",
        "It is an advertisement.",
        "Who shares transport?",
        "Who chairs the huddle?",
        "We are moving.",
        "How we plan a rota",
        "May I come on a Tuesday?",
        "Eastmoor does.",
        "An answer I gave",
        "Plan a rota",
        "New endorsement",
        "Ask them about weekends.",
        "How should we plan discharge on Fridays?",
        "practice_submitted",
    ):
        assert text in page, text
    for text in (
        "A stranger’s question",
        "A hidden answer",
        "invited@elsewhere.example",
        "secret-token",
        "md5$",
        "password",
        "secret_hash",
        "token_hash",
    ):
        assert text not in page + json.dumps(data, ensure_ascii=False), text


def test_the_files_that_they_added_are_in_it_and_nobody_elses():
    person = somebody_with_one_of_everything()
    AttachmentFactory(data=b"somebody else's")
    with zipped(person) as file, zipfile.ZipFile(file) as archive:
        [name] = [name for name in archive.namelist() if name.startswith("files/")]
        assert name.endswith(" referral.pdf")
        assert archive.read(name) == b"%PDF- the diary"


def test_the_page_is_valid_and_shows_what_was_typed_as_text():
    person = somebody_with_one_of_everything()
    CommentFactory(author=person, body="<script>alert(1)</script>\nA second line")
    _data, page = copy_of(person)
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>A second line" in page
    assert html_problems(page) == []
    assert "http" not in page


def test_nobody_elses_name_address_or_job_title_is_in_it():
    """In a hub where everybody has had to do with everybody, for each of its people."""
    world = worlds.build()
    people = [person for person in world.people.values() if person.is_authenticated]
    for number, person in enumerate(people):
        person.job_title = f"Job title number {number:03}"
        person.save()
    shared = world.practices["published"]
    for person in people:
        PracticeFactory(
            state="published",
            author=person,
            co_authors=[other for other in people if other != person],
            revision__contact_name=str(person),
            revision__contact_role=person.job_title,
            revision__contact_email=person.email,
            revision__contact_deputy=person.email,
            revision__process_owner=str(person),
            revision__approved_by=f"{person}, {person.job_title}",
        )
        NeedAnswerFactory(need__asked_by=person, by=people[0], words="This.")
        for other in people[:3]:
            Notification.objects.create(recipient=person, kind="replied", practice=shared)
            audit.record("co_author_added", on=shared, by=other, user=person.pk)
    for person in people:
        data, page = copy_of(person)
        said = page + json.dumps(data, ensure_ascii=False)
        assert str(person) in said
        for other in people:
            if other != person:
                found = [text for text in (str(other), other.email, other.job_title) if text in said]
                assert found == [], f"{other} in the copy of {person}"


def test_colleagues_are_left_out_of_a_write_up_and_of_the_record():
    person, colleague = UserFactory(), UserFactory()
    practice = PracticeFactory(state="draft", author=person, co_authors=[colleague])
    audit.record("co_author_added", on=practice, by=person, user=colleague.pk)
    audit.record("co_author_added", on=practice, by=colleague, user=person.pk)
    data, _page = copy_of(person)
    assert not data["practices.practice"][0].keys() & {"contact_email", "contact_name", "process_owner"}
    assert data["practices.practice"][0]["team"] == "Hospital discharge team"
    assert [row["details"] for row in data["accounts.auditevent"]] == [{}, {"user": person.pk}]


def test_what_one_may_no_longer_read_has_its_number_and_no_title():
    person = MembershipFactory(organisation__name="Northbridge Council").user
    practice = PracticeFactory(state="published", revision__visibility="organisation", revision__title="Our secret")
    Notification.objects.create(recipient=person, kind="commented", practice=practice)
    data, page = copy_of(person)
    assert data["practices.notification.recipient"][0]["practice_id"] == practice.pk
    assert f"no. {practice.pk}" in page
    assert "Our secret" not in page


def test_other_peoples_rows_are_not_in_it():
    person, other = UserFactory(), somebody_with_one_of_everything()
    data, page = copy_of(person)
    empty = {key for key, rows in data.items() if not rows}
    assert empty == data.keys() - {"format", "format_version", "made_at", "accounts.user", "account.emailaddress.user"}
    assert str(other) not in page


def test_a_person_downloads_it_from_a_page_that_says_what_it_is(client):
    person = UserFactory(display_name="Amina Yusuf")
    client.force_login(person)
    page = client.get(reverse("account_export"))
    assertContains(page, "Download the copy")
    assertContains(page, "keep it where only you can read it")
    answer = client.post(reverse("account_export"))
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == 'attachment; filename="practice-hub-my-data.zip"'
    assert answer["Cache-Control"] == "no-store"
    data, _page = read(answer.getvalue())
    assert data["accounts.user"]["display_name"] == "Amina Yusuf"
    assertContains(client.get(reverse("account")), reverse("account_export"))
