"""The whole hub goes out as files and comes back the same; what is not such an export leaves no row behind."""

import hashlib
import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEvent, Place, User
from practices.models import (
    Adaptation,
    AskedAuthor,
    Attachment,
    AttachmentContent,
    AuditShare,
    Comment,
    ContactPause,
    ContentChange,
    Dismissal,
    FollowUpPause,
    FollowUpStep,
    Need,
    News,
    OldSlug,
    OptionsReport,
    PooledFigure,
    Practice,
    Reminder,
    Report,
    ReportOption,
    ReportSave,
    ReportSearch,
    Revision,
    SearchEntry,
    SearchLog,
    UpstreamChoice,
)
from practices.transfer import tables
from practices.transfer.export import export_hub
from practices.transfer.manifest import CannotExport
from tests import world as worlds
from tests.factories import (
    PASSWORD,
    AdoptionFactory,
    AttachmentFactory,
    AuditFactory,
    AuditFindingFactory,
    BriefingFactory,
    FollowUpFactory,
    PlaceFactory,
    PracticeFactory,
    SuggestionFactory,
    UserFactory,
    give_figures,
)

in_the_open = pytest.mark.django_db(transaction=True)  # an export is of one moment, which a test's transaction has not


def quiet(text):
    pass


def contents(folder):
    """{path: bytes} of every file, without the moment of the export."""
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    manifest = json.loads(files["manifest.json"])
    return files | {"manifest.json": manifest | {"exported_at": ""}}


# What is taken


def test_every_model_is_taken_or_left_out_with_a_reason():
    models = {model._meta.label_lower for model in apps.get_models()}
    assert models - {*tables.TAKEN, *tables.LEFT_OUT} == set(), "add it to TAKEN or LEFT_OUT in transfer/tables.py"
    assert {*tables.TAKEN, *tables.LEFT_OUT} - models == set()
    assert set(tables.TAKEN) & set(tables.LEFT_OUT) == set()
    assert all(tables.LEFT_OUT.values())


def test_what_is_taken_refers_to_nothing_that_is_left_behind():
    assert [
        f"{model._meta.label_lower}.{field.name}"
        for model in tables.taken()
        for field in tables.columns_of(model)
        if field.related_model and field.related_model._meta.label_lower not in tables.TAKEN
    ] == []


# There and back


def fill_hub(settings):
    """The world of the tests, the demonstration, and what neither has."""
    settings.HUB_DEMO = True
    for command in ("load_places", "load_topics", "load_terms", "seed_demo_data"):
        call_command(command, verbosity=0)
    world = worlds.build()
    author = world.people["author"]
    audit.record("something_happened", on=author, by=None, numbers=[1, 2], text='“ü” \\ "quoted"\n\ttab \u2028')
    Revision.objects.filter(practice=world.practices["draft"]).update(problem="Two\nlines\r\n“ü” 🙂 \\n \x7f")
    SearchLog.objects.create(key="5b1f7f9e-0000-4000-8000-000000000001", query="huddle", day="2026-11-01", results=3)
    Comment.objects.filter(replies__isnull=False).update(status="removed", body="", author=None)
    published = world.practices["published"]
    Practice.objects.filter(pk=world.practices["retired"].pk).update(successor=published)
    OldSlug.objects.create(slug="an-older-address", practice=published)
    Practice.objects.filter(pk=published.pk).update(
        source="Ideas of the North", source_ref="N-1", source_digest="0" * 64
    )
    ContactPause.objects.create(practice=published, until="2027-01-05", words="We are moving.", set_by=author)
    Reminder.objects.create(practice=published, kind="passed", occasion="2026-11-01", recipient=author)
    Dismissal.objects.create(practice=published, kind="name", words="Buurtzorg", reason="A method", said_by=author)
    AskedAuthor.objects.create(need=Need.objects.first(), practice=published, author=author)
    Report.objects.create(endorsement=published.endorsements.get(), reporter=author, reason="It names somebody.")
    AttachmentFactory(practice=published, data=bytes(range(256)))
    adoption = AdoptionFactory(practice=published)
    audited = AuditFactory(adoption=adoption, state="finished", state__replaced=1)
    AuditFindingFactory(audit=audited, proposes_change=SuggestionFactory(adoption=adoption, accepted=True))
    AuditShare.objects.create(audit=audited, organisation=published.organisation)
    BriefingFactory(adoption=adoption)
    figure = {"made_of": 5, "organisations": 3, "answers": 50, "percentage": 80, "reckoned_at": audited.set_up_at}
    PooledFigure.objects.create(practice=published, criterion="The family is told", **figure).audits.add(audited)
    Adaptation.objects.create(adoption=adoption, position=0, step="Hold a huddle", made_of_it="kept")
    UpstreamChoice.objects.create(adoption=adoption, revision=adoption.revision, choice="keep", chosen_by=author)
    FollowUpFactory(adoption=adoption, answered=True, better="“Less” waiting", told_more_at=timezone.now())
    FollowUpPause.objects.create(adoption=adoption, set_by=adoption.lead)
    OptionsReport.objects.update(fit="“Ours”\nis rural", place=PlaceFactory())
    ReportOption.objects.options().update(notes={"fit": "“Here” as well"})
    report = OptionsReport.objects.first()
    ReportSearch.objects.create(report=report, words="huddle", asked={"q": ["huddle"]}, hits=3)
    ReportSave.objects.create(report=report, section="next-steps", version=2, saved_at=timezone.now(), saved_by=author)
    News.objects.create(kind="changed", practice=published, scope_before="public", position=7)
    FollowUpStep.objects.get_or_create(number=4, unit="weeks")
    give_figures("density", {PlaceFactory(): "18.25"})


