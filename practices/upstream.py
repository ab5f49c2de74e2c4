"""What a practice says since a team took it up: which steps are other ones now, and whether anybody has decided yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from practices.choices import Essential
from practices.diff import Piece, words
from practices.essential_steps import Step, is_the_same, mark_of, words_of
from practices.models import Adaptation, Adoption, UpstreamChoice

# Two steps of which at least this share of the words is the same are one step that was reworded.
SAME_STEP = 0.5


@dataclass(frozen=True)
class StepChange:
    """A step of the older revision beside what became of it. One of the two is missing where it is new or left out."""

    kind: Literal["same", "changed", "added", "removed"]
    old: int | None  # its position in each revision, from 0
    new: int | None
    before: Step
    after: Step

    @property
    def is_essential(self) -> bool:
        """Whether it must stay, or had to."""
        return Essential.YES in (mark_of(self.before), mark_of(self.after))

    @property
    def pieces(self) -> list[Piece]:
        return words(self.before.get("text", ""), self.after.get("text", ""))

    @property
    def marks(self) -> tuple[str, str] | None:
        """How it was marked and how it is, where that is another way now."""
        before, after = (str(Essential(mark_of(step)).label) for step in (self.before, self.after))
        return (before, after) if self.kind == "changed" and before != after else None


def changes(before: Sequence[Step], after: Sequence[Step]) -> list[StepChange]:
    """Every step of both revisions once, in the newer one's order; what was left out stands at the end."""
    pairs = _pairs_alike(before, after, {}, lambda step: (words_of(step), mark_of(step)))
    pairs |= _pairs_alike(before, after, pairs, words_of)
    pairs |= _reworded(before, after, pairs)
    found = []
    for new, step in enumerate(after):
        old = next((old for old, at in pairs.items() if at == new), None)
        if old is None:
            found.append(StepChange("added", None, new, {}, step))
        else:
            kind = "same" if is_the_same(before[old], step) else "changed"
            found.append(StepChange(kind, old, new, before[old], step))
    left_out = [old for old in range(len(before)) if old not in pairs]
    return found + [StepChange("removed", old, None, before[old], {}) for old in left_out]


def essential_changes(before: Sequence[Step], after: Sequence[Step]) -> list[StepChange]:
    """The steps that must stay, or had to, and are not what they were: some, if `essential_steps.have_changed`."""
    return [each for each in changes(before, after) if each.kind != "same" and each.is_essential]


def undecided(adoptions: QuerySet[Adoption]) -> QuerySet[Adoption]:
    """Of these, the ones that go on and whose practice has a newer revision that they have still to decide about."""
    decided = UpstreamChoice.objects.filter(adoption=OuterRef("pk"), revision=OuterRef("practice__published_revision"))
    return (
        adoptions.going_on()
        .filter(practice__published_revision__number__gt=F("revision__number"))
        .exclude(Exists(decided.exclude(ask_again_on__lte=timezone.localdate())))
    )


def to_say_again(adoption: Adoption) -> list[Adaptation]:
    """What was said of steps that have changed since, by taking a newer revision. Load `revision` and `adaptations`."""
    steps = adoption.revision.steps
    return [
        row
        for row in adoption.adaptations.all()
        if not is_the_same({"text": row.step, "essential": row.essential}, steps[row.position])
    ]


def _pairs_alike(
    before: Sequence[Step], after: Sequence[Step], pairs: Mapping[int, int], alike: Callable[[Step], Hashable]
) -> dict[int, int]:
    """Pairs of positions of steps of which `alike` gives the same, each position once; of those not in `pairs` yet."""
    taken = set(pairs.values())
    free: dict[Hashable, list[int]] = {}
    for new, step in enumerate(after):
        if new not in taken:
            free.setdefault(alike(step), []).append(new)
    left = ((old, free.get(alike(step))) for old, step in enumerate(before) if old not in pairs)
    return {old: places.pop(0) for old, places in left if places}


def _reworded(before: Sequence[Step], after: Sequence[Step], pairs: Mapping[int, int]) -> dict[int, int]:
    """Pairs of what is left, those that are most alike first."""
    taken = set(pairs.values())
    alike = sorted(
        (-likeness, old, new)
        for old in range(len(before))
        for new in range(len(after))
        if old not in pairs and new not in taken and (likeness := _likeness(before[old], after[new])) >= SAME_STEP
    )
    found: dict[int, int] = {}
    for _likeness_of_pair, old, new in alike:
        if old not in found and new not in found.values():
            found[old] = new
    return found


def _likeness(one: Step, other: Step) -> float:
    """The share of words that both have, whatever their order; cheap, since every pair is looked at."""
    first, second = (Counter(words_of(step).split()) for step in (one, other))
    return 2 * (first & second).total() / max(1, first.total() + second.total())
