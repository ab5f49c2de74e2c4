from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices import lifecycle
from practices.lifecycle import Status, TransitionNotAllowed


def walk(start, asked_for):
    """The route from `start` that takes each asked-for step the table allows."""
    route = [start]
    for status in asked_for:
        if lifecycle.can_move(route[-1], status):
            route.append(status)
    return route


@given(st.lists(st.sampled_from(Status)))
def test_every_route_from_a_draft_to_published_passes_through_review(asked_for):
    route = walk(Status.DRAFT, asked_for)
    first = next((before for before, after in pairwise(route) if after == Status.PUBLISHED), Status.SUBMITTED)
    assert first == Status.SUBMITTED


@given(st.lists(st.sampled_from(Status)))
def test_what_was_published_never_becomes_unpublished_again(asked_for):
    assert set(walk(Status.PUBLISHED, asked_for)) <= {Status.PUBLISHED, Status.RETIRED}


def test_every_status_can_be_left():
    assert all(lifecycle.NEXT[status] for status in Status)


def test_a_step_that_the_table_lacks_is_refused_by_name():
    with pytest.raises(TransitionNotAllowed, match="from draft to published"):
        lifecycle.check_move(Status.DRAFT, Status.PUBLISHED)


def test_the_diagram_shows_every_step_once():
    lines = lifecycle.as_mermaid().splitlines()
    steps = sum(len(after) for after in lifecycle.NEXT.values())
    assert len(set(lines)) == len(lines) == steps + 2
