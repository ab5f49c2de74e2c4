"""Importing many write-ups from one file: rows as the forms would take them, all or nothing, and again."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from practices.actions import authoring, bulk, moderation
from practices.bulk.checking import Checker
from practices.bulk.mapping import FieldMapping
from practices.bulk.planning import Why
from practices.bulk.reading import read_text
from practices.models import Authorship, Practice, Revision
from practices.search import bitmaps, search
from tests.factories import (
    AdministratorFactory,
    OrganisationFactory,
    PlaceFactory,
    PracticeFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

COLLECTION = "Ideas of the North"
# All that publishing needs, as a file would have it.
WHOLE = {
    "source_ref": "N-1",
    "title": "Hold a discharge huddle",
    "summary": "Ward and social care agree each morning who goes home.",
    "sector": "Adults",
    "who_for": "Older people; unpaid_carers",
    "setting": "Hospital",
    "problem": "People waited on the ward for days.",
    "what_we_do": "The team meets at the board and agrees one next step for each person.",
    "team": "Hospital discharge team",
    "places": "Northbridge",
    "stage": "running",
    "started": "2021-05",
    "contact_name": "Hospital discharge team",
    "contact_role": "Team manager",
    "contact_email": "discharge@council.example",
    "topics": "Hospital discharge",
}


@pytest.fixture
def place():
    return PlaceFactory(short_name="Northbridge")


@pytest.fixture
def topic():
    return TopicFactory(name="Hospital discharge")


@pytest.fixture
def organisation(place):
    return OrganisationFactory(name="Northbridge Council", slug="northbridge-council")


@pytest.fixture
def owner(organisation):
    return UserFactory(organisation=organisation)


@pytest.fixture
def administrator():
    return AdministratorFactory()


@pytest.fixture
def hub(place, topic, organisation, owner, administrator):
    """`hub(rows)` imports rows of JSON as drafts of the owner's, or published; gives how many became what."""

    def load(*rows, publish=False, mapping=None, source=COLLECTION):
        checked = check(rows, publishing=publish, owner=owner, organisation=organisation, mapping=mapping)
        assert [str(problem) for each in checked for problem in each.problems] == []
        write_ups = [each.write_up for each in checked]
        outcomes, left = bulk.load(write_ups=write_ups, source=source, publish=publish, by=administrator)
        load.left = [(each.write_up.ref, each.why) for each in left]
        return {name: number for name, number in outcomes.items() if number}

    return load


def check(rows, mapping=None, publishing=False, **settings):
    sheet = read_text("\n".join(json.dumps(row) for row in rows), "rows.jsonl")
    checker = Checker((mapping or FieldMapping()).with_columns_of(sheet.columns), publishing=publishing, **settings)
    return [checker.check(row) for row in sheet.rows]


def problems_of(row, **settings):
    return [(problem.field, problem.message) for problem in check([row], **settings)[0].problems]


# What a row becomes


def test_a_row_becomes_a_draft_of_its_owner(hub, owner, organisation, place, topic):
    assert hub(WHOLE) == {"added": 1}
    practice = Practice.objects.get()
    draft = practice.draft_revision
    assert (practice.source, practice.source_ref, practice.organisation) == (COLLECTION, "N-1", organisation)
    assert not practice.is_published
    assert practice.slug.startswith("hold-a-discharge-huddle-")
    assert practice.authorships.get().user == owner
    assert (draft.title, draft.sector, draft.who_for) == (WHOLE["title"], "adults", ["older_people", "unpaid_carers"])
    assert (draft.started.isoformat(), draft.started_precision) == ("2021-05-01", "month")
    assert ([*draft.places.all()], [*draft.topics.all()]) == ([place], [topic])
    assert {save.section for save in draft.section_saves.all()} >= {"basics", "where", "sharing"}
    assert AuditEvent.objects.filter(action="practice_imported", object_id=practice.pk).exists()
    event = AuditEvent.objects.get(action="practices_imported")
    assert event.details == {"published": False, "added": 1, "changed": 0, "unchanged": 0, "left_alone": 0}


def test_published_at_once_it_is_found_at_once(hub, client):
    assert hub(WHOLE, publish=True) == {"added": 1}
    practice = Practice.objects.get()
    assert practice.slug == "hold-a-discharge-huddle"
    assert [*search("huddle at the board", user=UserFactory()).practices] == [practice.pk]
    page = client.get(practice.get_absolute_url()).content.decode()
    assert COLLECTION in page
    assert practice.confirmed_at is None


