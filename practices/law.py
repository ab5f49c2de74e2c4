"""The law and guidance that write-ups cite, and which of it has changed since their authors stood by them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from practices.models import LawChange, Practice, Revision


def key_of(title: str) -> str:
    """The same for every way to write the title that differs in capitals and spaces alone."""
    return " ".join(title.split()).casefold()


def keys_of(revision: Revision) -> frozenset[str]:
    return frozenset(key for row in revision.law if (key := key_of(row["title"])))


@dataclass(frozen=True)
class Cited:
    """An act or guidance in the register."""

    key: str
    title: str  # as most write-ups have it
    number: int  # of write-ups that cite it


@dataclass(frozen=True)
class Citation:
    practice: Practice
    references: list[dict[str, Any]]  # its rows about this act or guidance


def register(user: Any) -> list[Cited]:
    """All that is cited by published write-ups that this person may read, in alphabetical order."""
    spellings: dict[str, Counter[str]] = {}
    number: Counter[str] = Counter()
    rows = _citing(user).values_list("published_revision__law", flat=True)
    for law in rows.iterator():
        titles = {key_of(row["title"]): " ".join(row["title"].split()) for row in law}
        number.update(titles.keys())
        for key, title in titles.items():
            spellings.setdefault(key, Counter())[title] += 1
    cited = [Cited(key, _usual(spelt), number[key]) for key, spelt in spellings.items() if key]
    return sorted(cited, key=lambda each: each.key)


def _usual(spelt: Counter[str]) -> str:
    return min(spelt, key=lambda title: (-spelt[title], title))


def citations_of(key: str, user: Any) -> list[Citation]:
    """The write-ups that cite it, as far as this person may read them."""
    citing = _citing(user).for_listing().order_by("published_revision__title", "pk")
    found = [
        Citation(practice, [row for row in practice.shown.law if key_of(row["title"]) == key]) for practice in citing
    ]
    return [citation for citation in found if citation.references]


def _citing(user: Any) -> Any:
    return (
        Practice.objects.published()
        .visible_to(user)
        .filter(retired_at=None, withheld_at=None)
        .exclude(published_revision__law=[])
    )


def changes_for(practices: Iterable[Practice]) -> dict[int, list[LawChange]]:
    """By the practice's key: what has changed of what it cites, since its authors last stood by it. One query."""
    current = [practice for practice in practices if not practice.retired_at]
    keys = {practice.pk: keys_of(practice.shown) for practice in current}
    changes = list(LawChange.objects.filter(key__in=frozenset[str]().union(*keys.values())).newest())
    return {
        practice.pk: [
            change
            for change in changes
            if change.key in keys[practice.pk] and practice.vouched_for_at < change.counts_from
        ]
        for practice in current
    }