def found_by(person, query):
    client = Client()
    client.force_login(person)
    page = client.get("/practices/", {"q": query})
    return [(row.practice.pk, row.practice.title) for row in page.context["cards"]]


@in_the_open
def test_a_hub_comes_back_from_its_export_byte_for_byte(tmp_path, settings):
    fill_hub(settings)
    gone = UserFactory()
    gone_number = gone.pk
    gone.delete()
    call_command("rebuild_search", verbosity=0)
    found = {
        query: found_by(User.objects.get(email="manager@demo.example"), query) for query in ("huddle", "discharge")
    }
    call_command("export_hub", tmp_path / "first")
    call_command("flush", interactive=False, verbosity=0)
    assert not User.objects.exists()

    call_command("import_hub", tmp_path / "first")
    call_command("export_hub", tmp_path / "second")

    first, second = contents(tmp_path / "first"), contents(tmp_path / "second")
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    listed = first["manifest.json"]["tables"]
    assert [label for label in tables.TAKEN if not listed[label]["rows"]] == [], "fill_hub makes no row of it"
    for query, rows in found.items():
        assert rows
        assert found_by(User.objects.get(email="manager@demo.example"), query) == rows
    # The number of somebody who is gone stands in the audit, and is nobody else's.
    assert UserFactory().pk > gone_number
    PracticeFactory(state="published")


@in_the_open
def test_after_an_import_the_hub_is_as_usable_as_before(tmp_path, client):
    person = UserFactory(email="amina@council.example")
    practice = PracticeFactory(state="published", author=person)
    event = audit.record("something_happened", on=practice, by=person)
    export_hub(tmp_path / "out", say=quiet)
    call_command("flush", interactive=False, verbosity=0)
    call_command("import_hub", tmp_path / "out", verbosity=0)
    assert client.post("/account/login/", {"login": person.email, "password": PASSWORD}).status_code == 302
    assert client.get(f"/practices/{practice.slug}/").status_code == 200
    assert SearchEntry.objects.get().practice_id == practice.pk
    assert ContentChange.objects.exists()
    assert AuditEvent.objects.get().at == event.at
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AuditEvent.objects.update(action="nothing_happened")


@in_the_open
def test_files_go_along(tmp_path):
    data = bytes(range(256)) * 5_000
    file = AttachmentFactory(practice=PracticeFactory(state="published"), data=data)
    export_hub(tmp_path / "out", say=quiet)
    stored = tmp_path / "out" / "files" / "attachmentcontent" / str(file.pk)
    assert stored.read_bytes() == data
    call_command("flush", interactive=False, verbosity=0)

    stored.write_bytes(b"another form")
    with pytest.raises(CommandError, match="damaged or was changed"):
        call_command("import_hub", tmp_path / "out")
    stored.write_bytes(data)
    without = json.loads((tmp_path / "out" / "manifest.json").read_text()) | {"files": {}}
    (tmp_path / "out" / "manifest.json").write_text(json.dumps(without))
    with pytest.raises(CommandError, match=f"attachmentcontent/{file.pk} is missing"):
        call_command("import_hub", tmp_path / "out")
    assert not Attachment.objects.exists()


@in_the_open
def test_files_come_back(tmp_path):
    data = bytes(range(256)) * 5_000
    file = AttachmentFactory(practice=PracticeFactory(state="published"), data=data)
    export_hub(tmp_path / "out", say=quiet)
    call_command("flush", interactive=False, verbosity=0)
    call_command("import_hub", tmp_path / "out", verbosity=0)
    assert bytes(AttachmentContent.objects.get(pk=file.pk).data) == data
    assert Practice.objects.get().published_revision.attachments.get() == file


