import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from practices.actions import moderation, reasons
from practices.lifecycle import Status
from practices.models import Practice, Review
from tests.factories import ModeratorFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client):
    moderator = ModeratorFactory()
    client.force_login(moderator)
    return moderator


def in_hand(moderator, **kwargs):
    return moderation.take(practice=PracticeFactory(**{"state": "in_review"} | kwargs), by=moderator)


def decide(client, practice, **answers):
    return client.post(reverse("review_decide", args=[practice.slug]), answers)


def status_of(practice):
    return Practice.objects.get(pk=practice.pk).status


def test_the_queue_shows_what_waits_oldest_first(client, moderator):
    for title, days in [("Second", 1), ("First", 3)]:
        practice = PracticeFactory(state="in_review", revision__title=title)
        practice.draft_revision.submitted_at = timezone.now() - timezone.timedelta(days=days)
        practice.draft_revision.save()
    PracticeFactory(revision__title="A draft")
    page = client.get(reverse("review_queue")).content.decode()
    assert page.index("First") < page.index("Second")
    assert "A draft" not in page


def test_an_empty_queue_says_so(client, moderator):
    assert "Nothing is waiting" in client.get(reverse("review_queue")).content.decode()


def test_others_are_told_why_they_cannot_review(client):
    client.force_login(UserFactory())
    answer = client.get(reverse("review_queue"))
    assert answer.status_code == 403
    assert "Only moderators can review write-ups." in answer.content.decode()


def test_a_visitor_is_asked_to_sign_in(client):
    answer = client.get(reverse("review_queue"))
    assert answer.status_code == 302
    assert reverse("account_login") in answer.url


def test_the_review_page_of_a_private_draft_is_not_there(client, moderator):
    practice = PracticeFactory()
    assert client.get(reverse("review", args=[practice.slug])).status_code == 404


def test_a_change_that_nobody_has_submitted_is_not_on_the_review_page(client, moderator):
    practice = PracticeFactory(state="changing")
    practice.draft_revision.title = "Only between us authors"
    practice.draft_revision.save()
    page = client.get(reverse("review", args=[practice.slug])).content.decode()
    assert practice.published_revision.title in page
    assert "Only between us authors" not in page


def test_taking_needs_a_post(client, moderator):
    practice = PracticeFactory(state="in_review")
    assert client.get(reverse("review_take", args=[practice.slug])).status_code == 405
    client.post(reverse("review_take", args=[practice.slug]))
    assert Practice.objects.get(pk=practice.pk).draft_revision.held_by == moderator


def test_the_decision_form_is_there_only_with_the_item_in_hand(client, moderator):
    practice = PracticeFactory(state="in_review")
    url = reverse("review", args=[practice.slug])
    assert "Send the decision" not in client.get(url).content.decode()
    moderation.take(practice=practice, by=moderator)
    assert "Send the decision" in client.get(url).content.decode()


def test_ones_own_write_up_can_be_read_but_not_decided(client, moderator):
    practice = PracticeFactory(state="in_review", author=moderator)
    page = client.get(reverse("review", args=[practice.slug])).content.decode()
    assert "Someone else must review a write-up of yours." in page
    assert "Send the decision" not in page
    assert decide(client, practice, decision="published").status_code == 403
    assert status_of(practice) == Status.SUBMITTED


def test_publishing_opens_the_next_item(client, moderator):
    practice, following = in_hand(moderator), PracticeFactory(state="in_review")
    answer = decide(client, practice, decision="published", message="")
    assert answer.url == reverse("review", args=[following.slug])
    assert status_of(practice) == Status.PUBLISHED


def test_the_next_item_is_never_ones_own_nor_a_colleagues(client, moderator):
    PracticeFactory(state="in_review", author=moderator)
    in_hand(ModeratorFactory())
    answer = decide(client, in_hand(moderator), decision="declined", message="This belongs elsewhere.")
    assert answer.url == reverse("review_queue")


