"""Pathways: what is shared at each stage in each region, as far as a reader may know, and asking for the rest."""

import re
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import AuditEvent
from practices.models import Pathway, PathwayStage, Topic
from tests.factories import (
    AdministratorFactory,
    OrganisationFactory,
    PathwayFactory,
    PlaceFactory,
    PracticeFactory,
    TopicFactory,
    UserFactory,
)
from tests.world import client_of

pytestmark = pytest.mark.django_db
ADDRESS = "/pathways/going-home/"


@pytest.fixture
def hub():
    """A pathway of two stages, the second of which is in hospital alone; and two regions."""
    ward, home = TopicFactory(name="Ward", slug="ward"), TopicFactory(name="Home", slug="home")
    pathway = PathwayFactory(name="Going home", slug="going-home", sector="adults", topics=[home])
    second = PathwayStage.objects.create(pathway=pathway, position=2, name="At the bedside", settings=["hospital"])
    second.topics.set([ward, home])
    places = {name: PlaceFactory(short_name=name, region=name) for name in ("London", "Wales")}
    return {"pathway": pathway, "ward": ward, "home": home, **places}


def published(hub, title, *topics, place="London", setting="own_home", sector="adults", **traits):
    return PracticeFactory(
        **({"state": "published"} | traits),
        revision__title=title,
        revision__topics=[hub[topic] for topic in topics],
        revision__places=[hub[place]],
        revision__setting=[setting],
        revision__sector=sector,
    )


def cells(client):
    """{(region, stage): (titles, number in all)}"""
    lines = client.get(ADDRESS).context["lines"]
    return {
        (line.region, cell.stage.name): ([row["title"] for row in cell.named], cell.total)
        for line in lines
        for cell in line.cells
    }


def test_a_cell_names_what_is_about_its_topics_in_its_settings_and_region(client, hub):
    published(hub, "At home", "home")
    published(hub, "In hospital", "ward", place="Wales", setting="hospital", sector="both")
    published(hub, "Ward at home", "ward")
    published(hub, "About children", "home", sector="children")
    assert cells(client) == {
        ("London", "On the ward"): (["At home"], 1),
        ("London", "At the bedside"): ([], 0),
        ("Wales", "On the ward"): ([], 0),
        ("Wales", "At the bedside"): (["In hospital"], 1),
    }


def test_two_are_named_and_the_rest_are_found_by_the_search_that_it_leads_to(client, hub):
    for number in range(3):
        published(hub, f"At home {number}", "home")
    published(hub, "Retired", "home", state="retired")
    assert cells(client)["London", "On the ward"] == (["At home 2", "At home 1"], 4)
    page = client.get(ADDRESS).content.decode()
    href = re.search(r'href="([^"]+)">All 4', page)[1].replace("&amp;", "&")
    assert {card.practice.title for card in client.get(href).context["cards"]} == {
        "At home 0",
        "At home 1",
        "At home 2",
        "Retired",
    }


def test_each_link_to_all_finds_as_many_as_it_says(client, hub):
    for number in range(3):
        published(hub, f"In hospital {number}", "ward", place="Wales", setting="hospital", sector="both")
        published(hub, f"Children {number}", "ward", place="Wales", setting="hospital", sector="children")
    href = re.search(r'href="([^"]+)">All 3', client.get(ADDRESS).content.decode())[1].replace("&amp;", "&")
    assert client.get(href).context["results"].total == 3


def test_what_a_reader_may_not_read_is_neither_named_nor_counted(client, hub):
    ours = OrganisationFactory()
    published(hub, "For staff", "home", revision__visibility="staff")
    published(hub, "For members", "home", organisation=ours, revision__visibility="organisation")
    published(hub, "In review", "home", state="in_review")
    here = ("London", "On the ward")
    assert cells(client)[here] == ([], 0)
    assert cells(client_of(UserFactory(organisation=OrganisationFactory())))[here] == (["For staff"], 1)
    assert cells(client_of(UserFactory(organisation=ours)))[here][1] == 2


def test_a_gap_leads_to_the_question_that_it_leaves(client, hub):
    page = client.get(ADDRESS).content.decode()
    gaps = re.findall(r'href="(/needs/new/\?[^"]+)"', page)
    assert len(gaps) == 4
    question = parse_qs(urlsplit(gaps[0]).query)["q"]
    assert question == ["Going home, on the ward: how do teams in London do it?"]
    asking = client_of(UserFactory()).get(gaps[0].replace("&amp;", "&")).content.decode()
    assert question[0] in asking


