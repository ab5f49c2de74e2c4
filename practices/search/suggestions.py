"""What to offer while somebody types: write-ups, topics, places and terms; and what is near to what found nothing.

A title is offered to those alone who may read the write-up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import QuerySet, Value
from django.db.models.functions import Greatest, Lower
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Place
from practices.models import SearchEntry, Term, Topic
from practices.search.bitmaps import by_index
from practices.search.matching import matches
from practices.search.words import PIECE, all_of, quoted

SHORTEST = 2  # letters
MOST_TYPED = 100  # characters
MOST_TITLES, MOST_OTHERS = 5, 3
NEAR_ENOUGH = 0.5  # as pg_trgm likens words, from 0 to 1
LONG_ENOUGH = 4  # letters; shorter words are like too many


@dataclass(frozen=True)
class Suggestion:
    label: str
    address: str


@dataclass(frozen=True)
class Group:
    label: str
    suggestions: list[Suggestion]


def suggestions(typed: str, *, user: Any) -> list[Group]:
    """Groups of what the words may be the beginning of; those with nothing to offer are left out."""
    words = PIECE.findall(typed.replace("\0", " ")[:MOST_TYPED].lower())
    if not words or len("".join(words)) < SHORTEST:
        return []
    groups = [
        Group(_("Write-ups"), _titles(words, SearchEntry.objects.visible_to(user))),
        Group(_("Topics"), _named(words, Topic.objects.curated(), "name", "topic")),
        Group(_("Places"), _named(words, Place.objects.live(), "short_name", "place")),
        Group(_("Look for"), _terms(words)),
    ]
    return [group for group in groups if group.suggestions]


def near(typed: str) -> list[Suggestion]:
    """Topics and places with a word much like one that was typed."""
    words = [word for word in PIECE.findall(typed[:MOST_TYPED]) if len(word) >= LONG_ENOUGH]
    if not words:
        return []
    named = ((Topic.objects.curated(), "name", "topic"), (Place.objects.live(), "short_name", "place"))
    return [suggestion for rows, field, route in named for suggestion in _near(words, rows, field, route)]


def _near(words: list[str], rows: QuerySet, field: str, route: str) -> list[Suggestion]:
    likeness = [TrigramWordSimilarity(word, field) for word in words]
    alike = rows.annotate(likeness=Greatest(*likeness, Value(0.0))).filter(likeness__gte=NEAR_ENOUGH)
    return [
        Suggestion(name, reverse(route, args=[slug]))
        for name, slug in alike.order_by("-likeness", field).values_list(field, "slug")[:MOST_OTHERS]
    ]


def _titles(words: list[str], entries: QuerySet) -> list[Suggestion]:
    """Titles that have all of the words, the last of them perhaps only begun; those that begin with them first."""
    begun = [f"{quoted(word)}:A" for word in words[:-1]] + [f"{quoted(words[-1])}:*A"]
    found = entries.filter(matches("forms", all_of(begun))).annotate(sorted_by=Lower("title"))
    rows = found.order_by("is_retired", "sorted_by", "pk").values_list("title", "practice__slug")[: MOST_TITLES * 8]
    with by_index():
        rows = list(rows)
    best = sorted(rows, key=lambda row: not row[0].lower().startswith(" ".join(words)))[:MOST_TITLES]
    return [Suggestion(title, reverse("practice", args=[slug])) for title, slug in best]


def _named(words: list[str], rows: QuerySet, field: str, route: str) -> list[Suggestion]:
    found = rows.filter(**{f"{field}__iregex": _beginning(words)}).order_by(Lower(field), "pk")
    return [
        Suggestion(name, reverse(route, args=[slug])) for name, slug in found.values_list(field, "slug")[:MOST_OTHERS]
    ]


def _terms(words: list[str]) -> list[Suggestion]:
    """What a term means, for somebody who begins to type it: the preferred words are what is offered."""
    found = Term.objects.in_use().filter(term__iregex=f"^{'[^[:alnum:]]+'.join(words)}")
    preferred = dict.fromkeys(found.order_by(Lower("term"), "pk").values_list("preferred", flat=True)[:MOST_OTHERS])
    return [Suggestion(text, f"{reverse('practices')}?{urlencode({'q': text})}") for text in preferred]


def _beginning(words: list[str]) -> str:
    """The words one after the other, from the beginning of some word on; letters and digits need no escaping."""
    return rf"\m{'[^[:alnum:]]+'.join(words)}"
