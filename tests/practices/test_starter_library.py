"""The starter library: every file is right, and loading it does no more than it should."""

import shutil

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent, Organisation, Place
from practices import sections, starter_library
from practices.actions import starter_library as library
from practices.models import Authorship, Practice, Revision, SearchEntry, Topic
from practices.search import search
from tests.factories import CommentFactory, PracticeFactory, UserFactory, give_endorsement

pytestmark = pytest.mark.django_db
FEW = ("discharge-to-assess", "reablement-at-home")


@pytest.fixture
def shipped(db):
    """The places and topics that come with the hub."""
    call_command("load_places", verbosity=0)
    call_command("load_topics", verbosity=0)


@pytest.fixture
def folder(shipped, tmp_path):
    """A library of two files, to be changed at will."""
    for slug in FEW:
        shutil.copy(starter_library.FOLDER / f"{slug}.toml", tmp_path)
    return tmp_path


def load(folder):
    return dict(library.load(write_ups=starter_library.read(folder)))


def change(folder, old, new, slug=FEW[0]):
    file = folder / f"{slug}.toml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_the_library_that_ships_is_whole(shipped):
    write_ups = starter_library.read(starter_library.FOLDER)
    places = {place for write_up in write_ups for place in write_up.places}
    sectors = {write_up.fields["sector"] for write_up in write_ups}
    assert len(write_ups) >= 40
    assert len(places) >= 25
    assert {place.nation for place in places} == set(Place.Nation.values)
    assert {"adults", "children"} <= sectors
    assert any(write_up.fields["stage"] == "stopped" for write_up in write_ups)
    assert len({write_up.fields["title"] for write_up in write_ups}) == len(write_ups)
    for write_up in write_ups:
        assert write_up.fields["sources"], write_up.slug
        assert not write_up.fields["people_said"] or write_up.fields["sources"], write_up.slug


def test_the_library_that_ships_is_published_and_lacks_only_a_contact(shipped):
    call_command("load_starter_library", verbosity=0)
    for practice in Practice.objects.for_page():
        gaps = {gap.field for gap in sections.missing(practice.published_revision)}
        assert gaps <= {"team", "contact_name", "contact_role", "contact_email"}, practice.slug
        assert practice.from_public_sources
        assert practice.confirmed_at is None
        assert practice.published_revision.contact_email == ""
    assert SearchEntry.objects.count() == Practice.objects.count()
    found = search("discharge to assess", user=UserFactory()).practices[:3]
    assert "discharge-to-assess" in Practice.objects.filter(pk__in=found).values_list("slug", flat=True)


def test_loading_twice_changes_nothing(folder, django_assert_max_num_queries):
    assert load(folder) == {"added": 2}
    before = list(Revision.objects.values_list("pk", "number")), AuditEvent.objects.count()
    write_ups = starter_library.read(folder)
    with django_assert_max_num_queries(12):
        assert dict(library.load(write_ups=write_ups)) == {"unchanged": 2}
    assert (list(Revision.objects.values_list("pk", "number")), AuditEvent.objects.count()) == before


def test_a_changed_file_is_a_new_revision_and_the_old_one_is_kept(folder):
    load(folder)
    change(folder, 'title = "', 'title = "At last: ')
    assert load(folder) == {"changed": 1, "unchanged": 1}
    practice = Practice.objects.get(slug=FEW[0])
    assert practice.title.startswith("At last: ")
    assert list(practice.revisions.values_list("number", flat=True)) == [1, 2]
    assert practice.search_entry.title == practice.title


def test_what_people_have_taken_over_is_left_alone(folder):
    load(folder)
    practice = Practice.objects.get(slug=FEW[0])
    Authorship.objects.create(practice=practice, user=UserFactory(), is_lead=True)
    change(folder, 'title = "', 'title = "At last: ')
    assert load(folder) == {"left alone": 1, "unchanged": 1}
    assert not Practice.objects.get(pk=practice.pk).title.startswith("At last")


def test_somebody_else_s_address_is_not_taken(folder):
    theirs = PracticeFactory(slug=FEW[0], state="published")
    with pytest.raises(CommandError, match=f"{FEW[0]}.toml: another write-up has this address"):
        call_command("load_starter_library", folder)
    assert list(Practice.objects.all()) == [theirs]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('sector = "adults"', 'sector = "martians"', "sector 'martians' is not on the list"),
        ('who_for = ["older_people"', 'who_for = ["elves"', "who_for 'elves' is not on the list"),
        ('topics = ["hospital-discharge"', 'topics = ["astrology"', "topics 'astrology' is not known"),
        ('places = ["', 'places = ["E99999999", "', "places 'E99999999' is not known"),
        ('summary = "', 'summary = "' + "x" * 300, "summary is longer than 300 characters"),
        ("\nsources = [", "\nsources = []\nother = [", "sources is empty"),
        ("\nproblem = ", "\nproblems = ", "problem is missing"),
        ("\nsummary = ", "\nsummary ", "discharge-to-assess.toml: "),
        ('essential = "yes"', 'essential = "perhaps"', "steps 1: essential 'perhaps' is not on the list"),
        ('kind = "local_authority"', 'kind = "guild"', "organisation kind 'guild' is not on the list"),
        ('stage = "running"', 'stage = "stopped"', "stopped needs stopped_because and stopped_why"),
        ('started = "', 'started = "spring ', "is not a year"),
    ],
)
def test_each_bad_file_is_named_and_nothing_is_loaded(folder, old, new, complaint):
    change(folder, old, new)
    with pytest.raises(CommandError) as refusal:
        call_command("load_starter_library", folder)
    assert complaint in str(refusal.value)
    assert FEW[1] not in str(refusal.value)
    assert not Practice.objects.exists()
    assert not Organisation.objects.exists()


def test_every_bad_file_is_named_at_once(folder):
    for slug in FEW:
        change(folder, 'sector = "adults"', 'sector = "martians"', slug)
    with pytest.raises(CommandError) as refusal:
        call_command("load_starter_library", folder)
    for slug in FEW:
        assert f"{slug}.toml: sector" in str(refusal.value)


def test_its_organisations_are_unverified_and_joined_with_those_that_are_there(folder):
    Organisation.objects.create(name="SHEFFIELD city council", slug="sheffield", kind="local_authority")
    load(folder)
    assert Organisation.objects.filter(name__iexact="Sheffield City Council").count() == 1
    made = Organisation.objects.exclude(slug="sheffield").get()
    assert not made.is_verified
    assert made.places.count() == 1


def test_removing_it_takes_everything_with_it_and_nothing_else(folder):
    mine = PracticeFactory(state="published")
    joined = mine.organisation
    load(folder)
    practice = Practice.objects.get(slug=FEW[0])
    give_endorsement(practice)
    CommentFactory(practice=practice)
    library.remove()
    assert list(Practice.objects.all()) == [mine]
    assert list(Organisation.objects.all()) == [joined]
    assert SearchEntry.objects.count() == 1
    assert AuditEvent.objects.filter(action="starter_practice_removed").count() == 2
    assert load(folder) == {"added": 2}


def test_topics_load_twice_and_take_over_what_an_author_was_first_to_name():
    Topic.objects.create(name="reablement", slug="my-reablement", is_curated=False)
    call_command("load_topics")
    call_command("load_topics")
    topic = Topic.objects.get(name="Reablement")
    assert topic.is_curated
    assert Topic.objects.filter(is_pathway=True).count() == 6
