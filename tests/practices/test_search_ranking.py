"""The engine: scores that are BM25's, candidates that miss nothing, and statistics that may be old."""

import math

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection

from practices.models import SearchCorpus, SearchEntry, SearchWord, Term, VocabularyWord
from practices.search import bm25, ranking, search, statistics
from practices.search.results import Ranked
from practices.search.understanding import understand
from tests.factories import PracticeFactory, TermFactory
from tests.practices.test_search import VISITOR, found, written

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("times", [1, 2, 3, 4, 7, 20, 63, 128, 255])
def test_how_often_a_word_stands_is_had_back_from_its_rank(times):
    counted = bm25.frequency("to_tsvector('english', %s)", "'huddl'")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counted.text}", ["huddle rota " * times, *counted.params])
        assert cursor.fetchone()[0] == times


def test_a_word_that_is_not_there_stands_no_times():
    counted = bm25.frequency("to_tsvector('english', 'rota')", "'huddl'")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counted.text}", counted.params)
        assert cursor.fetchone()[0] == 0


def scores(text):
    query, known = understand(text, AnonymousUser())
    statement = ranking.ranked(SearchEntry.objects.all(), query, known)
    with connection.cursor() as cursor:
        cursor.execute(
            statement.text.replace("SELECT practice_id\n", "SELECT practice_id, score\n", 1), statement.params
        )
        return dict(cursor.fetchall())


def test_the_score_is_the_formula_of_the_docstring():
    practice = written("Plan a rota", what_we_do="The huddle, the huddle, the huddle.")
    written("Something else", what_we_do="huddle")
    written("Nothing of the kind")
    statistics.refresh()
    with connection.cursor() as cursor:
        cursor.execute("SELECT length FROM practices_searchentry WHERE practice_id = %s", [practice.pk])
        length = cursor.fetchone()[0]
    average = SearchCorpus.objects.get().average_length

    def expected(tf, documents_with_it, in_title):
        k = 1.2 * (1 - 0.75 + 0.75 * length / average)
        idf = math.log(1 + (3 - documents_with_it + 0.5) / (documents_with_it + 0.5))
        return idf * (2.2 * tf / (tf + k) + (0.5 if in_title else 0))

    found = scores("huddle huddle rota")[practice.pk]
    assert found == pytest.approx(2 * expected(3, 2, False) + expected(1, 1, True), rel=1e-5)


def test_a_text_is_as_long_as_it_has_words_however_often_each_stands_there():
    short, long = written("Plan a rota", what_we_do="The huddle."), written("Plan a rota", what_we_do="A huddle. " * 6)
    lengths = dict(SearchEntry.objects.values_list("practice_id", "length"))
    assert lengths[long.pk] == lengths[short.pk] + 5


@pytest.mark.parametrize(
    ("typed", "meant", "other"), [("experiment", "experiment", "experience"), ("Activity?", "activity", "active")]
)
def test_words_that_only_share_a_stem_come_after_the_word_that_was_typed(typed, meant, other):
    first = written("Plan a rota", what_we_do=f"One {meant} for all.")
    written("Plan a day", what_we_do=f"One {other} for all.")  # the newer one, which comes first otherwise
    statistics.refresh()
    assert found(typed)[0] == first


@pytest.mark.parametrize("title", ["Take people home first (Zebra Help)", "Zebra help"])
def test_what_is_called_so_comes_first_whatever_its_score(title):
    called = written(title, what_we_do="Something else takes up all of it. " * 30)
    written("Zebra, zebra, zebra help", what_we_do="Zebra help, zebra help.")
    written("Help a zebra (for zebra helpers)", what_we_do="Zebra help, zebra help.")
    statistics.refresh()
    assert found("zebra help")[0] == called


def test_a_name_counts_by_how_many_write_ups_have_it_and_not_by_its_words(home_help):
    """“home” and “care” stand in all of them, and would tell nothing each for itself."""
    for number in range(9):
        written(f"Take care at home {number}", what_we_do="At home we help and care. Help!")
    meant = written("Visit people", what_we_do="This is home care.")
    statistics.refresh()
    assert found("home help")[0] == meant


def test_the_words_of_a_term_that_nobody_says_are_words_like_others(home_help):
    about_help = written("Help at each home", what_we_do="A morning of help, and each home has one.")
    written("Plan a zebra", what_we_do="A zebra each morning.")
    for number in range(3):
        written(f"Plan a rota {number}")
    statistics.refresh()
    assert found("home help zebra")[0] == about_help


@pytest.fixture
def home_help():
    TermFactory(term="home help", preferred="home care", kind=Term.Kind.OLDER)


@pytest.fixture
def every_word_is_mapped(monkeypatch):
    monkeypatch.setattr("practices.search.bitmaps.MAPPED_FROM", 0.5)


@pytest.fixture
def few_are_scored(monkeypatch, every_word_is_mapped):
    """Every search is one that more match than are scored."""
    monkeypatch.setattr("practices.search.candidates.MOST_SCORED", 15)


