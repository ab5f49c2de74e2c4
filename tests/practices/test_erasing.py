"""Erasing an account: nothing says any more who it was, and what the team published stays."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email, Log
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts import audit
from accounts.models import AuditEvent, Invitation, Membership, User
from practices import content, policies
from practices.actions import authoring, discussion
from practices.actions.leaving import erase_account
from practices.leaving import traces
from practices.models import (
    Attachment,
    AttachmentContent,
    Comment,
    ContactMessage,
    ContactPause,
    Endorsement,
    HandledForm,
    Need,
    Notification,
    Practice,
    Report,
    Review,
    Revision,
    SearchLog,
    SectionSave,
    Topic,
)
from practices.search.entries import index
from tests.factories import (
    PASSWORD,
    AdministratorFactory,
    AttachmentFactory,
    CommentFactory,
    MembershipFactory,
    ModeratorFactory,
    NeedAnswerFactory,
    NeedFactory,
    NewsletterFactory,
    OrganisationFactory,
    PracticeFactory,
    RevisionFactory,
    ShadowingFactory,
    UserFactory,
    give_endorsement,
)

pytestmark = pytest.mark.django_db

NAME, JOB = "Zebediah Quillfeather", "Reablement Wayfinder"
ADDRESS, OLD_ADDRESS = "zebediah.quillfeather@council.example", "zq@before.example"
MARKERS = (NAME, JOB, ADDRESS, OLD_ADDRESS)


# Nothing says who it was


def planted():
    """A person whose name, job title and addresses stand wherever the hub and its people would put them."""
    council = OrganisationFactory()
    person = UserFactory(email=ADDRESS, display_name=NAME, job_title=JOB, is_moderator=True, manages=council)
    colleague = MembershipFactory(organisation=council, role=Membership.Role.MANAGER).user
    ModeratorFactory()
    EmailAddress.objects.create(user=person, email=OLD_ADDRESS)
    says = f"Ask {NAME} or write to {ADDRESS.upper()}. {NAME.lower()} began it."
    names = {
        "contact_name": NAME,
        "contact_role": JOB,
        "contact_email": ADDRESS,
        "contact_deputy": OLD_ADDRESS,
        "process_owner": f"{NAME}, {JOB}",
        "approved_by": f"{JOB} {NAME}",
        "what_we_do": says,
        "steps": [{"text": says, "essential": "yes"}],
        "partners": [{"kind": "health", "name": NAME, "part": says}],
        "change_note": NAME,
    }
    shared = PracticeFactory(state="published", author=person, organisation=council, **as_revision(names))
    PracticeFactory(state="draft", author=person, organisation=council, **as_revision(names))
    earlier = RevisionFactory(practice=shared, number=2, status="published", published_at=timezone.now(), **names)
    review = {"revision": earlier, "moderator": person, "decision": "published", "submitted_at": timezone.now()}
    snapshot = content.snapshot(earlier)
    Review.objects.create(message=says, sections=[{"section": "context", "reason": says}], snapshot=snapshot, **review)
    SectionSave.objects.create(revision=earlier, section="context", saved_at=timezone.now(), saved_by=person)
    elsewhere = PracticeFactory(state="published", author=colleague, revision__problem=f"As told by {ADDRESS}.")
    index(shared)
    AttachmentFactory(practice=shared, text=says, title=f"Form of {NAME}")
    AttachmentFactory(practice=elsewhere, text=f"Write to {ADDRESS}")
    AttachmentFactory(practice=shared, title=f"A blank form by {NAME}", blank_because=says, looks_filled_in=True)
    question = CommentFactory(practice=elsewhere, author=person, body=says)
    CommentFactory(practice=elsewhere, author=person, body=says, status=Comment.Status.HIDDEN, hidden_why=says)
    CommentFactory(practice=elsewhere, author=colleague, parent=question, body="Thank you, that helps.")
    CommentFactory(practice=shared, author=colleague, body=says)
    endorsement = give_endorsement(elsewhere, person, why=says)
    give_endorsement(shared, UserFactory(), why=says)
    Report.objects.create(comment=question, reporter=colleague, reason=says)
    Report.objects.create(endorsement=endorsement, reporter=person, reason=says)
    NeedFactory(asked_by=person, question=says)
    need = NeedFactory(asked_by=colleague, is_shared=True)
    NeedAnswerFactory(need=need, by=person, kind="moderator", words=f"Write to {ADDRESS}")
    NeedAnswerFactory(need=need, by=person, kind="person", words=says)
    NeedAnswerFactory(need=need, by=colleague, kind="practice", practice=shared, words=says)
    closed = {"closed_at": timezone.now(), "outcome": "elsewhere", "closing_words": f"From {ADDRESS}"}
    NeedFactory(asked_by=colleague, detail=f"Not {ADDRESS}", hidden_at=timezone.now(), hidden_why=ADDRESS, **closed)
    waiting = {"step": "contact", "step_since": timezone.now(), "message": says}
    ContactMessage.objects.create(practice=elsewhere, sender=person, **waiting)
    ContactMessage.objects.create(practice=shared, sender=colleague, **waiting)
    ContactPause.objects.create(practice=shared, until="2027-01-05", words=says, set_by=person)
    for state in ("asked", "agreed", "confirmed", "done"):
        ShadowingFactory(other=person, other_organisation=council, words=says, **{state: True, "form": "call"})
    ShadowingFactory(done=True, other=person, other_organisation=council, learning=says)
    ShadowingFactory(posted_by=person, organisation=council, skill=NAME, details=says, rules=says)
    ShadowingFactory(practice=shared, skill=f"How {NAME} does it", details=says)
    letter = NewsletterFactory(saved_by=person, introduction=f"Write to {ADDRESS}", thanks=f"Write to {ADDRESS}")
    letter.items.create(kind="new", practice=shared, line=says)
    for someone in (person, colleague):
        Notification.objects.create(recipient=someone, kind="commented", practice=shared, comment=question)
    Invitation.objects.create(
        organisation=council, email=OLD_ADDRESS, token="t", invited_by=person, expires_at=timezone.now()
    )
    Practice.objects.filter(pk=shared.pk).update(retired_at=timezone.now(), retired_because="other", retired_why=says)
    plant_beside_the_hub(person, says)
    return person, shared


def as_revision(names):
    return {f"revision__{field}": value for field, value in names.items()}


def plant_beside_the_hub(person, says):
    """In what other packages keep, and in what people look for."""
    mail = Email.objects.create(from_email="hub@hub.example", to=[person.email], subject=NAME, message=says, status=2)
    Log.objects.create(email=mail, status=1, message=f"550 {ADDRESS} is unknown")
    Email.objects.create(from_email="hub@hub.example", to=["b@b.example"], message="…", headers={"Reply-To": ADDRESS})
    kind = ContentType.objects.get_for_model(User)
    for user in (person, AdministratorFactory()):
        LogEntry.objects.create(
            user=user, content_type=kind, object_id=person.pk, object_repr=NAME, action_flag=CHANGE, change_message="[]"
        )
    SearchLog.objects.create(key=uuid4(), query=NAME.lower(), day=timezone.localdate(), results=0)
    HandledForm.objects.create(key=uuid4(), user=person, url="/")
    Client().force_login(person)
    audit.record("person_roles_changed", on=person, by=person, before={"moderator": False})


def where(markers):
    """[table.column: marker] for every text, JSON, list and search column of every table of the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type IN "
            "('text', 'character varying', 'jsonb', 'json', 'ARRAY', 'tsvector', 'uuid', 'name', 'USER-DEFINED')"
        )
        columns = cursor.fetchall()
        found = []
        for table, column in columns:
            for marker in markers:
                cursor.execute(
                    f'SELECT EXISTS (SELECT FROM "{table}" WHERE strpos(lower("{column}"::text), %s) > 0)',  # noqa: S608
                    [marker.lower()],
                )
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column}: {marker}")
    return sorted(found)


