"""Libraries harvest what is public, hear of what is gone, and nothing comes to them that a visitor may not read."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client

from practices.actions import leaving, moderation, purging, search
from practices.api import throttling
from practices.models import HarvestRecord, Practice, Topic
from practices.oai import records
from practices.oai.arguments import GOOD_FOR, Place
from practices.search.entries import index
from tests.factories import ModeratorFactory, PlaceFactory, PracticeFactory, TopicFactory, UserFactory
from tests.practices.oai_rules import OAI, Harvester, codes_of, is_deleted, said

pytestmark = pytest.mark.django_db

ADDRESS = "/oai/"
AN_HOUR = timedelta(hours=1)


def by_get(arguments):
    return Client().get(ADDRESS, arguments)


def by_post(arguments):
    return Client(enforce_csrf_checks=True).post(ADDRESS, arguments)


library = Harvester(by_get)


def key_of(practice):
    return records.identifier_of(practice.pk)


def published(**traits):
    return PracticeFactory(state="published", **traits)


def longer_ago():
    """As if all that there is had come an hour before."""
    HarvestRecord.objects.update(datestamp=records.earliest() - AN_HOUR)
    return records.earliest()


@pytest.mark.parametrize("ask", [by_get, by_post])
def test_everything_is_harvested_by_the_rules_of_the_protocol(ask, monkeypatch):
    monkeypatch.setattr(records, "AT_ONCE", 2)
    topic = TopicFactory(name="Hospital discharge", slug="hospital-discharge")
    shown = [published(revision__topics=[topic]) for _ in range(4)]
    gone = PracticeFactory(state="published")
    moderation.retire(practice=gone, by=ModeratorFactory(), because="outdated", why="It is old.")
    published(revision__visibility="staff")
    PracticeFactory(state="draft")
    found = Harvester(ask).everything()
    assert set(found) == {key_of(each) for each in [*shown, gone]}
    assert [key for key, record in found.items() if is_deleted(record)] == [key_of(gone)]


def test_a_record_tells_what_the_page_tells():
    topic, place = TopicFactory(name="Hospital discharge", slug="hospital-discharge"), PlaceFactory(short_name="Leeds")
    author = UserFactory(display_name="Amina Yusuf")
    practice = published(
        author=author,
        slug="huddle",
        revision__title='Keep <keys> & "locks"\x0b \ufffe safe',
        revision__topics=[topic],
        revision__places=[place],
        revision__contact_email="amina@council.example",
    )
    record = library.everything()[key_of(practice)]
    assert said(record, "title") == ['Keep <keys> & "locks"  safe']
    assert said(record, "creator") == ["Amina Yusuf"]
    assert said(record, "subject") == ["Hospital discharge"]
    assert said(record, "coverage") == ["Leeds"]
    assert said(record, "identifier") == [f"{django_settings.HUB_BASE_URL}/practices/huddle/"]
    assert [each.text for each in record.iter(f"{OAI}setSpec")] == ["hospital-discharge"]
    assert b"@council.example" not in by_get({"verb": "ListRecords", "metadataPrefix": "oai_dc"}).content


def test_a_team_that_is_shown_as_its_region_is_told_as_its_region():
    practice = published(revision__shown_as="region", revision__places=[PlaceFactory(short_name="Leeds")])
    record = library.everything()[key_of(practice)]
    assert said(record, "creator") == ["A team in North West"]
    assert said(record, "coverage") == ["North West"]


WRONG = {
    "no verb": ({}, "badVerb"),
    "no such verb": ({"verb": "Harvest"}, "badVerb"),
    "two verbs": ({"verb": ["Identify", "ListSets"]}, "badVerb"),
    "an argument too many": ({"verb": "Identify", "set": "a"}, "badArgument"),
    "no format": ({"verb": "ListRecords"}, "badArgument"),
    "another format": ({"verb": "ListRecords", "metadataPrefix": "marc21"}, "cannotDisseminateFormat"),
    "an argument twice": ({"verb": "ListRecords", "metadataPrefix": ["oai_dc", "oai_dc"]}, "badArgument"),
    "no identifier": ({"verb": "GetRecord", "metadataPrefix": "oai_dc"}, "badArgument"),
    "no such record": ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:x:1"}, "idDoesNotExist"),
    "formats of no record": ({"verb": "ListMetadataFormats", "identifier": "oai:x:1"}, "idDoesNotExist"),
    "no day": ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-02-30"}, "badArgument"),
    "a day and a moment": (
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-01-01", "until": "2026-01-02T00:00:00Z"},
        "badArgument",
    ),
    "backwards": (
        {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-02-01", "until": "2026-01-01"},
        "badArgument",
    ),
    "nothing since": ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2999-01-01"}, "noRecordsMatch"),
    "nothing until": ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "until": "1999-01-01"}, "noRecordsMatch"),
    "no such set": ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "nothing"}, "noRecordsMatch"),
    "nothing for a value": ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": ""}, "badArgument"),
    "a made-up token": ({"verb": "ListRecords", "resumptionToken": "made-up"}, "badResumptionToken"),
    "a token of sets": ({"verb": "ListSets", "resumptionToken": "made-up"}, "badResumptionToken"),
    "a token and more": (
        {"verb": "ListRecords", "resumptionToken": "x", "metadataPrefix": "oai_dc"},
        "badArgument",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_answered_with_the_errors_of_the_protocol(what):
    published(revision__topics=[TopicFactory()])
    arguments, code = WRONG[what]
    assert codes_of(library.ask(**{name: value for name, value in arguments.items() if name})) == [code]


def test_without_topics_there_are_no_sets():
    Topic.objects.all().delete()
    assert codes_of(library.ask(verb="ListSets")) == ["noSetHierarchy"]


def test_it_takes_no_other_methods():
    assert Client().put(ADDRESS).status_code == 405
    assert Client().head(ADDRESS, {"verb": "Identify"}).content == b""


def test_a_library_gets_what_is_new_since_it_last_came_and_by_set():
    topic = TopicFactory(slug="carers")
    old, about_carers = published(), published(revision__topics=[topic])
    since = longer_ago() + timedelta(seconds=1)
    new = published()
    assert set(library.listed("ListRecords", from_=since.strftime("%Y-%m-%dT%H:%M:%SZ"))) == {key_of(new)}
    assert set(library.listed("ListRecords", until=since.strftime("%Y-%m-%dT%H:%M:%SZ"))) == {
        key_of(old),
        key_of(about_carers),
    }
    assert set(library.listed("ListIdentifiers", set="carers")) == {key_of(about_carers)}
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    assert key_of(new) in library.listed("ListIdentifiers", from_=today, until=today)


def test_what_changes_while_a_library_harvests_comes_again_at_the_end(monkeypatch):
    monkeypatch.setattr(records, "AT_ONCE", 2)
    practices = [published() for _ in range(5)]
    longer_ago()
    root = library.ask(verb="ListIdentifiers", metadataPrefix="oai_dc")
    token = root.find(f".//{OAI}resumptionToken").text
    moderation.retire(practice=practices[0], by=ModeratorFactory(), because="outdated", why="It is old.")
    seen = []
    while token:
        root = library.ask(verb="ListIdentifiers", resumptionToken=token)
        seen += [(each.findtext(f"{OAI}identifier"), each.get("status")) for each in root.iter(f"{OAI}header")]
        token = root.findtext(f".//{OAI}resumptionToken")
    assert [key for key, _status in seen] == [key_of(each) for each in [*practices[2:], practices[0]]]
    assert seen[-1] == (key_of(practices[0]), "deleted")


def test_a_token_is_good_for_a_day_and_for_its_verb(monkeypatch):
    monkeypatch.setattr(records, "AT_ONCE", 1)
    published(), published()
    token = library.ask(verb="ListRecords", metadataPrefix="oai_dc").find(f".//{OAI}resumptionToken").text
    assert codes_of(library.ask(verb="ListIdentifiers", resumptionToken=token)) == ["badResumptionToken"]
    assert codes_of(library.ask(verb="ListRecords", resumptionToken=token + "x")) == ["badResumptionToken"]
    with time_machine.travel(datetime.now(UTC) + GOOD_FOR + timedelta(minutes=1)):
        arguments = {"verb": "ListRecords", "resumptionToken": token}
        with pytest.raises(Exception, match="expired"):
            Place.of(arguments)


def test_too_much_is_answered_as_the_protocol_wants(monkeypatch):
    monkeypatch.setattr(throttling, "FROM_AN_ADDRESS", 1)
    by_get({"verb": "Identify"})
    refused = by_get({"verb": "Identify"})
    assert refused.status_code == 503
    assert int(refused["Retry-After"]) > 0


# What is gone


def hide(practice):
    practice.published_revision.visibility = "organisation"
    practice.published_revision.save()
    index(practice)


def withhold(practice):
    moderation.withhold(practice=practice, by=ModeratorFactory(), why="It names somebody.")


def retire(practice):
    moderation.retire(practice=practice, by=ModeratorFactory(), because="outdated", why="It is old.")


def delete(practice):
    Practice.objects.filter(pk=practice.pk).update(published_revision=None, published_at=None, confirmed_at=None)
    Practice.objects.get(pk=practice.pk).delete()


@pytest.mark.parametrize("remove", [hide, withhold, retire, delete])
def test_what_is_no_longer_for_everybody_is_told_as_gone_without_a_word_of_it(remove):
    topic = TopicFactory(slug="carers")
    practice, other = published(revision__title="Quokka", revision__topics=[topic]), published()
    before, key = longer_ago(), key_of(practice)
    remove(practice)
    found = library.listed("ListRecords", from_=(before + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ"))
    assert {key: is_deleted(record) for key, record in found.items()} == {key: True}
    assert is_deleted(library.listed("ListRecords", set="carers")[key])
    assert b"Quokka" not in by_get({"verb": "ListRecords", "metadataPrefix": "oai_dc"}).content
    assert not is_deleted(library.everything()[key_of(other)])


def test_what_comes_back_is_there_again():
    practice = published()
    retire(practice)
    moderation.restore(practice=Practice.objects.get(pk=practice.pk), by=ModeratorFactory())
    assert not is_deleted(library.everything()[key_of(practice)])


def test_what_no_visitor_may_read_is_not_given_whatever_the_record_says():
    practice = published(revision__title="Quokka")
    # As if something had written past the search entries.
    practice.published_revision.visibility = "staff"
    practice.published_revision.save()
    assert not HarvestRecord.objects.get().is_deleted
    assert is_deleted(library.everything()[key_of(practice)])


def test_what_was_never_for_everybody_leaves_no_record():
    practice = published(revision__visibility="staff")
    withhold(practice)
    PracticeFactory(state="draft")
    assert not HarvestRecord.objects.exists()
    arguments = {"verb": "GetRecord", "identifier": key_of(practice), "metadataPrefix": "oai_dc"}
    assert codes_of(library.ask(**arguments)) == ["idDoesNotExist"]


# When something counts as changed


def moved(change, practice):
    before = longer_ago()
    change()
    return HarvestRecord.objects.get(pk=practice.pk).datestamp > before


def test_new_words_a_purge_and_other_authors_count_as_a_change():
    author = UserFactory(display_name="Amina Yusuf")
    practice = published(author=author, revision__what_we_do="We saw Zebediah Quixwell.")

    def say_something_else():
        practice.published_revision.summary = "Something that was wrong is gone."
        practice.published_revision.save()
        index(practice)

    def rename():
        author.display_name = "Amina Khan"
        author.save()

    def rename_the_organisation():
        practice.organisation.name = "Another council"
        practice.organisation.save()

    assert moved(say_something_else, practice)
    assert moved(lambda: purging.purge(text="Zebediah Quixwell", by=ModeratorFactory()), practice)
    assert moved(rename, practice)
    assert moved(rename_the_organisation, practice)
    assert moved(lambda: leaving.erase_account(person=author, by=author), practice)


def test_the_same_words_indexed_again_and_who_takes_it_up_count_as_none():
    practice = published()
    author = practice.authorships.get().user

    def sign_in():
        author.last_login = datetime.now(UTC)
        author.save()

    assert not moved(lambda: list(search.rebuild()), practice)
    assert not moved(sign_in, practice)


def test_the_migration_makes_records_of_what_is_public_already():
    shown = published()
    published(revision__visibility="staff")
    retire(published())
    HarvestRecord.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(import_module("practices.migrations.0043_harvest_records").FILL)
    assert list(HarvestRecord.objects.values_list("pk", "is_deleted")) == [(shown.pk, False)]
    assert set(library.everything()) == {key_of(shown)}
    # And as the triggers would have made them: nothing is new when the entry is written again.
    before = longer_ago()
    index(shown)
    assert HarvestRecord.objects.get().datestamp == before