def test_where_readers_see_the_region_alone_they_are_not_told_the_collection(hub, client):
    hub(WHOLE | {"shown_as": "region"}, publish=True)
    page = client.get(Practice.objects.get().get_absolute_url()).content.decode()
    assert WHOLE["title"] in page
    assert COLLECTION not in page


def test_many_published_at_once_have_the_bitmaps_that_one_by_one_would_have_made(hub, monkeypatch):
    monkeypatch.setattr(bitmaps, "BY_BLOCK_FROM", 2)
    rows = [WHOLE | {"source_ref": f"N-{number}", "stage": stage} for number, stage in enumerate(["running", "idea"])]
    hub(*rows, publish=True)
    assert len(search("huddle", user=UserFactory()).practices) == 2
    by_block = stored_bitmaps()
    assert by_block
    # A transaction that has written by block goes on bit by bit.
    moderation.retire(
        practice=PracticeFactory(state="published"), by=UserFactory(is_moderator=True), because="outdated", why="Old."
    )
    bit_by_bit = stored_bitmaps()
    bitmaps.rebuild()
    assert stored_bitmaps() == bit_by_bit != by_block


def stored_bitmaps():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, value, block, bits::text FROM practices_searchbitmap "
            "WHERE bits::text LIKE '%1%' ORDER BY name, value, block"
        )
        return cursor.fetchall()


# Again


def test_the_same_file_again_changes_nothing(hub):
    hub(WHOLE)
    before = Practice.objects.values().get(), AuditEvent.objects.count()
    assert hub(WHOLE) == {"unchanged": 1}
    assert (Practice.objects.values().get(), AuditEvent.objects.count() - 1) == before


def test_what_the_file_says_otherwise_is_changed_in_a_draft(hub, owner):
    hub(WHOLE | {"steps": [{"text": "Meet"}], "cost_band": "under_10k"})
    assert hub(WHOLE | {"title": "Hold a huddle", "topics": "Huddles", "steps": ""}) == {"changed": 1}
    draft = Practice.objects.get().draft_revision
    assert (draft.title, draft.number, draft.steps, draft.cost_band) == ("Hold a huddle", 1, [], "not_known")
    assert [topic.name for topic in draft.topics.all()] == ["Huddles"]
    assert hub(WHOLE | {"title": "Hold a huddle", "topics": "Huddles", "steps": ""}) == {"unchanged": 1}
    with pytest.raises(authoring.SavedBySomeoneElse):  # who had the page open since before
        authoring.save_section(
            practice=draft.practice, section="basics", values={"title": "Mine"}, base="1.0", by=owner
        )


def test_what_the_file_says_otherwise_is_a_new_revision_of_what_is_published(hub, client):
    hub(WHOLE, publish=True)
    address = Practice.objects.get().slug
    assert hub(WHOLE | {"title": "Hold a stand-up"}, publish=True) == {"changed": 1}
    practice = Practice.objects.get()
    assert (practice.slug, practice.title, practice.published_revision.number) == (address, "Hold a stand-up", 2)
    assert practice.revisions.get(number=1).title == WHOLE["title"]
    assert practice.changed_at > practice.published_at
    history = client.get(reverse("history", args=[address])).content.decode()
    assert "Changed in the collection that it is from" in history
    assert [*search("stand-up", user=UserFactory()).practices] == [practice.pk]


def edited_by_its_author(practice):
    author = practice.authorships.get().user
    base = authoring.base_of(practice.draft_revision, "context")
    authoring.save_section(
        practice=practice, section="context", values={"problem": "Nobody knew."}, base=base, by=author
    )


def submitted(practice):
    Revision.objects.filter(practice=practice).update(status="submitted")


def handed_over(practice):
    Authorship.objects.filter(practice=practice).update(user=UserFactory())


@pytest.mark.parametrize(
    ("happened", "why"),
    [(edited_by_its_author, Why.EDITED), (submitted, Why.AT_WORK), (handed_over, Why.OTHERS)],
)
def test_what_people_have_taken_on_is_left_alone_and_named(hub, happened, why):
    hub(WHOLE)
    happened(Practice.objects.get())
    before = Revision.objects.values().get()
    assert hub(WHOLE) == {"unchanged": 1}  # the file says nothing new
    assert hub(WHOLE | {"title": "Hold a huddle"}) == {"left_alone": 1}
    assert hub.left == [("N-1", why)]
    assert Revision.objects.values().get() == before


def reopened(practice):
    authoring.open_new_revision(practice=practice, by=practice.authorships.get().user)


def retired(practice):
    moderation.retire(practice=practice, by=UserFactory(is_moderator=True), because="outdated", why="Old.")