# Writing


@in_the_open
def test_an_export_is_for_its_owner_alone(tmp_path):
    UserFactory()
    export_hub(tmp_path / "new" / "out", say=quiet)
    out = tmp_path / "new" / "out"
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {0o600}


@in_the_open
def test_an_export_is_written_whole_or_not_at_all(tmp_path):
    UserFactory()

    def stop(text):
        if text.startswith("accounts.user"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_hub(tmp_path / "out", say=stop)
    assert list(tmp_path.iterdir()) == []


@in_the_open
def test_an_export_is_of_one_moment(tmp_path):
    """What is written meanwhile, by somebody else, is in none of its files."""
    PracticeFactory(state="published")

    def publish():
        try:
            PracticeFactory(state="published")
        finally:
            connection.close()

    def meanwhile(text):
        if text.startswith("account.emailaddress"):
            with ThreadPoolExecutor(1) as threads:
                threads.submit(publish).result()

    manifest = export_hub(tmp_path / "out", say=meanwhile)
    assert Practice.objects.count() == 2
    assert manifest.tables["practices.practice"].rows == 1
    assert manifest.tables["accounts.organisation"].rows == 1


@pytest.mark.parametrize("what", ["a file", "a folder with something in it"])
def test_nothing_that_is_there_is_written_over(tmp_path, what):
    path = tmp_path / "out"
    if what == "a file":
        path.write_text("mine")
    else:
        path.mkdir()
        (path / "mine").write_text("mine")
    with pytest.raises(CannotExport, match="not an empty folder"):
        export_hub(path, say=quiet)
    assert "mine" in (path.read_text() if path.is_file() else os.listdir(path))


def test_a_folder_that_cannot_be_made_is_said_to_be_so(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match=r"Something cannot be read or written.*file"):
        call_command("export_hub", tmp_path / "file" / "out")


# What is no export of this hub


@pytest.fixture(scope="module")
def an_export(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("transfer") / "out"
    with django_db_blocker.unblock():
        PracticeFactory(state="published", revision__topics=["Carers"])
        export_hub(folder, say=quiet)
        call_command("flush", interactive=False, verbosity=0)
        ContentChange.objects.all().delete()  # which emptying the tables has made
    return folder


@pytest.fixture
def export(an_export, tmp_path):
    """A copy of an export, to be spoilt."""
    copy = tmp_path / "out"
    copy.mkdir()
    for path in an_export.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    return copy


def say_in_manifest(folder, **said):
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | said))


def write(label, text):
    """Another text in the file of a table, with a manifest that agrees to it."""

    def spoil(folder):
        data = text(folder).encode() if callable(text) else text.encode()
        (folder / f"{label}.jsonl").write_bytes(data)
        listed = json.loads((folder / "manifest.json").read_text())["tables"]
        listed[label] |= {"sha256": hashlib.sha256(data).hexdigest(), "rows": data.count(b"\n")}
        say_in_manifest(folder, tables=listed)

    return spoil


def with_value(label, **values):
    """The same with other values in the first row."""

    def text(folder):
        first, *others = (folder / f"{label}.jsonl").read_text().splitlines(keepends=True)
        return json.dumps(json.loads(first) | values) + "\n" + "".join(others)

    return write(label, text)


def manifest_is(text):
    return lambda folder: (folder / "manifest.json").write_text(text)


def of_tables(change):
    def spoil(folder):
        listed = json.loads((folder / "manifest.json").read_text())["tables"]
        change(listed)
        say_in_manifest(folder, tables=listed)

    return spoil


def link(folder):
    path = folder / "accounts.user.jsonl"
    path.rename(folder / "elsewhere")
    path.symlink_to(folder / "elsewhere")


def pipe(folder):
    (folder / "accounts.user.jsonl").unlink()
    os.mkfifo(folder / "accounts.user.jsonl")


def flip(folder):
    path = folder / "accounts.user.jsonl"
    data = path.read_bytes()
    path.write_bytes(data.replace(b"Sam", b"Tom", 1))