def words_of(markers):
    """As search keeps them: one by one."""
    return {word for marker in markers for word in marker.lower().split() if word.startswith(("zeb", "quill"))}


def test_after_it_no_table_holds_the_name_the_job_title_or_an_address():
    person, _shared = planted()
    call_command("rebuild_search", verbosity=0)
    before = {place.partition(":")[0] for place in where([*MARKERS, *words_of(MARKERS)])}
    assert {
        "accounts_user.email",
        "accounts_invitation.email",
        "account_emailaddress.email",
        "django_admin_log.object_repr",
        "post_office_email.headers",
        "post_office_email.to",
        "post_office_log.message",
        "practices_attachment.text",
        "practices_attachment.title",
        "practices_comment.body",
        "practices_comment.hidden_why",
        "practices_endorsement.why",
        "practices_need.closing_words",
        "practices_need.detail",
        "practices_need.hidden_why",
        "practices_need.question",
        "practices_needanswer.words",
        "practices_practice.retired_why",
        "practices_report.reason",
        "practices_review.message",
        "practices_review.sections",
        "practices_review.snapshot",
        "practices_revision.contact_deputy",
        "practices_revision.partners",
        "practices_revision.process_owner",
        "practices_searchentry.search",
        "practices_searchlog.query",
        "practices_searchword.word",
    } <= before

    erase_account(person=person, by=person)
    call_command("rebuild_search", statistics_only=True, verbosity=0)  # as the worker does within ten minutes

    assert where([*MARKERS, *words_of(MARKERS)]) == []


