"""The way from a first note to the moderators, and who may take part."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from practices.actions import authoring, authors
from practices.content import snapshot
from practices.forms.starting import TICK
from practices.lifecycle import Status
from practices.models import Authorship, Notification, Practice, Review, Revision
from practices.sections import missing
from tests.factories import (
    AdministratorFactory,
    ModeratorFactory,
    OrganisationFactory,
    PracticeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

DECLARED = dict.fromkeys(authoring.DECLARATIONS, "on")


@pytest.fixture
def author(client):
    author = UserFactory(organisation=OrganisationFactory())
    client.force_login(author)
    return author


def at(name, practice, *more):
    return reverse(name, args=[practice.slug, *more])


def note(client, **typed):
    page = client.get(reverse("practice_new"))
    return {"key": page.context["form"]["key"].value(), "title": "Ring the ward", **typed}


def submission(client, practice, **typed):
    page = client.get(at("check_answers", practice))
    return {"key": page.context["form"]["key"].value(), **DECLARED, **typed}


# The first note


def test_a_first_note_becomes_a_draft_of_its_author_s_own(client, author):
    typed = note(client, problem="Nobody rang.", summary="We ring at nine.")
    answer = client.post(reverse("practice_new"), typed)
    practice = Practice.objects.get()
    draft = practice.draft_revision
    assert answer.url == at("edit", practice)
    assert (draft.title, draft.problem, draft.summary) == ("Ring the ward", "Nobody rang.", "We ring at nine.")
    assert (practice.status, practice.organisation) == (Status.DRAFT, author.organisations[0])
    assert practice.slug.startswith("ring-the-ward-")
    assert draft.review_by == timezone.localdate() + timedelta(days=365)
    assert [(row.user, row.is_lead) for row in practice.authorships.all()] == [(author, True)]
    assert AuditEvent.objects.get().action == "practice_started"
    assert "Your note is saved. Only you can read it" in client.get(answer.url).content.decode()


def test_a_double_click_makes_one_write_up(client, author):
    typed = note(client)
    first, second = client.post(reverse("practice_new"), typed), client.post(reverse("practice_new"), typed)
    assert first.url == second.url
    assert Practice.objects.count() == 1


def test_a_note_without_a_title_comes_back_as_it_was_typed(client, author):
    answer = client.post(reverse("practice_new"), note(client, title="", problem="Nobody rang."))
    assert answer.status_code == 400
    assert "Enter a title" in answer.content.decode()
    assert "Nobody rang." in answer.content.decode()
    assert not Practice.objects.exists()


def test_two_notes_of_the_same_title_have_addresses_of_their_own(client, author):
    client.post(reverse("practice_new"), note(client))
    client.post(reverse("practice_new"), note(client))
    assert Practice.objects.count() == 2


def test_somebody_in_two_organisations_chooses_later(client):
    author = UserFactory(organisation=OrganisationFactory())
    author.memberships.create(organisation=OrganisationFactory())
    client.force_login(author)
    client.post(reverse("practice_new"), note(client))
    assert Practice.objects.get().organisation is None


def test_writing_asks_to_sign_in_first(client):
    assert client.get(reverse("practice_new")).url.startswith(reverse("account_login"))
    assert client.post(reverse("practice_new"), {"title": "Ring"}).url.startswith(reverse("account_login"))


# The list of sections


def test_the_list_says_what_is_missing_and_links_to_each_gap(client, author):
    client.post(reverse("practice_new"), note(client))
    practice = Practice.objects.get()
    page = client.get(at("edit", practice)).content.decode()
    for gap in missing(practice.draft_revision):
        assert f"{at('edit_section', practice, gap.section.key)}#ask-{gap.field}" in page
        section_page = client.get(at("edit_section", practice, gap.section.key)).content.decode()
        assert f'id="ask-{gap.field}"' in section_page


def test_the_list_says_when_each_section_was_saved_and_by_whom(client, author):
    client.post(reverse("practice_new"), note(client))
    practice = Practice.objects.get()
    tasks = client.get(at("edit", practice)).context["tasks"]
    hints = {task.href: task.hint for task in tasks}
    assert hints[at("edit_section", practice, "basics")].endswith(f"by {author}")
    assert hints[at("edit_section", practice, "learning")] == ""


def test_a_complete_draft_is_ready_to_submit(client, author):
    practice = PracticeFactory(author=author)
    page = client.get(at("edit", practice))
    assert page.context["gaps"] == []
    assert "Ready to submit" in page.content.decode()


def test_what_a_moderator_suggested_stands_on_the_list_and_in_the_section(client, author):
    practice = PracticeFactory(state="returned", author=author)
    Review.objects.create(
        revision=practice.draft_revision,
        moderator=ModeratorFactory(),
        decision=Review.Decision.RETURNED,
        message="Nearly there.",
        sections=[{"section": "learning", "reason": "Say more about the first month."}],
        submitted_at=timezone.now(),
    )
    page = client.get(at("edit", practice))
    assert "Nearly there." in page.content.decode()
    assert [task.status for task in page.context["tasks"] if task.kind == "attention"] == ["Changes asked for"]
    section = client.get(at("edit_section", practice, "learning")).content.decode()
    assert "Say more about the first month." in section


def test_the_cost_of_the_list_does_not_grow_with_the_write_up(client, author):
    few = PracticeFactory(author=author, co_authors=[UserFactory()], revision__steps=[])
    many = PracticeFactory(
        author=author,
        co_authors=UserFactory.create_batch(5),
        revision__steps=[{"text": f"Step {number}", "essential": "yes"} for number in range(20)],
    )
    costs = []
    for practice in (few, many):
        client.get(at("edit", practice))  # what happens once a session counts for neither
        with CaptureQueriesContext(connection) as queries:
            client.get(at("edit", practice))
        costs.append(len(queries))
    assert costs[0] == costs[1]


# Checking and submitting


def test_a_complete_draft_is_submitted_and_moderators_hear_of_it(client, author):
    moderator = ModeratorFactory()
    practice = PracticeFactory(author=author, revision__interests="")
    typed = submission(client, practice, interests="A supplier paid for the training.")
    answer = client.post(at("check_answers", practice), typed)
    draft = practice.revisions.get()
    assert answer.url == at("edit", practice)
    assert (draft.status, draft.submitted_by) == (Status.SUBMITTED, author)
    assert draft.interests == "A supplier paid for the training."
    assert [(row.recipient, row.kind) for row in Notification.objects.all()] == [(moderator, "submitted")]
    assert AuditEvent.objects.get().action == "practice_submitted"
    assert "It waits for a moderator" in client.get(at("edit", practice)).content.decode()


def test_a_double_click_submits_once(client, author):
    ModeratorFactory()
    practice = PracticeFactory(author=author)
    typed = submission(client, practice)
    answers = [client.post(at("check_answers", practice), typed) for _ in range(2)]
    assert [answer.url for answer in answers] == [at("edit", practice)] * 2
    assert Notification.objects.count() == 1
    assert AuditEvent.objects.count() == 1


def test_what_is_missing_stands_in_the_way_of_submitting(client, author):
    practice = PracticeFactory(author=author, revision__summary="")
    page = client.get(at("check_answers", practice)).content.decode()
    assert "It cannot be submitted yet" in page
    assert "Submit it to the moderators" not in page
    answer = client.post(at("check_answers", practice), {"key": uuid4(), **DECLARED})
    assert answer.status_code == 400
    assert f"{at('edit_section', practice, 'basics')}#ask-summary" in answer.content.decode()
    assert practice.revisions.get().status == Status.DRAFT


def test_what_cannot_be_submitted_leads_back_to_its_sections(client, author):
    practice = PracticeFactory(author=author, revision__problem="Ring Mrs Jones on 020 7946 0018.")
    page = client.get(at("check_answers", practice)).content.decode()
    assert "It cannot be submitted until the marked words are changed" in page
    assert "Back to all sections" in page


@pytest.mark.parametrize("left_out", authoring.DECLARATIONS)
def test_each_declaration_is_needed_and_says_so_in_words_of_its_own(client, author, left_out):
    practice = PracticeFactory(author=author)
    typed = submission(client, practice, interests="None to speak of.")
    del typed[left_out]
    answer = client.post(at("check_answers", practice), typed)
    assert answer.status_code == 400
    said = [str(words) for name, words in TICK.items() if str(words) in answer.content.decode()]
    assert said == [str(TICK[left_out])]
    assert "None to speak of." in answer.content.decode()
    assert practice.revisions.get().status == Status.DRAFT


def test_the_action_itself_refuses_without_the_declarations(author):
    practice = PracticeFactory(author=author)
    with pytest.raises(PermissionDenied, match="Tick each declaration"):
        authoring.submit(practice=practice, by=author, declared=frozenset({"declared_interests"}))
    assert practice.revisions.get().status == Status.DRAFT


def test_a_day_for_the_next_check_that_went_by_must_be_chosen_afresh(client, author):
    practice = PracticeFactory(author=author, revision__review_by=timezone.localdate())
    gaps = client.get(at("check_answers", practice)).context["gaps"]
    assert [href for _label, href in gaps] == [f"{at('edit_section', practice, 'sharing')}#ask-review_by"]


def test_all_answers_stand_on_the_page_that_checks_them_each_with_a_way_to_change_it(client, author):
    practice = PracticeFactory(author=author, revision__started_precision="year")
    page = client.get(at("check_answers", practice)).content.decode()
    draft = practice.revisions.get()
    for text in (draft.title, draft.problem, draft.contact_email, "Meet at the board · Must stay", "Older people"):
        assert text in page
    assert f"{at('edit_section', practice, 'learning')}#ask-did_not_work" in page
    assert "January" not in page.partition("Started")[2][:200]


def test_a_change_to_something_published_says_what_has_changed(client, author):
    practice = PracticeFactory(state="changing", author=author)
    typed = submission(client, practice, change_note="New opening hours.")
    client.post(at("check_answers", practice), typed)
    practice.refresh_from_db()
    assert practice.draft_revision.change_note == "New opening hours."
    assert practice.published_revision.status == Status.PUBLISHED


def test_what_readers_see_of_a_change_has_nobody_s_number(client, author):
    practice = PracticeFactory(state="changing", author=author)
    typed = submission(client, practice, change_note="Mrs Jones now rings 07700 900123.")
    answer = client.post(at("check_answers", practice), typed)
    assert answer.status_code == 400
    assert "Take this out, since it may tell who a person is: 07700 900123" in answer.content.decode()
    practice.refresh_from_db()
    assert practice.draft_revision.status == Status.DRAFT


def test_a_process_is_submitted_by_a_manager_of_its_organisation(client, author):
    practice = PracticeFactory(
        author=author,
        organisation=author.organisations[0],
        revision__kind="process",
        revision__process_owner="Manager",
        revision__process_version="1",
        revision__approved_by="Board",
        revision__approved_on=timezone.localdate(),
        revision__process_steps=[{"actor": "Duty", "action": "Rings", "record_kept": "", "time_limit": ""}],
    )
    assert "A manager of the organisation submits" in client.get(at("check_answers", practice)).content.decode()
    refused = client.post(at("check_answers", practice), {"key": uuid4(), **DECLARED})
    assert refused.status_code == 403
    manager = UserFactory(manages=practice.organisation)
    Authorship.objects.create(practice=practice, user=manager)
    client.force_login(manager)
    client.post(at("check_answers", practice), submission(client, practice))
    assert practice.revisions.get().status == Status.SUBMITTED


# After submitting


def test_a_submission_is_withdrawn_changed_and_submitted_again(client, author):
    practice = PracticeFactory(state="in_review", author=author)
    held = practice.draft_revision
    held.held_by, held.held_at = ModeratorFactory(), timezone.now()
    held.save()
    assert "A moderator is reading it now" in client.get(at("edit", practice)).content.decode()
    assert client.post(at("withdraw", practice)).url == at("edit", practice)
    draft = practice.revisions.get()
    assert (draft.status, draft.held_by) == (Status.DRAFT, None)
    client.post(at("check_answers", practice), submission(client, practice))
    assert practice.revisions.get().status == Status.SUBMITTED


def test_where_it_stands_says_how_long_reviews_take_at_present(client, author):
    practice = PracticeFactory(state="in_review", author=author)
    assert "among the first" in client.get(at("edit", practice)).content.decode()
    Review.objects.create(
        revision=PracticeFactory(state="published").published_revision,
        decision=Review.Decision.PUBLISHED,
        submitted_at=timezone.now() - timedelta(days=3, hours=1),
    )
    assert "took less than 4 days" in client.get(at("edit", practice)).content.decode()
    draft = PracticeFactory(author=author)
    assert "took less than 4 days" in client.get(at("check_answers", draft)).content.decode()


def test_a_declined_write_up_is_revived(client, author):
    practice = PracticeFactory(state="declined", author=author)
    assert "decided not to publish" in client.get(at("edit", practice)).content.decode()
    assert client.post(at("revive", practice)).url == at("edit", practice)
    assert practice.revisions.get().status == Status.DRAFT


def test_changing_something_published_leaves_what_readers_see(client, author):
    practice = PracticeFactory(state="published", author=author)
    before = snapshot(practice.published_revision)
    assert "Start changing it" in client.get(at("edit", practice)).content.decode()
    assert not practice.revisions.filter(status=Status.DRAFT).exists()
    client.post(at("edit", practice))
    client.post(at("edit", practice))  # a double click
    draft = practice.revisions.get(status=Status.DRAFT)
    client.post(at("edit_section", practice, "context"), {"base": f"{draft.number}.0", "problem": "It got worse."})
    practice.refresh_from_db()
    assert practice.draft_revision.problem == "It got worse."
    assert snapshot(practice.published_revision) == before


def test_a_section_of_something_published_leads_to_the_page_that_opens_a_draft(client, author):
    practice = PracticeFactory(state="published", author=author)
    assert client.get(at("edit_section", practice, "context")).url == at("edit", practice)


def test_deleting_a_draft_asks_first(client, author):
    practice = PracticeFactory(author=author)
    assert "for good" in client.get(at("discard", practice)).content.decode()
    assert Practice.objects.exists()
    assert client.post(at("discard", practice)).url == reverse("my_practices")
    assert not Practice.objects.exists()
    assert not Revision.objects.exists()


def test_deleting_the_changes_to_something_published_keeps_what_is_published(client, author):
    practice = PracticeFactory(state="changing", author=author)
    client.post(at("discard", practice))
    practice.refresh_from_db()
    assert practice.draft_revision is None
    assert practice.published_revision is not None
    assert practice.revisions.count() == 1


def test_what_is_in_review_is_not_deleted(client, author):
    practice = PracticeFactory(state="in_review", author=author)
    assert client.post(at("discard", practice)).status_code == 403
    assert Practice.objects.exists()


# Co-authors


def test_a_colleague_becomes_a_co_author_and_is_told(client, author):
    practice = PracticeFactory(author=author, organisation=author.organisations[0])
    colleague = UserFactory(organisation=practice.organisation)
    client.post(at("authors", practice), {"user": colleague.pk})
    assert practice.authorships.filter(user=colleague, is_lead=False).exists()
    assert [(row.recipient, row.kind) for row in Notification.objects.all()] == [(colleague, "co_author")]
    client.force_login(colleague)
    assert client.get(at("edit_section", practice, "context")).status_code == 200


@pytest.mark.parametrize("who", ["stranger", "asked_to_join", "already", "nobody"])
def test_only_a_colleague_who_does_not_write_it_yet_can_be_added(client, author, who):
    organisation = author.organisations[0]
    practice = PracticeFactory(author=author, organisation=organisation)
    asked = UserFactory()
    asked.memberships.create(organisation=organisation, status="requested")
    people = {"stranger": UserFactory().pk, "asked_to_join": asked.pk, "already": author.pk, "nobody": ""}
    answer = client.post(at("authors", practice), {"user": people[who]})
    assert answer.status_code == 400
    assert practice.authorships.count() == 1


def test_the_action_itself_refuses_a_stranger(author):
    practice = PracticeFactory(author=author)
    with pytest.raises(PermissionDenied, match="Choose a colleague"):
        authors.add_co_author(practice=practice, user=UserFactory(), by=author)
    assert practice.authorships.count() == 1


def test_a_co_author_is_removed_and_the_lead_author_is_not(client, author):
    colleague = UserFactory()
    practice = PracticeFactory(author=author, co_authors=[colleague])
    lead, other = practice.authorships.all()
    assert client.post(at("remove_author", practice, lead.pk)).status_code == 403
    assert client.post(at("remove_author", practice, other.pk)).url == at("authors", practice)
    assert [row.user for row in practice.authorships.all()] == [author]
    client.force_login(colleague)
    assert client.get(at("edit", practice)).status_code == 404


def test_a_co_author_can_leave(client, author):
    colleague = UserFactory()
    practice = PracticeFactory(author=author, co_authors=[colleague])
    client.force_login(colleague)
    leaving = practice.authorships.get(user=colleague)
    assert client.post(at("remove_author", practice, leaving.pk)).url == reverse("my_practices")


def test_an_author_of_another_write_up_is_not_removed_through_this_one(client, author):
    practice, other = PracticeFactory(author=author), PracticeFactory(co_authors=[UserFactory()])
    elsewhere = other.authorships.get(is_lead=False)
    assert client.post(at("remove_author", practice, elsewhere.pk)).status_code == 404
    assert other.authorships.count() == 2


# My write-ups


def test_my_write_ups_stand_by_where_they_are_what_waits_for_me_first(client, author):
    for state in ("published", "in_review", "draft", "returned"):
        PracticeFactory(author=author, state=state, revision__title=f"One that is {state}")
    PracticeFactory(revision__title="Somebody else’s draft")
    page = client.get(reverse("my_practices"))
    groups = page.context["groups"]
    assert [(str(group["title"]), [practice.title for practice in group["practices"]]) for group in groups] == [
        ("Waiting for you", ["One that is returned"]),
        ("Drafts", ["One that is draft"]),
        ("In review", ["One that is in_review"]),
        ("Published", ["One that is published"]),
    ]
    assert "Somebody else’s draft" not in page.content.decode()


def test_what_my_organisation_has_published_stands_there_but_not_what_hides_its_organisation(client, author):
    ours = author.organisations[0]
    PracticeFactory(organisation=ours, state="published", revision__title="Shown by name")
    PracticeFactory(organisation=ours, state="published", revision__title="Region only", revision__shown_as="region")
    PracticeFactory(organisation=ours, state="draft", revision__title="A colleague’s draft")
    page = client.get(reverse("my_practices")).content.decode()
    assert "Shown by name" in page
    assert "Region only" not in page
    assert "A colleague’s draft" not in page


def test_somebody_who_has_written_nothing_is_invited_to(client, author):
    page = client.get(reverse("my_practices")).content.decode()
    assert "Nothing of yours yet" in page
    assert reverse("practice_new") in page


@pytest.mark.parametrize("is_mine", [True, False])
def test_the_list_costs_the_same_however_many_write_ups_it_shows(client, author, is_mine):
    more = {"author": author} if is_mine else {}
    client.get(reverse("my_practices"))  # the first page of a session notes when it was seen
    PracticeFactory.create_batch(2, organisation=author.organisations[0], state="published", **more)
    cost_of_two = queries_to_list(client)
    PracticeFactory.create_batch(6, organisation=author.organisations[0], state="published", **more)
    assert queries_to_list(client) == cost_of_two


def queries_to_list(client):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("my_practices")).status_code == 200
    return len(queries)


# Who may

PAGES = ["edit", "check_answers", "discard", "preview", "authors"]
BUTTONS = ["withdraw", "revive", "discard", "authors", "check_answers", "edit"]
STRANGERS = {
    "a colleague": lambda practice: UserFactory(organisation=practice.organisation),
    "a manager": lambda practice: UserFactory(manages=practice.organisation),
    "a moderator": lambda practice: ModeratorFactory(),
    "an administrator": lambda practice: AdministratorFactory(),
    "a stranger": lambda practice: UserFactory(),
}


@pytest.mark.parametrize("who", STRANGERS)
def test_a_draft_is_there_for_its_authors_alone(client, who):
    practice = PracticeFactory(revision__title="Unfinished thoughts")
    client.force_login(STRANGERS[who](practice))
    before = snapshot(practice.draft_revision)
    for name in PAGES:
        assert client.get(at(name, practice)).status_code == 404, name
    for name in BUTTONS:
        assert client.post(at(name, practice), {"key": uuid4(), **DECLARED}).status_code == 404, name
    section = at("edit_section", practice, "context")
    assert client.get(section).status_code == 404
    assert client.post(section, {"base": "1.0", "problem": "Not mine."}).status_code == 404
    assert client.post(f"{section}autosave/", {"base": "1.0", "problem": "Not mine."}).status_code == 404
    assert "Unfinished thoughts" not in client.get(reverse("my_practices")).content.decode()
    assert snapshot(practice.revisions.get()) == before


def test_a_draft_asks_a_visitor_to_sign_in(client):
    practice = PracticeFactory()
    for name in PAGES:
        assert client.get(at(name, practice)).url.startswith(reverse("account_login"))


def test_a_moderator_reads_what_is_submitted_but_does_not_write_it(client):
    practice = PracticeFactory(state="in_review")
    client.force_login(ModeratorFactory())
    assert client.get(at("preview", practice)).status_code == 200
    for name in ("edit", "check_answers", "authors", "discard"):
        assert client.get(at(name, practice)).status_code == 403, name
    section = at("edit_section", practice, "context")
    assert client.post(section, {"base": "1.0", "problem": "Not mine."}).status_code == 403
    assert practice.revisions.get().problem != "Not mine."


@pytest.mark.parametrize("who", ["a colleague", "a stranger", "a moderator"])
def test_what_is_published_is_changed_by_its_authors_alone(client, who):
    practice = PracticeFactory(state="published")
    client.force_login(STRANGERS[who](practice))
    answer = client.post(at("edit", practice))
    assert answer.status_code == 403
    assert "Only its authors can edit" in answer.content.decode()
    assert practice.revisions.count() == 1


def test_a_manager_changes_the_published_process_of_the_organisation(client):
    practice = PracticeFactory(state="published", revision__kind="process")
    client.force_login(UserFactory(manages=practice.organisation))
    client.post(at("edit", practice))
    assert practice.revisions.count() == 2
    assert client.get(at("edit_section", practice, "process")).status_code == 200
    assert client.get(at("authors", practice)).status_code == 403


@pytest.mark.parametrize("name", ["withdraw", "revive"])
def test_what_changes_something_does_not_answer_to_reading(client, author, name):
    practice = PracticeFactory(author=author)
    assert client.get(at(name, practice)).status_code == 405


@pytest.mark.parametrize(("name", "state"), [("withdraw", "draft"), ("revive", "draft"), ("withdraw", "published")])
def test_a_step_that_the_state_does_not_have_is_refused_with_its_reason(client, author, name, state):
    practice = PracticeFactory(author=author, state=state)
    answer = client.post(at(name, practice))
    assert answer.status_code == 403
    assert "write-up" in answer.content.decode()
