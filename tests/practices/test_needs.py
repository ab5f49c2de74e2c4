"""Asking for what a search did not find."""

from datetime import date, timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import AuditEvent, User
from practices import need_mail
from practices.actions import moderation, needs
from practices.daily_limits import NEEDS_A_DAY
from practices.models import AskedAuthor, Need, NeedAnswer
from practices.search.near import near
from tests.factories import (
    MembershipFactory,
    ModeratorFactory,
    NeedAnswerFactory,
    NeedFactory,
    OrganisationFactory,
    PracticeFactory,
    TopicFactory,
    UserFactory,
)
from tests.world import client_of

pytestmark = pytest.mark.django_db

QUESTION = "Does anybody have a night-time helpline for carers?"


@pytest.fixture
def asker(client):
    person = UserFactory(display_name="Wren Worker")
    client.force_login(person)
    return person


def ask(client, question=QUESTION, key=None, shown="name", **said):
    said |= {"question": question, "key": key or uuid4(), "shown": shown}
    return client.post(reverse("need_new"), said, follow=True)


def test_a_search_that_finds_nothing_leads_to_asking_with_its_words(client, asker):
    page = client.get(reverse("practices"), {"q": "zebra helpline"}).content.decode()
    address = reverse("need_new") + "?q=zebra+helpline"
    assert f'href="{address}"' in page
    assert "zebra helpline</textarea>" in client.get(address).content.decode().replace("\n", "")


def test_moderators_hear_of_it_and_whoever_asked_of_the_answer(client, asker):
    moderator = ModeratorFactory(email="mod@hub.example")
    ModeratorFactory(email="gone@hub.example", is_active=False)
    ModeratorFactory(email="quiet@hub.example", wants_review_mail=False)
    page = ask(client, shown="moderators").content.decode()
    assert "Only whoever asked and the moderators see it." in page
    call_command("run_worker", once=True)
    (told,) = mail.outbox
    assert told.to == ["mod@hub.example"]
    assert reverse("review_needs") in told.body
    assert QUESTION not in told.body

    client.force_login(moderator)
    assert QUESTION in client.get(reverse("review_needs")).content.decode()
    need = Need.objects.get()
    answer = {"answer": "Ask the carers’ team in [Leeds](https://example.org/)."}
    assert client.post(reverse("need_answer", args=[need.pk]), answer).url == reverse("review_needs")
    assert "Nobody waits" in client.get(reverse("review_needs")).content.decode()
    call_command("run_worker", once=True)
    assert mail.outbox[-1].to == [asker.email]

    client.force_login(asker)
    page = client.get(need.get_absolute_url()).content.decode()
    assert "carers’ team" in page
    assert 'href="https://example.org/"' in page
    assert set(AuditEvent.objects.values_list("action", flat=True)) >= {"need_asked", "need_answered"}


def test_what_is_asked_of_moderators_alone_is_for_them_and_whoever_asked(client):
    need = NeedFactory(question=QUESTION)
    for person in (UserFactory(), UserFactory(organisation=OrganisationFactory())):
        client.force_login(person)
        assert QUESTION not in client.get(reverse("needs")).content.decode()
        assert client.get(need.get_absolute_url()).status_code == 404
        assert client.get(reverse("review_needs")).status_code == 403


def test_what_could_tell_who_a_person_is_is_sent_back_and_kept_on_the_page(client, asker):
    said = "Does anybody help a man whose number is 943 476 5919?"
    for answer in (ask(client, said, detail="We tried."), ask(client, "Does anybody help?", detail=said)):
        assert answer.status_code == 400
        assert "it may tell who a person is: 943 476 5919" in answer.content.decode()
        assert said in answer.content.decode()
    assert not Need.objects.exists()


def test_a_double_click_asks_once(client, asker):
    key = uuid4()
    ask(client, key=key)
    ask(client, key=key)
    assert Need.objects.count() == 1


def test_one_person_asks_so_often_in_a_day(client, asker):
    for _ in range(NEEDS_A_DAY):
        needs.ask(question=QUESTION, by=asker)
    answer = ask(client, "One more thing")
    assert answer.status_code == 429
    assert "One more thing" in answer.content.decode()
    assert Need.objects.count() == NEEDS_A_DAY


def test_two_moderators_do_not_answer_the_same(client):
    need = NeedFactory()
    needs.answer(need=need, answer="Ask Leeds.", by=ModeratorFactory())
    with pytest.raises(PermissionDenied, match="A colleague has answered this already"):
        needs.answer(need=need, answer="Ask York.", by=ModeratorFactory())
    assert NeedAnswer.objects.get().words == "Ask Leeds."


