"""When a step is the same as before, and when one that must stay has changed. docs/learning.md has the rule in words.

It is one rule for all that ask: what a team is to decide about a newer revision, what it is to say again of the steps,
and whether its colleagues are to be briefed again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from practices.choices import Essential

Step = Mapping[str, Any]


def words_of(step: Step) -> str:
    """What it says, without what makes no difference: capitals and spaces."""
    return " ".join(step.get("text", "").split()).casefold()


def mark_of(step: Step) -> str:
    """Whether it must stay. Of one that has no mark, nobody is sure."""
    mark = step.get("essential", "")
    return mark if mark in Essential else Essential.NOT_SURE


def is_the_same(one: Step, other: Step) -> bool:
    return (words_of(one), mark_of(one)) == (words_of(other), mark_of(other))


def have_changed(before: Sequence[Step], after: Sequence[Step]) -> bool:
    """Whether a step that must stay, or had to, is not the same any more; where each stands does not count."""
    return _that_must_stay(before) != _that_must_stay(after)


def _that_must_stay(steps: Sequence[Step]) -> Counter[str]:
    return Counter(words_of(step) for step in steps if mark_of(step) == Essential.YES)
