"""What public pages tell machines: schema.org as JSON-LD, no more than the page tells people."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import Organisation, Place
from practices.attribution import shown_authors, shown_region
from practices.choices import ShownAs
from practices.models import Practice, Topic

CONTEXT = "https://schema.org"
# What schema.org calls each kind of body; it has no word for a care provider or a housing body.
TYPE_OF_ORGANISATION = {
    Organisation.Kind.LOCAL_AUTHORITY: "GovernmentOrganization",
    Organisation.Kind.NHS_BODY: "MedicalOrganization",
    Organisation.Kind.EDUCATION: "EducationalOrganization",
    Organisation.Kind.POLICE: "GovernmentOrganization",
    Organisation.Kind.VOLUNTARY: "NGO",
}


def absolute(path: str) -> str:
    return f"{settings.HUB_BASE_URL}{path}"


def article(practice: Practice) -> dict[str, Any]:
    revision = practice.published_revision
    told = {
        "@context": CONTEXT,
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


# The pages by which practices are browsed


def place(area: Place) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "AdministrativeArea",
        "name": area.official_name,
        "identifier": {"@type": "PropertyValue", "propertyID": "GSS", "value": area.gss_code},
        "url": absolute(area.get_absolute_url()),
        "containedInPlace": _area(area.nation),
    }
    if area.region != area.nation:
        told["containedInPlace"] = _area(area.region) | {"containedInPlace": _area(area.nation)}
    return told


def topic(subject: Topic) -> dict[str, Any]:
    told = {
        "@context": CONTEXT,
        "@type": "CollectionPage",
        "name": subject.name,
        "url": absolute(subject.get_absolute_url()),
        "inLanguage": "en-GB",
        "about": {"@type": "DefinedTerm", "name": subject.name},
        "isPartOf": _hub(),
    }
    if subject.description:
        told["description"] = subject.description
    return told


def organisation(body: Organisation) -> dict[str, Any]:
    """Load it with its places."""
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": TYPE_OF_ORGANISATION.get(Organisation.Kind(body.kind), "Organization"),
        "name": body.name,
        "url": body.website or absolute(body.get_absolute_url()),
        "mainEntityOfPage": absolute(body.get_absolute_url()),
    }
    if places := body.places.all():
        told["areaServed"] = [{**_area(area.official_name), "identifier": area.gss_code} for area in places]
    return told


def _area(name: str) -> dict[str, Any]:
    return {"@type": "AdministrativeArea", "name": name}


def _hub() -> dict[str, str]:
    return {"@type": "WebSite", "name": settings.HUB_NAME, "url": absolute("/")}