def test_somebody_who_has_left_gets_no_mail():
    need = NeedFactory(asked_by__is_active=False)
    needs.answer(need=need, answer="Ask Leeds.", by=ModeratorFactory())
    call_command("run_worker", once=True)
    assert not mail.outbox


def test_whoever_answers_is_shown_what_the_asker_could_find(client):
    organisation = OrganisationFactory()
    for title, visibility in {"Run a helpline": "public", "Run a secret helpline": "organisation"}.items():
        PracticeFactory(
            state="published",
            organisation=organisation,
            revision__title=title,
            revision__visibility=visibility,
        )
    need = NeedFactory(question="helpline")
    client.force_login(ModeratorFactory())
    page = client.get(reverse("need_answer", args=[need.pk])).content.decode()
    assert "Run a helpline" in page
    assert "Run a secret helpline" not in page


def test_what_moderators_answered_before_becomes_an_answer_and_stays_with_the_asker():
    """The statement that moves them, upon a table as it was."""
    need = NeedFactory(question=QUESTION)
    moderator = ModeratorFactory()
    move = import_module("practices.migrations.0046_move_need_answers").MOVE
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE practices_need ADD answer text NOT NULL DEFAULT '', "
            "ADD answered_at timestamptz, ADD answered_by_id bigint"
        )
        NeedFactory(question="Nobody knows yet")
        values = ["Ask Leeds.", "2026-03-01T10:00:00Z", moderator.pk, need.pk]
        cursor.execute("UPDATE practices_need SET answer=%s, answered_at=%s, answered_by_id=%s WHERE id=%s", values)
        cursor.execute(move)
    answer = NeedAnswer.objects.get()
    assert (answer.need, answer.by, answer.words, answer.kind) == (need, moderator, "Ask Leeds.", "moderator")
    assert answer.at.date() == date(2026, 3, 1)
    assert not answer.need.is_shared
    assert [*Need.objects.visible_to(UserFactory())] == []
    assert [*NeedAnswer.objects.visible_to(need.asked_by)] == [answer]


def test_a_question_says_who_asks_as_the_asker_chose(client, asker):
    council = MembershipFactory(user=asker, organisation__name="Eastmoor Council").organisation
    of_nobody = MembershipFactory(user=asker, organisation__name="Made-up Trust", organisation__verified_at=None)
    page = client.get(reverse("need_new")).content.decode()
    assert "Eastmoor Council" in page
    assert "Made-up Trust" not in page
    member, moderator = client_of(UserFactory()), client_of(ModeratorFactory())
    told = {"name": "Wren Worker", f"organisation:{council.pk}": "Eastmoor Council", "member": "A member"}
    for shown, who in told.items():
        ask(client, f"Who does it as {who}?", shown=shown)
        address = Need.objects.newest()[0].get_absolute_url()
        page = member.get(address)
        assertContains(page, f"{who} asked on")
        assert ("Wren Worker asked" in page.content.decode()) == (shown == "name")
        assertContains(member.get(reverse("needs")), f"{who} asked on")
        assertContains(moderator.get(address), "Wren Worker asked")
    made_up = ask(client, shown=f"organisation:{of_nobody.organisation.pk}")
    assert made_up.status_code == 400


def test_what_comes_near_is_shown_before_anything_is_sent(client, asker):
    PracticeFactory(state="published", revision__title="Share one visit plan with the nurses")
    PracticeFactory(state="published", revision__title="Plan a secret visit", revision__visibility="organisation")
    question = "Does anybody share one visit plan with nurses?"
    page = ask(client, question, detail="We tried paper.", key="5b1f7f9e-0000-4000-8000-000000000001")
    assertContains(page, "Is one of these what you look for?")
    assertContains(page, "Share one visit plan with the nurses")
    assertContains(page, "We tried paper.")
    assertNotContains(page, "Plan a secret visit")
    assert not Need.objects.exists()
    ask(client, question, detail="We tried paper.", seen="yes")
    assert Need.objects.get().detail == "We tried paper."


def test_what_has_a_word_in_common_is_not_near(asker):
    practice = PracticeFactory(state="published", revision__title="Plan a rota with the team", revision__topics=[])
    PracticeFactory(state="published", revision__title="Meet at the board", revision__problem="Nobody had a quagga.")
    assert near("Who plans a rota?", user=asker) == [practice.pk]
    assert near("Does anybody plan meals with people who have dysphagia?", user=asker) == []
    assert near("Does anybody keep a quagga?", user=asker) == []
    assert near("Does anybody help other people?", user=asker) == []


# The worker