def test_a_file_that_says_who_it_was_goes_and_another_stays_without_a_name():
    person, shared = planted()
    erase_account(person=person, by=person)
    file = Attachment.objects.get()
    assert (file.title, file.uploaded_by) == ("A blank form by …", None)
    assert AttachmentContent.objects.get().attachment == file
    assert Practice.objects.get(pk=shared.pk).published_revision.attachments.get() == file


def test_the_texts_stay_but_for_what_was_taken_out():
    person, shared = planted()
    erase_account(person=person, by=person)
    revision = Practice.objects.get(pk=shared.pk).published_revision
    assert revision.what_we_do == "Ask … or write to …. … began it."
    assert revision.steps == [{"text": "Ask … or write to …. … began it.", "essential": "yes"}]
    assert (revision.contact_name, revision.contact_role) == ("Hospital discharge team", "")
    assert revision.contact_email == revision.contact_deputy == revision.process_owner == ""
    assert revision.contact_calls is None
    snapshot = Review.objects.get().snapshot
    assert snapshot["contact_name"] == "Hospital discharge team"
    assert snapshot["problem"] == revision.problem


def test_sessions_and_what_was_typed_in_them_are_gone(client):
    person, other = UserFactory(), UserFactory()
    for someone in (person, other):
        Client().force_login(someone)
    session = client.session
    session["kept_text"] = {"/needs/new/": {"user": person.pk, "answers": f"question={NAME}"}}
    session.save()
    erase_account(person=person, by=person)
    assert [row.get_decoded()["_auth_user_id"] for row in Session.objects.all()] == [str(other.pk)]


def test_the_record_of_what_happened_stays_and_names_nobody():
    person = UserFactory()
    practice = PracticeFactory(state="published", author=person)
    audit.record("practice_published", on=practice, by=person)
    erase_account(person=person, by=person)
    published, erased = AuditEvent.objects.order_by("pk")
    assert (published.by_id, erased.by_id) == (person.pk, person.pk)
    assert (erased.action, erased.object_type, erased.object_id, erased.details) == (
        "account_erased",
        "user",
        person.pk,
        {},
    )


# What a new relation to a person has to decide

