import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from practices.actions import discussion
from practices.models import Comment, Notification
from tests.factories import AdministratorFactory, CommentFactory, ModeratorFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db

Kind = Notification.Kind
Status = Comment.Status


@pytest.fixture
def moderator(client):
    moderator = ModeratorFactory()
    client.force_login(moderator)
    return moderator


def waiting(**kwargs):
    return CommentFactory(**{"practice": PracticeFactory(state="published"), "status": Status.WAITING} | kwargs)


def reported(**kwargs):
    comment = waiting(status=Status.SHOWN, **kwargs)
    discussion.report_comment(comment=comment, by=UserFactory(), reason="Somebody could be recognised.")
    return comment


def address(name, comment):
    return reverse(name, args=[comment.practice.slug, comment.pk])


def approve(client, comment, **answers):
    return client.post(address("comment_approve", comment), {"version": comment.version, **answers})


def hide(client, comment, why="Could you say it without the name?", **answers):
    return client.post(address("comment_hide", comment), {"version": comment.version, "why": why, **answers})


def queue(client):
    return client.get(reverse("review_comments")).content.decode()


def told(kind):
    return [notification.recipient for notification in Notification.objects.filter(kind=kind)]


def test_the_queue_shows_what_waits_and_what_was_reported_oldest_first(client, moderator):
    waiting(body="The first to wait")
    reported(body="Reported words")
    waiting(body="Plain words", status=Status.SHOWN)
    page = queue(client)
    assert page.index("The first to wait") < page.index("Reported words")
    assert "reports: “Somebody could be recognised.”" in page
    assert "Plain words" not in page
    assert "2 comments are waiting" in page


def test_an_empty_queue_says_so(client, moderator):
    assert "Nothing is waiting" in queue(client)


def test_the_queue_is_for_moderators(client):
    for other in [UserFactory(), AdministratorFactory()]:
        client.force_login(other)
        assert client.get(reverse("review_comments")).status_code == 403
    client.logout()
    assert client.get(reverse("review_comments")).url.startswith("/account/login/")


def test_approving_shows_the_comment_tells_those_concerned_and_goes_back_to_the_queue(client, moderator):
    comment = waiting()
    response = approve(client, comment, from_queue="yes")
    assert response.url == reverse("review_comments")
    comment.refresh_from_db()
    assert comment.status == Status.SHOWN
    assert told(Kind.COMMENT_SHOWN) == [comment.author]
    assert told(Kind.COMMENTED) == [comment.practice.authorships.get().user]
    assert AuditEvent.objects.get(action="comment_approved").by_id == moderator.pk
    assert "Nothing is waiting" in queue(client)


def test_approving_a_reply_tells_the_one_it_answers(client, moderator):
    question = waiting(status=Status.SHOWN)
    approve(client, waiting(practice=question.practice, parent=question))
    assert told(Kind.REPLIED) == [question.author]


def test_an_edited_comment_that_is_approved_again_is_announced_once(moderator):
    comment = waiting()
    discussion.approve_comment(comment=comment, by=moderator, version=comment.version)
    comment = discussion.edit_comment(comment=comment, by=comment.author, body="In other words")
    assert comment.status == Status.WAITING
    discussion.approve_comment(comment=comment, by=moderator, version=comment.version)
    assert len(told(Kind.COMMENTED)) == 1


def test_a_decision_on_the_practice_page_leads_back_to_the_comment(client, moderator):
    comment = waiting()
    assert approve(client, comment).url == f"/practices/{comment.practice.slug}/#comment-{comment.pk}"


def test_hiding_takes_a_reason_that_its_author_reads_in_a_mail(client, moderator):
    comment = reported(author=UserFactory(email="jo@council.example"))
    assert comment.body in client.get(address("comment_hide", comment)).content.decode()
    response = hide(client, comment, from_queue="yes")
    assert response.url == reverse("review_comments")
    comment.refresh_from_db()
    assert comment.status == Status.HIDDEN
    assert "Nothing is waiting" in queue(client)
    call_command("run_worker", once=True)
    (message,) = [message for message in mail.outbox if message.to == ["jo@council.example"]]
    assert "Could you say it without the name?" in message.body


