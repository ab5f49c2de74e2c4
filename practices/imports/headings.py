"""Which field a heading means."""

from __future__ import annotations

import re
from collections.abc import Iterator

from practices.imports.synonyms import FACTS, HEADINGS

BY_SYNONYM = {synonym: field for field, synonyms in (HEADINGS | FACTS).items() for synonym in synonyms}
# Words that make a heading no other heading.
LITTLE = frozenset(
    {"a", "an", "and", "did", "do", "for", "have", "has", "how", "in", "is", "it", "its", "key", "main", "new", "of"}
    | {"on", "our", "project", "so", "far", "the", "their", "they", "this", "to", "was", "we", "were", "what", "when"}
    | {"where", "which", "who", "why", "with", "you", "your"}
)
_NUMBER = re.compile(r"^\s*((section|part|question|q)\s*)?(\d+(\.\d+)*[.):]?|[a-h][.)])\s+(?=\S)", re.IGNORECASE)
_DIVIDERS = re.compile(r"\s+and\s+|[/,:;–—|(]|\s-\s")
LONGEST = 100


def normal(heading: str) -> str:
    """The heading without what people write differently: its number, capitals, punctuation, spaces."""
    text = _NUMBER.sub("", heading).lower().replace("&", " and ")
    return " ".join(re.sub(r"[^\w\s]", "", re.sub(r"[/–—-]", " ", text.replace("’", "").replace("'", ""))).split())


def field_of(heading: str) -> str | None:
    """The field that a heading means; None where the list knows none.

    Its whole wording is looked up first. Else the longest synonym wins that stands in the heading, or in a part of it
    between “and”, commas and the like, and that leaves less than half of that part's words unexplained.
    """
    if len(heading) > LONGEST:
        return None
    if exact := BY_SYNONYM.get(normal(heading)):
        return exact
    return _longest(_phrases(heading))


def named_exactly(label: str) -> str | None:
    """The field whose synonym the label is, word for word."""
    return BY_SYNONYM.get(normal(label))


def says_more(heading: str) -> bool:
    """Whether a heading holds words beside those that name its field."""
    if len(heading) > LONGEST:
        return True
    phrases = _phrases(heading)
    return phrases[0] not in BY_SYNONYM and any(phrase not in BY_SYNONYM for phrase in phrases[1:])


def _phrases(heading: str) -> list[str]:
    """The heading, and the parts of it between “and”, commas and the like."""
    parts = _DIVIDERS.split(_NUMBER.sub("", heading).replace("&", " and "))
    return [normal(heading), *filter(None, map(normal, parts))]


def _longest(phrases: list[str]) -> str | None:
    found = [(synonym, field) for phrase in phrases for synonym, field in _synonyms_in(phrase)]
    # Of two that are equally long, the one that stands first in the heading.
    return max(found, key=lambda pair: len(pair[0]))[1] if found else None


def _synonyms_in(phrase: str) -> Iterator[tuple[str, str]]:
    words = phrase.split()
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            synonym = " ".join(words[start:end])
            if synonym in BY_SYNONYM and _telling(words[start:end]) * 2 > _telling(words):
                yield synonym, BY_SYNONYM[synonym]


def _telling(words: list[str]) -> int:
    return sum(word not in LITTLE for word in words) or len(words)
