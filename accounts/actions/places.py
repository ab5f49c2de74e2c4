"""Bringing the places up to date with a newer list."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts import audit
from accounts.models import Place

OWN_FIELDS = ["official_name", "short_name", "kind", "region", "nation", "valid_from", "valid_to"]


@transaction.atomic
def update_places(*, rows: list[dict[str, Any]]) -> Counter[str]:
    """Make the places what the rows say (as `place_list.read` gives them); counts added, changed and retired.

    A place that the list lacks is retired from today, never deleted: what was recorded under it stays. A
    place that takes over the name of a retired one is its successor, and takes over its address as well.
    """
    known = {place.gss_code: place for place in Place.objects.select_for_update()}
    before = {code: _facts(place) for code, place in known.items()}
    places = dict(known)
    for row in rows:
        place = places.setdefault(row["gss_code"], Place(gss_code=row["gss_code"]))
        for field in OWN_FIELDS:
            setattr(place, field, row[field])
    listed = {row["gss_code"] for row in rows}
    for code, place in known.items():
        if code not in listed and place.valid_to is None:
            place.valid_to = timezone.localdate()

    _give_slugs(places, known)
    for code in places.keys() - known.keys():
        places[code].save()
        before[code] = _facts(places[code])
    _name_successors(places, rows)

    count: Counter[str] = Counter(added=len(places) - len(known))
    for code, place in places.items():
        if _facts(place) == before[code]:
            continue
        place.save()
        if place.valid_to and not before[code]["valid_to"]:
            count["retired"] += 1
            audit.record("place_retired", on=place, by=None, successor=place.successor_id)
        elif code in known:
            count["changed"] += 1
    return count


def _facts(place: Place) -> dict[str, Any]:
    return {field: getattr(place, field) for field in [*OWN_FIELDS, "slug", "successor_id"]}


def _give_slugs(places: dict[str, Place], known: dict[str, Place]) -> None:
    """Give each new place its address; a known one keeps its own, unless it is retired and its name lives on."""
    holders = {place.slug: place for place in known.values()}
    for place in places.values():
        if place.slug:
            continue
        slug = slugify(place.short_name)
        holder = holders.get(slug)
        if holder is not None and holder.valid_to and not place.valid_to:
            holder.slug = f"{slug}-{holder.gss_code.lower()}"
            holder.save(update_fields=["slug"])
        elif holder is not None:
            slug = f"{slug}-{place.gss_code.lower()}"
        place.slug = slug
        holders[slug] = place


def _name_successors(places: dict[str, Place], rows: list[dict[str, Any]]) -> None:
    for row in rows:
        places[row["gss_code"]].successor = places.get(row["successor"])
    live = {place.short_name: place for place in places.values() if not place.valid_to}
    for place in places.values():
        if place.valid_to and place.successor is None:
            place.successor = live.get(place.short_name)
