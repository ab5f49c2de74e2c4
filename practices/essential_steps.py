"""Whether two revisions of a practice ask the same of whoever does it. docs/learning.md has the rule in words."""

from __future__ import annotations

from practices.choices import Essential
from practices.models import Revision


def essential_steps(revision: Revision) -> list[str]:
    """The words of the steps that must stay, in the order of the write-up."""
    return [" ".join(step["text"].split()) for step in revision.steps if step.get("essential") == Essential.YES]


def are_the_same(one: Revision, other: Revision) -> bool:
    """Whether the same steps are essential, in the same words; their order, capitals and spaces do not count."""
    return _compared(one) == _compared(other)


def _compared(revision: Revision) -> list[str]:
    return sorted(step.casefold() for step in essential_steps(revision))
