"""The judged queries: every grade points at a query and a write-up there are, and the halves stay apart."""

import csv
import json
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from practices.starter_library import FOLDER

JUDGED = Path(__file__).parent.parent / "data" / "judged"
HALVES = {"tuning": "tuning.tsv", "held_out": "test.tsv"}


@pytest.fixture(scope="module")
def queries():
    lines = (JUDGED / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def grades():
    """For each half, its rows: the query's id, the write-up's slug, the grade."""
    return {half: graded(JUDGED / "qrels" / name) for half, name in HALVES.items()}


@pytest.fixture(scope="module")
def library():
    """What each write-up's file says, by the slug it is published under."""
    return {path.stem: path.read_text(encoding="utf-8").casefold() for path in FOLDER.glob("*.toml")}


def graded(path):
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", strict=True)
        return [(row["query-id"], row["corpus-id"], int(row["score"])) for row in rows]


def in_half(queries, half):
    return {query["_id"] for query in queries if query["metadata"]["half"] == half}


def of_manner(queries, manner):
    return [query for query in queries if query["metadata"]["manner"] == manner]


def write_ups_for(query, grades):
    return [slug for about, slug, _ in grades[query["metadata"]["half"]] if about == query["_id"]]


def test_there_are_enough_queries_and_none_comes_twice(queries):
    ids = {query["_id"] for query in queries}
    texts = {" ".join(query["text"].casefold().split()) for query in queries}
    assert len(queries) >= 80
    assert len(ids) == len(texts) == len(queries)


def test_every_query_says_who_asks_and_in_which_manner(queries):
    assert [query["_id"] for query in queries if query["metadata"].keys() != {"who", "manner", "half"}] == []
    assert [query["_id"] for query in queries if not all([query["text"], *query["metadata"].values()])] == []
    assert {query["metadata"]["half"] for query in queries} == HALVES.keys()


def test_the_halves_are_alike(queries):
    assert abs(len(in_half(queries, "tuning")) - len(in_half(queries, "held_out"))) <= 2
    manners = {
        half: Counter(query["metadata"]["manner"] for query in queries if query["metadata"]["half"] == half)
        for half in HALVES
    }
    assert manners["tuning"] == manners["held_out"]


@pytest.mark.parametrize("half", HALVES)
def test_each_half_grades_its_own_queries_and_write_ups_of_the_library(half, queries, grades, library):
    assert [row for row in grades[half] if row[0] not in in_half(queries, half)] == []
    assert [row for row in grades[half] if row[1] not in library] == []
    assert [row for row in grades[half] if row[2] not in {1, 2, 3}] == []
    pairs = Counter((about, slug) for about, slug, _ in grades[half])
    assert [pair for pair, times in pairs.items() if times > 1] == []


def test_every_query_has_a_useful_write_up_except_those_meant_to_find_nothing(queries, grades):
    useful = {about for rows in grades.values() for about, _, grade in rows if grade >= 2}
    listed = {about for rows in grades.values() for about, _, _ in rows}
    nothing = {query["_id"] for query in of_manner(queries, "nothing")}
    assert {query["_id"] for query in queries} - useful == nothing
    assert listed & nothing == set()


def test_a_quoted_phrase_is_judged_by_the_write_ups_that_hold_it(queries, grades, library):
    for query in of_manner(queries, "quoted phrase"):
        phrase = query["text"].strip('"').casefold()
        assert set(write_ups_for(query, grades)) == {slug for slug, text in library.items() if phrase in text}


def test_no_write_up_that_says_the_unwanted_word_is_graded(queries, grades, library):
    for query in of_manner(queries, "without"):
        unwanted = query["text"].casefold().rpartition(" -")[2]
        assert [slug for slug in write_ups_for(query, grades) if unwanted in library[slug]] == []


def test_an_exact_title_asks_for_its_own_write_up(queries, grades, library):
    for query in of_manner(queries, "exact title"):
        (slug,) = write_ups_for(query, grades)
        assert tomllib.loads((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))["title"].casefold() == (
            query["text"].casefold()
        )
