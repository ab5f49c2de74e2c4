import re
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from practices import comment_policies
from practices.actions import discussion
from practices.models import Comment, Notification
from tests.factories import (
    CommentFactory,
    ModeratorFactory,
    OrganisationFactory,
    PracticeFactory,
    UserFactory,
    known_person,
)

pytestmark = pytest.mark.django_db

Kind = Notification.Kind
Status = Comment.Status


def published(**kwargs):
    return PracticeFactory(**{"state": "published"} | kwargs)


def address(name, comment):
    return reverse(name, args=[comment.practice.slug, comment.pk])


def post_comment(client, practice, body, key=None):
    return client.post(reverse("comments", args=[practice.slug]), {"body": body, "key": key or uuid4()})


def seen_by(client, user, practice):
    client.logout()
    if user:
        client.force_login(user)
    return client.get(practice.get_absolute_url()).content.decode()


def told(kind):
    return [notification.recipient for notification in Notification.objects.filter(kind=kind)]


# Saying something


def test_a_comment_of_somebody_known_is_on_the_page_at_once_with_who_speaks(client):
    organisation = OrganisationFactory(name="Riverside Home Care")
    person = known_person(display_name="Sian Hughes", job_title="Occupational therapist", organisation=organisation)
    practice = published()
    client.force_login(person)
    response = post_comment(client, practice, "Who holds the list?")
    comment = practice.comments.get()
    assert response.url == f"/practices/{practice.slug}/#comment-{comment.pk}"
    page = seen_by(client, None, practice)
    assert "Who holds the list?" in page
    assert "Sian Hughes</strong>, Occupational therapist, Riverside Home Care" in page
    assert told(Kind.COMMENTED) == [practice.authorships.get().user]


def test_the_first_two_comments_wait_and_are_seen_by_their_author_and_moderators_alone(client):
    newcomer, practice = UserFactory(), published()
    client.force_login(newcomer)
    post_comment(client, practice, "My first words")
    assert "this one is waiting" in client.get(practice.get_absolute_url()).content.decode()
    assert "My first words" in seen_by(client, newcomer, practice)
    assert "My first words" in seen_by(client, ModeratorFactory(), practice)
    for other in [None, UserFactory(), practice.authorships.get().user]:
        assert "My first words" not in seen_by(client, other, practice)
    assert not Notification.objects.exists()


def test_after_two_approved_comments_the_third_is_shown_at_once():
    newcomer, practice, moderator = UserFactory(), published(), ModeratorFactory()
    for _ in range(2):
        comment = discussion.add_comment(practice=practice, by=newcomer, body="Hello")
        assert comment.status == Status.WAITING
        discussion.approve_comment(comment=comment, by=moderator, version=comment.version)
    assert discussion.add_comment(practice=practice, by=newcomer, body="Again").status == Status.SHOWN


def test_a_moderators_comment_does_not_wait():
    comment = discussion.add_comment(practice=published(), by=ModeratorFactory(), body="Hello")
    assert comment.status == Status.SHOWN


def test_a_reply_stands_under_its_comment_and_tells_its_author_once(client):
    asker, practice = UserFactory(), published()
    author = practice.authorships.get().user
    CommentFactory.create_batch(2, author=author)
    question = CommentFactory(practice=practice, author=asker)
    client.force_login(author)
    client.post(address("comment_reply", question), {"body": "Whoever chairs.", "key": uuid4()})
    assert practice.comments.get(parent=question).body == "Whoever chairs."
    assert told(Kind.REPLIED) == [asker]
    assert told(Kind.COMMENTED) == []  # the author of the practice is the one who spoke


def test_the_author_of_the_practice_who_asked_hears_of_a_reply_once():
    practice = published()
    author = practice.authorships.get().user
    question = CommentFactory(practice=practice, author=author)
    discussion.add_comment(practice=practice, by=known_person(), body="We do.", parent=question)
    assert told(Kind.REPLIED) == [author]
    assert told(Kind.COMMENTED) == []


def test_a_reply_has_no_replies():
    practice = published()
    question = CommentFactory(practice=practice)
    reply = CommentFactory(practice=practice, parent=question)
    with pytest.raises(PermissionDenied, match="A reply cannot be replied to"):
        discussion.add_comment(practice=practice, by=known_person(), body="And?", parent=reply)
    assert practice.comments.count() == 2


def test_a_reply_belongs_to_the_practice_of_its_comment():
    elsewhere = CommentFactory(practice=published())
    with pytest.raises(Comment.DoesNotExist):
        discussion.add_comment(practice=published(), by=known_person(), body="Hm", parent=elsewhere)


