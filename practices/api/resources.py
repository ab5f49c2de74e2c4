"""The four things that the API gives: practices (in short, and in full), topics, places, organisations."""

from __future__ import annotations

from accounts.models import Organisation, Place
from practices.api.fields import DAY, TEXT, YES_OR_NO, Field, Resource, attribute, choice, list_of, or_null, record
from practices.api.links import SLUG, links
from practices.api.practice import PRACTICE, PRACTICE_SUMMARY

TOPIC = Resource(
    "Topic",
    "A topic that readers browse.",
    (
        attribute("slug", "The value of the filter `topic`.", SLUG),
        *links("topic"),
        attribute("name", "Its name.", TEXT),
        attribute("description", "One line that says what belongs here.", TEXT),
        attribute("is_pathway", "Whether the start page leads with it.", YES_OR_NO),
    ),
)
PLACE = Resource(
    "Place",
    "An area with a social care duty.",
    (
        attribute("slug", "The value of the filter `place`.", SLUG),
        *links("place"),
        attribute("gss_code", "Its code at the Office for National Statistics.", TEXT),
        attribute("official_name", "Its official name.", TEXT),
        attribute("short_name", "What people call it.", TEXT),
        choice("kind", "What kind of area it is.", Place.Kind),
        attribute("region", "The value of the filter `region`.", TEXT),
        choice("nation", "The nation.", Place.Nation),
        attribute("valid_to", "When the area ended.", or_null(DAY)),
        Field(
            "successor",
            "The slug of the area that took its place.",
            or_null(SLUG),
            lambda place: place.successor.slug if place.successor else None,
        ),
    ),
)
ORGANISATION = Resource(
    "Organisation",
    "A body whose teams write up how they work.",
    (
        attribute("slug", "What its address ends in.", SLUG),
        *links("organisation"),
        attribute("name", "Its name.", TEXT),
        choice("kind", "What kind of body it is.", Organisation.Kind),
        attribute("website", "Its own website, or nothing.", TEXT),
        attribute("is_verified", "Whether somebody has confirmed that it takes part.", YES_OR_NO),
        Field(
            "places",
            "Where it works.",
            list_of(record({"name": TEXT, "slug": SLUG})),
            lambda each: [{"name": place.official_name, "slug": place.slug} for place in each.places.all()],
        ),
    ),
)
RESOURCES = (PRACTICE_SUMMARY, PRACTICE, TOPIC, PLACE, ORGANISATION)
