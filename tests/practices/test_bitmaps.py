"""Bitmaps follow the entries, however these are written, and counting by them is counting the entries."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.models import SearchBitmap, SearchEntry, SearchWord, Term
from practices.search import bitmaps, search, statistics
from practices.search.entries import index
from practices.search.matching import narrow
from tests.factories import PracticeFactory, TopicFactory, UserFactory
from tests.world import undone

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def every_word_is_mapped(monkeypatch):
    monkeypatch.setattr("practices.search.bitmaps.MAPPED_FROM", 0.5)


def written(title="Hold a huddle", *, block=None, **traits):
    """A published practice, in this block of entries."""
    traits = {f"revision__{name}": value for name, value in traits.items()}
    if block is not None:
        traits["pk"] = block * bitmaps.BLOCK + 1 + SearchEntry.objects.count()
    return PracticeFactory(state="published", revision__title=title, **traits)


def kept():
    """Every bitmap as {(name, value): keys of its entries}, empty ones left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, value, block, bits::text FROM practices_searchbitmap")
        rows = cursor.fetchall()
    sets = {}
    for name, value, block, bits in rows:
        found = {block * bitmaps.BLOCK + at for at, bit in enumerate(bits) if bit == "1"}
        if found:
            sets[name, value] = sets.get((name, value), set()) | found
    return sets


def test_a_bitmap_has_the_entries_with_its_value(every_word_is_mapped):
    topic = TopicFactory()
    practice = written(topics=[topic], stage="trying", what_we_do="A zebra.")
    other = written(stage="running", visibility="organisation", what_we_do="A huddle.")
    statistics.refresh()
    sets = kept()
    assert sets["topic_ids", str(topic.pk)] == sets["stage", "trying"] == sets["word", "zebra"] == {practice.pk}
    assert sets["word", "huddl"] == {practice.pk, other.pk}
    assert sets["scope", f"organisation:{other.organisation_id}"] == {other.pk}


changes = st.lists(
    st.tuples(st.sampled_from(["new", "stage", "words", "scope", "remove", "delete"]), st.integers(0, 5)), max_size=12
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=changes)
def test_they_are_the_same_as_when_all_are_written_anew(drawn, every_word_is_mapped):
    with undone():
        practices = [written(f"Huddle {number}") for number in range(3)]
        statistics.refresh()
        for what, which in drawn:
            change(what, practices, which)
        before = kept()
        bitmaps.rebuild()
        assert kept() == before


def change(what, practices, which):
    if what == "new" or not practices:
        practices.append(written("A huddle with a zebra"))
        return
    practice = practices[which % len(practices)]
    entry = SearchEntry.objects.filter(pk=practice.pk)
    if what == "stage":
        entry.update(stage="stopped")
    elif what == "words":
        practice.published_revision.title = "Plan a rota"
        index(practice)
    elif what == "scope":
        practice.published_revision.visibility = "organisation"
        index(practice)
    else:
        entry.delete()
        practices.remove(practice)


@pytest.mark.parametrize(
    "typed", ["huddle", "zebra rota", "huddle -zebra", '"zebra huddle"', "hudd", "the", "-rota", "morning meeting", ""]
)
def test_counts_are_the_same_with_bitmaps_of_words_and_without(typed, monkeypatch):
    for number in range(12):
        text = " ".join(word for at, word in enumerate(["zebra", "huddle", "rota", "morning"]) if number >> at & 1)
        written("A write-up", what_we_do=text or "Nothing.")
    statistics.refresh()
    by_index = search(typed, user=VISITOR)
    monkeypatch.setattr("practices.search.bitmaps.MAPPED_FROM", 0.5)
    statistics.refresh()
    assert SearchWord.objects.filter(has_bitmap=True).exists()
    by_bitmap = search(typed, user=VISITOR)
    assert by_bitmap.counts == by_index.counts
    assert (
        by_bitmap.total == narrow(SearchEntry.objects.all(), by_bitmap.query).count() == len(list(by_bitmap.practices))
    )


def test_a_phrase_that_a_term_stands_for_counts_the_same_with_its_bitmap_and_without(monkeypatch):
    Term.objects.create(term="D2A", preferred="discharge to assess", kind="abbreviation")
    written(what_we_do="We use discharge to assess.")
    written(what_we_do="We discharge people, and then assess them.")
    written(what_we_do="D2A is what we do.")
    by_index = search("D2A", user=VISITOR)
    assert by_index.total == 2
    bitmaps.map_phrases()
    written(what_we_do="Discharge to assess.")
    assert search("D2A", user=VISITOR).total == 3
    bitmaps.rebuild()
    assert search("D2A", user=VISITOR).total == 3


def test_a_phrase_that_no_entry_has_is_kept_too():
    Term.objects.create(term="D2A", preferred="discharge to assess", kind="abbreviation")
    bitmaps.map_phrases()
    before = SearchBitmap.objects.count()
    bitmaps.map_phrases()
    assert SearchBitmap.objects.count() == before > 0
    assert search("D2A", user=VISITOR).total == 0


def test_what_comes_after_a_word_was_mapped_counts_at_once(every_word_is_mapped):
    written()
    statistics.refresh()
    written()
    assert search("huddle", user=VISITOR).total == 2


def test_an_entry_in_another_block_is_counted_too(every_word_is_mapped):
    written()
    PracticeFactory(pk=3 * bitmaps.BLOCK + 5, state="published", revision__title="Hold a huddle")
    statistics.refresh()
    assert search("huddle", user=VISITOR).total == 2
    assert search("huddle", user=UserFactory()).total == 2


def test_rebuilding_search_writes_them_anew():
    practice = written()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM practices_searchbitmap")
    assert search("", user=VISITOR).total == 0
    call_command("rebuild_search", verbosity=0)
    assert list(search("", user=VISITOR).practices) == [practice.pk]
    assert search("", user=VISITOR).total == 1
