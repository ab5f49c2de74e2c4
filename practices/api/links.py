"""What links and slugs look like, in every resource."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from practices.api.fields import ADDRESS, Field, Schema
from practices.structured_data import absolute

SLUG: Schema = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}


def links(route: str) -> tuple[Field, Field]:
    """Where people and programs find it; `route` is its name in the API."""
    return (
        Field("url", "The page for people.", ADDRESS, lambda thing: absolute(thing.get_absolute_url())),
        Field("api_url", "The same for programs.", ADDRESS, lambda thing: _for_programs(route, thing)),
    )


def _for_programs(route: str, thing: Any) -> str:
    return absolute(reverse(f"api:{route}", args=[thing.slug]))
