"""Cutting text where a reader would: between sentences, and never inside one."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?…])[\"”’')]*\s+(?=\S)")


def in_lengths(text: str, most: int) -> list[str]:
    """The text as pieces of whole sentences, each as long as it can be; one sentence may be longer than `most`."""
    pieces: list[str] = []
    start = 0
    ends = [found.end() for found in _END.finditer(text)] + [len(text)]
    for before, end in zip([0, *ends], ends, strict=False):
        if len(text[start:end].strip()) > most and before > start:
            pieces.append(text[start:before].strip())
            start = before
    return [piece for piece in [*pieces, text[start:].strip()] if piece]


def first_sentences(text: str, most: int) -> str:
    """As many sentences as fit, from the first on; "" where the first alone is too long."""
    pieces = in_lengths(text, most)
    return pieces[0] if pieces and len(pieces[0]) <= most else ""
