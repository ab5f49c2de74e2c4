"""Dealing with many things a few at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def few_at_a_time(things: Iterable[T], number: int) -> Iterator[list[T]]:
    """So many of them at once, and at the end what is left."""
    waiting = iter(things)
    while some := list(islice(waiting, number)):
        yield some
