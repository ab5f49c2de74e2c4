"""Between words and the Markdown that `practices.markdown` knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import groupby

from practices import markdown

# What the parser would take for emphasis, a link or an entity. An underscore inside a word means nothing to it.
_MARKS = re.compile(r"[\\*\[\]<]|~~|(?<!\w)_|_(?!\w)|&(?=#?\w+;)")
# Without any of these a text is drawn as it stands.
_DRAWN = re.compile(r"[\\*_~\[\]<>&]|^[ \t]*([-+]|\d+[.)])(?=\s|$)", re.MULTILINE)
_ADDRESS = re.compile(r"(https?://|mailto:)\S+", re.IGNORECASE)
_ESCAPED_IN_ADDRESS = str.maketrans({"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\\": "%5C"})


@dataclass(frozen=True)
class Span:
    """Words that look the same throughout."""

    text: str
    bold: bool = False
    italic: bool = False
    address: str = ""


def marked(spans: list[Span]) -> str:
    """The spans as Markdown."""
    return "".join(_marked(span) for span in _joined(spans)).strip()


def escaped(text: str) -> str:
    """Words such that they stay as they are when they are drawn as Markdown, but for lists begun by hand."""
    return _MARKS.sub(lambda mark: "".join(f"\\{char}" for char in mark[0]), text)


def plain(text: str) -> str:
    """The words alone; a link's address stands in brackets behind its words."""
    if not _DRAWN.search(text):
        return re.sub(r"\n{2,}", "\n", text).strip()
    reader = _Words()
    reader.feed(str(markdown.render(text)))
    reader.close()
    return re.sub(r"\n{2,}", "\n", "".join(reader.words)).strip()


def _joined(spans: list[Span]) -> list[Span]:
    """Neighbours that look alike as one: Word cuts words in two wherever somebody has corrected them."""
    groups = groupby((span for span in spans if span.text), key=lambda span: (span.bold, span.italic, span.address))
    return [Span("".join(span.text for span in alike), *looks) for looks, alike in groups]


def _marked(span: Span) -> str:
    words = span.text.strip()
    if not words:
        return span.text
    before = span.text[: len(span.text) - len(span.text.lstrip())]
    after = span.text[len(span.text.rstrip()) :]
    marks = "**" * span.bold + "*" * span.italic
    return f"{before}{marks}{_linked(words, span.address)}{marks[::-1]}{after}"


def _linked(words: str, address: str) -> str:
    if not _ADDRESS.fullmatch(address):
        return escaped(words)
    return f"[{escaped(words)}]({address.translate(_ESCAPED_IN_ADDRESS)})"


class _Words(HTMLParser):
    """Gathers the words of drawn Markdown, with line ends where there are some."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.address = ""
        self.link_began = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.address = dict(attrs).get("href") or ""
            self.link_began = len(self.words)
        elif tag != "br" and tag in ("p", "li", "ul", "ol", "blockquote"):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            shown = "".join(self.words[self.link_began :])
            if self.address and self.address.removeprefix("mailto:") != shown:
                self.words.append(f" ({self.address})")

    def handle_data(self, data: str) -> None:
        self.words.append(data)