def moved(practice):
    Practice.objects.filter(pk=practice.pk).update(organisation=OrganisationFactory())


@pytest.mark.parametrize(("happened", "why"), [(reopened, Why.AT_WORK), (retired, Why.AT_WORK), (moved, Why.EDITED)])
def test_what_is_published_and_was_taken_on_is_left_alone_and_named(hub, happened, why):
    hub(WHOLE, publish=True)
    happened(Practice.objects.get())
    assert hub(WHOLE | {"title": "Hold a huddle"}, publish=True) == {"left_alone": 1}
    assert hub.left == [("N-1", why)]
    assert Practice.objects.get().title == WHOLE["title"]


def test_an_import_of_drafts_publishes_nothing_and_one_that_publishes_no_draft(hub):
    hub(WHOLE)
    assert hub(WHOLE | {"title": "Hold a huddle"}, publish=True) == {"left_alone": 1}
    assert hub.left == [("N-1", Why.A_DRAFT)]
    hub(WHOLE, publish=True, source="Another collection")
    assert hub(WHOLE | {"title": "Hold a huddle"}, source="Another collection") == {"left_alone": 1}
    assert hub.left == [("N-1", Why.PUBLISHED)]


def test_one_reference_in_two_collections_is_two_write_ups(hub):
    assert hub(WHOLE) == hub(WHOLE, source="Ideas of the South") == {"added": 1}
    assert Practice.objects.count() == 2


# Who may


def test_only_administrators_import(hub, owner):
    [checked] = check([WHOLE], owner=owner)
    for person in (owner, UserFactory(is_moderator=True)):
        with pytest.raises(PermissionDenied, match="Only administrators"):
            bulk.load(write_ups=[checked.write_up], source=COLLECTION, publish=False, by=person)
    assert not Practice.objects.exists()


# What is wrong with a row, in the forms' words


@pytest.mark.parametrize(
    ("said", "field", "message"),
    [
        ({"title": ""}, "Title", "Enter a title, so that you can find this again"),
        ({"title": "x" * 121}, "Title", "Shorten this to 120 characters or fewer. It has 121 now."),
        ({"sector": "fish"}, "Whom is it about?", "Select a valid choice. fish is not one of the available choices."),
        ({"who_for": ["older_people", "elves"]}, "Who is it for?", "Select a valid choice. elves is not one of the"),
        (
            {"started": f"12/{timezone.localdate().year + 1}"},
            "When did it start?",
            "Enter this month or an earlier one.",
        ),
        ({"started": "last spring"}, "When did it start?", "Use numbers only, for example 5 and 2023"),
        ({"contact_email": "nobody"}, "Where should messages go?", "Enter an e-mail address like name@example.org"),
        ({"contact_calls": "many"}, "How many messages a month can you take?", "Enter a whole number, for example 4"),
        ({"places": "Atlantis"}, "In which places does it run?", "The hub knows no place called “Atlantis”."),
        ({"topics": "a; b; c; d"}, "What is it about?", "Keep the three that matter most"),
        ({"organisation": "Nowhere"}, "Which organisation is it from?", "The hub knows no organisation called"),
        ({"owner": "nobody@council.example"}, "E-mail address of the author", "Nobody has an open account"),
        ({"steps": [{"essential": "yes", "step": "x"}]}, "Steps", "A row has no “step”."),
        ({"steps": ["a"] * 31}, "Steps", "There are 31 here, and 30 at most."),
        ({"partners": [{"part": "Agreed"}]}, "Who else had to agree?", "Partner 1: fill in “Who”, or remove it"),
        ({"links": "Ours | not an address"}, "Links", "Enter a web address like"),
        ({"started_not_known": "perhaps"}, "Nobody remembers when", "Say yes or no."),
        ({"title": ["a", "b"]}, "Title", "One value belongs here, not a list."),
        ({"source_ref": "x" * 201}, "Reference in the collection", "Shorten this to 200 characters or fewer."),
        ({"source_ref": ""}, "Reference in the collection", "Fill this in, so that the row is known again."),
        ({"text": "\n"}, "", ""),
        ({"text": "x" * 60_001}, "The whole text, to be sorted by its headings", "This holds more than any write-up"),
        ({"review_by": "2020-01-01"}, "When should we ask you", "Enter a day from tomorrow to two years from now"),
    ],
)
def test_a_bad_cell_is_named_by_the_forms_label_and_message(hub, owner, said, field, message):
    problems = problems_of(WHOLE | said, owner=owner)
    if not message:
        assert problems == []
        return
    [(label, told)] = problems
    assert label.startswith(field)
    assert told.startswith(message)
