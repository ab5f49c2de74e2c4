"""Each section of the form: what is typed is stored, and comes back."""

from datetime import date, timedelta

import html5lib
import pytest
from django.urls import reverse
from django.utils import timezone

from practices import content
from practices.choices import Kind
from practices.forms.writing import FORMS
from practices.models import SectionSave, Topic
from practices.sections import FILES, SCREENS
from tests.factories import OrganisationFactory, PlaceFactory, PracticeFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db

NEXT_YEAR = timezone.localdate() + timedelta(days=300)

# What somebody types into each section, and what the write-up then says. Places, topics and the
# organisation are rows of the database, and have tests of their own below.
TYPED = {
    "basics": (
        {
            "title": "Visit together in the first week",
            "summary": "A social worker and a nurse visit together.",
            "kind": "process",
            "sector": "both",
            "who_for": ["older_people", "dementia"],
            "setting": ["own_home"],
            "frameworks": ["strengths_based", "reablement"],
        },
        {
            "title": "Visit together in the first week",
            "summary": "A social worker and a nurse visit together.",
            "kind": "process",
            "sector": "both",
            "who_for": ["older_people", "dementia"],
            "setting": ["own_home"],
            "frameworks": ["strengths_based", "reablement"],
        },
    ),
    "context": (
        {"problem": "Two visits,\r\ntwo stories."},
        {"problem": "Two visits,\ntwo stories."},
    ),
    "model": (
        {
            "what_we_do": "- Ring first",
            "steps-0-text": "Ring first",
            "steps-0-essential": "yes",
            "steps-1-text": "Bring a form",
            "steps-1-essential": "no",
        },
        {
            "what_we_do": "- Ring first",
            "steps": [{"text": "Ring first", "essential": "yes"}, {"text": "Bring a form", "essential": "no"}],
        },
    ),
    "process": (
        {
            "process_owner": "Service manager",
            "process_version": "2.1",
            "approved_by": "Practice board",
            "approved_on_day": "27",
            "approved_on_month": "3",
            "approved_on_year": "2025",
            "process_steps-0-actor": "Duty worker",
            "process_steps-0-action": "Rings the ward",
            "process_steps-0-record_kept": "A case note",
            "process_steps-0-time_limit": "By noon",
            "exceptions": "At weekends.",
        },
        {
            "process_owner": "Service manager",
            "process_version": "2.1",
            "approved_by": "Practice board",
            "approved_on": date(2025, 3, 27),
            "process_steps": [
                {
                    "actor": "Duty worker",
                    "action": "Rings the ward",
                    "record_kept": "A case note",
                    "time_limit": "By noon",
                }
            ],
            "exceptions": "At weekends.",
        },
    ),
    "where": (
        {
            "team": "First week team",
            "partners-0-kind": "health",
            "partners-0-name": "Community nursing",
            "partners-0-part": "Comes along",
        },
        {
            "team": "First week team",
            "partners": [{"kind": "health", "name": "Community nursing", "part": "Comes along"}],
        },
    ),
    "stage": (
        {
            "stage": "stopped",
            "started_month": "5",
            "started_year": "2023",
            "stopped_because": "funding",
            "stopped_why": "The grant ended.",
        },
        {
            "stage": "stopped",
            "started": date(2023, 5, 1),
            "started_precision": "month",
            "started_not_known": False,
            "stopped_because": "funding",
            "stopped_why": "The grant ended.",
        },
    ),
    "resources": (
        {
            "resources_core": "Two people",
            "resources_optional": "A car",
            "resources_offer": "A call",
            "cost_band": "under_10k",
            "cost_basis": "Travel",
            "timeline-0-weeks": "1 to 4",
            "timeline-0-what": "Agree who goes",
        },
        {
            "resources_core": "Two people",
            "resources_optional": "A car",
            "resources_offer": "A call",
            "cost_band": "under_10k",
            "cost_basis": "Travel",
            "timeline": [{"weeks": "1 to 4", "what": "Agree who goes"}],
        },
    ),
    "outcomes": (
        {
            "evidence": "local_figures",
            "outcomes-0-claim": "Fewer second visits",
            "outcomes-0-measure": "Visit log",
            "outcomes-0-before": "2.1",
            "outcomes-0-after": "1.2",
            "outcomes-0-number": "84",
            "outcomes-0-period": "April to June 2024",
            "people_said": "They only had to tell it once.",
            "equity": "People in temporary housing.",
        },
        {
            "outcomes_not_measured": False,
            "evidence": "local_figures",
            "outcomes": [
                {
                    "claim": "Fewer second visits",
                    "measure": "Visit log",
                    "before": "2.1",
                    "after": "1.2",
                    "number": "84",
                    "period": "April to June 2024",
                }
            ],
            "people_said": "They only had to tell it once.",
            "equity": "People in temporary housing.",
        },
    ),
    "learning": (
        {
            "did_not_work": "Going in threes.",
            "risks-0-risk": "A worker alone",
            "risks-0-guard": "Ring in, ring out",
            "risks-0-safeguarding": "on",
        },
        {
            "did_not_work": "Going in threes.",
            "risks": [{"risk": "A worker alone", "guard": "Ring in, ring out", "safeguarding": True}],
        },
    ),
    "fit": (
        {
            "good_fit": "Small patches",
            "poor_fit": "Long distances",
            "first_three_steps-0-text": "Ask a nurse",
            "first_three_steps-1-text": "Pick a day",
            "used_correctly-0-text": "Both names are in the note",
        },
        {
            "good_fit": "Small patches",
            "poor_fit": "Long distances",
            "first_three_steps": [{"text": "Ask a nurse"}, {"text": "Pick a day"}],
            "used_correctly": [{"text": "Both names are in the note"}],
        },
    ),
    "law": (
        {
            "law-0-title": "Care Act 2014",
            "law-0-reference": "section 9",
            "law-0-checked_on": "May 2025",
            "links-0-title": "The form",
            "links-0-url": "https://www.council.example/form",
            "based_on": "A pilot elsewhere",
        },
        {
            "law": [{"title": "Care Act 2014", "reference": "section 9", "checked_on": "May 2025"}],
            "links": [{"title": "The form", "url": "https://www.council.example/form"}],
            "based_on": "A pilot elsewhere",
        },
    ),
    "contact": (
        {
            "contact_name": "First week team",
            "contact_role": "Team",
            "contact_email": "first.week@council.example",
            "contact_deputy": "deputy@council.example",
            "contact_calls": "4",
        },
        {
            "contact_name": "First week team",
            "contact_role": "Team",
            "contact_email": "first.week@council.example",
            "contact_deputy": "deputy@council.example",
            "contact_calls": 4,
        },
    ),
    "sharing": (
        {
            "shown_as": "team",
            "visibility": "staff",
            "review_by_day": str(NEXT_YEAR.day),
            "review_by_month": str(NEXT_YEAR.month),
            "review_by_year": str(NEXT_YEAR.year),
        },
        {"shown_as": "team", "visibility": "staff", "review_by": NEXT_YEAR},
    ),
    "notes": ({"notes": "Ask the ward for last year’s figures."}, {"notes": "Ask the ward for last year’s figures."}),
}


