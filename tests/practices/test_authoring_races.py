"""Two requests at one moment: each with a connection of its own, so that locks really wait."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from practices.actions import authoring
from practices.actions.once import once
from practices.models import Practice
from tests.factories import PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def both_at_once(*actions):
    """What each action gave, or raised, when all were let go together."""
    start = Barrier(len(actions))

    def run(action):
        start.wait()
        try:
            return action()
        except (authoring.SavedBySomeoneElse, PermissionDenied) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as threads:
        return [answer.result() for answer in [threads.submit(run, action) for action in actions]]


def test_a_double_click_that_arrives_at_one_moment_starts_one_write_up():
    author, key = UserFactory(), uuid4()

    def start():
        practice = authoring.start_practice(title="Ring the ward", summary="", problem="", by=author)
        return practice.slug

    first, second = both_at_once(*[lambda: once(key=key, by=author, handle=start)] * 2)
    assert first == second == Practice.objects.get().slug


def test_of_two_saves_at_one_moment_one_wins_and_the_other_is_told():
    author, colleague = UserFactory(), UserFactory()
    practice = PracticeFactory(author=author, co_authors=[colleague])

    def save(by, words):
        return lambda: authoring.save_section(
            practice=practice, section="context", values={"problem": words}, base="1.0", by=by
        )

    answers = both_at_once(save(author, "Priya’s words."), save(colleague, "Tom’s words."))
    clashes = [answer for answer in answers if isinstance(answer, authoring.SavedBySomeoneElse)]
    assert len(clashes) == 1
    assert practice.revisions.get().problem == clashes[0].theirs["problem"]


def test_what_is_saved_at_the_moment_of_submitting_is_submitted_or_refused_but_never_dropped():
    author, colleague = UserFactory(), UserFactory()
    practice = PracticeFactory(author=author, co_authors=[colleague])

    def save():
        return authoring.save_section(
            practice=practice, section="context", values={"problem": "The last words."}, base="1.0", by=colleague
        )

    def submit():
        return authoring.submit(practice=practice, by=author, declared=frozenset(authoring.DECLARATIONS))

    saved, _submitted = both_at_once(save, submit)
    draft = practice.revisions.get()
    assert draft.status == "submitted"
    assert (draft.problem == "The last words.") == (not isinstance(saved, PermissionDenied))
