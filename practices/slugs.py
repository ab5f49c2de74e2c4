"""Addresses of write-ups: a private one while it is written, a lasting one from its first publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from practices.models import OldSlug, Practice

PREFIX = "practices/"
LONGEST = 80  # leaves room for an ending within the model's 90
ENDING_LENGTH = 6
ENDING_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread when said aloud


def draft_slug(title: str) -> str:
    """An address that nobody guesses from the title, for as long as the write-up is a draft."""
    while True:
        slug = f"{_stem(title)}-{get_random_string(ENDING_LENGTH, ENDING_LETTERS)}"
        if not _is_taken(slug):
            return slug


def draft_slugs(titles: Sequence[str]) -> list[str]:
    """The same for many at once."""
    return _free([_endings(_stem(title)) for title in titles])


def published_slugs(titles: Sequence[str]) -> list[str]:
    """Addresses that readers get, for many write-ups at once that have none yet, each its own."""
    numbers: Counter[str] = Counter()
    return _free([_numbered(_stem(title), numbers) for title in titles])


def published_slug(title: str, practice: Practice) -> str:
    """The address readers get: from the title, numbered where another write-up has or had it."""
    stem = _stem(title)
    slug, number = stem, 1
    while slug in reserved_slugs() or _is_taken(slug, by_other_than=practice):
        number += 1
        slug = f"{stem}-{number}"
    return slug


@cache
def reserved_slugs() -> frozenset[str]:
    """What stands directly below /practices/ as an address of its own, read from the URLconf."""
    below = [route.removeprefix(PREFIX) for route in _routes(get_resolver().url_patterns) if route.startswith(PREFIX)]
    words = (route.split("/")[0] for route in below)
    return frozenset(word for word in words if word and "<" not in word)


def _routes(patterns: list[URLPattern | URLResolver], before: str = "") -> list[str]:
    routes = []
    for pattern in patterns:
        route = before + str(pattern.pattern)
        routes += _routes(pattern.url_patterns, route) if isinstance(pattern, URLResolver) else [route]
    return routes


def _stem(title: str) -> str:
    return slugify(title)[:LONGEST].strip("-") or "write-up"


def _endings(stem: str) -> Iterator[str]:
    while True:
        yield f"{stem}-{get_random_string(ENDING_LENGTH, ENDING_LETTERS)}"


def _numbered(stem: str, numbers: Counter[str]) -> Iterator[str]:
    """The stem, then with 2 and so on; `numbers` counts what others of the same stem have been offered."""
    while True:
        numbers[stem] += 1
        number = numbers[stem]
        yield stem if number == 1 else f"{stem}-{number}"


def _free(offers: list[Iterator[str]]) -> list[str]:
    """The first address of each that nothing has, asked for all of them together."""
    chosen: dict[int, str] = {}
    waiting = dict(enumerate(offers))
    while waiting:
        offered = {number: next(offer) for number, offer in waiting.items()}
        taken = _taken(list(offered.values())) | {*chosen.values()}
        for number, slug in offered.items():
            if slug not in taken:
                chosen[number] = slug
                taken.add(slug)
                del waiting[number]
    return [chosen[number] for number in range(len(offers))]


def _taken(slugs: list[str]) -> set[str]:
    practices = Practice.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    old = OldSlug.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    return {*practices, *old, *reserved_slugs()}


def _is_taken(slug: str, *, by_other_than: Practice | None = None) -> bool:
    practices, old = Practice.objects.filter(slug=slug), OldSlug.objects.filter(slug=slug)
    if by_other_than is not None:
        practices, old = practices.exclude(pk=by_other_than.pk), old.exclude(practice=by_other_than)
    return practices.exists() or old.exists()