SPOILT = {
    "no manifest": (lambda folder: (folder / "manifest.json").unlink(), "cannot be read"),
    "a manifest that is no JSON": (manifest_is("{"), "not the manifest"),
    "a manifest that is a list": (manifest_is("[]"), "not the manifest"),
    "a manifest nested deeply": (manifest_is("[" * 200_000), "not the manifest"),
    "a manifest of something else": (lambda folder: say_in_manifest(folder, format="wordpress"), "not the manifest"),
    "tables that are a list": (lambda folder: say_in_manifest(folder, tables=[]), "not the manifest"),
    "a newer format": (
        lambda folder: say_in_manifest(folder, format_version=2),
        "has the format 2.*version that wrote",
    ),
    "another schema": (
        lambda folder: say_in_manifest(folder, schema={"practices": "0999_later"}),
        "practices: 0999_later / .*Import it with the version that wrote it",
    ),
    "a table that is not listed": (of_tables(lambda listed: listed.pop("accounts.user")), "does not name the tables"),
    "a table that nobody knows": (
        of_tables(lambda listed: listed.update({"auth.group": listed["accounts.user"]})),
        "does not name the tables",
    ),
    "a checksum that is none": (
        of_tables(lambda listed: listed["accounts.user"].update(sha256="x")),
        "not the manifest",
    ),
    "a count below nothing": (of_tables(lambda listed: listed["accounts.user"].update(rows=-1)), "not the manifest"),
    "a number past all numbers": (
        of_tables(lambda listed: listed["accounts.user"].update(last_number=2**70)),
        "manifest.json: .*out of range",
    ),
    "an upload outside of its folder": (
        lambda folder: say_in_manifest(folder, files={"../../etc/passwd": {"sha256": "0" * 64}}),
        "not the manifest",
    ),
    "an upload that is missing": (
        lambda folder: say_in_manifest(folder, files={"form.pdf": {"sha256": "0" * 64}}),
        "form.pdf cannot be read",
    ),
    "a file that is missing": (lambda folder: (folder / "accounts.user.jsonl").unlink(), "cannot be read"),
    "a link in the place of a file": (link, "cannot be read"),
    "a pipe in the place of a file": (pipe, "not an ordinary file"),
    "a damaged file": (flip, "damaged or was changed"),
    "fewer rows than counted": (
        of_tables(lambda listed: listed["practices.practice"].update(rows=7)),
        "does not hold what the manifest says",
    ),
    "a row that is no JSON": (write("accounts.user", "{\n"), "line 1: this is not a row"),
    "a row that is a number": (write("accounts.user", "7\n"), "line 1: these are not the columns"),
    "a row nested deeply": (write("accounts.user", "[" * 200_000 + "\n"), "line 1: this is not a row"),
    "a row of no text": (write("accounts.user", "\x00\x01\n"), "line 1: this is not a row"),
    "a column too many": (with_value("accounts.user", groups=[1]), "line 1: these are not the columns"),
    "a number that is none": (write("accounts.user", '{"id": NaN}\n'), "line 1: this is not a row"),
    "a character that no text has": (with_value("accounts.user", display_name="a\0b"), "accounts.user.jsonl: "),
    "a name that is too long": (with_value("accounts.user", display_name="x" * 101), "accounts.user.jsonl: .*too long"),
    "a date that is none": (
        with_value("accounts.user", date_joined="some day"),
        "accounts.user.jsonl: .*invalid input",
    ),
    "nothing where something is needed": (with_value("accounts.user", email=None), "accounts.user.jsonl: .*not-null"),
    "what a constraint refuses": (with_value("accounts.user", is_superuser=True), "user_administrator_may_use_admin"),
    "a person who is not there": (with_value("practices.authorship", user_id=4_000_000), "refers to what is not there"),
    "a place that is not there": (with_value("practices.revision", places=[4_000_000]), "refers to what is not there"),
    "places that are no list": (with_value("practices.revision", places="Leeds"), "practices.revision.jsonl: "),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", SPOILT)
def test_an_import_of_something_else_says_what_is_wrong_and_stores_nothing(export, what):
    spoil, message = SPOILT[what]
    spoil(export)
    with pytest.raises(CommandError, match=f"Nothing was imported.*{message}"):
        call_command("import_hub", export)
    assert [model._meta.label for model in tables.taken() if model._base_manager.exists()] == []
    assert not SearchEntry.objects.exists()


@pytest.mark.django_db
def test_a_refusal_says_nothing_of_what_the_rows_hold(export):
    with_value("accounts.user", display_name="x" * 101, email="amina@council.example")(export)
    with pytest.raises(CommandError) as refused:
        call_command("import_hub", export)
    assert "amina" not in str(refused.value)


@pytest.mark.django_db
def test_an_export_goes_into_an_empty_hub_only(export):
    place = PlaceFactory()
    with pytest.raises(CommandError, match=r"not empty \(accounts.place: 1\).*only `migrate` has run"):
        call_command("import_hub", export)
    assert Place.objects.get() == place
    assert not User.objects.exists()


@pytest.mark.django_db
def test_the_export_that_the_others_spoil_is_good(export):
    call_command("import_hub", export, verbosity=0)
    assert Practice.objects.get().published_revision.topics.get().name == "Carers"
