"""Asking for what a search did not find."""

from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import AuditEvent
from practices.actions import needs
from practices.daily_limits import NEEDS_A_DAY
from practices.models import Need
from tests.factories import (
    ModeratorFactory,
    NeedFactory,
    OrganisationFactory,
    PracticeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

QUESTION = "Does anybody have a night-time helpline for carers?"


@pytest.fixture
def asker(client):
    person = UserFactory(display_name="Wren Worker")
    client.force_login(person)
    return person


def ask(client, question=QUESTION, key=None):
    return client.post(reverse("need_new"), {"question": question, "key": key or uuid4()}, follow=True)


def test_a_search_that_finds_nothing_leads_to_asking_with_its_words(client, asker):
    page = client.get(reverse("practices"), {"q": "zebra helpline"}).content.decode()
    address = reverse("need_new") + "?q=zebra+helpline"
    assert f'href="{address}"' in page
    assert "zebra helpline</textarea>" in client.get(address).content.decode().replace("\n", "")


def test_moderators_hear_of_it_and_whoever_asked_of_the_answer(client, asker):
    moderator = ModeratorFactory(email="mod@hub.example")
    ModeratorFactory(email="gone@hub.example", is_active=False)
    ModeratorFactory(email="quiet@hub.example", wants_review_mail=False)
    page = ask(client).content.decode()
    assert "It waits for an answer" in page
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
    page = client.get(reverse("needs")).content.decode()
    assert "carers’ team" in page
    assert 'href="https://example.org/"' in page
    assert set(AuditEvent.objects.values_list("action", flat=True)) >= {"need_asked", "need_answered"}


def test_nobody_sees_what_others_asked_for(client):
    NeedFactory(question=QUESTION)
    for person in (UserFactory(), UserFactory(organisation=OrganisationFactory())):
        client.force_login(person)
        assert QUESTION not in client.get(reverse("needs")).content.decode()
        assert client.get(reverse("review_needs")).status_code == 403


def test_what_could_tell_who_a_person_is_is_sent_back_and_kept_on_the_page(client, asker):
    said = "Does anybody help a man whose number is 943 476 5919?"
    answer = client.post(reverse("need_new"), {"question": said, "key": uuid4()})
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
    assert Need.objects.get().answer == "Ask Leeds."


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


def test_words_and_time_of_an_answer_come_together():
    need = NeedFactory()
    need.answer = "Ask Leeds."
    with pytest.raises(IntegrityError), transaction.atomic():
        need.save()
