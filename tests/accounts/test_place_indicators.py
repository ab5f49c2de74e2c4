"""Loading published figures of places: a whole file or nothing of it, each mistake named. The figures are made up."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import AuditEvent, PlaceIndicator, PlaceIndicatorSet
from tests.factories import PlaceFactory, give_figures

pytestmark = pytest.mark.django_db

HEADER = "code,population,share_65_and_over"
SOURCE = 'source,"Figures made up for a test, 1","Figures made up for a test, 2"'
PUBLISHED = "published_on,2026-01-31,2025-06-30"
ASH, BRAY = "E08990901,100000,20.5", "E08990902,50000,"


@pytest.fixture
def places():
    return [
        PlaceFactory(short_name=name, gss_code=code)
        for name, code in [("Ash", "E08990901"), ("Bray", "E08990902"), ("Cole", "E08990903")]
    ]


@pytest.fixture
def load(places, tmp_path):
    def load(*rows, options=()):
        path = tmp_path / "figures.csv"
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        said = io.StringIO()
        call_command("load_place_indicators", str(path), *options, stdout=said)
        return said.getvalue()

    return load


def figures():
    rows = PlaceIndicator.objects.values_list("of__indicator", "place__short_name", "value")
    return {(indicator, name): value for indicator, name, value in rows}


def test_figures_are_loaded_with_their_source_and_date_and_what_is_empty_is_left_out(load):
    said = load(HEADER, SOURCE, PUBLISHED, "weight,,2.5", ASH, BRAY)
    assert figures() == {
        ("population", "Ash"): 100000,
        ("population", "Bray"): 50000,
        ("share_65_and_over", "Ash"): Decimal("20.5"),
    }
    population, share = PlaceIndicatorSet.objects.order_by("pk")
    assert (population.source, population.published_on) == ("Figures made up for a test, 1", date(2026, 1, 31))
    assert (population.weight, share.weight) == (1, Decimal("2.5"))
    assert said.endswith("3 figures loaded\n")
    assert AuditEvent.objects.filter(action="place_indicators_loaded").count() == 2


def test_another_file_takes_the_place_of_the_first(load):
    load(HEADER, SOURCE, PUBLISHED, ASH, BRAY)
    load("density,code", "Made up,source", "2026-02-01,published_on", "12.5,E08990903")
    assert figures() == {("density", "Cole"): Decimal("12.5")}


def test_a_dry_run_says_what_it_found_and_changes_nothing(load):
    said = load(HEADER, SOURCE, PUBLISHED, ASH, BRAY, options=["--dry-run"])
    assert "population: 2 places" in said
    assert "Nothing was changed." in said
    assert not PlaceIndicatorSet.objects.exists()
    assert not AuditEvent.objects.exists()


GOOD = [HEADER, SOURCE, PUBLISHED, ASH, BRAY]
LATER = (timezone.localdate() + timedelta(days=2)).isoformat()


def instead(number, row):
    return [*GOOD[:number], row, *GOOD[number + 1 :]]


WRONG = {
    "a code of no place": (instead(4, "E08990999,5,5"), ["line 5 (E08990999): is the code of no place here"]),
    "no code": (instead(4, ",5,5"), ["line 5 (?): is the code of no place here"]),
    "a code that is there twice": ([*GOOD, ASH], ["line 4 (E08990901): is there more", "line 6 (E08990901): is there"]),
    "a word": (instead(4, "E08990902,many,"), ["line 5 (E08990902): population: Enter a number."]),
    "a comma in a number": (instead(4, 'E08990902,"50,000",'), ["line 5 (E08990902): population: Enter a number."]),
    "not a number": (instead(4, "E08990902,NaN,"), ["line 5 (E08990902): population: Enter a number."]),
    "nobody there": (instead(4, "E08990902,0,"), ["line 5 (E08990902): population: must be more than 0"]),
    "less than nothing": (instead(4, "E08990902,,-1"), ["line 5 (E08990902): share_65_and_over: Ensure this value"]),
    "more than all": (instead(4, "E08990902,,101"), ["line 5 (E08990902): share_65_and_over: Ensure this value"]),
    "two mistakes": (
        [*GOOD[:3], "E08990901,x,", "E08990999,1,y"],
        ["line 4 (E08990901): population", "line 5 (E08990999): is the code", "line 5 (E08990999): share_65"],
    ),
    "a row that is too short": (instead(4, "E08990902,50000"), ["line 5: does not have 3 columns"]),
    "no source": ([HEADER, PUBLISHED, ASH], ["The row “source” is missing."]),
    "no date": ([HEADER, SOURCE, ASH], ["The row “published_on” is missing."]),
    "an empty source": (instead(1, "source,Made up,"), ["share_65_and_over: source: This field is required."]),
    "a date ahead": (instead(2, f"published_on,{LATER},2026-01-01"), ["population: published_on: must not lie ahead"]),
    "a weight that is too great": ([*GOOD, "weight,11,1"], ["population: weight: Ensure this value is less"]),
    "a column nobody knows": (["code,population,beauty", "source,a,b"], ["column “beauty”: is not one"]),
    "a column that is there twice": (["code,population,population", "source,a,b"], ["column “population”: is there"]),
    "no codes": (
        ["place,population", "source,a"],
        ["The first line must name the column “code”", "column “place”: is not one"],
    ),
    "no indicator": (["code", "source"], ["The first line must name the column “code”"]),
    "no row of a place": ([HEADER, SOURCE, PUBLISHED], ["There is no row of a place."]),
    "a column without a figure": ([HEADER, SOURCE, PUBLISHED, BRAY], ["column “share_65_and_over”: has no figure"]),
    "an empty file": ([""], ["The file is empty."]),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_file_with_a_mistake_is_refused_whole_and_each_mistake_is_named(load, places, what):
    rows, problems = WRONG[what]
    give_figures("density", {places[0]: 5})
    with pytest.raises(CommandError, match="Nothing was changed") as refusal:
        load(*rows)
    for problem in problems:
        assert problem in str(refusal.value)
    assert len(str(refusal.value).splitlines()) == 1 + len(problems)
    assert figures() == {("density", "Ash"): 5}


def test_a_place_that_has_ended_is_named_with_its_successor(load, places):
    ended = {"valid_to": date(2025, 4, 1), "gss_code": "E08990801"}
    PlaceFactory(short_name="Old", successor=places[0], **ended)
    with pytest.raises(CommandError, match=r"line 6 \(E08990801\): ended on 2025-04-01; its successor is E08990901"):
        load(*GOOD, "E08990801,5,5")
    assert not PlaceIndicator.objects.exists()


def test_what_is_no_csv_file_is_said_to_be_none(places, tmp_path):
    binary = tmp_path / "figures.csv"
    binary.write_bytes(b"\xff\xfe\x00")
    for path, says in [(binary, "is not a CSV file in UTF-8"), (tmp_path / "none.csv", "cannot be read")]:
        with pytest.raises(CommandError, match=says):
            call_command("load_place_indicators", str(path))