def test_authors_of_what_comes_near_are_asked_once_in_one_mail_a_day(asker):
    author, unwilling = UserFactory(email="author@hub.example"), UserFactory(wants_discussion_mail=False)
    practice = PracticeFactory(
        state="published",
        author=author,
        co_authors=[unwilling, asker],
        revision__title="Share a visit plan with nurses",
    )
    first = needs.ask(question="Who shares a visit plan with nurses?", by=asker)
    second = needs.ask(question="Does anybody share visits with nurses?", by=UserFactory(display_name="Ada"))
    hidden = needs.ask(question="Who plans visits with nurses?", by=UserFactory(display_name="Ida"))
    needs.hide(need=hidden, by=ModeratorFactory(), why="It names a ward.")
    mail.outbox.clear()
    need_mail.ask_authors()
    assert need_mail.ask_authors() == 0
    call_command("run_worker", once=True)
    (told,) = [each for each in mail.outbox if "near" in each.body and each.to == ["author@hub.example"]]
    assert first.get_absolute_url() in told.body
    assert second.get_absolute_url() in told.body
    assert f"because of “{practice.title}”" in told.body
    assert hidden.question not in told.body
    assert not [each for each in mail.outbox if each.to == [unwilling.email]]
    assertContains(client_of(author).get(first.get_absolute_url()), "because of your write-up")
    assertNotContains(client_of(UserFactory()).get(first.get_absolute_url()), "because of your write-up")

    needs.ask(question="Who shares nurses’ visits?", by=UserFactory(display_name="Una"))
    assert need_mail.ask_authors() == 0  # one a day
    assert AskedAuthor.objects.waiting().filter(author=author).exists()


def test_an_author_who_may_no_longer_read_it_gets_no_mail(asker):
    author = UserFactory()
    PracticeFactory(state="published", author=author, revision__title="Share a visit plan with nurses")
    need = needs.ask(question="Who shares a visit plan with nurses?", by=asker)
    needs.close(need=need, by=asker, outcome="withdrawn")
    assert need_mail.ask_authors() == 1
    call_command("run_worker", once=True)
    assert mail.outbox == []


def test_what_nobody_answers_in_two_weeks_goes_to_the_moderators_once(client):
    moderator = ModeratorFactory(email="mod@hub.example")
    old, answered, new = (NeedFactory(question=text, is_shared=True) for text in ("Too old?", "Answered?", "New?"))
    NeedFactory(
        question="Of somebody blocked?",
        is_shared=True,
        asked_by__blocked_at=timezone.now(),
        asked_by__blocked_why="Advertising.",
        asked_by__is_active=False,
    )
    Need.objects.exclude(pk=new.pk).update(asked_at=timezone.now() - timedelta(days=15))
    NeedAnswerFactory(need=answered)
    client.force_login(moderator)
    page = client.get(reverse("review_needs"))
    assertContains(page, old.question)
    for each in (answered, new):
        assertNotContains(page, each.question)
    call_command("run_worker", once=True)
    call_command("run_worker", once=True)
    (told,) = mail.outbox
    assert (told.to, told.subject) == (["mod@hub.example"], "A question has waited for two weeks")
    assert need_mail.pass_on_unanswered() == 0


# In later searches


def test_a_search_shows_what_others_ask_for_to_members_alone(client, asker):
    ours = NeedFactory(question="Who shares a visit plan with nurses?", is_shared=True)
    closed = {"closed_at": timezone.now(), "outcome": "elsewhere"}
    NeedFactory(question="Who closed a visit plan?", is_shared=True, **closed)
    NeedFactory(question="Who secretly has a visit plan?")
    NeedFactory(question="Who of mine has a visit plan?", is_shared=True, asked_by=asker)
    NeedFactory(question="Who weighs horses on a plan?", is_shared=True)
    page = client.get("/practices/", {"q": "visit planning nurses"})
    assertContains(page, "Others are asking")
    assert page.context["asking"] == [ours]
    assert page.context["results"].total == 0
    assertNotContains(Client().get("/practices/", {"q": "visit planning nurses"}), "Others are asking")
    assertNotContains(client.get("/practices/", {"q": "quagga"}), "Others are asking")
    assertNotContains(client.get("/practices/"), "Others are asking")


def test_a_search_that_finds_little_offers_to_ask(client, asker):
    PracticeFactory.create_batch(3, state="published", revision__title="Weigh horses")
    assertContains(client.get("/practices/", {"q": "horses"}), "Ask whether anybody does this")
    PracticeFactory(state="published", revision__title="Weigh horses again")
    assertNotContains(client.get("/practices/", {"q": "horses"}), "Ask whether anybody does this")


# The list


