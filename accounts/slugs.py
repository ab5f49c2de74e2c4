"""Addresses made from names."""

from __future__ import annotations

from collections.abc import Container

from django.utils.text import slugify


def free_slug(name: str, *, taken: Container[str], max_length: int, otherwise: str) -> str:
    """The name as part of an address, with a number where it is taken; `otherwise` for a name without letters."""
    wanted = slugify(name)[: max_length - 4].strip("-") or otherwise
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
