"""Two people at one moment: each with a connection of their own, so that locks really wait."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from practices.actions import discussion
from practices.models import Comment
from tests.factories import CommentFactory, PracticeFactory

pytestmark = pytest.mark.django_db(transaction=True)


def until_somebody_waits():
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    pytest.fail("nobody waited for a lock")


def test_a_comment_that_waited_for_its_turn_is_judged_by_what_its_practice_is_then():
    comment = CommentFactory(practice=PracticeFactory(state="published"), body="Who holds the keys?")

    def edit():
        try:
            return discussion.edit_comment(comment=comment, by=comment.author, body="Too late")
        except PermissionDenied as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            held = Comment.objects.select_for_update().get(pk=comment.pk)
            held.save()  # a row that did not change is not read again by who waits for it
            edited = thread.submit(edit)
            until_somebody_waits()
            comment.practice.retired_at = timezone.now()
            comment.practice.retired_because, comment.practice.retired_why = "outdated", "The guidance has moved on."
            comment.practice.save()
        refusal = edited.result()
    comment.refresh_from_db()
    assert isinstance(refusal, PermissionDenied)
    assert comment.body == "Who holds the keys?"