def test_the_list_has_what_is_open_what_is_answered_and_ones_own(client, asker):
    topic = TopicFactory(name="Home care", slug="home-care")
    NeedFactory(question="Open?", is_shared=True, of_topics=[topic])
    NeedAnswerFactory(need__question="With an answer?", need__is_shared=True)
    NeedFactory(question="Mine?", asked_by=asker)

    def listed(query=""):
        page = client.get(reverse("needs") + query)
        return {need.question for need in page.context["page"]}

    assert listed() == {"Open?", "With an answer?"}
    assert listed("?show=answered") == {"With an answer?"}
    assert listed("?show=mine") == {"Mine?"}
    assert listed("?topic=home-care") == {"Open?"}
    assert listed("?show=nonsense&topic=nonsense&page=99") == {"Open?", "With an answer?"}
    assert client.post(reverse("needs")).status_code == 405


# What the database refuses

NONSENSE = {
    "closed without saying how": ("practices.Need", {"closed_at": timezone.now()}),
    "words about an end that is not there": ("practices.Need", {"closing_words": "Leeds rang us."}),
    "hidden without a reason": ("practices.Need", {"hidden_at": timezone.now()}),
    "a practice that is none": ("practices.NeedAnswer", {"kind": "practice"}),
    "somebody to talk to, of whom nothing is said": ("practices.NeedAnswer", {"kind": "person", "words": ""}),
    "an offer of nobody’s": ("practices.NeedAnswer", {"kind": "offer_to_write", "by": None}),
    "an answer hidden without a reason": ("practices.NeedAnswer", {"status": "hidden"}),
}


@pytest.mark.parametrize("what", NONSENSE)
def test_the_database_refuses(what):
    model, values = NONSENSE[what]
    row = NeedFactory() if model == "practices.Need" else NeedAnswerFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**values)


# Who sees what


def names(rows):
    return [str(row) for row in rows]


def test_members_see_what_is_shared_and_nobody_else_does():
    asker, member, moderator = UserFactory(), UserFactory(), ModeratorFactory()
    blocked = UserFactory(is_active=False, blocked_at=timezone.now(), blocked_why="Advertising.")
    hidden = {"hidden_at": timezone.now(), "hidden_why": "It names a ward."}
    gone = {"closed_at": timezone.now(), "outcome": "withdrawn"}
    NeedFactory(question="private", asked_by=asker)
    NeedFactory(question="shared", asked_by=asker, is_shared=True)
    NeedFactory(question="hidden", asked_by=asker, is_shared=True, **hidden)
    withdrawn = NeedFactory(question="withdrawn", asked_by=asker, is_shared=True, **gone)
    NeedFactory(question="of somebody blocked", asked_by=blocked, is_shared=True)
    needs_of_all = Need.objects.order_by("pk")
    assert names(needs_of_all.visible_to(AnonymousUser())) == []
    assert names(needs_of_all.visible_to(member)) == ["shared"]
    assert names(needs_of_all.visible_to(asker)) == ["private", "shared", "hidden", "withdrawn"]
    assert len(names(needs_of_all.visible_to(moderator))) == 5
    NeedAnswerFactory(need=withdrawn, by=member)
    assert names(needs_of_all.visible_to(member)) == ["shared", "withdrawn"]


def test_an_answer_with_a_practice_that_one_may_not_read_is_not_told():
    council = OrganisationFactory()
    practice = PracticeFactory(state="published", organisation=council, revision__visibility="organisation")
    draft = PracticeFactory(state="draft")
    need = NeedFactory(is_shared=True)
    answer = NeedAnswerFactory(need=need, kind="practice", practice=practice)
    NeedAnswerFactory(need=need, kind="practice", practice=draft)
    colleague = MembershipFactory(organisation=council).user
    assert [*NeedAnswer.objects.visible_to(need.asked_by)] == []
    assert [*NeedAnswer.objects.visible_to(AnonymousUser())] == []
    assert [*NeedAnswer.objects.visible_to(colleague)] == [answer]
    moderation.withhold(practice=practice, by=ModeratorFactory(), why="Somebody may be recognised.")
    assert [*NeedAnswer.objects.visible_to(User.objects.get(pk=colleague.pk))] == []


def test_hidden_answers_and_those_of_blocked_people_are_for_their_writer_and_moderators():
    need = NeedFactory(is_shared=True)
    hidden = NeedAnswerFactory(need=need, status="hidden", hidden_why="It names a ward.")
    blocked = NeedAnswerFactory(need=need, by__blocked_at=timezone.now(), by__blocked_why="…", by__is_active=False)
    assert [*NeedAnswer.objects.visible_to(need.asked_by)] == []
    assert [*NeedAnswer.objects.visible_to(hidden.by)] == [hidden]
    assert [*NeedAnswer.objects.visible_to(ModeratorFactory()).oldest()] == [hidden, blocked]