def test_a_return_carries_the_reasons_that_were_ticked_and_ones_own_words(client, moderator):
    practice = in_hand(moderator)
    before, street = (
        reasons.add(by=moderator, section=section, words=words)
        for section, words in [("context", "What was it like before?"), ("", "Please leave out the street.")]
    )
    decide(
        client,
        practice,
        decision="returned",
        message="Good work.",
        reasons_=[street.words],
        reasons_context=[before.words],
        reason_context="And for whom?",
        reason_fit="Would it work in a village?",
    )
    review = Review.objects.get()
    assert review.message == "Good work.\n\nPlease leave out the street."
    assert review.sections == [
        {"section": "context", "reason": "What was it like before?\n\nAnd for whom?"},
        {"section": "fit", "reason": "Would it work in a village?"},
    ]
    assert status_of(practice) == Status.RETURNED


def test_a_reason_that_a_colleague_has_changed_meanwhile_is_asked_again(client, moderator):
    practice = in_hand(moderator)
    reason = reasons.add(by=moderator, section="context", words="What was it like before?")
    reasons.change(reason=reason, by=ModeratorFactory(), section="context", words="What was it like?")
    answer = decide(client, practice, decision="returned", reasons_context=["What was it like before?"])
    assert answer.status_code == 400
    assert status_of(practice) == Status.SUBMITTED


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({}, "Choose whether to publish, return or decline"),
        ({"decision": "declined"}, "Say why it is declined"),
        ({"decision": "returned"}, "Say what should change"),
        ({"decision": "declined", "reason_model": ""}, "Say why it is declined"),
        ({"decision": "applaud"}, "not one of the available choices"),
    ],
)
def test_an_unclear_decision_is_asked_again_and_changes_nothing(client, moderator, answers, message):
    practice = in_hand(moderator)
    answer = decide(client, practice, **answers)
    assert answer.status_code == 400
    assert message in answer.content.decode()
    assert status_of(practice) == Status.SUBMITTED
    assert not Review.objects.exists()


def test_an_unclear_decision_keeps_what_was_typed_and_ticked(client, moderator):
    practice = in_hand(moderator)
    reason = reasons.add(by=moderator, section="context", words="What was it like before?")
    page = decide(client, practice, reason_model="My own words", reasons_context=[reason.words]).content.decode()
    assert "My own words" in page
    assert re.search(r'value="What was it like before\?"[^>]* checked', page)


def test_publishing_something_incomplete_says_what_to_do(client, moderator):
    practice = in_hand(moderator, revision__summary="")
    answer = decide(client, practice, decision="published")
    assert answer.status_code == 400
    assert "cannot be published while something is missing" in answer.content.decode()
    assert status_of(practice) == Status.SUBMITTED


def test_what_changed_since_the_return_is_marked_word_by_word(client, moderator):
    practice = in_hand(moderator, revision__problem="People waited on the ward.")
    moderation.return_to_author(practice=practice, by=moderator, message="How long?", sections=[])
    revision = Practice.objects.get(pk=practice.pk).draft_revision
    revision.problem = "People waited four days on the ward."
    revision.change_note, revision.contact_email = "Says how long.", "team@borough.example"
    revision.status = Status.SUBMITTED
    revision.save()
    page = client.get(reverse("review", args=[practice.slug])).content.decode()
    assert "four days" in page[page.index("<ins>") : page.index("</ins>")]
    assert "How long?" in page  # the earlier decision
    assert "Its authors say: “Says how long.”" in page
    assert "team@borough.example" in page


def test_an_item_is_handed_over(client, moderator):
    colleague = ModeratorFactory()
    practice = in_hand(moderator)
    client.post(reverse("review_hand_over", args=[practice.slug]), {"to": colleague.pk})
    assert Practice.objects.get(pk=practice.pk).draft_revision.held_by == colleague


def test_handing_over_to_nobody_is_asked_again(client, moderator):
    practice = in_hand(moderator)
    answer = client.post(reverse("review_hand_over", args=[practice.slug]), {"to": ""})
    assert answer.status_code == 400
    assert "Choose who takes over" in answer.content.decode()
    assert Practice.objects.get(pk=practice.pk).draft_revision.held_by == moderator


def ticket_of(page, address):
    """What the page's form that goes to the address carries, so that its text can be kept."""
    form = page.content.decode().split(f'action="{address}"')[1]
    return re.search(r'name="kept_for" value="([^"]+)"', form)[1]