TEXTS = [
    "We huddle each morning and agree who goes home. Huddle, huddle.",
    "The rota is planned a month ahead. Rota, rota, rota: a huddle decides.",
    "Reablement begins on the first day at home, and reablement workers stay a fortnight.",
    "A social worker rings the family. The family says what matters at home.",
    "Discharge to assess takes people home before the assessment, with reablement.",
    "Nobody plans a rota; the family decides who comes home.",
]


@pytest.mark.parametrize(
    "typed", ["huddle", "rota huddle", "reablement home family", "who plans the rota at home", "hudd"]
)
def test_the_few_that_are_scored_hold_the_first_of_scoring_all(every_word_is_mapped, typed, monkeypatch):
    monkeypatch.setattr("practices.search.candidates.MOST_SCORED", 20)
    for number in range(30):
        written(f"Write-up {number}", what_we_do=TEXTS[number % len(TEXTS)] + f" {TEXTS[number % 4][:number]}")
    statistics.refresh()
    of_few = found(typed)
    monkeypatch.setattr("practices.search.candidates.MOST_SCORED", 10_000)
    assert {practice.pk for practice in of_few} == {practice.pk for practice in found(typed)}
    assert of_few[:5] == found(typed)[:5]


def test_the_few_hold_an_exact_title_however_common_its_words(few_are_scored):
    titled = written("Huddle", what_we_do="Something else takes up all of it. " * 30)
    for _ in range(20):
        written("Hold a huddle", what_we_do="Huddle, huddle, huddle.")
    statistics.refresh()
    assert found("huddle")[0] == titled


def test_what_is_not_scored_follows_what_is_and_nothing_comes_twice(few_are_scored):
    for number in range(30):
        written(f"Write-up {number}", what_we_do="huddle " * (number % 3) + " word" * number + " huddle")
    statistics.refresh()
    results = search("huddle", user=VISITOR)
    assert isinstance(results.practices, Ranked)
    assert len(results.practices.scored) == 15
    pages = [key for start in range(0, 30, 7) for key in results.practices[start : start + 7]]
    assert len(pages) == len(set(pages)) == results.total == 30


def test_a_write_up_that_is_about_a_common_word_is_among_the_few(few_are_scored):
    about_it = written("Huddle", what_we_do="Huddle, huddle, huddle.")
    for _ in range(20):
        written(what_we_do="A huddle, in passing. " + "Something else takes up most of it. " * 20)
    statistics.refresh()
    assert found("huddle")[0] == about_it


def test_search_is_right_before_anything_was_counted_and_with_counts_from_yesterday():
    old = written(what_we_do="A huddle each morning.")
    assert found("huddle") == [old]
    statistics.refresh()
    new = written(what_we_do="A huddle and a zebra.")
    assert found("zebra") == [new]
    assert found("zebra huddle") == [new, old]
    old.published_revision.visibility = "organisation"
    old.published_revision.save()
    call_command("rebuild_search", verbosity=0)
    assert found("huddle") == [new]


def test_counting_again_changes_what_has_changed_and_forgets_what_has_gone():
    practice = written("Hold a huddle", what_we_do="A zebra and a huddle.")
    written("Hold a meeting", what_we_do="A meeting.")
    assert statistics.is_stale()
    statistics.refresh()
    assert not statistics.is_stale()
    assert SearchWord.objects.get(word="huddl").documents == 1
    assert SearchWord.objects.get(word="huddl").public_documents == 1
    assert VocabularyWord.objects.filter(word="huddle").exists()
    PracticeFactory(state="published", revision__visibility="staff", revision__title="Another huddle")
    practice.published_revision.what_we_do = "A huddle."
    practice.published_revision.save()
    call_command("rebuild_search", verbosity=0)
    assert not SearchWord.objects.filter(word="zebra").exists()
    assert SearchWord.objects.get(word="huddl").documents == 2
    assert SearchWord.objects.get(word="huddl").public_documents == 1


def test_rebuilding_writes_every_entry_and_removes_what_should_not_be_there(capsys):
    practice = written("Hold a huddle")
    gone = written("Plan a rota")
    SearchEntry.objects.filter(practice=practice).delete()
    gone.published_revision = None
    gone.draft_revision = gone.revisions.get()
    gone.published_at = gone.confirmed_at = gone.changed_at = None
    gone.save()
    call_command("rebuild_search")
    assert list(SearchEntry.objects.values_list("practice", flat=True)) == [practice.pk]
    assert f"--after {gone.pk}" in capsys.readouterr().out


def test_rebuilding_goes_on_from_where_it_stopped():
    first, second = written("Hold a huddle"), written("Plan a rota")
    SearchEntry.objects.all().delete()
    call_command("rebuild_search", after=first.pk, verbosity=0)
    assert list(SearchEntry.objects.values_list("practice", flat=True)) == [second.pk]


def test_a_page_behind_the_last_is_empty():
    written("Hold a huddle")
    assert search("huddle", user=AnonymousUser()).practices[15:30] == []
