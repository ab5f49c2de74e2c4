"""JSON-LD on public pages: it can be read, says what the page says, and nothing can break out of it."""

import json

import html5lib
import pytest
from django.test import Client

from accounts.models import Organisation
from practices import structured_data
from tests.factories import OrganisationFactory, PlaceFactory, PracticeFactory, TopicFactory

pytestmark = pytest.mark.django_db

HOSTILE = '</script><script>alert(1)</script><!-- & "quoted" \u2028'
# Of schema.org, what the pages use: the types with the properties that each may have there.
KNOWN = {
    "Article": {
        "headline",
        "description",
        "url",
        "inLanguage",
        "datePublished",
        "dateModified",
        "author",
        "publisher",
        "about",
        "spatialCoverage",
        "mainEntityOfPage",
        "citation",
    },
    "AdministrativeArea": {"name", "identifier", "url", "containedInPlace"},
    "CollectionPage": {"name", "url", "inLanguage", "about", "isPartOf", "description"},
    "CreativeWork": {"name", "author"},
    "DefinedTerm": {"name"},
    "Organization": {"name", "url", "mainEntityOfPage", "areaServed"},
    "Person": {"name"},
    "Place": {"name", "identifier"},
    "PropertyValue": {"propertyID", "value"},
    "WebPage": {"lastReviewed"},
    "WebSite": {"name", "url"},
}
KINDS_OF_ORGANISATION = {"GovernmentOrganization", "MedicalOrganization", "EducationalOrganization", "NGO"}
KNOWN |= dict.fromkeys(KINDS_OF_ORGANISATION, KNOWN["Organization"])


def read(address):
    """The one data block of a page, as a browser has it; and that nothing of it became a script."""
    answer = Client().get(address)
    assert answer.status_code == 200
    tree = html5lib.parse(answer.content.decode(), namespaceHTMLElements=False)
    scripts = list(tree.iter("script"))
    blocks = [each for each in scripts if each.get("type") == "application/ld+json"]
    assert all(each.get("src") for each in scripts if each not in blocks)
    [block] = blocks
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    return json.loads(block.text)


def check(told):
    """Every type and property is one of schema.org's, and none is empty."""
    if isinstance(told, list):
        for each in told:
            check(each)
    elif isinstance(told, dict):
        names = {name for name in told if not name.startswith("@")}
        assert names <= KNOWN[told["@type"]], (told["@type"], names - KNOWN[told["@type"]])
        assert all(value not in ("", None, []) for value in told.values()), told
        for value in told.values():
            check(value)


@pytest.fixture
def pages():
    place = PlaceFactory(short_name="Leeds", official_name=f"Leeds {HOSTILE}", slug="leeds", region="Yorkshire")
    topic = TopicFactory(name="Carers", slug="carers", description=HOSTILE)
    body = OrganisationFactory(name=f"Council {HOSTILE}", slug="council", places=[place])
    PracticeFactory(
        state="published",
        slug="huddle",
        organisation=body,
        revision__title=HOSTILE,
        revision__summary=HOSTILE,
        revision__topics=[topic],
        revision__places=[place],
    )


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/practices/huddle/", "Article"),
        ("/places/leeds/", "AdministrativeArea"),
        ("/topics/carers/", "CollectionPage"),
        ("/organisations/council/", "GovernmentOrganization"),
    ],
)
def test_a_page_tells_programs_what_it_tells_people(pages, address, kind):
    told = read(address)
    assert (told["@context"], told["@type"]) == ("https://schema.org", kind)
    check(told)
    assert HOSTILE in json.dumps(told, ensure_ascii=False).replace('\\"', '"')


def test_a_place_lies_in_its_region_and_its_nation(pages):
    told = read("/places/leeds/")
    assert told["identifier"]["propertyID"] == "GSS"
    assert told["containedInPlace"]["name"] == "Yorkshire"
    assert told["containedInPlace"]["containedInPlace"]["name"] == "England"


@pytest.mark.parametrize("kind", Organisation.Kind.values)
def test_every_kind_of_organisation_has_a_type(kind):
    told = structured_data.organisation(OrganisationFactory(kind=kind, website="https://council.example/"))
    assert told["url"] == "https://council.example/"
    check(told)


def test_what_not_everybody_may_read_has_no_data_block():
    PracticeFactory(state="withheld", slug="withheld")
    assert Client().get("/practices/withheld/").status_code == 404