# What becomes of rows that refer to somebody: deleted with the account, or left without them.
ERASED = {
    "account.emailaddress.user": "deleted",
    "accounts.invitation.invited_by": "left",
    "accounts.membership.user": "deleted",
    "accounts.organisation.proposed_by": "left",
    "accounts.user_groups.user": "deleted",
    "accounts.user_user_permissions.user": "deleted",
    "admin.logentry.user": "deleted",
    "practices.adoption.confirmed_by": "left",
    "practices.adoption.lead": "left",
    "practices.adoption.proposed_by": "left",
    "practices.adoptionchange.recorded_by": "left",
    "practices.upstreamchoice.chosen_by": "left",
    "practices.alerts.person": "deleted",
    "practices.apitoken.user": "deleted",
    "practices.askedauthor.author": "deleted",
    "practices.attachment.uploaded_by": "left",
    "practices.audit.set_up_by": "left",
    "practices.auditchecker.user": "left",  # the scores stay, and belong to a seat that nobody holds
    "practices.auditfinding.made_by": "left",
    "practices.auditfinding.who": "left",
    "practices.authorship.user": "deleted",
    "practices.briefing.by": "left",
    "practices.briefing.recorded_by": "left",
    "practices.collection.owner": "deleted",
    "practices.collection_readers.user": "deleted",
    "practices.comment.author": "left",  # emptied, where somebody replied; deleted otherwise
    "practices.contactmessage.sender": "deleted",
    "practices.contactpause.set_by": "left",
    "practices.dismissal.said_by": "left",
    "practices.duefeed.user": "deleted",
    "practices.endorsement.user": "deleted",
    "practices.factcheck.asked_by": "left",
    "practices.follow.person": "deleted",
    "practices.followup.recipient": "left",
    "practices.followup.thanked_by": "left",
    "practices.followuppause.set_by": "left",
    "practices.handledform.user": "deleted",
    "practices.lawchange.marked_by": "left",
    "practices.need.asked_by": "deleted",
    "practices.needanswer.by": "left",  # but for what they offered of themselves
    "practices.newsletter.saved_by": "left",
    "practices.newsletter.sent_by": "left",
    "practices.notification.recipient": "deleted",
    "practices.optionsreport.begun_by": "left",
    "practices.optionsreport_editors.user": "deleted",
    "practices.readernote.author": "deleted",
    "practices.reminder.recipient": "deleted",
    "practices.report.reporter": "deleted",
    "practices.reportsave.saved_by": "left",
    "practices.review.moderator": "left",
    "practices.revision.created_by": "left",
    "practices.revision.held_by": "left",
    "practices.revision.submitted_by": "left",
    "practices.savedsearch.person": "deleted",
    "practices.sectionsave.saved_by": "left",
    "practices.shadowing.guest_confirmed_by": "left",
    "practices.shadowing.host_confirmed_by": "left",
    "practices.shadowing.other": "left",  # without the words, and without what they learned
    "practices.shadowing.posted_by": "deleted",
    "practices.specialism.user": "deleted",
    "practices.suggestion.decided_by": "left",
    "practices.suggestion.made_by": "left",
    "practices.trustedreader.asked_by": "left",
    "practices.trustedreader.user": "deleted",
}


def relations_to_people():
    return {
        f"{model._meta.label_lower}.{field.name}": field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is User
    }


def test_it_is_decided_for_every_relation_to_a_person_what_becomes_of_its_rows():
    becomes = {models.CASCADE: "deleted", models.SET_NULL: "left"}
    found = {name: becomes[field.remote_field.on_delete] for name, field in relations_to_people().items()}
    assert found == ERASED, "say in ERASED what becomes of it, and see that no name stays in its texts"


# Write-ups


def test_a_draft_that_nobody_else_writes_is_deleted():
    person = UserFactory()
    for state in ("draft", "in_review", "returned", "declined"):
        PracticeFactory(state=state, author=person)
    own_words = Topic.objects.create(name="Only in a draft", slug="only-in-a-draft")
    Revision.objects.first().topics.add(own_words)
    erase_account(person=person, by=person)
    assert not Practice.objects.exists()
    assert not Revision.objects.exists()
    assert not Topic.objects.filter(pk=own_words.pk).exists()


@pytest.mark.parametrize("state", ["draft", "in_review", "published", "changing"])
def test_co_authors_go_on_with_what_they_write(state):
    person, colleague, another = UserFactory(display_name=NAME), UserFactory(), UserFactory()
    practice = PracticeFactory(state=state, author=person, co_authors=[colleague, another])
    erase_account(person=person, by=person)
    practice = Practice.objects.get()
    assert [(row.user, row.is_lead) for row in practice.authorships.order_by("pk")] == [
        (colleague, True),
        (another, False),
    ]
    told = Notification.objects.filter(kind=Notification.Kind.SOMEBODY_LEFT, practice=practice)
    assert {row.recipient for row in told} == {colleague, another}
    assert practice.revisions.count() == (2 if state == "changing" else 1)


def test_a_co_author_leaves_the_lead_as_it_is():
    lead, person = UserFactory(), UserFactory()
    practice = PracticeFactory(state="published", author=lead, co_authors=[person])
    erase_account(person=person, by=person)
    assert [(row.user, row.is_lead) for row in practice.authorships.all()] == [(lead, True)]


