"""Findings marked in a page that shows a write-up: letters that nobody types go around them before it is drawn.

The page is drawn from a copy of the revision as usual, Markdown and all, and then the letters become `<mark>`. So what
is marked is what readers would see, and no template has to know.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.translation import gettext as _

from practices.identifying import Finding
from practices.models import Revision

# Of Unicode's private use: they stand for nothing, and Markdown and escaping leave them alone.
BEGIN, NUMBERED, END = "\ue000", "\ue001", "\ue002"
LETTERS = re.compile(f"[{BEGIN}{NUMBERED}{END}]")
BEGINNING = re.compile(f"{BEGIN}(\\d+){NUMBERED}")
PART = re.compile(f"({BEGIN}\\d+{NUMBERED}|{END})")
# As they come out of the address of a link.
ESCAPED = re.compile("%EE%80%80\\d+%EE%80%81|%EE%80%8[012]")
# Where a mark ends in any case.
BLOCK = re.compile(r"</?(?:p|li|ul|ol|dl|dt|dd|td|div|section|article|blockquote|h[1-6])\b")
# A tag with its attributes, or text between two tags.
PIECE = re.compile(r"<[^<>]*>|[^<>]+|[<>]")


def marked(revision: Revision, findings: Iterable[Finding]) -> Revision:
    """A copy, never to be saved, whose texts have the letters around each finding, with its number in the list."""
    shown = copy.copy(revision)
    # From the end of each text, so that what stands before keeps its place.
    in_text = [(number, finding) for number, finding in enumerate(findings) if finding.place.file is None]
    numbered = sorted(in_text, key=lambda each: each[1].found.start, reverse=True)
    for number, finding in numbered:
        place, span = finding.place, finding.found
        text = getattr(shown, place.field) if place.row is None else getattr(shown, place.field)[place.row][place.cell]
        inner = _lines(text[span.start : span.end], number)
        text = text[: span.start] + inner + text[span.end :]
        if place.row is None:
            setattr(shown, place.field, text)
        else:
            rows = copy.deepcopy(getattr(shown, place.field))
            rows[place.row][place.cell] = text
            setattr(shown, place.field, rows)
    return shown


def drawn(page: str, findings: list[Finding]) -> str:
    """The page with `<mark>` where the letters stand, and none of them left, in an attribute least of all.

    A mark ends before each tag and begins again after it, so that it never reaches out of what it stands in.
    """
    made, opened = [], ""
    for piece in PIECE.findall(page):
        if piece.startswith("<"):
            tag = LETTERS.sub("", BEGINNING.sub("", ESCAPED.sub("", piece)))
            opened = "" if BLOCK.match(tag) else opened
            made.append(f"</mark>{tag}{opened}" if opened else tag)
            continue
        for part in PART.split(piece):
            if begins := BEGINNING.fullmatch(part):
                opened, told = _mark(int(begins[1]), findings)
                made.append(opened + told)
            elif part == END:
                made.append("</mark>" if opened else "")
                opened = ""
            else:
                made.append(LETTERS.sub("", part))
    return "".join(made)


def _lines(words: str, number: int) -> str:
    """The words between the letters, line by line: a mark over two paragraphs would tear them."""
    return "\n".join(f"{BEGIN}{number}{NUMBERED}{line}{END}" if line.strip() else line for line in words.split("\n"))


def _mark(number: int, findings: list[Finding]) -> tuple[str, str]:
    """The tag, and what a screen reader says first; nothing for a number that somebody typed."""
    if number >= len(findings):
        return "", ""
    finding = findings[number]
    what = finding.found.kind.label if finding.dismissal is None else _("said to be no person")
    tag = format_html('<mark class="{}">', "hub-telling hub-telling--must" if finding.blocks else "hub-telling")
    return tag, format_html('<span class="govuk-visually-hidden">[{}:] </span>', what)
