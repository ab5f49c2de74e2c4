"""The word lists under practices/data/identifiers/, each of which says in its head what it holds."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "data" / "identifiers"


def lines_of(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def words_in(said: str) -> frozenset[str]:
    return frozenset(said.split())


def words_of(name: str) -> frozenset[str]:
    return words_in(" ".join(lines_of(name)))


NAMES_THAT_ARE_WORDS = words_of("names_that_are_words.txt")
FIRST_NAMES = words_of("first_names.txt")
ALL_NAMES = FIRST_NAMES | NAMES_THAT_ARE_WORDS
NOT_NAMES = lines_of("not_names.txt")
CONDITIONS = lines_of("conditions.txt")
ABBREVIATIONS = words_of("abbreviations.txt")