def test_published_work_stays_as_the_teams(client):
    person = UserFactory(display_name=NAME)
    practice = PracticeFactory(
        state="published", author=person, revision__contact_email=person.email, revision__contact_name=NAME
    )
    assertContains(client.get(practice.get_absolute_url()), NAME)
    erase_account(person=person, by=person)
    page = client.get(practice.get_absolute_url())
    assertContains(page, "Hospital discharge team")
    assertContains(page, "A contact is being found.")
    assertNotContains(page, NAME)
    assertNotContains(client.get(reverse("history", args=[practice.slug])), NAME)
    assertNotContains(client.get(reverse("feed_latest")), NAME)
    assert client.get(reverse("practices"), {"q": "huddle"}).context["results"].total == 1


def test_the_organisations_managers_edit_what_has_no_somebody_left():
    person = UserFactory()
    practice = PracticeFactory(state="changing", author=person)
    manager = MembershipFactory(organisation=practice.organisation, role=Membership.Role.MANAGER).user
    member = MembershipFactory(organisation=practice.organisation).user
    assert policies.why_not(manager, "edit", practice) == "Only its authors can edit this write-up."
    unfinished = practice.draft_revision
    erase_account(person=person, by=person)
    practice = Practice.objects.get()
    assert not Revision.objects.filter(pk=unfinished.pk).exists()  # managers do not read what somebody had begun
    assert policies.can(manager, "edit", practice)
    assert policies.can(manager, "retire", practice)
    assert not policies.can(member, "edit", practice)
    assert Notification.objects.get(kind=Notification.Kind.SOMEBODY_LEFT).recipient == manager
    practice = authoring.open_new_revision(practice=practice, by=manager)
    assert practice.draft_revision.created_by == manager


def test_a_published_process_keeps_the_draft_that_its_managers_read_anyway():
    person = UserFactory()
    practice = PracticeFactory(state="changing", author=person, revision__kind="process")
    erase_account(person=person, by=person)
    assert Practice.objects.get().draft_revision == practice.draft_revision


def test_the_starter_library_has_no_author_and_is_nobodys_for_that():
    manager = UserFactory()
    practice = PracticeFactory(state="published", author=False, from_public_sources=True)
    MembershipFactory(user=manager, organisation=practice.organisation, role=Membership.Role.MANAGER)
    assert not policies.can(manager, "edit", practice)


def test_those_who_go_on_are_mailed_and_told_of_the_missing_contact(mailoutbox):
    person, colleague = UserFactory(), UserFactory(email="b@council.example")
    practice = PracticeFactory(
        state="published", author=person, co_authors=[colleague], revision__contact_email=person.email
    )
    erase_account(person=person, by=person)
    call_command("run_worker", once=True)
    assert {address for message in mailoutbox for address in message.to} == {colleague.email}
    [message] = [message for message in mailoutbox if message.subject == f"Somebody has left: {practice.title}"]
    assert "Nobody can be asked about it at present" in message.body
    assert practice.get_absolute_url() in message.body


def test_the_authors_of_a_write_up_are_told_that_its_contact_has_left():
    person, author, reader = UserFactory(), UserFactory(), UserFactory()
    practice = PracticeFactory(state="published", author=author, revision__contact_email=person.email.title())
    PracticeFactory(state="published", author=reader, revision__contact_deputy=person.email)
    erase_account(person=person, by=person)
    told = Notification.objects.get(kind=Notification.Kind.SOMEBODY_LEFT)
    assert (told.recipient, told.practice) == (author, practice)
    assert practice.published_revision.contact_email
    practice.published_revision.refresh_from_db()
    assert practice.published_revision.contact_email == ""


def test_what_a_moderator_held_is_free_again():
    person = ModeratorFactory()
    ModeratorFactory()
    practice = PracticeFactory(state="in_review")
    revision = practice.draft_revision
    revision.held_by, revision.held_at = person, timezone.now() - timedelta(hours=1)
    revision.save()
    erase_account(person=person, by=person)
    revision.refresh_from_db()
    assert (revision.held_by, revision.held_at) == (None, None)


def test_the_queue_shows_what_somebody_submitted_who_is_gone(client):
    person, moderator = UserFactory(), ModeratorFactory()
    PracticeFactory(state="in_review", author=person, co_authors=[UserFactory()])
    erase_account(person=person, by=person)
    client.force_login(moderator)
    page = client.get(reverse("review_queue"))
    assertContains(page, "Waiting for")
    assertNotContains(page, "None")


