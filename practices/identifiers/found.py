"""What a search of a text is told and what it gives."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from practices.identifiers.kinds import Kind


@dataclass(frozen=True)
class Found:
    """Something in a text that could identify a person: `text[start:end]`.

    The suggestion is a general wording to put in its place; empty where it is best left out.
    """

    kind: Kind
    start: int
    end: int
    suggestion: str = ""


@dataclass(frozen=True)
class Known:
    """What the write-up may name, whole: its places; and its organisations, teams, topics, people and laws."""

    places: Collection[str] = ()
    names: Collection[str] = ()