@pytest.fixture
def practice():
    return PracticeFactory(revision__kind=Kind.EXAMPLE, revision__steps=[])


@pytest.fixture
def author(client, practice):
    author = practice.authorships.get().user
    client.force_login(author)
    return author


def section_url(practice, section):
    return reverse("edit_section", args=[practice.slug, section])


def base_on(page):
    return page.context["form"]["base"].value()


def save(client, practice, section, typed, **more):
    address = section_url(practice, section)
    return client.post(address, {"base": base_on(client.get(address)), **typed, **more})


def test_the_table_above_types_something_into_every_question_of_every_section():
    rows_of_the_database = {"organisation", "places", "topics"}
    for section in SCREENS:
        if section is FILES:
            continue  # chosen, not typed: see test_attachments.py
        said = TYPED[section.key][1]
        assert set(section.fields) - rows_of_the_database <= said.keys(), section.key
    assert FORMS.keys() == TYPED.keys()


@pytest.mark.parametrize("section", TYPED)
def test_what_is_typed_into_a_section_is_stored_and_stands_there_when_it_is_opened_again(
    client, practice, author, section
):
    typed, said = TYPED[section]
    assert save(client, practice, section, typed).status_code == 302
    revision = practice.revisions.get()
    assert {field: getattr(revision, field) for field in said} == said
    again = client.get(section_url(practice, section))
    before = content.snapshot(practice.revisions.get())
    # Sending the page as it is drawn changes nothing.
    assert client.post(section_url(practice, section), as_drawn(again)).status_code == 302
    assert content.snapshot(practice.revisions.get()) == before


def as_drawn(page):
    """What a browser would send of the section's form that nobody has touched."""
    form = html5lib.parse(page.content, namespaceHTMLElements=False).find(".//form[@data-autosave]")
    sent = {}
    for control in (each for each in form.iter() if each.tag in ("input", "textarea", "select")):
        if control.get("type") in ("checkbox", "radio") and control.get("checked") is None:
            continue
        if control.tag == "select":
            chosen = [option for option in control.iter("option") if option.get("selected") is not None]
            value = (chosen or control.findall(".//option"))[0].get("value")
        else:
            value = (
                control.text or ""
                if control.tag == "textarea"
                else control.get("value", "on" if control.get("type") == "checkbox" else "")
            )
        sent.setdefault(control.get("name"), []).append(value)
    return sent


