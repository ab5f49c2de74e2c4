"""What teams suggest to the owners of a write-up, what those answer, and what the write-up says of it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from practices.actions import authoring, moderation
from practices.actions import suggestions as actions
from practices.choices import SuggestionStatus
from practices.models import Notification, Practice, Suggestion
from practices.suggestions import changed_by_learning
from tests.factories import (
    AdoptionFactory,
    AuditFactory,
    AuditFindingFactory,
    ModeratorFactory,
    PracticeFactory,
    SuggestionFactory,
    UserFactory,
)
from tests.world import client_of

pytestmark = pytest.mark.django_db

Kind = Notification.Kind
SAID = {"section": "model", "what": "Ring before noon.", "why": "Families wait all morning.", "key": "0" * 32}


def told(kind):
    return {row.recipient for row in Notification.objects.filter(kind=kind)}


def author_of(practice):
    return practice.authorships.get().user


def decide(suggestion, decision, answer="Thank you, that helps.", by=None):
    practice = Practice.objects.get(pk=suggestion.practice_id)
    client = client_of(by or author_of(practice))
    address = reverse("suggestion_decide", args=[practice.slug, suggestion.pk])
    return client.post(address, {"decision": decision, f"s{suggestion.pk}-answer": answer})


def publish(practice):
    """What is in the draft, as if it had been reviewed."""
    practice = Practice.objects.get(pk=practice.pk)
    moderator = ModeratorFactory()
    declared = frozenset(authoring.DECLARATIONS)
    authoring.submit(practice=practice, by=author_of(practice), declared=declared)
    moderation.take(practice=practice, by=moderator)
    moderation.publish(practice=practice, by=moderator)


@pytest.fixture
def adoption():
    return AdoptionFactory()


def test_a_team_suggests_a_change_and_the_authors_hear_of_it(adoption):
    client = client_of(adoption.lead)
    address = reverse("suggest_change", args=[adoption.pk])
    for _click in range(2):
        assert client.post(address, SAID).status_code == 302
    suggestion = Suggestion.objects.get()
    assert (suggestion.what, suggestion.made_by, suggestion.state) == (
        "Ring before noon.",
        adoption.lead,
        SuggestionStatus.OPEN.label,
    )
    assert told(Kind.SUGGESTED) == {author_of(adoption.practice)}
    assertContains(client.get(address), "Ring before noon.")


@pytest.mark.parametrize(
    "wrong",
    [{"section": ""}, {"section": "contact"}, {"what": ""}, {"why": ""}, {"what": "Ask on 07700 900123."}],
)
def test_what_is_wrong_is_said_and_nobody_is_told(adoption, wrong):
    answer = client_of(adoption.lead).post(reverse("suggest_change", args=[adoption.pk]), SAID | wrong)
    assertContains(answer, "There is a problem", status_code=400)
    assert not Suggestion.objects.exists()
    assert not told(Kind.SUGGESTED)


def test_only_who_looks_after_a_confirmed_adoption_suggests(adoption):
    member = UserFactory(organisation=adoption.organisation)
    address = reverse("suggest_change", args=[adoption.pk])
    assert client_of(member).post(address, SAID).status_code == 403
    assert client_of(author_of(adoption.practice)).post(address, SAID).status_code == 404
    proposed = AdoptionFactory(confirmed_at=None)
    assert client_of(proposed.lead).post(reverse("suggest_change", args=[proposed.pk]), SAID).status_code == 403
    retired = AdoptionFactory(practice=PracticeFactory(state="retired"))
    assert client_of(retired.lead).get(reverse("suggest_change", args=[retired.pk])).status_code == 403
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    ("shown_as", "read"),
    [
        ("team", "Discharge team, Eastmoor Care"),
        ("organisation", "From Eastmoor Care"),
        ("place", None),
        ("counted", None),
    ],
)
def test_owners_are_told_no_more_of_the_team_than_readers(shown_as, read):
    adoption = AdoptionFactory(shown_as=shown_as, organisation__name="Eastmoor Care")
    SuggestionFactory(adoption=adoption)
    page = client_of(author_of(adoption.practice)).get(reverse("suggestions", args=[adoption.practice.slug]))
    assertContains(page, read or "A team that uses this")
    if not read:
        assertNotContains(page, "Eastmoor")
        assertNotContains(page, "Discharge team")
    assertNotContains(page, adoption.lead.display_name)


def test_an_accepted_one_opens_a_draft_and_stands_beside_its_part_of_it():
    suggestion = SuggestionFactory()
    practice, author = suggestion.practice, author_of(suggestion.practice)
    assert decide(suggestion, "accept").status_code == 302
    suggestion.refresh_from_db()
    practice.refresh_from_db()
    assert suggestion.revision == practice.draft_revision
    assert str(suggestion.state) == "In the draft"
    assert told(Kind.SUGGESTION_ACCEPTED) == {suggestion.made_by}
    client = client_of(author)
    assertContains(client.get(reverse("edit_section", args=[practice.slug, "model"])), suggestion.what)
    assertNotContains(client.get(reverse("edit_section", args=[practice.slug, "context"])), suggestion.what)


def test_one_that_is_accepted_goes_into_the_draft_that_is_being_written():
    suggestion = SuggestionFactory(adoption=AdoptionFactory(practice=PracticeFactory(state="changing")))
    draft = suggestion.practice.draft_revision
    decide(suggestion, "accept")
    suggestion.refresh_from_db()
    assert suggestion.revision == draft


def test_while_a_change_is_in_review_nothing_is_accepted_and_the_page_says_so():
    practice = PracticeFactory(state="changing_in_review")
    suggestion = SuggestionFactory(adoption=AdoptionFactory(practice=practice))
    assert decide(suggestion, "accept").status_code == 403
    page = client_of(author_of(practice)).get(reverse("suggestions", args=[practice.slug]))
    assertContains(page, "in review. Withdraw it")
    suggestion.refresh_from_db()
    assert suggestion.is_open


def test_what_was_accepted_waits_for_the_next_draft_where_one_is_thrown_away():
    suggestion = SuggestionFactory()
    practice, author = suggestion.practice, author_of(suggestion.practice)
    decide(suggestion, "accept")
    authoring.discard(practice=practice, by=author)
    suggestion.refresh_from_db()
    assert (suggestion.revision, str(suggestion.state)) == (None, "Accepted, for the next draft")
    practice = authoring.open_new_revision(practice=practice, by=author)
    suggestion.refresh_from_db()
    assert suggestion.revision == practice.draft_revision


def test_one_is_declined_with_a_sentence_that_its_maker_reads():
    suggestion = SuggestionFactory()
    assert decide(suggestion, "decline", "Thank you. Our ward round is at noon.").status_code == 302
    suggestion.refresh_from_db()
    assert (suggestion.status, suggestion.answer) == ("declined", "Thank you. Our ward round is at noon.")
    assert told(Kind.SUGGESTION_DECLINED) == {suggestion.made_by}
    assert decide(suggestion, "accept").status_code == 403  # it has been answered
    page = client_of(suggestion.made_by).get(reverse("suggest_change", args=[suggestion.adoption_id]))
    assertContains(page, "Our ward round is at noon.")


@pytest.mark.parametrize("decision", ["accept", "decline"])
def test_no_answer_goes_out_without_a_sentence(decision):
    suggestion = SuggestionFactory()
    assertContains(decide(suggestion, decision, "  "), "Write a sentence first", status_code=400)
    assert decide(suggestion, "shrug").status_code == 404
    suggestion.refresh_from_db()
    assert suggestion.is_open
    assert Practice.objects.get(pk=suggestion.practice_id).draft_revision is None


def test_only_owners_see_and_answer_them():
    suggestion = SuggestionFactory()
    for person in (UserFactory(), suggestion.made_by, ModeratorFactory()):
        address = reverse("suggestions", args=[suggestion.practice.slug])
        assert client_of(person).get(address).status_code == 403
        assert decide(suggestion, "accept", by=person).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.decline(suggestion=suggestion, answer="No.", by=suggestion.made_by)
    suggestion.refresh_from_db()
    assert suggestion.is_open


def test_what_is_published_is_told_to_its_maker_and_said_in_the_history(client):
    suggestion = SuggestionFactory()
    practice = suggestion.practice
    decide(suggestion, "accept")
    assert changed_by_learning(practice) == []
    publish(practice)
    suggestion.refresh_from_db()
    assert str(suggestion.state) == "Part of revision 2"
    assert told(Kind.SUGGESTION_TAKEN) == {suggestion.made_by}
    assertContains(client.get(reverse("history", args=[practice.slug])), "Changed after what a team suggested")
    assert decide(suggestion, "decline").status_code == 403  # readers have it


def test_teams_are_counted_once_and_a_check_counts_only_where_it_is_released():
    practice = PracticeFactory(state="published")
    revision = practice.published_revision
    by_check, by_secret_check, by_word = (AdoptionFactory(practice=practice) for _each in range(3))
    taken = {"accepted": True, "revision": revision}
    for adoption, release in ((by_check, "checked"), (by_check, "checked"), (by_secret_check, "nothing")):
        audit = AuditFactory(adoption=adoption, state="finished")
        type(audit).objects.filter(pk=audit.pk).update(release=release)
        AuditFindingFactory(audit=audit, proposes_change=SuggestionFactory(adoption=adoption, **taken))
    SuggestionFactory(adoption=by_word, **taken)
    SuggestionFactory(adoption=by_check, **taken)  # the same team, who said one more thing
    SuggestionFactory(adoption=by_word, accepted=True)  # in no revision
    (learned,) = changed_by_learning(practice)
    assert (learned.revision, learned.checks, learned.suggestions) == (revision, 1, 2)
    assert learned.words == "Changed after a check in a team and after what 2 teams suggested"


@pytest.mark.parametrize(
    "wrong", [{"status": "declined"}, {"answer": "Thank you."}, {"revision": True}, {"status": "accepted"}]
)
def test_the_database_keeps_no_suggestion_that_contradicts_itself(wrong):
    suggestion = SuggestionFactory()
    if "revision" in wrong:
        wrong = {"revision": suggestion.practice.published_revision}
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.filter(pk=suggestion.pk).update(**wrong)


def test_the_owners_page_costs_the_same_however_many_there_are(django_assert_max_num_queries):
    practice = PracticeFactory(state="published")
    client, address = client_of(author_of(practice)), reverse("suggestions", args=[practice.slug])
    SuggestionFactory(adoption=AdoptionFactory(practice=practice))
    with django_assert_max_num_queries(100) as counted:
        client.get(address)
    for _number in range(4):
        SuggestionFactory(adoption=AdoptionFactory(practice=practice))
    with django_assert_max_num_queries(len(counted.captured_queries)):
        client.get(address)
