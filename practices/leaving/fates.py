"""What becomes of somebody's write-ups when their account is erased. The page tells it, and the action does it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from practices.models import Practice


class Fate(TextChoices):
    GOES = "goes", _("Deleted: never published, and it has no other author")
    CO_AUTHORS = "co_authors", _("Stays, and its co-authors go on with it")
    MANAGERS = "managers", _("Stays, without a name; the managers of its organisation can edit it from then on")
    MODERATORS = "moderators", _("Stays, without a name; nobody can edit it, and moderators can retire it")


def fates_of_write_ups(person: Any) -> list[tuple[Fate, Practice]]:
    """Every write-up of theirs with what becomes of it, in the order of the fates."""
    practices = list(
        Practice.objects.written_by(person)
        .select_related("organisation", "published_revision", "draft_revision")
        .prefetch_related("authorships")
        .order_by("pk")
    )
    managed = set(managers_beside(person, practices).values_list("memberships__organisation", flat=True))
    fates = [(_fate(practice, person, managed), practice) for practice in practices]
    return sorted(fates, key=lambda pair: list(Fate).index(pair[0]))


def managers_beside(person: Any, practices: Iterable[Practice]) -> Any:
    """The other people who manage the organisations of these write-ups."""
    managers = Membership.objects.managers().filter(organisation__in={each.organisation_id for each in practices})
    return User.objects.filter(is_active=True, memberships__in=managers).exclude(pk=person.pk)


def _fate(practice: Practice, person: Any, managed: set[int]) -> Fate:
    if any(authorship.user_id != person.pk for authorship in practice.authorships.all()):
        return Fate.CO_AUTHORS
    if not practice.is_published:
        return Fate.GOES
    return Fate.MANAGERS if practice.organisation_id in managed else Fate.MODERATORS