def test_the_organisation_and_the_places_are_chosen_from_what_the_author_may_choose(client, practice, author):
    elsewhere, ours = OrganisationFactory(), practice.organisation
    leeds, york = PlaceFactory(short_name="Leeds"), PlaceFactory(short_name="York")
    save(client, practice, "where", {"organisation": ours.pk, "places": [leeds.pk, york.pk]})
    assert set(practice.revisions.get().places.all()) == {leeds, york}
    refused = save(client, practice, "where", {"organisation": elsewhere.pk, "places": []})
    assert refused.status_code == 400
    practice.refresh_from_db()
    assert practice.organisation == ours
    assert practice.revisions.get().places.count() == 2


def test_places_are_grouped_by_region_with_those_of_the_organisation_first(client, practice, author):
    ours = PlaceFactory(short_name="Leeds", region="Yorkshire and The Humber")
    PlaceFactory(short_name="Conwy", region="Wales", nation="Wales")
    PlaceFactory(short_name="York", region="Yorkshire and The Humber")
    practice.organisation.places.add(ours)
    practice.revisions.get().places.clear()
    groups = client.get(section_url(practice, "where")).context["form"].fields["places"].choices
    assert [(label, [name for _pk, name in options]) for label, options in groups] == [
        ("Where your organisation works", ["Leeds"]),
        (
            "North West",
            [place.short_name for place in practice.revisions.get().places.model.objects.filter(region="North West")],
        ),
        ("Yorkshire and The Humber", ["York"]),
        ("Wales", ["Conwy"]),
    ]


def test_a_retired_place_is_offered_only_where_it_was_chosen_before(client, practice, author):
    gone = PlaceFactory(short_name="Old Borough", valid_to=date(2020, 4, 1))
    assert "Old Borough" not in client.get(section_url(practice, "where")).content.decode()
    practice.revisions.get().places.add(gone)
    assert "Old Borough" in client.get(section_url(practice, "where")).content.decode()


def test_topics_are_ticked_or_suggested_in_ones_own_words(client, practice, author):
    curated = TopicFactory(name="Reablement")
    save(client, practice, "sharing", {"topics": [curated.pk], "own_topics": "Pets, garden  visits, pets"})
    assert {topic.name: topic.is_curated for topic in practice.revisions.get().topics.all()} == {
        "Reablement": True,
        "Pets": False,
        "garden visits": False,
    }
    page = client.get(section_url(practice, "sharing")).context["form"]
    assert set(page["own_topics"].value().split(", ")) == {"Pets", "garden visits"}


def test_a_suggested_topic_that_is_there_already_in_another_case_is_used(client, practice, author):
    curated = TopicFactory(name="Reablement")
    save(client, practice, "sharing", {"own_topics": "reablement"})
    assert list(practice.revisions.get().topics.all()) == [curated]


def test_a_suggested_topic_that_nobody_uses_any_more_goes_and_a_curated_one_stays(client, practice, author):
    curated = TopicFactory(name="Reablement")
    save(client, practice, "sharing", {"topics": [curated.pk], "own_topics": "Pet"})
    save(client, practice, "sharing", {"own_topics": "Pets"})
    assert not Topic.objects.filter(name="Pet").exists()
    assert Topic.objects.filter(name="Reablement").exists()


def test_four_topics_of_ones_own_are_one_too_many(client, practice, author):
    refused = save(client, practice, "sharing", {"own_topics": "a, b, c, d"})
    assert refused.status_code == 400
    assert "Keep the three that matter most" in refused.content.decode()
    assert 'value="a, b, c, d"' in refused.content.decode()
    assert not Topic.objects.filter(is_curated=False).exists()


