import uuid

import pytest
from django.urls import reverse

from practices.markdown import links_in
from practices.models import Comment
from tests.factories import CommentFactory, ModeratorFactory, PracticeFactory, UserFactory, known_person

pytestmark = pytest.mark.django_db

LINKS = "See https://one.example, [two](https://two.example)"
NO_LINKS_YET = "Your first two comments can have none"


def post(client, practice, body):
    return client.post(reverse("comments", args=[practice.slug]), {"body": body, "key": uuid.uuid4()})


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Nothing here (really) [none] at 9.30", 0),
        ("https://one.example", 1),
        ("HTTP://ONE.EXAMPLE", 1),
        ("www.one.example", 1),
        ("<https://one.example>", 1),
        ("[one](https://one.example)", 1),
        ("[https://one.example](https://one.example)", 1),
        ("[one](/practices/)", 1),
        ("[write](mailto:one@one.example)", 1),
        (f"{LINKS} and www.three.example", 3),
    ],
)
def test_links_are_counted_however_they_are_written(text, number):
    assert links_in(text) == number


def test_two_links_are_welcome(client):
    client.force_login(known_person())
    practice = PracticeFactory(state="published")
    assert post(client, practice, LINKS).status_code == 302
    assert practice.comments.get().body == LINKS


@pytest.mark.parametrize("make", [known_person, ModeratorFactory])
def test_more_than_two_links_are_too_many_and_the_words_stay(client, make):
    client.force_login(make())
    practice = PracticeFactory(state="published")
    answer = post(client, practice, f"{LINKS} www.three.example")
    assert answer.status_code == 400
    assert "A comment can have 2, and this has 3." in answer.content.decode()
    assert "www.three.example" in answer.content.decode()
    assert not practice.comments.exists()


def test_a_new_account_has_no_links_in_its_first_two_comments(client):
    person, practice = UserFactory(), PracticeFactory(state="published")
    client.force_login(person)
    answer = post(client, practice, "See https://one.example")
    assert answer.status_code == 400
    assert NO_LINKS_YET in answer.content.decode()
    assert post(client, practice, "See the guidance").status_code == 302
    Comment.objects.update(status=Comment.Status.SHOWN)
    assert post(client, practice, "See https://one.example").status_code == 400
    CommentFactory(author=person, practice=practice)
    assert post(client, practice, "See https://one.example").status_code == 302


def test_links_are_not_brought_in_by_editing(client):
    person, practice = UserFactory(), PracticeFactory(state="published")
    client.force_login(person)
    post(client, practice, "See the guidance")
    comment = practice.comments.get()
    answer = client.post(reverse("comment_edit", args=[practice.slug, comment.pk]), {"body": "See www.one.example"})
    assert NO_LINKS_YET in answer.content.decode()
    comment.refresh_from_db()
    assert comment.body == "See the guidance"


def test_nor_by_a_reply(client):
    comment = CommentFactory(practice=PracticeFactory(state="published"))
    client.force_login(UserFactory())
    address = reverse("comment_reply", args=[comment.practice.slug, comment.pk])
    answer = client.post(address, {"body": "See www.one.example", "key": uuid.uuid4()})
    assert NO_LINKS_YET in answer.content.decode()
    assert not comment.replies.exists()