def test_a_reply_to_something_removed_meanwhile_is_kept_and_can_be_posted_by_itself(client):
    person, practice = known_person(), published()
    question = CommentFactory(practice=practice)
    discussion.remove_comment(comment=question, by=question.author)
    client.force_login(person)
    response = client.post(address("comment_reply", question), {"body": "A long answer", "key": uuid4()})
    page = response.content.decode()
    assert response.status_code == 409
    assert "A long answer" in page
    assert "You can post this as a comment of its own." in page
    assert f'action="{reverse("comments", args=[practice.slug])}"' in page
    assert not practice.comments.filter(author=person).exists()


def test_an_empty_comment_says_what_to_do(client):
    practice = published()
    client.force_login(UserFactory())
    response = post_comment(client, practice, "  ")
    assert response.status_code == 400
    assert "Write something first" in response.content.decode()
    assert not practice.comments.exists()


def test_a_comment_that_is_too_long_comes_back_whole(client):
    practice, body = published(), "long " * 700
    client.force_login(UserFactory())
    response = post_comment(client, practice, body)
    assert response.status_code == 400
    assert body.strip() in response.content.decode()
    assert not practice.comments.exists()


def test_a_new_line_counts_as_one_character(client):
    practice = published()
    client.force_login(UserFactory())
    post_comment(client, practice, "\r\n".join(["ab"] * 1000))
    assert practice.comments.get().body == "\n".join(["ab"] * 1000)


def test_a_double_click_makes_one_comment(client):
    practice, key = published(), uuid4()
    client.force_login(known_person())
    first, second = (post_comment(client, practice, "Once", key=key) for _ in range(2))
    assert practice.comments.count() == 1
    assert first.url == second.url


def test_other_words_from_a_page_one_went_back_to_are_another_comment(client):
    practice, key = published(), uuid4()
    client.force_login(known_person())
    for body in ["First thought", "Second thought"]:
        post_comment(client, practice, body, key=key)
    assert practice.comments.count() == 2


@pytest.mark.parametrize("name", ["comments", "comment_reply"])
def test_what_was_typed_survives_a_session_that_ended(client, name):
    practice, person = published(), known_person()
    question = CommentFactory(practice=practice)
    where = address(name, question) if name == "comment_reply" else reverse(name, args=[practice.slug])
    drawn_on = where if name == "comment_reply" else practice.get_absolute_url()
    client.force_login(person)
    ticket = re.search(r'name="kept_for" value="([^"]+)"', client.get(drawn_on).content.decode())[1]
    Session.objects.all().delete()
    response = client.post(where, {"body": "Half an hour of thought", "key": uuid4(), "kept_for": ticket})
    assert "/account/login/" in response.url
    assert practice.comments.count() == 1
    client.force_login(person)
    page = client.get(drawn_on).content.decode()
    assert "Half an hour of thought" in page
    assert "We kept what you typed." in page
    post = client.post(where, {"body": "Half an hour of thought", "key": uuid4()})
    assert post.status_code == 302
    assert practice.comments.filter(body="Half an hour of thought").count() == 1
    assert "We kept what you typed." not in client.get(drawn_on).content.decode()


def test_what_was_kept_can_be_dropped(client):
    practice, person = published(), known_person()
    client.force_login(person)
    where = reverse("comments", args=[practice.slug])
    ticket = re.search(r'name="kept_for" value="([^"]+)"', client.get(practice.get_absolute_url()).content.decode())[1]
    Session.objects.all().delete()
    client.post(where, {"body": "Half an hour of thought", "key": uuid4(), "kept_for": ticket})
    client.force_login(person)
    client.post(where, {"body": "Half an hour of thought", "forget": "yes"})
    assert "Half an hour of thought" not in client.get(practice.get_absolute_url()).content.decode()
    assert not practice.comments.exists()


def test_a_small_set_of_markdown_is_formatted_and_html_is_text(client):
    practice = published()
    body = "We **stand** up.\n\n- ten people\n\n<script>alert(1)</script> [click](javascript:alert(1))\n\n# Title"
    CommentFactory(practice=practice, body=body)
    page = seen_by(client, None, practice)
    assert "<strong>stand</strong>" in page
    assert "<li>ten people</li>" in page
    assert "<script>alert(1)" not in page
    assert 'href="javascript' not in page
    assert "<h1>Title" not in page


# Who may


def test_a_visitor_is_sent_to_sign_in_and_then_to_the_discussion(client):
    practice = published()
    where = reverse("comments", args=[practice.slug])
    assert client.get(where).url == f"/account/login/?next={where}"
    client.force_login(UserFactory())
    assert client.get(where).url == f"/practices/{practice.slug}/#discussion"


