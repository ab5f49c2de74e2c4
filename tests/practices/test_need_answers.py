"""Answering what others ask for, saying what helped, and what moderators hide of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from practices.actions import moderation, need_answers, needs
from practices.daily_limits import NEED_ANSWERS_A_DAY, LimitReached
from practices.models import NeedAnswer, OldSlug, Practice
from tests.factories import (
    MembershipFactory,
    ModeratorFactory,
    NeedAnswerFactory,
    NeedFactory,
    OrganisationFactory,
    PracticeFactory,
    UserFactory,
)
from tests.world import client_of

pytestmark = pytest.mark.django_db

QUESTION = "Who shares a visit plan with nurses?"


@pytest.fixture
def need():
    return NeedFactory(question=QUESTION, is_shared=True, asked_by__display_name="Wren Worker")


@pytest.fixture
def member(client):
    person = UserFactory(display_name="Ada Adviser", organisation=OrganisationFactory(name="Eastmoor Care"))
    client.force_login(person)
    return person


def tell(client, need, kind, **said):
    return client.post(reverse("need_tell", args=[need.pk, kind]), {"key": uuid4(), **said})


def mails():
    call_command("run_worker", once=True)
    return [(each.to, each.subject) for each in mail.outbox]


def publish(practice):
    moderator = ModeratorFactory(wants_review_mail=False)
    moderation.publish(practice=moderation.take(practice=practice, by=moderator), by=moderator)


# Giving answers


def test_a_member_answers_with_a_write_up_from_the_list(client, member, need):
    practice = PracticeFactory(state="published", revision__title="Share a visit plan with nurses")
    assertContains(client.get(reverse("need_tell", args=[need.pk, "practice"])), practice.title)
    assertRedirects(
        tell(client, need, "practice", practice=practice.pk, words="They began as you do."), need.get_absolute_url()
    )
    page = client_of(need.asked_by).get(need.get_absolute_url())
    assertContains(page, practice.get_absolute_url())
    assertContains(page, "They began as you do.")
    assertNotContains(page, "Ada Adviser")  # who could be an author that readers are not told of
    assert mails() == [([need.asked_by.email], "An answer to what you asked for")]
    assert QUESTION not in mail.outbox[0].body


@pytest.mark.parametrize("address", ["https://hub.example/practices/weigh-horses/history/", "/practices/an-old-name/"])
def test_a_member_answers_with_the_address_of_a_write_up(client, member, need, address):
    practice = PracticeFactory(state="published", slug="weigh-horses")
    OldSlug.objects.create(practice=practice, slug="an-old-name")
    tell(client, need, "practice", address=address)
    assert NeedAnswer.objects.get().practice == practice


def test_a_write_up_that_is_none_or_two_or_not_theirs_to_read_is_refused_with_what_was_typed(client, member, need):
    practice = PracticeFactory(state="published", revision__title="Share a visit plan with nurses")
    secret = PracticeFactory(state="published", revision__visibility="organisation")
    draft = PracticeFactory(state="draft", author=member)
    for said, says in [
        ({}, "Choose a write-up, or give the address"),
        ({"address": "https://elsewhere.example/"}, "write-up on this hub that you can read"),
        ({"address": secret.get_absolute_url()}, "write-up on this hub that you can read"),
        ({"address": draft.get_absolute_url()}, "write-up on this hub that you can read"),
        ({"address": practice.get_absolute_url(), "practice": practice.pk}, "but not both"),
        ({"practice": secret.pk}, "Select a valid choice"),
        ({"practice": practice.pk, "words": "Ask 943 476 5919"}, "943 476 5919"),
    ]:
        answer = tell(client, need, "practice", **{"words": "They are kind.", **said})
        assert answer.status_code == 400
        assertContains(answer, says, status_code=400)
        assertContains(answer, said.get("words", "They are kind."), status_code=400)
    assert not NeedAnswer.objects.exists()


def test_the_asker_hears_nothing_of_a_write_up_that_they_may_not_read(client, member, need):
    [organisation] = member.organisations
    secret = PracticeFactory(
        state="published", organisation=organisation, revision__visibility="organisation", revision__title="Our way"
    )
    tell(client, need, "practice", address=secret.get_absolute_url())
    assertContains(client.get(need.get_absolute_url()), "Our way")
    page = client_of(need.asked_by).get(need.get_absolute_url())
    assertNotContains(page, "Our way")
    assertContains(page, "Nobody has answered yet")
    assertNotContains(client_of(need.asked_by).get("/needs/?show=answered"), QUESTION)
    assertContains(client.get("/needs/?show=answered"), QUESTION)
    assert mails() == []


def test_the_same_answer_given_twice_is_one(client, member, need):
    key, practice = uuid4(), PracticeFactory(state="published")
    for _ in range(2):
        tell(client, need, "person", key=key, words="I did it for years.")
        tell(client, need, "person", words="I did it for years.")
        tell(client, need, "practice", address=practice.get_absolute_url())
    tell(client_of(UserFactory(display_name="Una")), need, "practice", address=practice.get_absolute_url())
    assert sorted(NeedAnswer.objects.values_list("kind", flat=True)) == ["person", "practice"]


def test_what_is_wrong_with_an_answer_is_said_and_what_was_typed_kept(client, member, need):
    assertContains(tell(client, need, "person"), "Say what they can ask you about", status_code=400)
    said = "Ask about a man whose number is 943 476 5919"
    assertContains(tell(client, need, "offer", words=said), said, status_code=400)
    assert not NeedAnswer.objects.exists()


def test_one_person_answers_so_often_in_a_day(client, member, need):
    for _ in range(NEED_ANSWERS_A_DAY):
        NeedAnswerFactory(by=member)
    answer = tell(client, need, "person", words="I did it for years.")
    assertContains(answer, "I did it for years.", status_code=429)
    with pytest.raises(LimitReached):
        need_answers.give(need=need, kind="person", by=member, words="Me.")
    assert not need.answers.exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"is_shared": False}, "asked of the moderators alone"),
        ({"hidden_at": timezone.now(), "hidden_why": "It names a ward."}, "has hidden this"),
        ({"closed_at": timezone.now(), "outcome": "elsewhere"}, "This is closed"),
    ],
)
def test_what_is_not_open_to_members_takes_no_answers(need, change, reason):
    type(need).objects.filter(pk=need.pk).update(**change)
    for person in (ModeratorFactory(), UserFactory()):
        with pytest.raises(PermissionDenied, match=reason):
            need_answers.give(need=need, kind="person", by=person, words="Me.")
    with pytest.raises(PermissionDenied, match="Somebody else answers"):
        need_answers.give(need=need, kind="person", by=need.asked_by, words="Me.")
    assert not NeedAnswer.objects.exists()


def test_whoever_gave_an_answer_takes_it_back(client, member, need):
    mine, other = NeedAnswerFactory(need=need, by=member), NeedAnswerFactory(need=need)
    assert client.post(reverse("need_answer_remove", args=[need.pk, other.pk])).status_code == 403
    assert client.get(reverse("need_answer_remove", args=[need.pk, mine.pk])).status_code == 405
    client.post(reverse("need_answer_remove", args=[need.pk, mine.pk]))
    assert [*need.answers.all()] == [other]


# Offering to write


def test_what_was_offered_becomes_an_answer_when_it_is_published(client, member, need):
    tell(client, need, "offer", words="We do this on Fridays.")
    assertContains(client.get(need.get_absolute_url()), f"{reverse('practice_new')}?need={need.pk}")
    assert mails()
    form = client.get(reverse("practice_new"), {"need": need.pk}).context["form"]
    said = {"key": uuid4(), "title": "Share a plan on Fridays", "need": form["need"].value()}
    client.post(reverse("practice_new"), said)
    draft = Practice.objects.get()
    offer = NeedAnswer.objects.get()
    assert (offer.draft, offer.practice) == (draft, None)
    assertContains(client.get(need.get_absolute_url()), "Share a plan on Fridays")
    assertNotContains(client_of(need.asked_by).get(need.get_absolute_url()), "Share a plan on Fridays")

    mail.outbox.clear()
    published = PracticeFactory(state="in_review", author=member)
    NeedAnswer.objects.update(draft=published)
    publish(published)
    published.refresh_from_db()
    offer.refresh_from_db()
    assert (offer.kind, offer.practice, offer.draft) == ("practice", published, None)
    page = client_of(need.asked_by).get(need.get_absolute_url())
    assertContains(page, published.get_absolute_url())
    assertNotContains(page, "Ada Adviser")
    assert ([need.asked_by.email], "An answer to what you asked for") in mails()


def test_what_is_published_for_others_than_the_asker_stays_an_offer(need):
    practice = PracticeFactory(state="in_review", revision__visibility="organisation")
    offer = NeedAnswerFactory(need=need, kind="offer_to_write", words="", draft=practice)
    publish(practice)
    offer.refresh_from_db()
    assert (offer.kind, offer.practice) == ("offer_to_write", None)
    assert mails() == [([author.user.email], mail.outbox[0].subject) for author in practice.authorships.all()]


def test_what_is_offered_and_named_already_is_one_answer(need):
    practice = PracticeFactory(state="in_review")
    NeedAnswerFactory(need=need, kind="offer_to_write", words="", draft=practice)
    NeedAnswerFactory(need=need, kind="practice", words="", practice=practice)
    publish(practice)
    assert NeedAnswer.objects.get().kind == "practice"


def test_a_number_of_a_question_that_nobody_offered_to_answer_changes_nothing(client, member, need):
    offer = NeedAnswerFactory(need=need, kind="offer_to_write", words="")
    for number in (need.pk, 99_999, ""):
        client.post(reverse("practice_new"), {"key": uuid4(), "title": "Ring on Fridays", "need": number})
    assert Practice.objects.count() == 3
    offer.refresh_from_db()
    assert offer.draft is None
    assertContains(client.get(reverse("practice_new"), {"need": "nonsense"}), "Share how your team works")


def test_a_draft_that_is_thrown_away_leaves_the_offer(need):
    practice = PracticeFactory(state="draft")
    offer = NeedAnswerFactory(need=need, kind="offer_to_write", words="", draft=practice)
    practice.delete()
    offer.refresh_from_db()
    assert offer.draft is None


# Talking


def test_the_asker_writes_to_whoever_offered_to_talk_and_no_address_is_shown(client, need):
    helper = UserFactory(display_name="Ada Adviser", email="ada@secret.example")
    answer = need_answers.give(need=need, kind="person", by=helper, words="I did it for years.")
    asker = client_of(need.asked_by)
    page = asker.get(need.get_absolute_url())
    address = reverse("need_answer_write", args=[need.pk, answer.pk])
    assertContains(page, address)
    assertNotContains(page, "ada@secret.example")
    mails()
    mail.outbox.clear()
    said = {"key": uuid4(), "message": "How long did it take?"}
    refused = asker.post(address, said | {"message": "Ask about 943 476 5919"})
    assertContains(refused, "943 476 5919", status_code=400)
    for _ in range(2):
        asker.post(address, said)
    call_command("run_worker", once=True)
    (sent,) = mail.outbox
    assert (sent.to, sent.extra_headers["Reply-To"]) == (["ada@secret.example"], need.asked_by.email)
    assert "> How long did it take?" in sent.body
    assertContains(asker.get(need.get_absolute_url()), "You have written to them today")
    assert asker.get(address).status_code == 403
    NeedAnswer.objects.update(written_to_at=timezone.now() - timedelta(days=2))
    assert asker.get(address).status_code == 200


def test_nobody_else_writes_to_them_and_nobody_to_who_has_left(need):
    answer = NeedAnswerFactory(need=need, kind="person")
    for person in (UserFactory(), ModeratorFactory(), answer.by):
        with pytest.raises(PermissionDenied, match="Only whoever asked"):
            need_answers.write_to(answer=answer, by=person, message="Hello.")
    type(answer.by).objects.filter(pk=answer.by_id).update(is_active=False)
    for other in (answer, NeedAnswerFactory(need=need, kind="moderator")):
        with pytest.raises(PermissionDenied, match="nobody to write to"):
            need_answers.write_to(answer=other, by=need.asked_by, message="Hello.")
    assert mails() == []


# Closing


def test_the_asker_says_which_answer_helped_and_its_giver_hears_of_it(need):
    helper = UserFactory(email="ada@hub.example")
    answer = NeedAnswerFactory(need=need, kind="practice", practice=PracticeFactory(state="published"), by=helper)
    asker = client_of(need.asked_by)
    asker.post(reverse("need_close", args=[need.pk]), {"what": answer.pk, "closing_words": "Begin on a Friday."})
    need.refresh_from_db()
    assert (need.outcome, need.helped_by, need.is_open) == ("helped", answer, False)
    assert mails() == [(["ada@hub.example"], "Your answer has helped")]
    page = client_of(UserFactory()).get(need.get_absolute_url())
    for text in ("This helped", "Begin on a Friday."):
        assertContains(page, text)
    assertNotContains(page, "Can you help?")
    assertContains(client_of(UserFactory()).get("/needs/?show=answered"), QUESTION)
    assert asker.get(reverse("need_close", args=[need.pk])).status_code == 403


def test_the_asker_closes_it_in_other_words_or_withdraws_it(need):
    other = NeedFactory(is_shared=True, asked_by=need.asked_by)
    asker, member = client_of(need.asked_by), client_of(UserFactory())
    asker.post(reverse("need_close", args=[need.pk]), {"what": "elsewhere", "closing_words": "A colleague knew."})
    asker.post(reverse("need_close", args=[other.pk]), {"what": "withdrawn"})
    assertContains(member.get(need.get_absolute_url()), "A colleague knew.")
    assert member.get(other.get_absolute_url()).status_code == 404
    assertContains(asker.get(other.get_absolute_url()), "Withdrawn")


@pytest.mark.parametrize(("is_shared", "told"), [(True, "Members read it"), (False, "Only you and the moderators")])
def test_closing_says_who_reads_what_helped(is_shared, told):
    need = NeedFactory(is_shared=is_shared)
    page = client_of(need.asked_by).get(reverse("need_close", args=[need.pk]))
    assertContains(page, told)
    if not is_shared:
        assertNotContains(page, "Members read it")
        assertNotContains(page, "next person who")


def test_what_is_wrong_with_closing_changes_nothing(need):
    elsewhere = NeedAnswerFactory()
    secret = PracticeFactory(state="published", revision__visibility="organisation")
    unseen = NeedAnswerFactory(need=need, kind="practice", practice=secret)
    asker, address = client_of(need.asked_by), reverse("need_close", args=[need.pk])
    for said in (
        {},
        {"what": elsewhere.pk},
        {"what": unseen.pk},
        {"what": "elsewhere", "closing_words": "943 476 5919"},
    ):
        assert asker.post(address, said).status_code == 400
    for person in (UserFactory(), ModeratorFactory()):
        assert client_of(person).post(address, {"what": "withdrawn"}).status_code == 403
    with pytest.raises(NeedAnswer.DoesNotExist):
        needs.close(need=need, by=need.asked_by, outcome="helped", helped_by=elsewhere)
    need.refresh_from_db()
    assert need.is_open


# Hiding


def test_a_moderator_hides_a_question_says_why_and_shows_it_again(need):
    moderator, member, asker = client_of(ModeratorFactory()), client_of(UserFactory()), client_of(need.asked_by)
    address = reverse("need_hide", args=[need.pk])
    assert moderator.post(address, {"why": ""}).status_code == 400
    moderator.post(address, {"why": "It names a ward."})
    assert member.get(need.get_absolute_url()).status_code == 404
    assertNotContains(member.get("/needs/"), QUESTION)
    assertNotContains(member.get("/practices/", {"q": "visit plan nurses"}), QUESTION)
    assertContains(asker.get(need.get_absolute_url()), "It names a ward.")
    assert mails() == [([need.asked_by.email], "Something you wrote is hidden")]
    moderator.post(reverse("need_show", args=[need.pk]))
    assertContains(member.get(need.get_absolute_url()), QUESTION)


def test_a_moderator_hides_an_answer_says_why_and_shows_it_again(need):
    answer = NeedAnswerFactory(need=need, kind="person", words="Buy it from me.", by__email="ada@hub.example")
    moderator, asker = client_of(ModeratorFactory()), client_of(need.asked_by)
    moderator.post(reverse("need_answer_hide", args=[need.pk, answer.pk]), {"why": "It is an advertisement."})
    assertNotContains(asker.get(need.get_absolute_url()), "Buy it from me.")
    assertContains(client_of(answer.by).get(need.get_absolute_url()), "It is an advertisement.")
    assert mails() == [(["ada@hub.example"], "Something you wrote is hidden")]
    moderator.post(reverse("need_answer_show", args=[need.pk, answer.pk]))
    assertContains(asker.get(need.get_absolute_url()), "Buy it from me.")


def test_nobody_decides_about_what_they_wrote(need):
    moderator = ModeratorFactory()
    mine, answer = NeedFactory(is_shared=True, asked_by=moderator), NeedAnswerFactory(need=need, by=moderator)
    with pytest.raises(PermissionDenied, match="Someone else must decide"):
        needs.hide(need=mine, by=moderator, why="…")
    with pytest.raises(PermissionDenied, match="Someone else must decide"):
        need_answers.hide(answer=answer, by=moderator, why="…")
    with pytest.raises(PermissionDenied, match="Only moderators"):
        need_answers.hide(answer=answer, by=need.asked_by, why="…")


def test_an_answer_of_another_question_is_not_there(client, need):
    answer = NeedAnswerFactory(need__is_shared=True)
    client.force_login(ModeratorFactory())
    assert client.post(reverse("need_answer_hide", args=[need.pk, answer.pk]), {"why": "…"}).status_code == 404


def test_who_answers_is_told_by_name_and_organisation_only_of_those_who_offer_themselves(need):
    helper = MembershipFactory(user__display_name="Ada Adviser", organisation__name="Eastmoor Care").user
    NeedAnswerFactory(need=need, kind="person", by=helper)
    NeedAnswerFactory(need=need, kind="practice", practice=PracticeFactory(state="published"), by__display_name="Una U")
    NeedAnswerFactory(need=need, kind="moderator", by=ModeratorFactory(display_name="Mira M"))
    page = client_of(need.asked_by).get(need.get_absolute_url())
    for text in ("Ada Adviser", "Eastmoor Care", "A moderator"):
        assertContains(page, text)
    for text in ("Una U", "Mira M"):
        assertNotContains(page, text)
        assertContains(client_of(ModeratorFactory()).get(need.get_absolute_url()), text)
