"""Counts of people below 10, which could tell who they are."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

# A whole number from 0 to 9, or a range of two, that stands alone: not in 3.5, 1,204, 7% or 2024/5.
SMALL_COUNT = re.compile(r"(?<![\w.,/:–-])\d(?:\s?(?:-|–|to)\s?\d)?(?![\w%:–-]|[.,]\d|\s?per cent)")


def without_small_counts(text: str) -> str:
    """The text as readers see it, with “fewer than 10” in place of each such number."""
    return SMALL_COUNT.sub(_("fewer than 10"), text)