# The discussion


def test_the_words_of_comments_go_and_replies_of_others_stay(client):
    person, other = UserFactory(display_name=NAME), UserFactory()
    practice = PracticeFactory(state="published")
    question = CommentFactory(practice=practice, author=person, body="Who holds the keys?")
    reply = CommentFactory(practice=practice, author=other, parent=question, body="The duty worker.")
    CommentFactory(practice=practice, author=person, parent=question, body="Thank you.")
    CommentFactory(practice=practice, author=person, body="Nobody replied to this.")
    CommentFactory(
        practice=practice, author=person, body="", status="removed", parent=CommentFactory(practice=practice)
    )
    erase_account(person=person, by=person)
    question.refresh_from_db()
    assert (question.author, question.body, question.status) == (None, "", Comment.Status.REMOVED)
    assert reply in Comment.objects.filter(parent=question)
    page = client.get(practice.get_absolute_url())
    assertContains(page, "The duty worker.")
    assertContains(page, "Its author has removed this comment.")
    for gone in (NAME, "Who holds the keys?", "Thank you.", "Nobody replied to this."):
        assertNotContains(page, gone)


def test_a_reply_that_waited_is_approved_though_whom_it_answers_has_left():
    person, other = UserFactory(), UserFactory()
    practice = PracticeFactory(state="published")
    question = CommentFactory(practice=practice, author=person)
    reply = CommentFactory(practice=practice, author=other, parent=question, status=Comment.Status.WAITING)
    erase_account(person=person, by=person)
    reply.refresh_from_db()
    discussion.approve_comment(comment=reply, by=ModeratorFactory(), version=reply.version)
    assert Notification.objects.get(comment=reply, kind="commented").recipient == practice.authorships.get().user


# Who may, and who is needed


def test_nobody_erases_somebody_else_but_an_administrator():
    person = UserFactory()
    with pytest.raises(PermissionDenied, match="Only administrators"):
        erase_account(person=person, by=ModeratorFactory())
    assert User.objects.filter(pk=person.pk).exists()
    erase_account(person=person, by=AdministratorFactory())
    assert not User.objects.filter(pk=person.pk).exists()


def only_administrator():
    return AdministratorFactory()


def only_moderator():
    return ModeratorFactory()


def only_manager():
    organisation = OrganisationFactory(name="Northbridge Council")
    MembershipFactory(organisation=organisation)
    return UserFactory(manages=organisation)


NEEDED = {
    only_administrator: ("no other administrator", AdministratorFactory),
    only_moderator: ("no other moderator", ModeratorFactory),
    only_manager: (
        "Northbridge Council has no other manager",
        lambda: MembershipFactory(organisation=Membership.objects.first().organisation, role="manager"),
    ),
}


@pytest.mark.parametrize("needed", NEEDED)
def test_the_last_one_does_not_vanish_by_accident(client, needed):
    reason, make_another = NEEDED[needed]
    person = needed()
    client.force_login(person)
    page = client.get(reverse("account_erase"))
    assertContains(page, reason)
    assertContains(page, "support@hub.example")
    assertNotContains(page, "Erase my account")
    with pytest.raises(PermissionDenied, match=reason):
        erase_account(person=person, by=person)
    make_another()
    erase_account(person=User.objects.get(pk=person.pk), by=User.objects.get(pk=person.pk))
    assert not User.objects.filter(pk=person.pk).exists()


# The pages


def give_password(client, page, password=PASSWORD):
    return client.post(page["Location"], {"password": password, "next": reverse("account_erase")})