def test_a_retired_practice_shows_its_discussion_and_takes_no_more(client):
    practice, person = published(state="retired"), known_person()
    comment = CommentFactory(practice=practice, author=person, body="It was good while it lasted.")
    page = seen_by(client, person, practice)
    assert "It was good while it lasted." in page
    assert "its discussion is closed" in page
    assert post_comment(client, practice, "One more").status_code == 403
    assert client.post(address("comment_edit", comment), {"body": "Changed"}).status_code == 403
    assert practice.comments.get().body == "It was good while it lasted."
    assert client.post(address("comment_remove", comment)).status_code == 302
    assert practice.comments.get().body == ""


def test_the_discussion_of_a_practice_one_may_not_read_is_not_there(client):
    practice = published(revision__visibility="organisation")
    comment = CommentFactory(practice=practice)
    client.force_login(UserFactory())
    assert post_comment(client, practice, "Hello").status_code == 404
    for name in ["comment_reply", "comment_edit", "comment_report", "comment_remove"]:
        assert client.get(address(name, comment)).status_code == 404
    assert practice.comments.count() == 1


def test_a_waiting_comment_of_somebody_else_is_not_there(client):
    comment = CommentFactory(practice=published(), status=Status.WAITING)
    client.force_login(UserFactory())
    assert client.get(address("comment_report", comment)).status_code == 404


def test_a_comment_is_found_under_its_own_practice_alone(client):
    comment, other = CommentFactory(practice=published()), published()
    client.force_login(comment.author)
    assert client.get(reverse("comment_edit", args=[other.slug, comment.pk])).status_code == 404
    assert client.get(reverse("comment_edit", args=[other.slug, 10**30])).status_code == 404


@pytest.mark.parametrize("shown_as", ["region", "team"])
def test_an_author_speaks_as_the_practice_is_shown_and_moderators_see_the_name(client, shown_as):
    organisation = OrganisationFactory(name="Northbridge Council")
    author = UserFactory(display_name="Amina Yusuf", organisation=organisation)
    practice = published(author=author, organisation=organisation, revision__shown_as=shown_as)
    CommentFactory(practice=practice, author=author, body="We change the chair each week.")
    discussed = seen_by(client, None, practice).partition('id="discussion"')[2]
    assert "We change the chair each week." in discussed
    assert "Amina Yusuf" not in discussed
    assert "Northbridge Council" not in discussed
    assert "Amina Yusuf" in seen_by(client, ModeratorFactory(), practice).partition('id="discussion"')[2]


# Changing one's own


def test_one_edits_ones_own_comment(client):
    person = known_person()
    comment = CommentFactory(practice=published(), author=person)
    client.force_login(person)
    assert comment.body in client.get(address("comment_edit", comment)).content.decode()
    client.post(address("comment_edit", comment), {"body": "Who holds the keys at night?"})
    comment.refresh_from_db()
    assert comment.body == "Who holds the keys at night?"
    assert comment.status == Status.SHOWN
    assert comment.edited_at


def test_an_approved_comment_of_a_newcomer_waits_again_once_it_is_edited(client):
    comment = CommentFactory(practice=published())
    client.force_login(comment.author)
    assert "A moderator reads it again" in client.get(address("comment_edit", comment)).content.decode()
    client.post(address("comment_edit", comment), {"body": "Buy my pills"})
    assert "Buy my pills" not in seen_by(client, None, comment.practice)


def test_an_empty_edit_changes_nothing(client):
    comment = CommentFactory(practice=published())
    client.force_login(comment.author)
    assert client.post(address("comment_edit", comment), {"body": ""}).status_code == 400
    comment.refresh_from_db()
    assert comment.body
    assert comment.edited_at is None


def test_a_hidden_comment_cannot_be_edited_back_into_view(client):
    comment = CommentFactory(practice=published(), status=Status.HIDDEN, hidden_why="Unkind")
    client.force_login(comment.author)
    assert client.post(address("comment_edit", comment), {"body": "Sorry"}).status_code == 403
    comment.refresh_from_db()
    assert comment.status == Status.HIDDEN


def test_removing_deletes_the_words_and_keeps_the_place_of_replies(client):
    comment = CommentFactory(practice=published(), body="Something I regret")
    CommentFactory(practice=comment.practice, parent=comment, body="A good answer")
    client.force_login(comment.author)
    assert "Something I regret" in client.get(address("comment_remove", comment)).content.decode()
    client.post(address("comment_remove", comment))
    page = seen_by(client, ModeratorFactory(), comment.practice)
    assert "Something I regret" not in page
    assert "Its author has removed this comment." in page
    assert "A good answer" in page
    assert not Comment.objects.filter(body__contains="regret").exists()


def test_a_removed_comment_without_replies_leaves_nothing_on_the_page(client):
    comment = CommentFactory(practice=published())
    discussion.remove_comment(comment=comment, by=comment.author)
    page = seen_by(client, None, comment.practice)
    assert "has removed" not in page
    assert "Nobody has said anything yet." in page


