"""What a newer revision changes for those who use a practice, and what they decide about it."""

from datetime import timedelta
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import AuditEvent
from practices import upstream
from practices.actions import upstream as actions
from practices.actions.adoption import ChangedMeanwhile
from practices.essential_steps import have_changed
from practices.models import Adaptation, Adoption, UpstreamChoice
from tests.factories import (
    AdoptionFactory,
    ModeratorFactory,
    PracticeFactory,
    UserFactory,
    publish_again,
)


def step(text, essential="yes"):
    return {"text": text, "essential": essential}


MEET = step("Meet at the board every morning")
BOOK = step("Book the transport before noon")
RING = step("Ring the family", "no")


def kinds(before, after):
    return [(each.kind, each.old, each.new) for each in upstream.changes(before, after)]


def test_a_step_is_the_same_wherever_it_stands():
    assert kinds([MEET, BOOK], [BOOK, MEET]) == [("same", 1, 0), ("same", 0, 1)]
    assert kinds([step("Ring  THEM\n")], [step("Ring them")]) == [("same", 0, 0)]


def test_a_reworded_step_is_found_by_its_words_and_others_are_new_or_left_out():
    after = [step("Book the transport before ten"), step("Write it down")]
    assert kinds([MEET, BOOK], after) == [("changed", 1, 0), ("added", None, 1), ("removed", 0, None)]
    changed = upstream.changes([MEET, BOOK], after)[0]
    assert [(piece.change, piece.text) for piece in changed.pieces] == [
        ("same", "Book the transport before "),
        ("removed", "noon"),
        ("added", "ten"),
    ]


def test_another_mark_is_a_change_too():
    (changed,) = upstream.changes([RING], [RING | {"essential": "yes"}])
    assert (changed.kind, changed.is_essential, changed.marks) == ("changed", True, ("Can be changed", "Must stay"))


def test_a_step_without_a_mark_is_one_of_which_nobody_is_sure():
    assert kinds([step("Ring them", "")], [step("Ring them", "not_sure")]) == [("same", 0, 0)]


def test_of_steps_with_the_same_words_those_with_the_same_mark_belong_together():
    assert kinds([MEET, step(MEET["text"], "no")], [step(MEET["text"], "no"), MEET]) == [("same", 1, 0), ("same", 0, 1)]


def test_steps_with_the_same_words_are_each_counted_once():
    assert kinds([MEET, MEET], [MEET]) == [("same", 0, 0), ("removed", 1, None)]
    assert kinds([], [MEET]) == [("added", None, 0)]


def test_only_what_must_stay_or_had_to_counts_as_essential():
    assert upstream.essential_changes([RING], [step("Ring the family twice", "no")]) == []
    assert [each.kind for each in upstream.essential_changes([MEET, RING], [RING])] == ["removed"]


def test_whether_one_has_changed_and_which_is_said_by_one_rule():
    some = [step("Ring her"), *(step(text, mark) for text in ("Ring them", "RING them") for mark in ("yes", "no"))]
    revisions = [list(steps) for number in range(3) for steps in product(some, repeat=number)]
    for before, after in product(revisions, repeat=2):
        assert bool(upstream.essential_changes(before, after)) is have_changed(before, after), (before, after)


# Deciding


@pytest.fixture
def adoption():
    """Of a practice that has changed since: one step is the same at another place, one reworded, one left out."""
    practice = PracticeFactory(state="published", revision__steps=[MEET, BOOK, RING])
    adoption = AdoptionFactory(practice=practice)
    for position, said in enumerate([MEET, BOOK, RING]):
        Adaptation.objects.create(
            adoption=adoption, position=position, step=said["text"], essential=said["essential"], made_of_it="kept"
        )
    publish_again(practice, steps=[step("Book the transport before ten"), MEET])
    return Adoption.objects.get(pk=adoption.pk)


def choose(adoption, choice, *, by=None, number=2):
    return actions.choose(adoption=adoption, choice=choice, number=number, by=by or adoption.lead)


def undecided():
    return list(upstream.undecided(Adoption.objects.all()))


@pytest.mark.django_db
def test_taking_it_moves_on_and_asks_again_of_the_steps_that_changed(adoption):
    assert undecided() == [adoption]
    assert [row.step for row in upstream.to_say_again(choose(adoption, "take"))] == [BOOK["text"]]
    adoption = Adoption.objects.get(pk=adoption.pk)
    assert adoption.revision.number == 2
    said = {row.position: row.step for row in adoption.adaptations.all()}
    assert said == {0: BOOK["text"], 1: MEET["text"]}
    assert undecided() == []
    event = AuditEvent.objects.get(action="adoption_upstream_chosen")
    assert event.details == {"choice": "take", "revision": 2, "before": 1}


@pytest.mark.django_db
def test_keeping_ours_is_asked_no_more_until_something_newer_comes(adoption):
    choose(adoption, "keep")
    adoption.refresh_from_db()
    assert (adoption.revision.number, adoption.adaptations.count()) == (1, 3)
    assert undecided() == []
    publish_again(adoption.practice, steps=[MEET])
    assert undecided() == [adoption]


@pytest.mark.django_db
def test_later_is_asked_again_in_four_weeks(adoption):
    choose(adoption, "later")
    assert undecided() == []
    assert UpstreamChoice.objects.get().ask_again_on == timezone.localdate() + timedelta(days=28)
    UpstreamChoice.objects.update(ask_again_on=timezone.localdate())
    assert undecided() == [adoption]
    choose(adoption, "keep")
    assert [row.choice for row in UpstreamChoice.objects.all()] == ["keep"]


@pytest.mark.django_db
def test_what_was_not_seen_is_not_taken(adoption):
    publish_again(adoption.practice, steps=[RING])
    with pytest.raises(ChangedMeanwhile):
        choose(adoption, "take", number=2)
    adoption.refresh_from_db()
    assert adoption.revision.number == 1
    assert not UpstreamChoice.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "reason"),
    [
        (lambda adoption: UserFactory(organisation=adoption.organisation), "whoever leads this"),
        (lambda adoption: UserFactory(), "Only the organisation"),
        (lambda adoption: ModeratorFactory(), "Only the organisation"),
        (lambda adoption: adoption.practice.authorships.get().user, "Only the organisation"),
    ],
)
def test_only_who_may_change_the_adoption_decides(adoption, who, reason):
    with pytest.raises(PermissionDenied, match=reason):
        choose(adoption, "take", by=who(adoption))
    adoption.refresh_from_db()
    assert adoption.revision.number == 1
    assert not UpstreamChoice.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"status": "stopped", "stopped_because": ["fit"], "stopped_why": "It was too far."}, "use, try or consider"),
        ({"confirmed_at": None}, "use, try or consider"),
    ],
)
def test_what_does_not_go_on_is_not_asked_about(adoption, changed, reason):
    Adoption.objects.update(**changed)
    assert undecided() == []
    with pytest.raises(PermissionDenied, match=reason):
        choose(adoption, "keep")


@pytest.mark.django_db
def test_there_has_to_be_something_newer(adoption):
    choose(adoption, "take")
    with pytest.raises(PermissionDenied, match="nothing newer"):
        choose(adoption, "keep")
