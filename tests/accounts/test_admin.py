"""Django's admin: for administrators, who change roles only through audited actions and read no drafts."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.models import AuditEvent, Membership, Organisation, Place, User
from practices.models import Comment, FollowUpStep, Practice, Topic
from tests.factories import (
    AdministratorFactory,
    MembershipFactory,
    ModeratorFactory,
    OrganisationFactory,
    PlaceFactory,
    PracticeFactory,
    TopicFactory,
    UserFactory,
    give_endorsement,
)

pytestmark = pytest.mark.django_db

# Why a model of ours has no page in the admin.
LEFT_OUT = {
    "ApiToken": "is a secret of the person’s own",
    "HarvestRecord": "is kept in step with the search entries by PostgreSQL",
    "Adoption": "belongs to an organisation, whose managers look after it",
    "AdoptionChange": "belongs to an organisation, whose managers look after it",
    "UpstreamChoice": "belongs to an organisation, whose managers look after it",
    "Adaptation": "belongs to an organisation, whose managers look after it",
    "Alerts": "is somebody’s own choice",
    "Follow": "is somebody’s own, and nobody else’s business",
    "SavedSearch": "is somebody’s own, and nobody else’s business",
    "News": "is only what the worker has to tell",
    "FollowUp": "is between a team and those who shared what it adopted",
    "FollowUpPause": "belongs to an organisation, whose managers look after it",
    "AuditFinding": "is between the managers of an organisation and whoever checks",
    "AuditShare": "is between the managers of an organisation and those it names",
    "Briefing": "belongs to an organisation, whose managers look after it",
    "DueFeed": "is a secret of the person’s own",
    "Collection": "is somebody’s own, and for those they let read it",
    "SavedPractice": "is somebody’s own, and for those they let read it",
    "OptionsReport": "is for the people of one organisation",
    "ReportOption": "is for the people of one organisation",
    "ReportSearch": "is for the people of one organisation",
    "ReportSave": "is for the people of one organisation",
    "PooledFigure": "is reckoned from audits that nobody here may see",
    "Suggestion": "is between a team and the owners of a write-up",
    "Attachment": "belongs to a write-up, and may be for one author alone to see",
    "AttachmentContent": "holds the bytes of a file",
    "Audit": "is between the managers of an organisation and whoever checks",
    "AuditCase": "is between the managers of an organisation and whoever checks",
    "AuditChecker": "is between the managers of an organisation and whoever checks",
    "AuditCriterion": "is between the managers of an organisation and whoever checks",
    "AuditScore": "is one checker’s answer, which nobody else sees",
    "OrganisationDomain": "is edited with its organisation",
    "PathwayStage": "is edited with its pathway",
    "RevisionTopic": "only joins revisions and topics",
    "SearchEntry": "is made from published revisions by the hub itself",
    "SearchBitmap": "is kept in step with the search entries by PostgreSQL",
    "SearchBlock": "is kept in step with the search entries by PostgreSQL",
    "Newsletter": "is put together by moderators on a page of its own",
    "NewsletterItem": "is put together by moderators on a page of its own",
    "Shadowing": "is between two people and those who stand by it in their organisations",
    "ContactPause": "is for whoever owns the contact to set and end",
    "ContentChange": "only says that something has changed",
    "SearchCorpus": "is counted from the search entries",
    "SearchWord": "is counted from the search entries",
    "VocabularyWord": "is counted from the search entries",
    "WriteCount": "holds numbers for an hour",
    "FactCheck": "tells about drafts, which are private",
    "Specialism": "is for moderators to say themselves",
    "Term": "has a page of its own, for moderators too",
    "Reminder": "is only what the worker has to tell, and an address of a deputy",
    "LawChange": "has a page of its own for moderators",
    "Need": "has pages of its own, for moderators too",
    "AskedAuthor": "is only what the worker has to tell",
    "NeedAnswer": "stands under what it answers",
    "Dismissal": "stands beside what it is about when a moderator reviews that",
    "ReturnReason": "has a page of its own, for moderators",
    "TrustedReader": "is between the authors of a draft and their colleague",
    "ReaderNote": "is between the authors of a draft and their colleague",
    "SectionSave": "tells about drafts, which are private",
    "HandledForm": "only recognises a double click",
}


@pytest.fixture
def administrator(client):
    administrator = AdministratorFactory(display_name="Alex Admin")
    client.force_login(administrator)
    return administrator


def address(model, what, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=args)


def answers_about(person, **changes):
    answers = {"display_name": person.display_name, "job_title": person.job_title, "open": "on"}
    answers |= {"moderator": "on"} if person.is_moderator else {}
    answers |= {"administrator": "on"} if person.is_superuser else {}
    return {name: answer for name, answer in (answers | changes).items() if answer is not None}


def test_every_model_has_a_page_or_a_reason_why_not():
    ours = {*apps.get_app_config("accounts").get_models(), *apps.get_app_config("practices").get_models()}
    missing = {model.__name__ for model in ours if not admin.site.is_registered(model)}
    assert missing == set(LEFT_OUT)


def test_the_queue_of_mails_is_not_shown_since_it_holds_links_that_reset_passwords():
    shown = {model._meta.app_label for model in apps.get_models() if admin.site.is_registered(model)}
    assert shown == {"accounts", "practices"}


@pytest.mark.parametrize("make", [UserFactory, ModeratorFactory, lambda: UserFactory(is_staff=True)])
def test_only_administrators_come_in(client, make):
    client.force_login(make())
    assertContains(client.get(reverse("admin:index"), follow=True), "for administrators", status_code=403)
    assert client.get(address(User, "changelist"), follow=True).status_code == 403


def test_a_visitor_signs_in_where_everybody_does(client):
    page = client.get(reverse("admin:index"), follow=True)
    assertRedirects(page, f"{reverse('account_login')}?next={reverse('admin:index')}")
    assertContains(page, "Create an account")


def test_every_list_and_every_row_opens(client, administrator):
    practice = PracticeFactory(state="published")
    give_endorsement(practice)
    Comment.objects.create(practice=practice, author=UserFactory(), body="Who holds the keys?")
    for model in apps.get_models():
        if admin.site.is_registered(model):
            assert client.get(address(model, "changelist"), {"q": "1"}).status_code == 200
            assert client.get(address(model, "changelist")).status_code == 200
            row = admin.site.get_model_admin(model).get_queryset(None).first()
            if row is not None:
                assert client.get(address(model, "change", row.pk)).status_code == 200


def test_making_somebody_a_moderator_is_audited(client, administrator):
    person = UserFactory()
    client.post(address(User, "change", person.pk), answers_about(person, moderator="on"))
    person.refresh_from_db()
    assert person.is_moderator
    event = AuditEvent.objects.get(action="person_roles_changed")
    assert (event.by_id, event.object_id) == (administrator.pk, person.pk)
    assert event.details["after"] == {"moderator": True, "administrator": False}


def test_making_somebody_an_administrator_lets_them_in_and_taking_it_away_ends_it(client, administrator):
    person = UserFactory()
    page = address(User, "change", person.pk)
    client.post(page, answers_about(person, administrator="on"))
    person.refresh_from_db()
    assert person.is_superuser
    assert person.is_staff
    client.post(page, answers_about(person, administrator=None))
    person.refresh_from_db()
    assert not person.is_superuser
    assert not person.is_staff
    assert AuditEvent.objects.filter(action="person_roles_changed").count() == 2


def test_an_administrator_cannot_change_their_own_roles_so_one_always_remains(client, administrator):
    page = client.post(address(User, "change", administrator.pk), answers_about(administrator, administrator=None))
    assertContains(page, "Another administrator must change this for you")
    administrator.refresh_from_db()
    assert administrator.is_superuser
    assert not AuditEvent.objects.exists()


def test_closing_an_account_ends_its_session_and_is_audited(client, administrator):
    person = UserFactory()
    theirs = type(client)()
    theirs.force_login(person)
    assert theirs.get(reverse("account")).status_code == 200
    client.post(address(User, "change", person.pk), answers_about(person, open=None))
    assert theirs.get(reverse("account")).status_code == 302
    assert AuditEvent.objects.filter(action="account_closed", object_id=person.pk).exists()


def test_no_password_is_shown_and_no_address_is_changed(client, administrator):
    person = UserFactory(email="sam@council.example")
    page = client.get(address(User, "change", person.pk))
    assertNotContains(page, person.password)
    assertNotContains(page, 'name="email"')
    client.post(address(User, "change", person.pk), answers_about(person, email="thief@elsewhere.example"))
    person.refresh_from_db()
    assert person.email == "sam@council.example"


@pytest.mark.parametrize("what", ["add", "delete"])
def test_people_are_neither_added_nor_deleted_here(client, administrator, what):
    arguments = [] if what == "add" else [UserFactory().pk]
    assert client.get(address(User, what, *arguments)).status_code == 403


def test_audit_events_can_be_read_and_not_changed(client, administrator):
    person = UserFactory()
    client.post(address(User, "change", person.pk), answers_about(person, moderator="on"))
    event = AuditEvent.objects.get(action="person_roles_changed")
    assertContains(client.get(address(AuditEvent, "changelist")), "Alex Admin")
    assert client.get(address(AuditEvent, "change", event.pk)).status_code == 200
    assert client.post(address(AuditEvent, "change", event.pk), {"action": "nothing"}).status_code == 403
    assert client.post(address(AuditEvent, "delete", event.pk), {"post": "yes"}).status_code == 403
    assert client.get(address(AuditEvent, "add")).status_code == 403


def test_an_organisation_is_verified_from_its_list(client, administrator):
    organisation = OrganisationFactory(verified_at=None)
    answers = {"action": "verify", "_selected_action": [organisation.pk]}
    client.post(address(Organisation, "changelist"), answers)
    organisation.refresh_from_db()
    assert organisation.is_verified
    assert AuditEvent.objects.get().action == "organisation_verified"
    assertContains(client.post(address(Organisation, "changelist"), answers, follow=True), "was verified before")


ORGANISATION = {"name": "Willow", "slug": "willow", "kind": "care_provider", "website": "", "places": []}


def test_an_administrator_adds_an_organisation_with_its_domains(client, administrator):
    place = PlaceFactory()
    client.post(
        address(Organisation, "add"),
        ORGANISATION | {"places": [place.pk], "domains": "Willow.example\nwillow-care.example"},
    )
    organisation = Organisation.objects.get()
    assert [str(domain) for domain in organisation.domains.all()] == ["willow-care.example", "willow.example"]
    assert list(organisation.places.all()) == [place]


def test_a_domain_given_to_a_verified_organisation_welcomes_its_people(client, administrator):
    organisation = OrganisationFactory()
    UserFactory(email="ana@willow.example")
    client.post(address(Organisation, "change", organisation.pk), ORGANISATION | {"domains": "willow.example"})
    assert Membership.objects.get().organisation == organisation
    assert AuditEvent.objects.filter(action="organisation_domains_changed", by_id=administrator.pk).exists()


@pytest.mark.parametrize("status", ["active", "requested"])
def test_an_organisation_that_people_belong_to_or_wait_for_is_not_deleted(client, administrator, status):
    membership = MembershipFactory(status=status)
    page = address(Organisation, "change", membership.organisation.pk)
    delete = address(Organisation, "delete", membership.organisation.pk)
    assertContains(client.get(page), "can be deleted once")
    assertNotContains(client.get(page), delete)
    assert client.post(delete, {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [membership.organisation.pk], "post": "yes"}
    client.post(address(Organisation, "changelist"), bulk)
    assert Membership.objects.get() == membership
    assert not AuditEvent.objects.exists()


def test_an_organisation_that_everybody_left_is_deleted_and_audited(client, administrator):
    organisation = MembershipFactory(status="ended").organisation
    client.post(address(Organisation, "delete", organisation.pk), {"post": "yes"})
    assert not Organisation.objects.exists()
    assert AuditEvent.objects.get().action == "organisation_deleted"


@pytest.mark.parametrize(
    ("domain", "message"),
    [
        ("gmail.com", "not one organisation’s own"),
        ("nhs.net", "not one organisation’s own"),
        ("nonsense", "not an e-mail domain"),
        ("someone@willow.example", "not an e-mail domain"),
        ("taken.example", "belongs to another organisation"),
    ],
)
def test_a_domain_that_would_let_strangers_in_is_refused(client, administrator, domain, message):
    OrganisationFactory(domain="taken.example")
    assertContains(client.post(address(Organisation, "add"), ORGANISATION | {"domains": domain}), message)
    assert Organisation.objects.count() == 1


def test_places_are_edited_but_never_deleted(client, administrator):
    place = PlaceFactory()
    assert client.get(address(Place, "change", place.pk)).status_code == 200
    assert client.post(address(Place, "delete", place.pk), {"post": "yes"}).status_code == 403


def test_drafts_are_not_shown_to_administrators(client, administrator):
    for state in ("draft", "in_review", "returned", "declined"):
        draft = PracticeFactory(state=state, revision__title="Not for others yet")
        assertNotContains(client.get(address(Practice, "changelist")), "Not for others yet")
        assert client.get(address(Practice, "change", draft.pk)).status_code == 302
        revision = draft.draft_revision
        assert client.get(address(type(revision), "change", revision.pk)).status_code == 302


def test_the_draft_beside_a_published_practice_is_not_shown_either(client, administrator):
    practice = PracticeFactory(state="changing")
    practice.draft_revision.title = "A secret change"
    practice.draft_revision.save()
    for model, row in ((Practice, practice), (type(practice.draft_revision), practice.published_revision)):
        assertNotContains(client.get(address(model, "changelist")), "A secret change")
        assertNotContains(client.get(address(model, "change", row.pk)), "A secret change")
    assert client.get(address(type(practice.draft_revision), "change", practice.draft_revision.pk)).status_code == 302


def test_topics_are_taken_up_and_audited(client, administrator):
    topic = TopicFactory(is_curated=False)
    PracticeFactory(state="published", revision__topics=[topic])
    client.post(address(Topic, "changelist"), {"action": "curate_topics", "_selected_action": [topic.pk]})
    topic.refresh_from_db()
    assert topic.is_curated
    assert AuditEvent.objects.get().action == "topic_curated"


def test_when_teams_are_asked_is_changed_and_audited(client, administrator):
    step = FollowUpStep.objects.create(number=18, unit="months")
    changed = {"number": 20, "unit": "months"}  # the box “in use” is left empty
    client.post(address(FollowUpStep, "change", step.pk), changed)
    step.refresh_from_db()
    assert (step.number, step.is_in_use) == (20, False)
    assert AuditEvent.objects.get().details == {"fields": ["number", "is_in_use"]}
    FollowUpStep.objects.create(number=21, unit="months")
    assertContains(client.post(address(FollowUpStep, "add"), changed | {"number": 21}), "in the list already")
    assertContains(client.post(address(FollowUpStep, "add"), changed | {"number": 0}), "greater than or equal to 1")


def test_a_topic_that_stands_in_private_drafts_alone_is_not_shown(client, administrator):
    topic = TopicFactory(name="A secret plan", is_curated=False)
    PracticeFactory(revision__topics=[topic])
    assertNotContains(client.get(address(Topic, "changelist")), "A secret plan")
    assert client.get(address(Topic, "change", topic.pk)).status_code == 302


def test_a_topic_in_use_is_not_deleted_and_an_unused_one_is(client, administrator):
    PracticeFactory(revision__topics=["Reablement"])
    used, unused = Topic.objects.get(), TopicFactory()
    assert client.post(address(Topic, "delete", used.pk), {"post": "yes"}).status_code == 403
    client.post(address(Topic, "delete", unused.pk), {"post": "yes"})
    assert list(Topic.objects.all()) == [used]
    assert AuditEvent.objects.get().action == "topic_deleted"


def test_a_renamed_topic_is_found_by_its_new_name(client, administrator):
    practice = PracticeFactory(state="published", revision__topics=["Reablement"])
    topic = Topic.objects.get()
    before = practice.search_entry.search
    client.post(address(Topic, "change", topic.pk), {"name": "Enablement", "slug": topic.slug, "is_curated": "on"})
    practice.search_entry.refresh_from_db()
    assert "enabl" in practice.search_entry.search
    assert practice.search_entry.search != before
