"""What a process keeps of the filters' sets is what the database has, whoever wrote it and whatever became of that."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings

from practices.filters import PracticeFilterSet
from practices.models import SearchEntry
from practices.search import bitmaps, kept, statistics
from practices.search.counts import counted
from tests.practices.test_bitmaps import change, changes, written
from tests.world import undone

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def stages():
    return counted("stage", user=VISITOR)


def read_anew(monkeypatch):
    """The sets as a process that has just begun reads them, those that nothing has left out."""
    monkeypatch.setattr(kept, "_kept", kept.Kept({}, {column: {} for column in kept.COLUMNS}))
    return in_use(kept.kept())


def in_use(sets):
    return {column: {value: bits for value, bits in values.items() if bits} for column, values in sets.sets.items()}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=changes)
def test_they_are_what_a_process_that_has_just_begun_would_read(drawn, monkeypatch):
    with undone():
        practices = [written(f"Huddle {number}") for number in range(3)]
        for what, which in drawn:
            change(what, practices, which)
            now = in_use(kept.kept())
            assert now == read_anew(monkeypatch)
        bitmaps.rebuild()
        assert in_use(kept.kept()) == read_anew(monkeypatch)


def test_what_was_taken_back_is_not_counted():
    written(stage="running")
    with undone():
        written(stage="idea")
        assert stages() == {"running": 1, "idea": 1}
    assert stages() == {"running": 1}


def test_only_the_blocks_that_were_written_are_read_again():
    for block in (0, 1, 2):
        written(block=block, stage="running")
    assert stages() == {"running": 3}
    written(block=1, stage="idea")
    with CaptureQueriesContext(connection) as captured:
        assert stages() == {"running": 3, "idea": 1}
    [read] = [query["sql"] for query in captured if "bit_send" in query["sql"] and "ANY" in query["sql"]]
    assert "block = ANY(ARRAY[1])" in read


def test_what_is_written_a_block_at_a_time_is_counted(monkeypatch):
    monkeypatch.setattr("practices.search.bitmaps.BY_BLOCK_FROM", 1)
    practice = written(stage="running")
    assert stages() == {"running": 1}
    with bitmaps.written_by_block([practice.pk]):
        SearchEntry.objects.filter(pk=practice.pk).update(stage="stopped")
    assert stages() == {"stopped": 1}


def test_a_new_block_comes_in_its_place():
    written(block=2, stage="running")
    assert stages() == {"running": 1}
    written(block=1, stage="idea")
    assert stages() == {"running": 1, "idea": 1}


def test_where_a_search_finds_nothing_in_some_blocks_it_counts_the_others():
    written("Hold a huddle", block=1, stage="running")
    written("Plan a rota", block=2, stage="running")
    statistics.refresh()
    sets = kept.kept()
    some = bitmaps.Sets()
    huddles = some.saying("'huddl'")()
    assert some.blocks == [1]
    assert sets.aligned(some, huddles) == sets.sets["stage"]["running"] & sets.aligned(some, huddles)
    assert sets.aligned(some, huddles).bit_count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_another_process_publishes_or_hides_counts_at_once():
    practice = written(stage="running")
    assert stages() == {"running": 1}

    def elsewhere(stage):
        try:
            with transaction.atomic():
                SearchEntry.objects.filter(pk=practice.pk).update(stage=stage)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        other.submit(elsewhere, "stopped").result()
    assert stages() == {"stopped": 1}


def test_all_that_filters_go_by_is_kept():
    assert set(PracticeFilterSet(QueryDict(), user=VISITOR).columns) == set(kept.COLUMNS)


def test_a_column_that_is_not_kept_is_a_mistake_and_not_empty():
    with pytest.raises(KeyError):
        counted("visibility", user=VISITOR)
