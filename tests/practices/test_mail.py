import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from post_office.models import STATUS, Email

from practices.actions import moderation
from practices.actions.notifications import notify
from practices.models import Comment, Notification
from tests.factories import (
    AdoptionFactory,
    CommentFactory,
    MembershipFactory,
    ModeratorFactory,
    PracticeFactory,
    SuggestionFactory,
    UserFactory,
    give_endorsement,
)

pytestmark = pytest.mark.django_db

Kind = Notification.Kind


def work():
    call_command("run_worker", once=True)


def returned_practice(**author):
    author = UserFactory(**author)
    practice = PracticeFactory(state="in_review", author=author, revision__title="Discharge huddle")
    moderator = ModeratorFactory()
    moderation.take(practice=practice, by=moderator)
    moderation.return_to_author(practice=practice, by=moderator, message="Say who meets.", sections=[])
    return practice


def test_the_author_is_mailed_the_reason_and_a_link_to_the_very_item():
    practice = returned_practice(email="amina@council.example")
    work()
    (message,) = mail.outbox
    assert message.to == ["amina@council.example"]
    assert message.subject == "Returned with suggestions: Discharge huddle"
    assert "Say who meets." in message.body
    assert f"http://testserver/practices/{practice.slug}/edit/" in message.body
    assert "http://testserver/account/" in message.body  # how to stop these


def test_what_looks_like_a_template_is_text_and_nothing_is_done_with_it():
    author = UserFactory()
    practice = PracticeFactory(state="in_review", author=author, revision__title="{{ 1 }} {% now 'Y' %} {% nonsense %}")
    moderator = ModeratorFactory()
    moderation.take(practice=practice, by=moderator)
    moderation.return_to_author(practice=practice, by=moderator, message="Say {% who %} {{ meets }}.", sections=[])
    work()
    (message,) = mail.outbox
    assert message.subject == "Returned with suggestions: {{ 1 }} {% now 'Y' %} {% nonsense %}"
    assert "Say {% who %} {{ meets }}." in message.body


def test_a_second_look_mails_nothing_twice():
    returned_practice()
    work()
    work()
    assert len(mail.outbox) == 1


def test_somebody_who_wants_no_mail_gets_none_but_is_told_on_the_page():
    practice = returned_practice(wants_review_mail=False)
    work()
    assert mail.outbox == []
    assert Notification.objects.filter(recipient=practice.authorships.get().user).count() == 1


def test_permission_counts_when_the_mail_leaves():
    practice = PracticeFactory(state="published", revision__visibility="organisation")
    reader = UserFactory(organisation=practice.organisation)
    comment = CommentFactory(practice=practice)
    notify(recipients=[reader], kind=Kind.REPLIED, practice=practice, by=None, comment=comment)
    reader.memberships.all().delete()
    work()
    assert mail.outbox == []


def test_no_mail_about_a_comment_that_was_hidden_meanwhile():
    practice = PracticeFactory(state="published")
    comment = CommentFactory(practice=practice, status=Comment.Status.HIDDEN, hidden_why="A person is named.")
    author = practice.authorships.get().user
    notify(recipients=[author], kind=Kind.COMMENTED, practice=practice, by=comment.author, comment=comment)
    work()
    assert mail.outbox == []


def test_whoever_did_it_is_not_told():
    practice = PracticeFactory(state="published")
    author = practice.authorships.get().user
    notify(recipients=[author, author], kind=Kind.RETIRED, practice=practice, by=author)
    assert not Notification.objects.exists()


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_of_notification_has_a_mail_that_reads_well(kind):
    practice = PracticeFactory(state="published", revision__title="Tea & “talk” <weekly>")
    comment = CommentFactory(practice=practice)
    author = practice.authorships.get().user
    adoption = AdoptionFactory(practice=practice, confirmed_at=None)
    suggestion = SuggestionFactory(adoption=adoption, accepted=True)
    MembershipFactory(user=author, organisation=adoption.organisation, role="manager")
    notify(
        recipients=[author],
        kind=kind,
        practice=practice,
        by=None,
        comment=comment,
        endorsement=give_endorsement(practice),
        adoption=adoption,
        suggestion=suggestion,
    )
    work()
    (message,) = mail.outbox
    assert "Tea & “talk” <weekly>" in message.subject
    assert "&amp;" not in message.body
    assert "http://testserver/" in message.body
    assert "\n\n\n\n" not in message.body


def test_a_mail_server_that_is_down_loses_nothing(monkeypatch):
    returned_practice()

    def refuse(self, messages):
        raise ConnectionRefusedError

    with monkeypatch.context() as down:
        down.setattr(EmailBackend, "send_messages", refuse)
        work()
    assert mail.outbox == []
    assert Email.objects.get().status == STATUS.requeued
    Email.objects.update(scheduled_time=None)  # the next try is due
    work()
    assert len(mail.outbox) == 1
