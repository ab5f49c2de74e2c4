"""The weekly newsletter: what is gathered, two editors, who gets it, and that nothing is told which is not public."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from accounts.models import AuditEvent
from practices.actions import newsletters as actions
from practices.models import Comment, Newsletter, NewsletterItem, Practice
from practices.newsletters import sending
from practices.stop_links import OF_THE_NEWSLETTER
from tests.accounts.test_races import meanwhile
from tests.factories import CommentFactory, ModeratorFactory, NewsletterFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return ModeratorFactory()


def published(title, **traits):
    return PracticeFactory(**{"state": "published", "revision__title": title} | traits)


def letter_about(practice, **traits):
    letter = NewsletterFactory(**traits)
    letter.items.create(kind="new", practice=practice, is_in=True, line="Read this first.")
    return letter


def reader(**traits):
    return UserFactory(wants_newsletter=True, **traits)


def titles(letter):
    return {(item.kind, item.practice.title) for item in letter.items.all()}


def answers(letter, **said):
    """What the page would send: the draft as it is, and what is said besides."""
    form = {"version": letter.version, "introduction": letter.introduction, "thanks": letter.thanks}
    for item in letter.items.filter(is_in=True):
        form |= {f"in-{item.pk}": "on", f"line-{item.pk}": item.line}
    return form | said


def told():
    return sorted(mail.to[0] for mail in Email.objects.all())


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (Newsletter, NewsletterItem, Email, AuditEvent)]


# Gathering


def test_it_gathers_what_is_new_what_stopped_and_open_questions_of_the_week(editor):
    new = published("New this week")
    old = published("From last month")
    Practice.objects.filter(pk=old.pk).update(published_at=timezone.now() - timedelta(days=30))
    published("Retired", state="retired")
    published("Stopped", revision__stage="stopped", revision__stopped_why="It took too long.")
    CommentFactory(practice=old, body="Who chairs it?")
    CommentFactory(practice=old, body="Answered by a mark", is_answered=True)
    CommentFactory(practice=old, parent=CommentFactory(practice=old, body="Answered by a reply"))
    letter = actions.gather(by=editor)
    assert titles(letter) == {
        ("new", "New this week"),
        ("stopped", "Retired"),
        ("stopped", "Stopped"),
        ("question", "From last month"),
    }
    assert letter.items.get(kind="question").comment.body == "Who chairs it?"
    letter.items.filter(practice=new).update(is_in=True, line="Kept")
    again = actions.gather(by=editor)
    assert (again, again.items.count(), again.items.get(practice=new).line) == (letter, 4, "Kept")


def test_it_gathers_nothing_that_visitors_may_not_read(editor):
    published("For staff", revision__visibility="staff")
    published("For members", revision__visibility="organisation")
    published("Withheld", state="withheld")
    published("Draft", state="draft")
    hidden = published("Public")
    CommentFactory(practice=hidden, status=Comment.Status.WAITING)
    CommentFactory(practice=hidden, status=Comment.Status.HIDDEN, hidden_why="It names a ward.")
    CommentFactory(practice=hidden, status=Comment.Status.REMOVED, body="")
    assert titles(actions.gather(by=editor)) == {("new", "Public")}


def test_the_next_one_begins_where_the_last_was_sent(editor):
    last = NewsletterFactory(sent=True, sent_at=timezone.now() - timedelta(days=3))
    assert actions.gather(by=editor).since == last.sent_at


def test_there_is_one_draft(editor):
    NewsletterFactory()
    with pytest.raises(IntegrityError, match="newsletter_one_draft"), transaction.atomic():
        NewsletterFactory()


# Editing


def test_an_editor_chooses_writes_looks_and_sends(client, editor):
    practice = published("Hold a huddle")
    client.force_login(editor)
    assert client.post(reverse("newsletter_gather")).status_code == 302
    item = NewsletterItem.objects.get()
    said = {"introduction": "Dear all", "thanks": "", f"in-{item.pk}": "on", f"line-{item.pk}": "Our favourite"}
    assert client.post(reverse("review_newsletter"), said | {"version": 0}).url == reverse("newsletter_preview")
    preview = client.get(reverse("newsletter_preview")).content.decode()
    assert all(words in preview for words in ("Dear all", "Our favourite", "Hold a huddle", practice.shown.summary))
    response = client.post(reverse("newsletter_send"), {"version": 1})
    letter = Newsletter.objects.get()
    assert (response.url, letter.is_draft, letter.sent_by) == (letter.get_absolute_url(), False, editor)
    assert "Our favourite" in Client().get(letter.get_absolute_url()).content.decode()
    assert letter.get_absolute_url() in Client().get(reverse("newsletters")).content.decode()


def test_of_two_editors_the_second_sees_both_and_loses_nothing(client, editor):
    letter, other = letter_about(published("Hold a huddle")), ModeratorFactory(display_name="Una Other")
    actions.save(newsletter=letter, introduction="Theirs", thanks="", items={}, version=0, by=other)
    before = everything()
    client.force_login(editor)
    response = client.post(reverse("review_newsletter"), answers(letter, introduction="Mine, of an hour"))
    page = response.content.decode()
    assert response.status_code == 409
    assert all(words in page for words in ("Mine, of an hour", "Theirs", "Una Other", "Read this first."))
    assert everything() == before
    letter.refresh_from_db()
    assert f'name="version" value="{letter.version}"' in page
    assert client.post(reverse("review_newsletter"), answers(letter, introduction="Both")).status_code == 302


def test_what_another_editor_changed_is_not_sent_unread(client, editor):
    letter_about(published("Hold a huddle"), version=3)
    client.force_login(editor)
    before = everything()
    page = client.post(reverse("newsletter_send"), {"version": 2}, follow=True).content.decode()
    assert "Another editor has changed it since you looked" in page
    assert everything() == before


def test_an_empty_newsletter_is_not_sent(client, editor):
    letter = NewsletterFactory(introduction="")
    client.force_login(editor)
    assert client.post(reverse("newsletter_send"), {"version": 0}).status_code == 403
    letter.refresh_from_db()
    assert letter.is_draft


def test_a_number_of_somebody_is_refused_and_what_was_typed_stays(client, editor):
    letter = letter_about(published("Hold a huddle"))
    client.force_login(editor)
    before = everything()
    response = client.post(reverse("review_newsletter"), answers(letter, introduction="Ring Jo on 07700 900123"))
    page = response.content.decode()
    assert (response.status_code, "may tell who a person is" in page, "Ring Jo on" in page) == (400, True, True)
    assert everything() == before


def test_only_moderators_gather_and_send():
    letter = letter_about(published("Hold a huddle"))
    for act in (lambda by: actions.gather(by=by), lambda by: actions.send(newsletter=letter, version=0, by=by)):
        with pytest.raises(PermissionDenied, match="Only moderators"):
            act(UserFactory())
    letter.refresh_from_db()
    assert letter.is_draft


# Sending


def test_it_goes_to_those_who_asked_for_it_and_once(monkeypatch):
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    wanting = [reader() for _ in range(5)]
    UserFactory()
    reader(is_active=False)
    letter = letter_about(published("Hold {% a %} huddle"), sent=True, introduction="Dear {{ all }}")
    assert sending.send() == 5
    assert sending.send() == 0
    assert told() == sorted(person.email for person in wanting)
    letter.refresh_from_db()
    assert letter.told_at
    mail = Email.objects.filter(to=[wanting[0].email]).get()
    assert all(words in mail.message for words in ("Dear {{ all }}", "Hold {% a %} huddle", "Read this first."))
    for text in (mail.headers["List-Unsubscribe"], mail.message):
        (token,) = re.findall(r"/newsletters/stop/([^/]+)/", text)
        assert OF_THE_NEWSLETTER.person_in(token) == wanting[0].pk


def test_what_is_not_public_any_more_when_it_leaves_is_left_out():
    reader()
    going = [published(f"Gone {number}") for number in range(3)]
    letter = letter_about(published("Still there"), sent=True)
    for practice in going:
        letter.items.create(kind="new", practice=practice, is_in=True, line=f"About {practice.title}")
    comment = CommentFactory(
        practice=letter.items.first().practice, body="A hidden question", status="hidden", hidden_why="It names a ward."
    )
    letter.items.create(kind="question", practice=comment.practice, comment=comment, is_in=True)
    Practice.objects.filter(pk=going[0].pk).update(withheld_at=timezone.now(), withheld_why="Somebody is named.")
    going[1].published_revision.visibility = "staff"
    going[1].published_revision.save()
    Practice.objects.filter(pk=going[2].pk).update(
        retired_at=timezone.now(), retired_because="outdated", retired_why="It is old."
    )
    sending.send()
    for text in (Email.objects.get().message, Client().get(letter.get_absolute_url()).content.decode()):
        assert "Still there" in text
        assert "Gone" not in text
        assert "A hidden question" not in text


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_moment_send_each_mail_once():
    wanting = [reader() for _ in range(3)]
    letter_about(published("Hold a huddle"), sent=True)
    with meanwhile(sending.send) as start:
        assert sending._send_some() == 3
        other = start()
    assert other.result() == 0
    sending.send()
    assert told() == sorted(person.email for person in wanting)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_stopped_between_two_lots_goes_on_where_it_was(monkeypatch):
    wanting = [reader() for _ in range(4)]
    letter_about(published("Hold a huddle"), sent=True)
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    sending._send_some()

    def stop(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr(Newsletter, "save", stop)  # after the mails were made
        with pytest.raises(KeyboardInterrupt):
            sending.send()
    sending.send()
    assert told() == sorted(person.email for person in wanting)


# No more of them


def test_one_press_in_a_mail_program_stops_it_and_opening_the_link_does_not(editor):
    person = reader()
    address = reverse("newsletter_stop", args=[OF_THE_NEWSLETTER.token(person.pk)])
    strict = Client(enforce_csrf_checks=True)
    for method in ("get", "head"):
        assert getattr(strict, method)(address).status_code == 200
        person.refresh_from_db()
        assert person.wants_newsletter
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    person.refresh_from_db()
    assert not person.wants_newsletter
    assert strict.get(reverse("newsletter_stop", args=["nothing"])).status_code == 404


def test_it_is_chosen_on_the_account_page_and_off_at_first(client):
    person = UserFactory()
    assert not person.wants_newsletter
    client.force_login(person)
    assert re.search(r"Weekly newsletter.*?No", client.get(reverse("account")).content.decode(), re.DOTALL)
    client.post(reverse("account_mail"), {"wants_newsletter": "on"})
    person.refresh_from_db()
    assert person.wants_newsletter