def test_replies_stay_under_a_hidden_comment_whose_words_only_its_author_and_moderators_read(client):
    comment = CommentFactory(
        practice=published(), body="Mrs Smith of Elm Road", status=Status.HIDDEN, hidden_why="Names a person"
    )
    CommentFactory(practice=comment.practice, parent=comment, body="A good answer")
    page = seen_by(client, UserFactory(), comment.practice)
    assert "A good answer" in page
    assert "This comment is not shown." in page
    assert "Elm Road" not in page
    assert "Names a person" not in page
    assert "Names a person" in seen_by(client, comment.author, comment.practice)


@pytest.mark.parametrize("name", ["comment_edit", "comment_remove"])
def test_nobody_changes_the_comment_of_another(client, name):
    comment = CommentFactory(practice=published())
    for other in [UserFactory(), comment.practice.authorships.get().user, ModeratorFactory()]:
        client.force_login(other)
        response = client.post(address(name, comment), {"body": "Changed"})
        assert response.status_code == 403
        assert "Only the person who wrote a comment" in response.content.decode()
    comment.refresh_from_db()
    assert comment.body == "Who holds the keys when nobody is in?"


# Reporting, and marking as answered


def test_a_report_reaches_the_moderators_and_nobody_else(client):
    comment = CommentFactory(practice=published())
    reporter = UserFactory(display_name="Jo Reporter")
    client.force_login(reporter)
    response = client.post(address("comment_report", comment), {"reason": "It names a person."})
    assert response.url == f"/practices/{comment.practice.slug}/#comment-{comment.pk}"
    assert "It names a person." not in seen_by(client, comment.author, comment.practice)
    client.force_login(ModeratorFactory())
    queue = client.get(reverse("review_comments")).content.decode()
    assert "Jo Reporter reports: “It names a person.”" in queue


def test_reporting_twice_changes_the_reason():
    comment, reporter = CommentFactory(practice=published()), UserFactory()
    for reason in ["Unkind", "It names a person"]:
        discussion.report_comment(comment=comment, by=reporter, reason=reason)
    assert comment.reports.get().reason == "It names a person"


def test_a_report_needs_a_reason(client):
    comment = CommentFactory(practice=published())
    client.force_login(UserFactory())
    response = client.post(address("comment_report", comment), {"reason": ""})
    assert response.status_code == 400
    assert "Say what is wrong" in response.content.decode()
    assert not comment.reports.exists()


def test_one_cannot_report_oneself(client):
    comment = CommentFactory(practice=published())
    client.force_login(comment.author)
    assert client.get(address("comment_report", comment)).status_code == 403


def test_the_author_of_the_practice_marks_a_question_as_answered_and_back(client):
    comment = CommentFactory(practice=published())
    client.force_login(comment.practice.authorships.get().user)
    client.post(address("comment_answered", comment), {"answered": "yes"})
    assert "Answered</span>" in seen_by(client, None, comment.practice)
    client.force_login(comment.practice.authorships.get().user)
    client.post(address("comment_answered", comment))
    comment.refresh_from_db()
    assert not comment.is_answered


def test_nobody_else_marks_it(client):
    comment = CommentFactory(practice=published())
    for other in [comment.author, ModeratorFactory()]:
        client.force_login(other)
        assert client.post(address("comment_answered", comment), {"answered": "yes"}).status_code == 403
    comment.refresh_from_db()
    assert not comment.is_answered


def test_a_reply_is_not_a_question_to_answer():
    practice = published()
    reply = CommentFactory(practice=practice, parent=CommentFactory(practice=practice))
    author = practice.authorships.get().user
    assert "a reply cannot" in comment_policies.why_not(author, "mark_answered", reply)


def test_marking_takes_a_post(client):
    comment = CommentFactory(practice=published())
    client.force_login(comment.practice.authorships.get().user)
    assert client.get(address("comment_answered", comment)).status_code == 405


# The page


def test_the_practice_page_costs_the_same_however_much_is_said(client):
    practice, reader = published(), ModeratorFactory()

    def say(number):
        for _ in range(number):
            person = UserFactory(organisation=OrganisationFactory())
            question = CommentFactory(practice=practice, author=person)
            CommentFactory(practice=practice, parent=question, author=UserFactory(organisation=practice.organisation))
            discussion.endorse(practice=practice, by=person, standing="use", why="It works.")

    client.force_login(reader)
    client.get(practice.get_absolute_url())  # the session's own rows
    say(2)
    cost_of_two = queries_of(client, practice)
    say(5)
    assert queries_of(client, practice) == cost_of_two


def queries_of(client, practice):
    with CaptureQueriesContext(connection) as queries:
        client.get(practice.get_absolute_url())
    return len(queries)
