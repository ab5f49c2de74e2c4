"""The picture that other sites show beside a link to a write-up: its title, its summary, and where it is from.

Pure: texts in, a PNG out, the same bytes for the same texts. However long the texts are, they wrap, shrink and at last
are cut, and nothing stands outside the picture. The letters are of a font that `practice_hub/assets.py` copies.
"""

from __future__ import annotations

import hashlib
import io
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from practices.attribution import shown_region
from practices.models import Practice

FONTS = settings.BASE_DIR / "static" / "vendor" / "fonts"
REGULAR, BOLD = FONTS / "AtkinsonHyperlegibleNext-Regular.ttf", FONTS / "AtkinsonHyperlegibleNext-Bold.ttf"
NO_SUCH_LETTER = "\ue0ff"  # of the private use area, so that every font draws its empty box

# What the networks ask for: 1.91 to 1.
WIDTH, HEIGHT = 1200, 630
LEFT, RIGHT = 88, 1200 - 80
TOP, BOTTOM = 76, 630 - 64
KICKER, FOOT = 30, 30
GAP = 26
# (title, summary): the first pair for which there is room.
SIZES = ((72, 34), (64, 32), (56, 30), (48, 28), (42, 26))
DRAWN_AS = 1  # another number with every change of how it looks
LINE = 1.22  # of a letter's size

# The hub's own, of static/css/hub.css.
INK, LEAF, WHITE, SOFT = "#10312b", "#7fd6b9", "#ffffff", "#dfeae6"


@dataclass(frozen=True)
class Face:
    """What a card says, and nothing else of a write-up."""

    title: str
    summary: str
    where: str
    hub: str

    @property
    def alternative(self) -> str:
        """What the picture says, for those who do not see it."""
        return _("%(title)s. %(where)s. Shared on %(hub)s.") % {
            "title": self.title.rstrip("."),
            "where": self.where,
            "hub": self.hub,
        }


def face_of(practice: Practice) -> Face:
    """Its kind of place and its region, not the place: a card travels further than the page that explains it."""
    revision = practice.shown
    region = shown_region(revision)
    kinds = {place.get_kind_display() for place in revision.places.all()}
    if len(kinds) == 1 and not revision.hides_organisation:
        kind = str(kinds.pop())
        where = _("%(kind)s, %(region)s") % {"kind": kind[:1].upper() + kind[1:], "region": region}
    else:
        where = region[:1].upper() + region[1:]
    return Face(revision.title, revision.summary, where, settings.HUB_NAME)


def etag_of(face: Face) -> str:
    """Of what it says and of how it is drawn, without drawing it."""
    said = repr((DRAWN_AS, face))
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


@lru_cache(maxsize=32)
def draw(face: Face) -> bytes:
    """Kept for a while, since it takes a tenth of a second; whether anybody may see it is asked before, each time."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), INK)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 20, HEIGHT), fill=LEAF)
    _line(pen, TOP, _fitting(face.where, REGULAR, KICKER, 1), REGULAR, KICKER, LEAF)
    _line(pen, BOTTOM - FOOT, _fitting(face.hub, BOLD, FOOT, 1), BOLD, FOOT, WHITE)
    begin, end = TOP + KICKER + GAP, BOTTOM - FOOT - GAP
    title, summary, (title_size, summary_size) = _laid_out(face, end - begin)
    y = begin
    for text in title:
        _line(pen, y, [text], BOLD, title_size, WHITE)
        y += _height(title_size)
    y += GAP
    for text in summary:
        _line(pen, y, [text], REGULAR, summary_size, SOFT)
        y += _height(summary_size)
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def _laid_out(face: Face, room: int) -> tuple[list[str], list[str], tuple[int, int]]:
    """The lines of the title and of the summary, and their sizes; cut only where the smallest letters are too big."""
    for sizes in SIZES:
        title, summary = _wrapped(face.title, BOLD, sizes[0]), _wrapped(face.summary, REGULAR, sizes[1])
        if len(title) * _height(sizes[0]) + GAP + len(summary) * _height(sizes[1]) <= room:
            return title, summary, sizes
    smallest = SIZES[-1]
    title = _fitting(face.title, BOLD, smallest[0], room * 3 // 5 // _height(smallest[0]))
    left = room - len(title) * _height(smallest[0]) - GAP
    return title, _fitting(face.summary, REGULAR, smallest[1], left // _height(smallest[1])), smallest


def _fitting(text: str, font: Path, size: int, most: int) -> list[str]:
    """At most so many lines; the last ends in an ellipsis where there is more."""
    lines = _wrapped(text, font, size)
    if len(lines) <= most:
        return lines
    last = f"{lines[most - 1].rstrip(' ,;:')}…"
    while _width(last, font, size) > RIGHT - LEFT:
        last = f"{last[:-2]}…"
    return [*lines[: most - 1], last]


def _wrapped(text: str, font: Path, size: int) -> list[str]:
    """Lines that are no wider than the card, broken between words, and within one that is longer than a line."""
    lines, line = [], ""
    for word in drawable(text).split():
        longer = f"{line} {word}" if line else word
        if _width(longer, font, size) <= RIGHT - LEFT:
            line = longer
            continue
        if line:
            lines.append(line)
        line = ""
        for letter in word:
            if _width(line + letter, font, size) > RIGHT - LEFT:
                lines.append(line)
                line = ""
            line += letter
    return [*lines, line] if line else lines


def drawable(text: str) -> str:
    """The text in letters that the font has; of others, what they are made of, and else nothing."""
    kept = []
    for letter in unicodedata.normalize("NFC", text):
        if letter.isspace():
            kept.append(" ")
        elif _has(letter):
            kept.append(letter)
        else:
            kept += [part for part in unicodedata.normalize("NFKD", letter) if _has(part)]
    return "".join(kept)


@cache
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    # The basic engine is in every Pillow; another would set the lines by whichever libraries a machine has.
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def _width(text: str, font: Path, size: int) -> float:
    return _font(font, size).getlength(text)


def _height(size: int) -> int:
    return round(size * LINE)


def _line(pen: ImageDraw.ImageDraw, y: int, lines: list[str], font: Path, size: int, colour: str) -> None:
    for text in lines:
        pen.text((LEFT, y), text, font=_font(font, size), fill=colour)


@cache
def _empty_box() -> tuple[tuple[int, int], bytes]:
    return _shape(NO_SUCH_LETTER)


@lru_cache(maxsize=2048)
def _has(letter: str) -> bool:
    return unicodedata.category(letter)[0] not in "CM" and _shape(letter) != _empty_box()


def _shape(letter: str) -> tuple[tuple[int, int], bytes]:
    mask = _font(BOLD, KICKER).getmask(letter)
    return mask.size, bytes(mask)
