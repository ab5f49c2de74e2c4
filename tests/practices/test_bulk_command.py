"""The command that imports many write-ups: all or nothing, told as it goes, and two at once."""

import csv
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent, User
from practices.actions import authoring, bulk
from practices.bulk.checking import Checker
from practices.bulk.mapping import FieldMapping
from practices.bulk.reading import Row
from practices.management.commands import import_practices
from practices.models import Attachment, Practice, Revision, SearchEntry, Topic
from practices.search import statistics
from tests.factories import (
    AdministratorFactory,
    AttachmentFactory,
    CommentFactory,
    OrganisationFactory,
    PlaceFactory,
    PracticeFactory,
    TopicFactory,
    UserFactory,
    give_endorsement,
)
from tests.practices.test_bulk_import import COLLECTION, WHOLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    PlaceFactory(short_name="Northbridge")
    TopicFactory(name="Hospital discharge")
    organisation = OrganisationFactory(name="Northbridge Council", slug="northbridge-council")
    UserFactory(email="owner@council.example", organisation=organisation)
    AdministratorFactory(email="admin@council.example")


@pytest.fixture
def run(people, tmp_path, capsys):
    """`run(rows, *options)` gives what the command said, on its way and at the end."""

    def run(rows, *options):
        path = tmp_path / "collection.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
            writer.writeheader()
            writer.writerows(rows)
        names = ("--source", COLLECTION, "--by", "admin@council.example", "--owner", "owner@council.example")
        try:
            call_command("import_practices", str(path), *names, *options)
        finally:
            run.told = capsys.readouterr()
        return run.told.out.strip()

    return run


def numbered(number, **said):
    return [WHOLE | {"source_ref": f"N-{at}", "title": f"Hold huddle {at}"} | said for at in range(1, number + 1)]


def test_rows_become_drafts_and_the_end_says_how_many(run):
    assert run(numbered(3)) == "3 added, 0 changed, 0 unchanged, 0 left alone."
    assert Practice.objects.filter(published_revision=None, source=COLLECTION).count() == 3
    assert "Checked: 3 of 3" in run.told.err
    rows = [*numbered(2), *numbered(3, title="Hold a stand-up")[2:], WHOLE | {"source_ref": "N-4"}]
    assert run(rows) == "1 added, 1 changed, 2 unchanged, 0 left alone."


def test_one_bad_row_keeps_all_out_and_every_reason_is_named(run):
    rows = numbered(4)
    rows[1] |= {"sector": "fish", "places": "Atlantis"}
    rows[3] |= {"source_ref": "N-1"}
    with pytest.raises(CommandError, match=r"Nothing was imported\. Rows that are not right: 2"):
        run(rows)
    assert run.told.err.splitlines()[1:] == [
        "Line 3, N-2, “Hold huddle 2”, Whom is it about?: Select a valid choice. fish is not one of the available "
        "choices.",
        "Line 3, N-2, “Hold huddle 2”, In which places does it run?: The hub knows no place called “Atlantis”.",
        "Line 5, N-1, “Hold huddle 4”, Reference in the collection: Line 2 has the same.",
    ]
    assert not Practice.objects.exists()


def test_what_fails_in_the_middle_of_writing_leaves_nothing(run, monkeypatch):
    monkeypatch.setattr("practices.actions.bulk.AT_A_TIME", 2)

    written = []

    def fail_at_the_second(command, step, number):
        written.append(number)
        if len(written) == 2:
            raise RuntimeError("the power went")

    monkeypatch.setattr(import_practices.Command, "_say_step", fail_at_the_second)
    with pytest.raises(RuntimeError):
        run(numbered(4, topics="A topic of their own"))
    assert not Practice.objects.exists()
    assert not Revision.objects.exists()
    assert not Topic.objects.filter(is_curated=False).exists()
    assert not AuditEvent.objects.exists()


def test_a_dry_run_says_the_same_and_writes_nothing(run):
    told = run(numbered(2), "--dry-run")
    assert told.splitlines() == [
        "2 added, 0 changed, 0 unchanged, 0 left alone.",
        "Nothing was written: this was --dry-run.",
    ]
    assert not Practice.objects.exists()
    assert not AuditEvent.objects.exists()


def test_what_is_published_is_counted_for_search(run):
    run(numbered(2), "--publish", "--organisation", "northbridge-council")
    assert SearchEntry.objects.count() == 2
    assert not statistics.is_stale()


def test_publishing_needs_what_publishing_needs(run):
    row = {name: value for name, value in WHOLE.items() if name not in ("team", "topics")}
    with pytest.raises(CommandError):
        run([row | {"problem": "Her NHS number is 943 476 5919."}], "--publish")
    told = run.told.err
    assert "Team: Publishing needs this." in told
    assert "Topics: Publishing needs this." in told
    assert "What was happening before: NHS number. An NHS number belongs to one person" in told
    assert "943" not in told


def test_a_draft_may_hold_what_must_go_before_it_is_submitted_and_that_is_told(run):
    assert run([WHOLE | {"problem": "Her NHS number is 943 476 5919."}]).startswith("1 added")
    assert (
        "Worth a look: Line 2, N-1, “Hold a discharge huddle”, What was happening before: NHS number." in run.told.err
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--by", "owner@council.example"), "Only administrators can import"),
        (("--by", "nobody@council.example"), "--by: nobody has an open account"),
        (("--owner", "nobody@council.example"), "--owner: nobody has an open account"),
        (("--organisation", "nowhere"), "--organisation: the hub knows none called nowhere."),
        (("--source", " "), "--source has to have 1 to 120 characters."),
        (("--mapping", "no-such.toml"), "no-such.toml cannot be read: No such file or directory."),
    ],
)
def test_what_the_command_is_not_told_rightly_it_names(run, options, message):
    with pytest.raises(CommandError, match=message):
        run(numbered(1), *options)
    assert not Practice.objects.exists()


