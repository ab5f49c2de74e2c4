"""A write-up on one sheet of A4, for the huddle: what to do first, what to watch out for, whom to ask.

Every text is cut to what has room, whatever its author wrote; docs/sharing.md says how much that is. Where something
was left out the sheet says so, and its square code leads to the page.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import segno
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from practices import markdown
from practices.models import Revision

STEPS = 3
STEP = 200  # as long as a first step may be; a step of the model is cut to it
RISKS = 3
WATCH_OUT = 220
QUIET = 4  # modules of white around the code, without which phones do not find it


@dataclass(frozen=True)
class WatchOut:
    """Something to think of before one begins."""

    about: str
    text: str
    is_safeguarding: bool = False
    is_cut: bool = False


@dataclass(frozen=True)
class Cut:
    """A text as the sheet has it, and whether there is more of it."""

    text: str
    is_cut: bool


@dataclass(frozen=True)
class Sheet:
    """What the sheet says of what a write-up does."""

    steps: list[str]
    watch_outs: list[WatchOut]
    leaves_out: bool


def sheet_of(revision: Revision) -> Sheet:
    steps = [shortened(text, STEP) for text in _steps(revision)]
    watch_outs = [*_risks(revision), *_doubts(revision)]
    is_cut = any(each.is_cut for each in [*steps, *watch_outs])
    return Sheet([step.text for step in steps], watch_outs, is_cut or len(revision.risks) > RISKS)


def shortened(text: str, limit: int) -> Cut:
    """The text in one line, at most so long: up to the end of a sentence, else of a word."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return Cut(text, False)
    room = text[: limit - 1]
    sentences = room.rfind(". ") + 1
    if sentences > limit // 2:
        return Cut(room[:sentences], True)
    words = room.rpartition(" ")[0] or room
    return Cut(f"{words.rstrip(' ,;:')}…", True)


def plain(text: str) -> str:
    """What a person wrote with marks of formatting, as words alone."""
    with_gaps = markdown.render(text).replace("<", " <")
    return html.unescape(strip_tags(with_gaps))


def _steps(revision: Revision) -> list[str]:
    """The first three, as the authors name them for this sheet; else those with which the model begins."""
    rows = revision.first_three_steps or revision.steps
    return [row["text"] for row in rows if row.get("text")][:STEPS]


def _risks(revision: Revision) -> list[WatchOut]:
    """Those about safeguarding first, each with what guards against it."""
    rows = sorted(revision.risks, key=lambda row: not row.get("safeguarding"))
    return [_risk(row) for row in rows[:RISKS]]


def _risk(row: dict[str, Any]) -> WatchOut:
    guard = row.get("guard", "")
    risk = shortened(_ended(row.get("risk", "")), WATCH_OUT // 2 if guard else WATCH_OUT)
    guarded = shortened(guard, WATCH_OUT - len(risk.text))
    said = _("%(risk)s Guard against it: %(guard)s") if guard else "%(risk)s"
    text = said % {"risk": risk.text, "guard": guarded.text}
    return WatchOut(_("Risk"), text, bool(row.get("safeguarding")), risk.is_cut or guarded.is_cut)


def _doubts(revision: Revision) -> Iterator[WatchOut]:
    for about, said in [(_("Think twice if"), revision.poor_fit), (_("What did not work"), revision.did_not_work)]:
        if said:
            cut = shortened(plain(said), WATCH_OUT)
            yield WatchOut(about, cut.text, is_cut=cut.is_cut)


def _ended(sentence: str) -> str:
    sentence = capfirst(" ".join(sentence.split()))
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


@dataclass(frozen=True)
class SquareCode:
    """A QR code as one path of an SVG: black on the white that a phone needs around it."""

    size: int
    path: str


def square_code(address: str) -> SquareCode:
    """The same address makes the same code. Up to 15 of 100 modules may be soiled before a phone cannot read it."""
    code = segno.make_qr(address, error="m", boost_error=False)
    runs = (
        f"M{start + QUIET} {y + QUIET}h{end - start}v1h-{end - start}z"
        for y, row in enumerate(code.matrix)
        for start, end in _dark_runs(row)
    )
    return SquareCode(size=len(code.matrix) + 2 * QUIET, path="".join(runs))


def _dark_runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    start = None
    for x, module in enumerate([*row, 0]):
        if module and start is None:
            start = x
        elif not module and start is not None:
            yield start, x
            start = None
