"""What an import would do with each row, in comparison with what earlier ones have made of the same collection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from practices.batches import few_at_a_time
from practices.bulk.write_up import WriteUp, digest_of
from practices.lifecycle import Status
from practices.models import Practice, Revision

AT_A_TIME = 500
# What a digest reads beside the rows themselves.
RELATED = tuple(
    f"{revision}__{name}"
    for revision in ("published_revision", "draft_revision")
    for name in ("places", "topics", "attachments")
)


class Outcome(TextChoices):
    ADDED = "added", _("Added")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    LEFT_ALONE = "left_alone", _("Left alone")


class Why(TextChoices):
    """Why a row that says something new is left alone."""

    EDITED = "edited", _("Somebody has changed it on the hub since it was imported.")
    AT_WORK = "at_work", _("It is being changed, in review, retired or withheld.")
    OTHERS = "others", _("Others write it by now.")
    PUBLISHED = "published", _("It is published, and the import is to make drafts.")
    A_DRAFT = "a_draft", _("It is still a draft, which its author submits.")
    MOVED = "moved", _("The organisation of a published write-up cannot change.")


@dataclass(frozen=True)
class Planned:
    write_up: WriteUp
    outcome: Outcome
    practice: Practice | None = None  # what is there already, where it would be changed or is left alone
    why: Why | None = None


def plan(write_ups: Sequence[WriteUp], *, source: str, publish: bool, hold: bool = False) -> list[Planned]:
    """What to do with each, in the same order. With `hold`, what may be changed is locked before it is looked at."""
    there = {
        ref: (key, digest)
        for ref, key, digest in Practice.objects.imported_from(source).values_list("source_ref", "pk", "source_digest")
    }
    planned = [_first_look(write_up, there.get(write_up.ref)) for write_up in write_ups]
    keys = [there[each.write_up.ref][0] for each in planned if each.outcome == Outcome.CHANGED]
    practices = dict(_by_key(keys, hold))
    return [
        _second_look(each, practices[there[each.write_up.ref][0]], publish) if each.outcome == Outcome.CHANGED else each
        for each in planned
    ]


def _first_look(write_up: WriteUp, there: tuple[int, str] | None) -> Planned:
    if there is None:
        return Planned(write_up, Outcome.ADDED)
    return Planned(write_up, Outcome.UNCHANGED if there[1] == write_up.digest else Outcome.CHANGED)


def _second_look(planned: Planned, practice: Practice, publish: bool) -> Planned:
    why = _why_not(planned.write_up, practice, publish)
    outcome = Outcome.LEFT_ALONE if why else Outcome.CHANGED
    return Planned(planned.write_up, outcome, practice, why)


def _why_not(write_up: WriteUp, practice: Practice, publish: bool) -> Why | None:
    """Why what the row says now is not put in the place of what it said before."""
    if _is_at_work(practice):
        return Why.AT_WORK
    if not _says_what_was_imported(practice):
        return Why.EDITED
    authors = {authorship.user_id for authorship in practice.authorships.all()}
    if authors != ({write_up.owner.pk} if write_up.owner else set()):
        return Why.OTHERS
    if publish != practice.is_published:
        return Why.PUBLISHED if practice.is_published else Why.A_DRAFT
    if practice.is_published and write_up.organisation != practice.organisation:
        return Why.MOVED
    return None


def is_as_imported(practice: Practice) -> bool:
    """Whether it stands as an import has left it: what it says, its state, and who writes it."""
    owner = {practice.current_revision.created_by_id} - {None}
    authors = {authorship.user_id for authorship in practice.authorships.all()}
    return authors == owner and not _is_at_work(practice) and _says_what_was_imported(practice)


def _is_at_work(practice: Practice) -> bool:
    if (practice.is_published and practice.draft_revision) or practice.retired_at or practice.withheld_at:
        return True
    return practice.status not in (Status.DRAFT, Status.PUBLISHED)


def _says_what_was_imported(practice: Practice) -> bool:
    revision: Revision = practice.current_revision
    revision.practice = practice
    # No import brings files: where there is one, held or not, somebody has added it.
    return not revision.attachments.all() and digest_of(revision) == practice.source_digest


def _by_key(keys: Sequence[int], hold: bool) -> Iterator[tuple[int, Practice]]:
    for some in few_at_a_time(sorted(keys), AT_A_TIME):
        if hold:
            list(Practice.objects.select_for_update().filter(pk__in=some).order_by("pk").values_list("pk"))
        for practice in in_full(Practice.objects.filter(pk__in=some)):
            yield practice.pk, practice


def in_full(practices: QuerySet[Practice]) -> QuerySet[Practice]:
    """With all that tells whether anybody has changed them."""
    return practices.select_related("published_revision", "draft_revision", "organisation").prefetch_related(
        "authorships", *RELATED
    )
