"""A whole text in one cell, taken apart as a pasted one is (docs/import.md)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from practices.forms.answering import Choices, answers_to
from practices.forms.filling import filled
from practices.imports import pasted
from practices.imports.headings import normal
from practices.imports.marks import plain
from practices.imports.matching import LONGEST_SUMMARY, Sorted, sort
from practices.imports.pieces import NOTES, Piece
from practices.imports.sentences import first_sentences


def told_by(text: str, *, title: str, given: Collection[str], rest: str, choices: Choices) -> dict[str, Any]:
    """Values by the name of the field, and answers to what is answered by choosing. Raises imports' NotReadable.

    What columns have `given` stays as it is: what the text says about it goes where the `rest` goes.
    """
    told = sort(pasted.read(text))
    answers, unread = answers_to(told.facts, choices)
    beside = {question: answers.pop(question) for question in list(answers) if question in given}
    unread += [Piece(fact.heading, fact.text, NOTES) for fact in told.facts if fact.question in beside]
    pieces = [*_spare(told, title, given), *told.pieces, *unread]
    values = filled(_placed(pieces, given, NOTES if rest in given else rest))
    values = {name: value for name, value in values.items() if value}
    if "title" not in given and told.title:
        values["title"] = told.title
    if "summary" not in given:
        values["summary"] = told.summary or first_sentences(" ".join(plain(text).split()), LONGEST_SUMMARY)
    return values | answers


def _spare(told: Sorted, title: str, given: Collection[str]) -> Iterator[Piece]:
    """What the text has for title and summary where a column has them."""
    if "title" in given and told.title and normal(told.title) != normal(title):
        yield Piece("", told.title, NOTES)
    if "summary" in given and told.summary:
        yield Piece("", told.summary, NOTES)


def _placed(pieces: list[Piece], given: Collection[str], rest: str) -> Iterator[Piece]:
    for piece in pieces:
        goes_to = rest if piece.goes_to == NOTES or piece.goes_to in given else piece.goes_to
        yield Piece(piece.heading, piece.text, goes_to)
