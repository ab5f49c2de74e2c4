"""What a search finds, taken along as a file: the same practices, for whoever may read them, in harmless cells."""

import csv
import io
import json

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from practices import table_export
from practices.actions import moderation
from practices.api import loading, throttling
from practices.filters import PracticeFilterSet
from practices.search import search, statistics
from tests.factories import ModeratorFactory, OrganisationFactory, PlaceFactory, PracticeFactory, UserFactory
from tests.world import client_of

pytestmark = pytest.mark.django_db


def rows(client, query=""):
    answer = client.get("/practices/export.csv" + query)
    assert (answer.status_code, answer.streaming) == (200, True)
    text = b"".join(answer).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def lines(client, query=""):
    answer = client.get("/practices/export.jsonl" + query)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/jsonl")
    return [json.loads(line) for line in b"".join(answer).decode().splitlines()]


@pytest.fixture
def ours():
    return OrganisationFactory(name="Northbridge Council")


@pytest.fixture
def practices(ours):
    made = {
        visibility: PracticeFactory(
            state="published",
            slug=visibility,
            organisation=ours,
            revision__visibility=visibility,
            revision__title=title,
        )
        for visibility, title in {
            "public": "Hold a huddle",
            "staff": "Plan a rota",
            "organisation": "Keep keys",
        }.items()
    }
    statistics.refresh()
    return made


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("visitor", ["public"]),
        ("staff", ["staff", "public"]),
        ("member", ["organisation", "staff", "public"]),
    ],
)
def test_everybody_takes_what_they_may_read_in_the_order_of_the_page(practices, ours, who, found):
    people = {"staff": UserFactory(organisation=OrganisationFactory()), "member": UserFactory(organisation=ours)}
    client = client_of(people[who]) if who in people else Client()
    assert [row["Address"].rsplit("/", 2)[1] for row in rows(client)] == found
    assert [line["slug"] for line in lines(client)] == found


def test_the_query_string_of_the_page_is_that_of_the_file(practices):
    page = Client().get("/practices/?q=huddle&stage=trying")
    for ending in ("csv", "jsonl"):
        assert (
            f"/practices/export.{ending}?q=huddle&amp;stage=trying" in page.content.decode()
            or not page.context["cards"]
        )
    page = Client().get("/practices/?q=huddle").content.decode()
    assert 'href="/practices/export.csv?q=huddle"' in page
    assert [row["Title"] for row in rows(Client(), "?q=huddle")] == ["Hold a huddle"]
    assert rows(Client(), "?stage=stopped") == []
    # As on the page, what nobody offers is passed over.
    assert len(rows(Client(), "?topic=no-such-topic")) == 1


@pytest.mark.parametrize("begins", ["=", "@", "\t"])  # the rest is tested where adoptions are exported
def test_no_cell_is_a_formula(begins, practices):
    revision = practices["public"].published_revision
    said = f"{begins}HYPERLINK(1)"
    revision.title = revision.summary = revision.problem = said
    revision.save()
    row = rows(Client())[0]
    for column in ("Title", "Summary", "What was happening before"):
        assert row[column] == f"'{said}"


def test_cells_hold_what_people_read(practices):
    revision = practices["public"].published_revision
    revision.steps = [{"text": "Meet, at the board", "essential": "yes"}, {"text": "Ring", "essential": "no"}]
    revision.outcomes = [{"claim": "Fewer wait", "number": "7"}]
    revision.who_for = ["older_people", "dementia"]
    revision.save()
    [row] = rows(Client())
    assert row["Steps"] == "Meet, at the board · Must stay\nRing · Can be changed"
    assert row["Outcomes"] == "Fewer wait · fewer than 10"
    assert row["Who it is for"] == "Older people, People with dementia"


def test_a_team_that_is_shown_as_its_region_is_in_no_cell():
    council = OrganisationFactory(name="Quokka Council")
    PracticeFactory(
        state="published",
        organisation=council,
        revision__shown_as="region",
        revision__team="Quokka team",
        revision__places=[PlaceFactory(short_name="Quokkaton")],
        revision__contact_email="a@quokka.example",
    )
    for ending in ("csv", "jsonl"):
        text = b"".join(Client().get(f"/practices/export.{ending}")).decode()
        assert "North West" in text
        assert "uokka" not in text


def test_whether_somebody_may_read_it_is_asked_as_it_is_written(practices, monkeypatch):
    monkeypatch.setattr(loading, "AT_A_TIME", 1)
    reader = UserFactory(organisation=OrganisationFactory())
    found = search("", user=reader, filterset=PracticeFilterSet(QueryDict(), user=reader)).practices
    written = table_export.as_json_lines(found, reader)
    assert json.loads(next(written))["slug"] == "staff"
    moderation.withhold(practice=practices["public"], by=ModeratorFactory(), why="It names somebody.")
    assert list(written) == []


def test_few_are_held_at_once(monkeypatch):
    for _ in range(5):
        PracticeFactory(state="published")
    monkeypatch.setattr(loading, "AT_A_TIME", 2)
    asked = []
    load = loading.loaded
    monkeypatch.setattr(loading, "loaded", lambda keys, reader: asked.append(len(keys)) or load(keys, reader))
    assert len(lines(Client())) == 5
    assert asked == [2, 2, 1]


@pytest.mark.parametrize("take", [rows, lines])
def test_a_file_costs_the_same_for_2_practices_and_for_6(take):
    costs = []
    for more in (2, 4):
        for _ in range(more):
            PracticeFactory(state="retired", co_authors=[UserFactory()], revision__places=[PlaceFactory()])
        with CaptureQueriesContext(connection) as captured:
            take(Client())
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_whoever_takes_everything_over_and_over_has_to_wait(practices, monkeypatch):
    monkeypatch.setattr(throttling, "EXPORTS", 2)
    for ending in ("csv", "jsonl"):
        b"".join(Client().get(f"/practices/export.{ending}"))
    refused = Client().get("/practices/export.csv")
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    assert len(rows(client_of(UserFactory()))) == 1


def test_files_are_only_read():
    assert Client().post("/practices/export.csv").status_code == 405
    assert Client().post("/practices/export.jsonl").status_code == 405
