"""The answers that a text gives to questions that are answered by choosing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils import timezone

from practices.forms.dates import RoughDate
from practices.imports import facts
from practices.imports.matching import Fact
from practices.imports.pieces import NOTES, Piece

SEVERAL = frozenset({"who_for", "setting", "places", "topics"})

# The values of a question's choices by their labels.
Choices = Callable[[str], Mapping[str, Any]]


def answers_to(told: Iterable[Fact], choices: Choices) -> tuple[dict[str, Any], list[Piece]]:
    """The answers that the text gives, and what of it none of them holds: that is for the notes."""
    answers: dict[str, Any] = {}
    unread: list[Piece] = []
    for fact in told:
        answer, is_all = _answer(fact, choices)
        if answer and fact.question not in answers:
            answers[fact.question] = answer
        else:
            is_all = False
        if not is_all:
            unread.append(Piece(fact.heading, fact.text, NOTES))
    return answers, unread


def _answer(fact: Fact, choices: Choices) -> tuple[Any, bool]:
    if fact.question == "started":
        month = facts.month(fact.text)
        is_past = month is not None and month[0] <= timezone.localdate()
        return (RoughDate(*month) if month and is_past else None), True
    found, is_all = facts.named(fact.question, fact.text, choices(fact.question))
    if fact.question in SEVERAL:
        return found, is_all
    return (found[0] if len(found) == 1 else None), is_all
