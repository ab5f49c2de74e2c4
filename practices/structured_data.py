"""What a public practice page tells machines: schema.org as JSON-LD, no more than the page tells people."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone

from practices.attribution import shown_authors, shown_region
from practices.choices import ShownAs
from practices.models import Practice


def absolute(path: str) -> str:
    return f"{settings.HUB_BASE_URL}{path}"


def article(practice: Practice) -> dict[str, Any]:
    revision = practice.published_revision
    told = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": revision.title,
        "description": revision.summary,
        "url": absolute(practice.get_absolute_url()),
        "inLanguage": "en-GB",
        "datePublished": practice.published_at.isoformat(),
        "dateModified": practice.changed_at.isoformat(),
        "author": {"@type": _author_type(practice), "name": shown_authors(practice, revision)},
        "publisher": {"@type": "Organization", "name": settings.HUB_NAME, "url": absolute("/")},
        "about": [topic.name for topic in revision.topics.all()],
        "spatialCoverage": _where(practice),
    }
    if practice.confirmed_at:
        # An article can't say when it was looked at again; the page that it stands on can.
        told["mainEntityOfPage"] = {
            "@type": "WebPage",
            "@id": told["url"],
            "lastReviewed": timezone.localtime(practice.confirmed_at).date().isoformat(),
        }
    if revision.sources:
        told["citation"] = [
            {"@type": "CreativeWork", "name": source["title"], "author": source["author"]}
            for source in revision.sources
        ]
    return told


def _author_type(practice: Practice) -> str:
    by_name = practice.published_revision.shown_as == ShownAs.NAME and not practice.from_public_sources
    return "Person" if by_name and practice.authorships.all() else "Organization"


def _where(practice: Practice) -> list[dict[str, str]]:
    revision = practice.published_revision
    if revision.hides_organisation:
        return [{"@type": "Place", "name": shown_region(revision)}]
    return [
        {"@type": "Place", "name": place.official_name, "identifier": place.gss_code} for place in revision.places.all()
    ]
