"""Who can be asked, out of the few lines that stand under “Contact”."""

from __future__ import annotations

import re

from practices.imports.headings import named_exactly, normal
from practices.imports.pieces import NOTES, Piece

_EMAIL = re.compile(r"[^\s@<>()\[\],;:|]{1,64}@[^\s@<>()\[\],;:|]{1,180}\.[a-z]{2,20}", re.IGNORECASE)
_BETWEEN = re.compile(r"[\n;|]|,\s")
_LABEL = re.compile(r"(?P<label>[^:]{2,30}):\s*(?P<rest>.+)")
_DIGITS = re.compile(r"(?:\d[\s()-]*){5}")
FIELD_OF_LABEL = {
    "name": "contact_name",
    "contact": "contact_name",
    "role": "contact_role",
    "job title": "contact_role",
    "title": "contact_role",
}
# More is a sentence and not a name.
MOST_WORDS = 8


def contact_pieces(heading: str, text: str) -> list[Piece]:
    """A piece each for the name, the role and the address; what is none of them, such as a phone number, is a note."""
    said: dict[str, str] = {}
    left: list[str] = []
    for line in filter(None, map(str.strip, _BETWEEN.split(text))):
        if (found := _EMAIL.search(line)) and "contact_email" not in said:
            said["contact_email"] = found[0]
            line = (line[: found.start()] + line[found.end() :]).strip(" <>()[]")
            if normal(line) in ("", "email", "e mail"):
                continue
        field, words = _field(line, said)
        if field is None or field in said:
            left.append(line)
        else:
            said[field] = words
    pieces = [Piece(heading, words, field) for field, words in said.items()]
    return pieces + ([Piece(heading, "\n".join(left), NOTES)] if left else [])


def _field(line: str, said: dict[str, str]) -> tuple[str | None, str]:
    """The field that a line answers, and the answer."""
    if label := _LABEL.fullmatch(line):
        field = FIELD_OF_LABEL.get(normal(label["label"]))
        if field or normal(label["label"]).startswith(("tel", "phone", "mobile")):
            return field, label["rest"]
    if _DIGITS.search(line) or "@" in line or len(line.split()) > MOST_WORDS or named_exactly(line):
        return None, line
    return ("contact_role" if "contact_name" in said else "contact_name"), line
