"""The schema of the API says what the API does, and schemathesis, which tries what is odd and wrong, finds nothing."""

from contextlib import contextmanager

import pytest
import schemathesis
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS, load_all_checks

from practices.api import schema
from practices.api.resources import RESOURCES
from practices.search import statistics
from tests.factories import OrganisationFactory, PlaceFactory, PracticeFactory, TopicFactory
from tests.world import PROCESS, one_transaction

pytestmark = pytest.mark.django_db

SCHEMA = f"{schema.ROOT}schema/"


application = WSGIHandler()  # what practice_hub.wsgi gives, without setting up logging anew


def hub(environ, start_response):
    """The hub, as a server would call it for somebody on the network."""
    return application(environ | {"REMOTE_ADDR": "192.0.2.1", "HTTP_ACCEPT_ENCODING": "identity"}, start_response)


@pytest.fixture(scope="module")
def api(django_db_setup, django_db_blocker):
    """The schema as it is served, of a hub that has one of everything that it can tell."""
    with one_transaction(django_db_blocker):
        place = PlaceFactory(short_name="Northbridge", slug="northbridge")
        topic = TopicFactory(name="Hospital discharge", slug="hospital-discharge")
        council = OrganisationFactory(name="Northbridge Council", slug="northbridge-council", places=[place])
        where = {"organisation": council, "revision__places": [place], "revision__topics": [topic]}
        for state in ("published", "retired", "changed"):
            PracticeFactory(state=state, slug=state, **where)
        PracticeFactory(state="published", slug="process", **where, **PROCESS)
        PracticeFactory(state="published", slug="region", revision__shown_as="region", **where)
        statistics.refresh()
        load_all_checks()
        with connections_kept_open():
            yield schemathesis.openapi.from_wsgi(SCHEMA, hub)


@contextmanager
def connections_kept_open():
    """As Django's own client has it: the end of a request would close the connection, and undo what stands in it."""
    both = (signals.request_started, signals.request_finished)
    for signal in both:
        signal.disconnect(close_old_connections)
    yield
    for signal in both:
        signal.connect(close_old_connections)


EXAMPLES = {"practices": "published", "topics": "hospital-discharge", "places": "northbridge"}
EXAMPLES["organisations"] = "northbridge-council"
LISTS = [f"{schema.ROOT}{name}/" for name in EXAMPLES]
ONES = [f"{address}{{slug}}/" for address in LISTS]


def sound(case):
    """Ask, and have every check of schemathesis look at the answer."""
    # Only the hub makes cursors: what else the schema lets pass for one is rightly refused.
    asks = {name for name in (case.query or {}) if case.query[name] is not None}
    left_out = [CHECKS.get_one("positive_data_acceptance")] if "cursor" in asks else []
    case.call_and_validate(excluded_checks=left_out)


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("address", [*LISTS, *ONES])
def test_schemathesis_finds_nothing(api, address, mode):
    operation = api[address]["GET"]

    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.data())
    def tried(data):
        sound(data.draw(operation.as_strategy(generation_mode=mode)))

    tried()


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_there_is_is_as_the_schema_says(api, name):
    address = f"{schema.ROOT}{name}/"
    api[address]["GET"].Case().call_and_validate()
    api[f"{address}{{slug}}/"]["GET"].Case(path_parameters={"slug": EXAMPLES[name]}).call_and_validate()


@pytest.mark.parametrize("slug", ["retired", "changed", "process", "region"])
def test_every_kind_of_practice_is_as_the_schema_says(api, slug):
    api[f"{schema.ROOT}practices/{{slug}}/"]["GET"].Case(path_parameters={"slug": slug}).call_and_validate()


def test_the_schema_and_what_is_given_are_made_of_the_same_fields(api):
    said = Client().get(SCHEMA).json()
    assert said["openapi"] == "3.1.0"
    for resource in RESOURCES:
        described = said["components"]["schemas"][resource.name]
        names = [field.name for field in resource.fields]
        assert (list(described["properties"]), described["required"]) == (names, names)
    given = Client().get(f"{schema.ROOT}practices/published/").json()
    assert list(given) == list(said["components"]["schemas"]["Practice"]["properties"])


def test_the_schema_names_the_filters_of_the_page_with_the_values_of_today(api):
    [listed] = [Client().get(SCHEMA).json()["paths"][f"{schema.ROOT}practices/"]["get"]]
    by_name = {each["name"]: each["schema"] for each in listed["parameters"]}
    page = Client().get("/practices/").context["filterset"]
    assert set(page.filters) <= set(by_name)
    assert by_name["topic"]["items"]["enum"] == ["hospital-discharge"]
    assert by_name["sector"]["items"]["enum"] == ["adults", "children", "both"]