def test_a_decision_survives_a_session_that_ended(client, moderator):
    practice = in_hand(moderator)
    review, address = (reverse(name, args=[practice.slug]) for name in ("review", "review_decide"))
    ticket = ticket_of(client.get(review), address)
    answers = {"decision": "declined", "message": "An hour of kind words", "kept_for": ticket}
    Session.objects.all().delete()
    assert "/account/login/" in client.post(address, answers).url
    client.force_login(moderator)
    assert "An hour of kind words" in client.get(review).content.decode()
    assert status_of(practice) == Status.SUBMITTED
    decide(client, practice, **answers)
    assert status_of(practice) == Status.DECLINED
    assert not client.session["kept_text"]


def test_a_decision_that_comes_too_late_keeps_its_words(client, moderator):
    practice = in_hand(moderator)
    review, address = (reverse(name, args=[practice.slug]) for name in ("review", "review_decide"))
    ticket = ticket_of(client.get(review), address)
    moderation.release(practice=practice, by=moderator)
    assert decide(client, practice, decision="declined", message="Kind words", kept_for=ticket).status_code == 403
    moderation.take(practice=practice, by=moderator)
    assert "Kind words" in client.get(review).content.decode()


def test_the_reason_for_retiring_survives_a_session_that_ended(client):
    practice = PracticeFactory(state="published")
    author = practice.authorships.get().user
    address = reverse("retire", args=[practice.slug])
    client.force_login(author)
    ticket = ticket_of(client.get(address), address)
    Session.objects.all().delete()
    assert "/account/login/" in client.post(address, {"why": "We learned a lot", "kept_for": ticket}).url
    client.force_login(author)
    page = client.get(address)
    assert page.status_code == 200
    assert "We learned a lot" in page.content.decode()
    client.post(address, {"forget": "yes"})
    assert "We learned a lot" not in client.get(address).content.decode()
    assert status_of(practice) == Status.PUBLISHED


def test_an_author_retires_a_write_up_with_its_successor(client):
    practice, successor = PracticeFactory(state="published"), PracticeFactory(state="published")
    client.force_login(practice.authorships.get().user)
    address = "https://hub.example" + successor.get_absolute_url()
    client.post(
        reverse("retire", args=[practice.slug]), {"because": "replaced", "why": "We changed.", "successor": address}
    )
    practice = Practice.objects.get(pk=practice.pk)
    assert practice.status == Status.RETIRED
    assert practice.successor == successor


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({}, "Choose a reason"),
        ({"because": "replaced"}, "Give the address of the write-up that replaces it"),
        ({"because": "other"}, "Say why it is retired"),
        ({"because": "other", "why": "Ring Ivy on 07700 900123."}, "Take this out, since it may tell who a person is"),
        ({"because": "outdated", "successor": "nonsense"}, "Give the address of a published write-up"),
        ({"because": "outdated", "successor": "http://[bad"}, "Give the address of a published write-up"),
    ],
)
def test_retiring_with_a_bad_answer_changes_nothing(client, answers, message):
    practice = PracticeFactory(state="published")
    client.force_login(practice.authorships.get().user)
    answer = client.post(reverse("retire", args=[practice.slug]), answers)
    assert answer.status_code == 400
    assert message in answer.content.decode()
    assert status_of(practice) == Status.PUBLISHED


def test_a_hidden_write_up_cannot_be_named_as_successor(client):
    practice = PracticeFactory(state="published")
    hidden = PracticeFactory(state="published", revision__visibility="organisation")
    client.force_login(practice.authorships.get().user)
    answer = client.post(
        reverse("retire", args=[practice.slug]), {"because": "replaced", "successor": hidden.get_absolute_url()}
    )
    assert answer.status_code == 400
    assert status_of(practice) == Status.PUBLISHED


def test_a_write_up_cannot_replace_itself(client):
    practice = PracticeFactory(state="published")
    client.force_login(practice.authorships.get().user)
    answer = client.post(
        reverse("retire", args=[practice.slug]), {"because": "replaced", "successor": practice.get_absolute_url()}
    )
    assert "cannot replace itself" in answer.content.decode()