def test_one_erases_ones_account_after_giving_the_password_again(client):
    person = UserFactory(display_name=NAME)
    PracticeFactory(state="draft", author=person, revision__title="Unfinished")
    client.force_login(person)
    page = client.get(reverse("account_erase"))
    for told in ("Unfinished", "never published, and it has no other author", "without the name of the moderator"):
        assertContains(page, told)
    asked = client.post(reverse("account_erase"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert User.objects.filter(pk=person.pk).exists()
    assertContains(give_password(client, asked, "wrong"), "This is not your password")
    assert User.objects.filter(pk=person.pk).exists()
    assertRedirects(give_password(client, asked), reverse("start"), fetch_redirect_response=False)
    assert not User.objects.exists()
    assertContains(client.get(reverse("start")), "The account has been erased.")
    assert client.get(reverse("account")).status_code == 302


def test_an_administrator_erases_an_account_from_the_list_of_people(client):
    administrator, person = AdministratorFactory(), UserFactory(display_name=NAME)
    PracticeFactory(state="draft", author=person, revision__title="Unfinished")
    client.force_login(administrator)
    people = reverse("admin:accounts_user_changelist")
    both = client.post(people, {"action": "erase", "_selected_action": [person.pk, administrator.pk]}, follow=True)
    assertContains(both, "Choose one person")
    led = client.post(people, {"action": "erase", "_selected_action": [person.pk]})
    assertRedirects(led, reverse("person_erase", args=[person.pk]))
    page = client.get(led["Location"])
    assertContains(page, NAME)
    assertNotContains(page, "Unfinished")  # administrators read no drafts, nor their titles
    asked = client.post(led["Location"])
    assert User.objects.filter(pk=person.pk).exists()
    done = client.post(asked["Location"], {"password": PASSWORD, "next": led["Location"]})
    assertRedirects(done, people)
    assert list(User.objects.all()) == [administrator]
    assert AuditEvent.objects.get(action="account_erased").by_id == administrator.pk
    assert client.get(reverse("account")).status_code == 200


# Texts


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Write to sam@a.example.", "Write to …."),
        ("mailto:SAM@a.example, please", "mailto:…, please"),
        ("adsam@a.example and sam@a.example.org and sam@a.example-two", None),
        ("Sam Okafor’s team, and Sam Okafor.", "…’s team, and …."),
        ("Sam Okafor-Hill and Samsam Okafor", None),
        ({"a": ["Sam Okafor", 3, None, True], "b": {"c": "x"}}, {"a": ["…", 3, None, True], "b": {"c": "x"}}),
    ],
)
def test_a_name_is_taken_out_as_a_whole_and_wherever_it_stands(text, left):
    words = ["sam@a.example", "Sam Okafor"]
    assert traces.without(words, text) == (text if left is None else left)
    assert traces.say(words, text) == (left is not None)


def test_somebody_of_the_same_name_elsewhere_keeps_it():
    person, namesake = UserFactory(display_name=NAME), UserFactory(display_name=NAME)
    theirs = PracticeFactory(state="published", author=namesake, revision__contact_name=NAME)
    erase_account(person=person, by=person)
    assert Revision.objects.get(practice=theirs).contact_name == NAME
    namesake.refresh_from_db()
    assert namesake.display_name == NAME


def test_a_name_of_one_word_is_emptied_where_it_is_all_and_left_in_sentences():
    person = UserFactory(display_name="Hope")
    practice = PracticeFactory(
        state="published",
        author=person,
        revision__contact_name="Hope",
        revision__problem="We lost hope. Hope came back.",
    )
    erase_account(person=person, by=person)
    revision = Revision.objects.get(practice=practice)
    assert revision.contact_name == "Hospital discharge team"
    assert revision.problem == "We lost hope. Hope came back."


def test_a_snapshot_of_a_draft_that_has_changed_since_is_found_by_its_address():
    person, author = UserFactory(), UserFactory()
    practice = PracticeFactory(state="in_review", author=author)
    said = content.snapshot(practice.draft_revision) | {"contact_email": person.email.upper()}
    review = Review.objects.create(
        revision=practice.draft_revision, decision="returned", submitted_at=timezone.now(), snapshot=said
    )
    erase_account(person=person, by=person)
    review.refresh_from_db()
    assert json.dumps(review.snapshot).casefold().count(person.email) == 0
    assert review.snapshot["contact_email"] == ""


def test_others_keep_what_is_theirs():
    person, other = UserFactory(), UserFactory()
    practice = PracticeFactory(state="published")
    give_endorsement(practice, other)
    NeedFactory(asked_by=other)
    Email.objects.create(from_email="hub@hub.example", to=[f"x{person.email}"], message="For somebody else.")
    erase_account(person=person, by=person)
    assert Endorsement.objects.get().user == other
    assert Need.objects.get().asked_by == other
    assert Email.objects.count() == 1