def test_two_columns_and_a_mapping_file_are_enough(run, tmp_path):
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('rest = "what_we_do"\n[columns]\nIdea = "title"\nStory = "text"\n[constants]\nsector = "adults"')
    story = "Ward and social care agree who goes home.\n\nBackground\n\nPeople waited.\n\nResults\n\nFewer wait."
    run([{"Idea": "Hold a huddle", "Story": story}], "--mapping", str(mapping))
    draft = Practice.objects.get(source_ref="Hold a huddle").draft_revision
    assert draft.summary == "Ward and social care agree who goes home."
    assert draft.problem == "People waited."
    assert [row["claim"] for row in draft.outcomes] == ["Fewer wait."]
    assert (draft.sector, draft.notes) == ("adults", "")


def test_two_columns_can_be_published_with_what_they_have_in_common(run, tmp_path):
    beside = {
        name: value for name, value in WHOLE.items() if name not in ("source_ref", "title", "summary", "what_we_do")
    }
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"rest": "what_we_do", "constants": beside}))
    rows = [{"title": "Hold a huddle", "text": "We meet each morning. Somebody chairs.\n\nThen we ring."}]
    assert run(rows, "--mapping", str(mapping), "--publish").startswith("1 added")
    shown = Practice.objects.get().published_revision
    assert (shown.summary, shown.sector) == ("We meet each morning. Somebody chairs. Then we ring.", "adults")


def test_a_text_without_headings_goes_where_the_rest_goes(run, tmp_path):
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"rest": "what_we_do"}')
    text = "We meet each morning. Somebody chairs.\n\nThen we ring."
    run(
        [{"title": "Hold a huddle", "text": text}, {"title": "Ring", "text": "Ring\nWe ring."}],
        "--mapping",
        str(mapping),
    )
    drafts = {draft.title: draft for draft in Revision.objects.all()}
    assert drafts["Hold a huddle"].what_we_do == "We meet each morning. Somebody chairs.\n\nThen we ring."
    assert drafts["Ring"].summary == "We ring."


def test_the_cost_of_a_row_is_no_query(run):
    """But for one of the hub's own rows for many: 500 are written at a time."""
    run(numbered(1), "--dry-run")  # what is read once in a process
    few, many = (queries_of(run, rows, "--source", f"{len(rows)} rows") for rows in (numbered(2), numbered(40)))
    assert few == many
    few, many = (
        queries_of(run, rows, "--source", f"{len(rows)} published", "--publish") for rows in (numbered(2), numbered(40))
    )
    assert few == many


def queries_of(run, rows, *options):
    with CaptureQueriesContext(connection) as captured:
        run(rows, *options)
    return len(captured)


@pytest.mark.django_db(transaction=True)
def test_of_two_imports_at_once_the_second_finds_what_the_first_has_made(people, tmp_path):
    def load(_number):
        try:
            owner, by = User.objects.get(email="owner@council.example"), User.objects.get(is_superuser=True)
            checker = Checker(FieldMapping().with_columns_of(list(WHOLE)), publishing=True, owner=owner)
            write_ups = [checker.check(Row(line, row)).write_up for line, row in enumerate(numbered(20), 2)]
            return bulk.load(write_ups=write_ups, source=COLLECTION, publish=True, by=by)[0]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(load, range(2))
    assert sorted([first["added"], second["added"]]) == [0, 20]
    assert Practice.objects.count() == SearchEntry.objects.count() == 20


# Undone


def remove(*options):
    call_command("remove_imported", "--source", COLLECTION, "--by", "admin@council.example", *options)


@pytest.mark.parametrize("options", [(), ("--publish",)])
def test_what_nobody_has_touched_is_removed_again(run, capsys, options):
    other = PracticeFactory(state="published")
    run(numbered(3, topics="A topic of their own"), *options)
    remove()
    assert capsys.readouterr().out == "3 removed, 0 left.\n"
    assert Practice.objects.get() == other
    assert Revision.objects.count() == SearchEntry.objects.count() == 1
    assert not Topic.objects.filter(is_curated=False).exists()


def test_what_somebody_has_added_a_file_to_stays_though_the_file_is_held(run, capsys):
    run(numbered(1))
    AttachmentFactory(practice=Practice.objects.get(), looks_filled_in=True)
    remove()
    assert capsys.readouterr().out.endswith("0 removed, 1 left.\n")
    assert Attachment.objects.count() == 1


def test_what_people_have_taken_on_stays_and_is_named(run, capsys):
    run(numbered(4), "--publish")
    changed, spoken_of, endorsed, _untouched = Practice.objects.order_by("pk")
    authoring.open_new_revision(practice=changed, by=changed.authorships.get().user)
    CommentFactory(practice=spoken_of)
    give_endorsement(endorsed)
    remove()
    said = capsys.readouterr()
    assert said.out == "1 removed, 3 left.\n"
    assert said.err.splitlines() == [
        f"Left: {practice.source_ref}, {practice.get_absolute_url()}" for practice in (changed, spoken_of, endorsed)
    ]
    assert set(Practice.objects.all()) == {changed, spoken_of, endorsed}


def test_only_administrators_remove_what_was_imported(run):
    run(numbered(1))
    with pytest.raises(CommandError, match="Only administrators"):
        remove("--by", "owner@council.example")
    with pytest.raises(CommandError, match="nobody has an open account"):
        remove("--by", "nobody@council.example")
    assert Practice.objects.count() == 1
