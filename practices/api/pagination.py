"""Pages of the API: cut from keys in their order, and gone on with by a cursor.

A cursor holds how far somebody has come and the last keys they were given. The next page begins behind the last of
these that is still there, so that what is published or removed meanwhile makes nobody miss anything or meet it twice,
unless hundreds of rows move at once. If all of them are gone, rather something comes twice than never.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from practices.api.problems import Problem

REMEMBERED = 5  # keys, in case that the last of them is removed
LOOKED_THROUGH = 200  # rows before and behind where the page would begin, had nothing moved
MOST = 10_000_000


@dataclass(frozen=True)
class Slice:
    """The keys of a page, and the cursor of the next one, if there is one."""

    keys: list[int]
    cursor: str | None


def cut(keys: Sequence[int], *, cursor: str | None, limit: int, question: str) -> Slice:
    """`question` is the fingerprint of what was asked. Raises Problem 400 for a cursor that is none, or of another."""
    start = _start(keys, *_read(cursor, question)) if cursor is not None else 0
    page = list(keys[start : start + limit + 1])
    there_is_more, page = len(page) > limit, page[:limit]
    return Slice(page, _write(question, start + limit, page[-REMEMBERED:]) if there_is_more else None)


def _start(keys: Sequence[int], at: int, last: list[int]) -> int:
    """Behind the last key that is still there; where these began, if none is."""
    first = max(0, at - LOOKED_THROUGH)
    near = list(keys[first : at + LOOKED_THROUGH])
    for key in reversed(last):
        if key in near:
            return first + near.index(key) + 1
    return max(0, at - len(last))


def _write(question: str, at: int, last: list[int]) -> str:
    said = json.dumps([question, at, last], separators=(",", ":"))
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def _read(cursor: str, question: str) -> tuple[int, list[int]]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        said = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        of, at, last = said
        is_sound = _is_number(at) and isinstance(last, list) and len(last) <= REMEMBERED and all(map(_is_number, last))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        is_sound = False
    if not is_sound:
        reason = _("It is no cursor of the hub. Follow the “next” of an answer.")
    elif of != question:
        reason = _("It belongs to other filters, words or another order. Begin again without it.")
    else:
        return at, last
    raise Problem(400, _("The cursor cannot be used."), invalid=[("cursor", reason)])


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value <= MOST * 1000
