"""What changed between two versions of a write-up: field by field, word by word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from practices.content import WITHOUT_A_SCREEN
from practices.display import SAID_WITH, said_in
from practices.sections import PRIVATE_FIELDS, SECTIONS, field_label

# A word with the space after it, so that joining the pieces gives the text back exactly.
_WORDS = re.compile(r"\s*\S+\s*|\s+")

# Up to this many pairs of words every match is looked at. Beyond it the commonest words are passed over,
# since a page of one word repeated would otherwise keep a moderator waiting for minutes.
MOST_PAIRS = 250_000

# Every field with the section that asks for it; those that no screen asks for stand at the end.
FIELDS = [(section.key, field) for section in SECTIONS for field in section.fields]
FIELDS += [("", field) for field in WITHOUT_A_SCREEN if field not in SAID_WITH]

Change = Literal["same", "removed", "added"]


@dataclass(frozen=True)
class Piece:
    change: Change
    text: str


@dataclass(frozen=True)
class FieldChange:
    section: str
    field: str
    label: Any
    pieces: list[Piece]


def words(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in order. Without "added" they join to `before`, without "removed" to `after`."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) * len(new) > MOST_PAIRS)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[i:j])))
            continue
        if j > i:
            pieces.append(Piece("removed", "".join(old[i:j])))
        if m > k:
            pieces.append(Piece("added", "".join(new[k:m])))
    return pieces


def compare(before: Mapping[str, Any], after: Mapping[str, Any], *, with_private: bool = False) -> list[FieldChange]:
    """The fields that differ between two snapshots (`content.snapshot`), in the order they are asked.

    Contact addresses are left out unless `with_private`.
    """
    changes = []
    for section, field in FIELDS:
        if field in PRIVATE_FIELDS and not with_private:
            continue
        old, new = said_in(before, field), said_in(after, field)
        if old != new:
            changes.append(FieldChange(section, field, field_label(field), words(old, new)))
    return changes
