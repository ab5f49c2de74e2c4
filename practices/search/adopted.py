"""By whom published practices are taken up, as marks on their entries that filters go by.

Only what readers are told comes into a mark: a place that is told gives its region, an organisation that is told its
kind. One that is told in the numbers alone says that another team has taken it up, and no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from accounts.models import Place
from practices.choices import AdopterShownAs
from practices.models import Adoption, SearchEntry
from practices.search.bitmaps import LOCK

ELSEWHERE = "elsewhere"
NAMES_THE_ORGANISATION = frozenset({AdopterShownAs.TEAM, AdopterShownAs.ORGANISATION})


def in_region(region: str) -> str:
    return f"region:{region}"


def by_kind(kind: str) -> str:
    return f"kind:{kind}"


@transaction.atomic
def mark(keys: Collection[int]) -> None:
    """Bring the marks of these practices up to date, in the transaction that changes who adopts them."""
    with connection.cursor() as cursor:
        # Before anything is read: of two who change adoptions of one practice, the second must see what the first did.
        cursor.execute(LOCK)
    entries = SearchEntry.objects.filter(pk__in=keys).values_list("pk", "shown_organisation_id", "adopted")
    found = {key: (shown, adopted) for key, shown, adopted in entries}
    wanted = _marks({key: shown for key, (shown, _adopted) in found.items()})
    for key, (_shown, adopted) in found.items():
        if adopted != wanted[key]:
            SearchEntry.objects.filter(pk=key).update(adopted=wanted[key])


def marks_of(user: Any) -> tuple[list[str], list[str]]:
    """The marks of the regions in which the person's organisations work, and of their kinds."""
    if not (user.is_authenticated and user.memberships_by_organisation):
        return [], []
    regions = Place.objects.filter(organisations__in=list(user.memberships_by_organisation))
    kinds = {organisation.kind for organisation in user.organisations}
    return [in_region(each) for each in sorted(set(regions.values_list("region", flat=True)))], [
        by_kind(each) for each in sorted(kinds)
    ]


def in_use_in(places: Collection[int]) -> QuerySet:
    """The entries of what a team in one of these places has in use, as far as readers are told."""
    return SearchEntry.objects.filter(practice__in=Adoption.objects.in_use_in(places).values("practice"))


def _marks(organisations: dict[int, int | None]) -> dict[int, list[str]]:
    """The marks of each practice. A team of the organisation that readers know it by is not elsewhere."""
    marks: dict[int, set[str]] = defaultdict(set)
    rows = (
        Adoption.objects.going_on()
        .filter(practice__in=organisations)
        .values_list("practice_id", "organisation_id", "organisation__kind", "place__region", "shown_as")
    )
    for practice, organisation, kind, region, shown_as in rows:
        if organisation == organisations[practice]:
            continue
        marks[practice].add(ELSEWHERE)
        if shown_as != AdopterShownAs.COUNTED:
            marks[practice].add(in_region(region))
        if shown_as in NAMES_THE_ORGANISATION:
            marks[practice].add(by_kind(kind))
    return {key: sorted(marks[key]) for key in organisations}