def test_a_phone_shows_one_stage_and_an_address_says_which(client, hub):
    def chosen(query):
        page = client.get(ADDRESS + query).content.decode()
        return re.search(r'\?stage=\d" aria-current="true">([^<]+)<', page)[1], page.count('<td class="is-chosen">')

    assert chosen("") == ("On the ward", 2)
    assert chosen("?stage=2") == ("At the bedside", 2)
    assert chosen("?stage=9") == chosen("?stage=two") == chosen("")


def test_the_grid_is_a_table_whose_every_row_and_column_is_named(client, hub):
    page = client.get(ADDRESS).content.decode()
    assert re.findall(r'<th scope="row"[^>]*>([^<]+)</th>', page) == ["London", "Wales"]
    assert re.findall(r'<th scope="col"[^>]*><a [^>]+>([^<]+)</a>', page) == ["On the ward", "At the bedside"]


def test_a_stage_whose_topics_are_gone_is_about_nothing_and_not_about_everything(client, hub):
    published(hub, "At home", "home")
    Topic.objects.update(is_curated=False)
    assert list(cells(client).values()) == [([], 0)] * 4


def test_a_pathway_without_stages_says_so_and_one_that_is_not_there_is_not_found(client):
    PathwayFactory(name="Empty", slug="empty")
    assert "No stages are named yet." in client.get("/pathways/empty/").content.decode()
    assert client.get("/pathways/none/").status_code == 404
    assert client.post("/pathways/empty/").status_code == 405


def test_pathways_are_listed_with_their_stages_and_named_on_the_pages_of_their_topics(client, hub):
    page = client.get("/pathways/").content.decode()
    assert 'href="/pathways/going-home/"' in page
    assert "On the ward · At the bedside" in page
    assert 'href="/pathways/going-home/"' in client.get("/topics/ward/").content.decode()
    TopicFactory(name="Other", slug="other")
    assert "going-home" not in client.get("/topics/other/").content.decode()
    Pathway.objects.all().delete()
    assert "There are no pathways yet." in client.get("/pathways/").content.decode()


# Loading and looking after them


def load():
    said = StringIO()
    call_command("load_pathways", stdout=said)
    return said.getvalue()


def test_the_hub_s_own_pathway_is_loaded_once_and_what_an_administrator_made_of_it_stays():
    call_command("load_topics", stdout=StringIO())
    assert load() == "Pathways: 1 added.\n"
    pathway = Pathway.objects.get()
    assert [stage.name for stage in pathway.stages.all()] == [
        "Before admission",
        "On the ward",
        "Day of discharge",
        "First days",
        "Review",
    ]
    assert all(stage.topics.exists() for stage in pathway.stages.all())
    for stage in pathway.stages.all():
        stage.full_clean()  # its settings are among those there are
    pathway.full_clean()
    pathway.stages.last().delete()
    assert load() == "Pathways: 0 added.\n"
    assert pathway.stages.count() == 4


def test_without_the_topics_nothing_is_loaded():
    with pytest.raises(CommandError, match=r"Run load_topics first, for these topics: .*hospital-discharge"):
        load()
    assert not Pathway.objects.exists()


def form_for(topic, **changes):
    stages = {"stages-TOTAL_FORMS": "1", "stages-INITIAL_FORMS": "0"}
    stage = {"stages-0-position": "1", "stages-0-name": "At the door", "stages-0-topics": [topic.pk]}
    return {"name": "Coming in", "slug": "coming-in"} | stages | stage | {"stages-0-settings": ["hospital"]} | changes


def test_an_administrator_makes_a_pathway_and_that_is_audited(hub):
    client = client_of(AdministratorFactory())
    add = reverse("admin:practices_pathway_add")
    assert "At the door" not in client.get(add).content.decode()
    assert client.post(add, form_for(hub["ward"])).status_code == 302
    stage = PathwayStage.objects.get(name="At the door")
    assert (stage.settings, list(stage.topics.all())) == (["hospital"], [hub["ward"]])
    assert {event.action for event in AuditEvent.objects.all()} == {"pathway_added", "pathway_stages_changed"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": "going HOME"}, "There is a pathway of this name already."),
        ({"stages-0-topics": []}, "This field is required."),
        ({"stages-0-settings": ["moon"]}, "Select a valid choice"),
    ],
)
def test_a_pathway_that_cannot_be_is_not_made(hub, changes, says):
    client = client_of(AdministratorFactory())
    page = client.post(reverse("admin:practices_pathway_add"), form_for(hub["ward"], **changes))
    assert page.status_code == 200
    assert says in page.content.decode()
    assert Pathway.objects.count() == 1
    assert not AuditEvent.objects.exists()


def test_nobody_else_makes_one(hub):
    client = client_of(UserFactory())
    assert client.post(reverse("admin:practices_pathway_add"), form_for(hub["ward"])).status_code in (302, 403)
    assert Pathway.objects.count() == 1
