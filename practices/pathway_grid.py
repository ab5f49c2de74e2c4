"""A pathway as a grid: what is shared at each of its stages in each region, as far as a person may read it.

A cell names what was begun last and leads to the search that finds all of it. Where there is nothing, one can ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from accounts.models import Place
from practices.models import Pathway, PathwayStage, SearchEntry
from practices.search.counts import crossed

NAMED, LOOKED_AT = 2, 10  # in a cell; what is retired is looked at, and not named
Named = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    stage: PathwayStage
    named: list[Named]  # title, and practice__slug
    total: int
    query: str  # finds all of it at /practices/
    question: str  # for whoever would ask how it is done

    @property
    def has_more(self) -> bool:
        return self.total > len(self.named)


@dataclass(frozen=True)
class Line:
    region: str
    cells: list[Cell]


def grid(pathway: Pathway, user: Any) -> list[Line]:
    """By region, in the order of the alphabet. Load the pathway `with_stages`."""
    stages = list(pathway.stages.all())
    regions = list(Place.objects.live().order_by("region").values_list("region", flat=True).distinct())
    found = crossed([stage.asks_for for stage in stages], "regions", regions, user=user, number=LOOKED_AT)
    looked_at = {key for line in found for _total, keys in line for key in keys}
    still_done = SearchEntry.objects.visible_to(user).filter(pk__in=looked_at, is_retired=False)
    rows = {row["pk"]: row for row in still_done.values("pk", "title", "practice__slug")}
    return [
        Line(region, [_cell(pathway, stage, region, *found[of][at], rows) for of, stage in enumerate(stages)])
        for at, region in enumerate(regions)
    ]


def _cell(
    pathway: Pathway, stage: PathwayStage, region: str, total: int, keys: list[int], rows: Mapping[int, Named]
) -> Cell:
    question = _("%(pathway)s, %(stage)s: how do teams in %(region)s do it?")
    return Cell(
        stage,
        [rows[key] for key in keys if key in rows][:NAMED],
        total,
        f"{stage.query_string}&{urlencode({'region': region})}",
        urlencode({"q": question % {"pathway": pathway.name, "stage": stage.name.lower(), "region": region}}),
    )
