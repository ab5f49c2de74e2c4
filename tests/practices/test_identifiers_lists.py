"""The word lists that the check for identifying details goes by."""

from collections import Counter

import pytest

from practices.identifiers.lists import ABBREVIATIONS, CONDITIONS, FIRST_NAMES, FOLDER, NAMES_THAT_ARE_WORDS, NOT_NAMES

FILES = sorted(FOLDER.glob("*.txt"))
OF_PHRASES = {"conditions.txt", "not_names.txt"}


def said_in(path):
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return lines if path.name in OF_PHRASES else " ".join(lines).split()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_list_says_that_it_is_ours_and_incomplete(path):
    head = path.read_text(encoding="utf-8").partition("\n\n")[0]
    assert head.startswith("# ")
    assert "ritten for the hub" in head
    assert "complete" in head


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_is_said_twice(path):
    assert [said for said, times in Counter(said_in(path)).items() if times > 1] == []


@pytest.mark.parametrize("path", [path for path in FILES if path.name != "first_names.txt"], ids=lambda path: path.name)
def test_a_list_is_in_alphabetical_order(path):
    assert said_in(path) == sorted(said_in(path))


def test_a_name_is_on_one_list_only():
    """On both, it would be taken for a name wherever it stands."""
    assert set() == FIRST_NAMES & NAMES_THAT_ARE_WORDS


def test_there_are_some_hundred_first_names():
    assert len(FIRST_NAMES) >= 500


def test_lists_are_written_as_they_are_compared():
    assert [name for name in FIRST_NAMES | NAMES_THAT_ARE_WORDS if not (name.isalpha() and name.islower())] == []
    assert [condition for condition in CONDITIONS if condition != condition.lower()] == []
    assert [short for short in ABBREVIATIONS if not (short.isupper() and 2 <= len(short) <= 3)] == []
    assert [phrase for phrase in NOT_NAMES if phrase != " ".join(phrase.split())] == []