def test_hiding_without_a_reason_changes_nothing(client, moderator):
    comment = reported()
    response = hide(client, comment, why="")
    assert response.status_code == 400
    assert "Say why, so that its author knows" in response.content.decode()
    comment.refresh_from_db()
    assert comment.status == Status.SHOWN
    assert comment.reports.get().closed_at is None


def test_leaving_a_reported_comment_closes_its_reports_and_tells_nobody(client, moderator):
    comment = reported()
    approve(client, comment)
    assert comment.reports.get().closed_at
    assert not Notification.objects.exists()
    assert "Nothing is waiting" in queue(client)


def test_a_report_after_the_decision_opens_it_again(client, moderator):
    comment = reported(body="Still here")
    approve(client, comment)
    discussion.report_comment(comment=comment, by=comment.reports.get().reporter, reason="Please look again.")
    assert "Please look again." in queue(client)


def test_a_hidden_comment_can_be_shown_again(client, moderator):
    comment = waiting(status=Status.HIDDEN, hidden_why="By mistake")
    approve(client, comment)
    comment.refresh_from_db()
    assert (comment.status, comment.hidden_why) == (Status.SHOWN, "")


def test_words_that_changed_since_they_were_read_are_not_approved_unseen(client, moderator):
    comment = waiting()
    discussion.edit_comment(comment=comment, by=comment.author, body="Buy my pills")
    response = approve(client, comment, from_queue="yes")
    assert "has changed since you read it" in client.get(response.url).content.decode()
    comment.refresh_from_db()
    assert comment.status == Status.WAITING


def test_what_a_colleague_has_hidden_meanwhile_stays_hidden_and_ones_reason_is_kept(client, moderator):
    comment = waiting()
    discussion.hide_comment(comment=comment, by=ModeratorFactory(), why="Names a person", version=comment.version)
    approve(client, comment)
    response = hide(client, comment, why="My own long reason")
    assert response.status_code == 409
    assert "My own long reason" in response.content.decode()
    comment.refresh_from_db()
    assert (comment.status, comment.hidden_why) == (Status.HIDDEN, "Names a person")


def test_nobody_decides_about_their_own_comment(client, moderator):
    comment = reported(author=moderator)
    assert "Someone else must decide about a comment of yours." in queue(client)
    assert approve(client, comment).status_code == 403
    assert hide(client, comment).status_code == 403
    comment.refresh_from_db()
    assert comment.status == Status.SHOWN
    assert comment.reports.get().closed_at is None


def test_nobody_decides_about_comments_on_their_own_practice(moderator):
    comment = waiting(practice=PracticeFactory(state="published", author=moderator))
    with pytest.raises(PermissionDenied, match="on a write-up of yours"):
        discussion.hide_comment(comment=comment, by=moderator, why="I disagree", version=comment.version)


@pytest.mark.parametrize("decide", [approve, hide])
def test_others_decide_nothing(client, decide):
    comment = reported()
    for other in [UserFactory(), AdministratorFactory(), comment.practice.authorships.get().user]:
        client.force_login(other)
        assert decide(client, comment).status_code == 403
    comment.refresh_from_db()
    assert comment.status == Status.SHOWN
    assert comment.reports.get().closed_at is None


def test_a_removed_comment_is_beyond_decisions(client, moderator):
    comment = reported()
    discussion.remove_comment(comment=comment, by=comment.author)
    assert "Nothing is waiting" in queue(client)
    assert approve(client, comment).status_code == 403


def test_approving_takes_a_post(client, moderator):
    assert client.get(address("comment_approve", waiting())).status_code == 405


def test_the_queue_costs_the_same_however_much_waits(client, moderator):
    def fill(number):
        for _ in range(number):
            reported()
            practice = PracticeFactory(state="published", revision__shown_as="region")
            waiting(practice=practice, author=practice.authorships.get().user)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            queue(client)
        return len(queries)

    queue(client)  # the session's own rows
    fill(2)
    cost_of_two = cost()
    fill(4)
    assert cost() == cost_of_two
