"""The page of one practice."""

import json
import re

import pytest
from django.urls import reverse

from practices.models import OldSlug
from tests.factories import ModeratorFactory, OrganisationFactory, PlaceFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db


def body(client, practice):
    answer = client.get(practice.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def headings(page):
    return [re.sub(r"\s+", " ", heading).strip() for heading in re.findall(r"<h2 id=\"[^\"]+\">(.*?)</h2>", page, re.S)]


def test_a_busy_reader_gets_the_fit_first_then_the_model_then_what_came_of_it(client):
    practice = PracticeFactory(
        state="published",
        revision__good_fit="A ward that will change its round.",
        revision__risks=[{"risk": "Rushing", "guard": "A pause", "safeguarding": True}],
        revision__resources_core="Two hours a week.",
    )
    found = headings(body(client, practice))
    wanted = ["Would it fit us?", "What they do", "What changed", "What did not work"]
    wanted += ["Risks, and what guards against them", "What it takes"]
    assert [heading for heading in found if heading in wanted] == wanted


def test_the_contents_list_leads_to_every_part_that_is_there(client):
    page = body(client, PracticeFactory(state="published"))
    contents = re.search(r'<nav class="hub-side__contents".*?</nav>', page, re.S)[0]
    assert 'href="#model"' in contents
    for anchor in re.findall(r'href="#([^"]+)"', contents):
        assert f'id="{anchor}"' in page, anchor


def test_what_is_missing_stays_away_but_not_measured_is_said(client):
    page = body(client, PracticeFactory(state="published", revision__did_not_work="", revision__steps=[]))
    assert "Not measured yet." in page
    for absent in ("What did not work", "Risks", "The steps", "How to start", "Law, guidance", "Works best where"):
        assert absent not in page, absent


def test_small_numbers_of_people_are_not_given(client):
    outcomes = [{"claim": "More went home", "measure": "Count", "before": "", "after": "", "number": "7", "period": ""}]
    page = body(client, PracticeFactory(state="published", revision__outcomes=outcomes))
    assert "How many: fewer than 10" in page


def test_formatting_is_rendered_and_html_is_not(client):
    page = body(client, PracticeFactory(state="published", revision__problem="A **b** <script>alert(1)</script>"))
    assert "<strong>b</strong>" in page
    assert "<script>alert" not in page


def test_every_row_of_a_write_up_may_lack_its_optional_keys(client):
    practice = PracticeFactory(
        state="published",
        revision__kind="process",
        revision__process_steps=[{"actor": "Duty worker", "action": "", "record_kept": "", "time_limit": ""}],
        revision__outcomes=[{"claim": "", "measure": "", "before": "1", "after": "", "number": "", "period": ""}],
        revision__timeline=[{"weeks": "", "what": "Talk"}],
        revision__partners=[{"kind": "", "name": "", "part": ""}],
        revision__links=[{"title": "", "url": "https://a.example/"}],
        revision__law=[{"title": "Care Act 2014", "reference": "", "checked_on": ""}],
    )
    assert "Duty worker" in body(client, practice)


def test_machines_are_told_what_people_are_told(client):
    place = PlaceFactory(official_name="Eastmoor", gss_code="E08999999")
    practice = PracticeFactory(
        state="published",
        revision__title='End </script><script>alert("1")</script> & begin',
        revision__places=[place],
        revision__shown_as="team",
    )
    page = body(client, practice)
    assert "</script><script>alert" not in page
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])
    assert told["headline"] == practice.published_revision.title
    assert told["url"] == f"http://testserver{practice.get_absolute_url()}"
    assert told["author"] == {"@type": "Organization", "name": "Hospital discharge team"}
    assert told["spatialCoverage"] == [{"@type": "Place", "name": "Eastmoor", "identifier": "E08999999"}]
    assert f'<link rel="canonical" href="{told["url"]}">' in page
    assert 'property="og:description" content="Ward and social care agree' in page
    assert practice.published_revision.what_we_do not in page[: page.index("</head>")]


