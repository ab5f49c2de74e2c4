"""The sector's words that ship with the hub: every row can be used by a search, and none contradicts another."""

import csv
import re
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection

COLUMNS = ["term", "preferred", "kind", "note"]
LONGEST = {"term": 60, "preferred": 80, "note": 200}
BOTH_WAYS, ONE_WAY = {"abbreviation", "variant"}, {"older"}

with (settings.BASE_DIR / "practices" / "data" / "terms.csv").open(encoding="utf-8", newline="") as file:
    HEADER, *LINES = csv.reader(file)
ROWS = [dict(zip(COLUMNS, line, strict=False)) for line in LINES]


def pair(row):
    return row["term"].casefold(), row["preferred"].casefold()


def test_the_file_has_its_columns_and_enough_rows():
    assert HEADER == COLUMNS
    assert [line for line in LINES if len(line) != len(COLUMNS)] == []
    assert len(ROWS) >= 200


def test_each_kind_is_known_and_used():
    assert {row["kind"] for row in ROWS} == BOTH_WAYS | ONE_WAY


def test_rows_are_in_alphabetical_order():
    assert [pair(row) for row in ROWS] == sorted(pair(row) for row in ROWS)


@pytest.mark.parametrize("column", COLUMNS)
def test_text_is_trimmed(column):
    assert [row[column] for row in ROWS if row[column] != " ".join(row[column].split())] == []


@pytest.mark.parametrize("column", LONGEST)
def test_text_is_short_enough(column):
    assert [row[column] for row in ROWS if len(row[column]) > LONGEST[column]] == []


@pytest.mark.parametrize("column", ["term", "preferred"])
def test_there_is_something_to_look_for(column):
    assert [row for row in ROWS if not re.search(r"[^\W_]", row[column])] == []


def test_no_term_is_preferred_to_itself():
    assert [row for row in ROWS if row["term"].casefold() == row["preferred"].casefold()] == []


def test_nothing_is_said_twice():
    """A row that works both ways says the same as its mirror image."""
    ways = Counter(pair(row) for row in ROWS)
    ways.update(pair(row)[::-1] for row in ROWS if row["kind"] in BOTH_WAYS)
    assert [way for way, times in ways.items() if times > 1] == []


def test_no_row_leads_to_an_older_term():
    """What is looked for besides what was typed is never a word that the hub would not use."""
    older = {row["term"].casefold() for row in ROWS if row["kind"] in ONE_WAY}
    assert [row for row in ROWS if row["preferred"].casefold() in older] == []


def test_an_older_term_is_not_a_current_one_as_well():
    """Unless it is an abbreviation, which may have an old meaning and a new one."""
    older = {row["term"].casefold() for row in ROWS if row["kind"] in ONE_WAY}
    assert [row for row in ROWS if row["kind"] == "variant" and row["term"].casefold() in older] == []


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["term", "preferred"])
def test_postgresql_leaves_something_to_look_for(column):
    """A term made of words such as “the” alone would match nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT words FROM unnest(%s::text[]) AS typed (words) WHERE to_tsvector('english', words) = ''",
            [[row[column] for row in ROWS]],
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_the_two_sides_of_a_row_differ_for_postgresql():
    """Where stemming makes them the same words in the same order, the row does nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT term, preferred FROM unnest(%s::text[], %s::text[]) AS typed (term, preferred)"
            " WHERE to_tsvector('english', term) = to_tsvector('english', preferred)",
            [[row["term"] for row in ROWS], [row["preferred"] for row in ROWS]],
        )
        assert cursor.fetchall() == []