@pytest.mark.parametrize(
    ("section", "typed", "message"),
    [
        ("basics", {"title": ""}, "Enter a title"),
        ("basics", {"title": "x" * 121}, "120 characters or fewer. It has 121 now."),
        (
            "process",
            {"approved_on_day": "31", "approved_on_month": "2", "approved_on_year": "2024"},
            "Enter a day that",
        ),
        ("process", {"approved_on_day": "3"}, "Enter the day, the month and the year"),
        ("stage", {"started_month": "5"}, "Enter the year"),
        ("stage", {"started_month": "May", "started_year": "2023"}, "Use numbers only"),
        ("stage", {"started_month": "13", "started_year": "2023"}, "Enter a month from 1 to 12"),
        ("stage", {"started_year": "23"}, "Enter a year with four figures"),
        ("stage", {"started_year": str(timezone.localdate().year + 1)}, "Enter this month or an earlier one"),
        ("stage", {"started_year": "2020", "started_not_known": "on"}, "Nobody remembers when”"),
        ("outcomes", {"outcomes_not_measured": "on", "outcomes-0-claim": "Calm"}, "Untick this"),
        ("outcomes", {"outcomes-0-measure": "Survey"}, "Change 1: fill in “What changed”, or remove it"),
        ("law", {"links-0-title": "Form", "links-0-url": "not an address"}, "Enter a web address"),
        ("law", {"links-0-title": "Form", "links-0-url": "javascript:alert(1)"}, "Enter a web address"),
        ("contact", {"contact_email": "nobody"}, "Enter an e-mail address"),
        ("contact", {"contact_calls": "201"}, "Enter 200 or fewer"),
        ("sharing", {"review_by_day": "1", "review_by_month": "1", "review_by_year": "2020"}, "two years from now"),
        ("sharing", {"visibility": "the world"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_stored_is_shown_again_with_what_to_do_and_changes_nothing(
    client, practice, author, section, typed, message
):
    before = content.snapshot(practice.revisions.get())
    page = save(client, practice, section, typed)
    assert page.status_code == 400
    text = page.content.decode()
    assert message in text
    assert "There is a problem" in text
    for value in typed.values():
        assert value in text or value == "on" or value == "the world"
    assert content.snapshot(practice.revisions.get()) == before
    assert not SectionSave.objects.exists()


def test_one_line_stays_one_line_whatever_is_sent(client, practice, author):
    # Titles stand in the subjects of mails, and beside the hub's own words.
    save(client, practice, "basics", {"title": "Hold a huddle\nThe hub asks\ryou"})
    save(client, practice, "model", {"what_we_do": "One\ntwo", "steps-0-text": "Ring\nfirst"})
    save(client, practice, "fit", {"first_three_steps-0-text": "Ring\nfirst"})
    revision = practice.revisions.get()
    assert revision.title == "Hold a huddle The hub asks you"
    assert revision.what_we_do == "One\ntwo"
    assert revision.steps[0]["text"] == "Ring\nfirst"  # a box of several lines
    assert revision.first_three_steps == [{"text": "Ring first"}]


def test_a_year_without_a_month_is_kept_as_a_year(client, practice, author):
    save(client, practice, "stage", {"stage": "running", "started_year": "2019"})
    revision = practice.revisions.get()
    assert (revision.started, revision.started_precision) == (date(2019, 1, 1), "year")
    drawn = as_drawn(client.get(section_url(practice, "stage")))
    assert (drawn["started_month"], drawn["started_year"]) == ([""], ["2019"])


def test_a_section_that_is_left_empty_can_be_saved(client, practice, author):
    assert save(client, practice, "learning", {"did_not_work": ""}).status_code == 302
    assert practice.revisions.get().did_not_work == ""


def test_saving_goes_to_the_next_section_that_applies_and_after_the_last_to_the_list(client, practice, author):
    # “The process on paper” is for a team's process only.
    assert save(client, practice, "model", {}).url == section_url(practice, "where")
    assert save(client, practice, "sharing", {}).url == reverse("edit", args=[practice.slug])
    assert save(client, practice, "model", {}, then="list").url == reverse("edit", args=[practice.slug])


def test_an_example_is_not_asked_for_its_process_and_a_process_is(client, practice, author):
    page = client.get(reverse("edit", args=[practice.slug])).content.decode()
    assert "The process on paper" not in page
    save(client, practice, "basics", {"title": "Visit together", "kind": "process"})
    page = client.get(reverse("edit", args=[practice.slug])).content.decode()
    assert "The process on paper" in page


def test_a_section_that_does_not_exist_is_not_found(client, practice, author):
    assert client.get(section_url(practice, "nonsense")).status_code == 404


def test_an_author_without_an_organisation_writes_all_the_same_and_hears_how_to_join(client):
    loner = UserFactory()
    practice = PracticeFactory(author=loner, organisation=None)
    client.force_login(loner)
    assert "You have not joined one yet" in client.get(section_url(practice, "where")).content.decode()
    assert save(client, practice, "where", {"team": "Our team"}).status_code == 302


def test_the_organisation_of_a_published_write_up_is_not_asked_again(client):
    practice = PracticeFactory(state="changing")
    author = practice.authorships.get().user
    other = OrganisationFactory()
    UserFactory._meta.model.objects.get(pk=author.pk).memberships.create(organisation=other)
    client.force_login(author)
    save(client, practice, "where", {"organisation": other.pk, "team": "New name"})
    practice.refresh_from_db()
    assert practice.organisation != other
    assert practice.draft_revision.team == "New name"
    assert practice.published_revision.team != "New name"