def test_what_is_not_public_tells_machines_nothing(client):
    client.force_login(UserFactory(organisation=OrganisationFactory()))
    page = body(client, PracticeFactory(state="published", revision__visibility="staff"))
    assert "ld+json" not in page
    assert "og:" not in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_team_shown_as_its_region_is_not_named_anywhere_on_the_page(client):
    practice = PracticeFactory(
        state="published",
        organisation=OrganisationFactory(name="Zebra Trust"),
        revision__shown_as="region",
        revision__kind="process",
        revision__team="Yellow team",
        revision__process_owner="Willow",
        revision__approved_by="Xavier",
        revision__places=[PlaceFactory(short_name="Eastmoor", region="South West")],
        revision__contact_name="Violet",
        revision__partners=[{"kind": "police", "name": "Xanadu Police", "part": "Sits in"}],
    )
    author = practice.authorships.first().user
    page = body(client, practice)
    for hidden in ("Zebra", "Yellow", "Willow", "Xavier", "Eastmoor", "Violet", "Xanadu", str(author), author.email):
        assert hidden not in page, hidden
    assert "South West" in page


def test_no_address_of_the_contact_is_on_the_page(client):
    page = body(client, PracticeFactory(state="published", revision__contact_deputy="deputy@council.example"))
    assert "@council.example" not in page


def test_an_old_address_leads_to_the_new_one_for_good(client):
    practice = PracticeFactory(state="published")
    OldSlug.objects.create(slug="as-it-was", practice=practice)
    answer = client.get(reverse("practice", args=["as-it-was"]))
    assert (answer.status_code, answer.url) == (301, practice.get_absolute_url())


def test_an_old_address_does_not_betray_what_the_person_may_not_read(client):
    practice = PracticeFactory(state="published", revision__visibility="organisation")
    OldSlug.objects.create(slug="as-it-was", practice=practice)
    assert client.get(reverse("practice", args=["as-it-was"])).status_code == 404


def test_a_draft_leads_its_author_to_the_preview_and_is_not_there_for_others(client):
    practice = PracticeFactory()
    assert client.get(practice.get_absolute_url()).status_code == 404
    client.force_login(UserFactory())
    assert client.get(practice.get_absolute_url()).status_code == 404
    client.force_login(practice.authorships.first().user)
    assert client.get(practice.get_absolute_url()).url == reverse("preview", args=[practice.slug])


def test_readers_keep_the_published_revision_while_a_change_is_written(client):
    practice = PracticeFactory(state="changing", revision__title="As it was")
    practice.draft_revision.title = "As it will be"
    practice.draft_revision.save()
    page = body(client, practice)
    assert "As it was" in page
    assert "As it will be" not in page
    assert "A change is being made" not in page
    client.force_login(practice.authorships.first().user)
    assert "A change is being made" in body(client, practice)


def test_a_retired_practice_says_why_and_what_replaces_it(client):
    successor = PracticeFactory(state="published", revision__title="The better way")
    page = body(client, PracticeFactory(state="retired", successor=successor))
    assert "It is out of date. The guidance has moved on." in page
    assert "The better way" in page
    tags = page.partition('<p class="hub-practice__tags">')[2].partition("</p>")[0]
    assert "Retired" in tags
    assert "Running" not in tags
    assert "To be checked again" not in page


def test_a_successor_that_the_reader_may_not_read_is_not_named(client):
    successor = PracticeFactory(state="published", revision__title="Quagga", revision__visibility="organisation")
    assert "Quagga" not in body(client, PracticeFactory(state="retired", successor=successor))
    assert "Quagga" not in client.get("/practices/").content.decode()


def test_what_the_hub_wrote_says_so_and_names_its_sources(client):
    practice = PracticeFactory(
        state="published",
        author=False,
        from_public_sources=True,
        revision__sources=[{"author": "NICE", "title": "Transition", "year": 2015, "url": ""}],
    )
    page = body(client, practice)
    assert "Written by the hub from public sources; not yet confirmed by the team." in page
    assert "NICE (2015)" in page
    assert "Transition" in page


def test_buttons_are_offered_only_to_those_who_may(client):
    practice = PracticeFactory(state="published")
    edit, retire = reverse("edit", args=[practice.slug]), reverse("retire", args=[practice.slug])
    assert edit not in body(client, practice)
    assert retire not in body(client, practice)
    client.force_login(practice.authorships.first().user)
    assert edit in body(client, practice)
    client.force_login(ModeratorFactory())
    page = body(client, practice)
    assert edit not in page
    assert retire in page


def test_a_retired_practice_is_brought_back_from_its_page(client):
    practice = PracticeFactory(state="retired")
    client.force_login(practice.authorships.get().user)
    page = client.get(practice.get_absolute_url()).content.decode()
    assert f'<form method="post" action="{reverse("restore", args=[practice.slug])}">' in page


def test_the_page_is_only_read(client):
    practice = PracticeFactory(state="published")
    assert client.post(practice.get_absolute_url()).status_code == 405
