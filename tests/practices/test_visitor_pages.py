"""Pages kept for visitors are those that would be drawn: what is changed or removed is so at once, in every one."""

import gzip
import re
import time
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from practices import housekeeping
from practices.actions import curation, discussion, law, moderation, purging, staying_true, terms
from practices.models import ContentChange, Term
from practices.search import statistics
from practices.search.entries import index
from practices.visitor_pages import PAGES, SECONDS_BELIEVED, Page, Pages
from tests.factories import (
    AttachmentFactory,
    CommentFactory,
    ModeratorFactory,
    OrganisationFactory,
    PathwayFactory,
    PlaceFactory,
    PracticeFactory,
    TopicFactory,
    UserFactory,
    give_endorsement,
    give_figures,
)

pytestmark = pytest.mark.django_db

# It is signed anew, with the time, whenever the page is drawn.
SIGNED = re.compile(rb'data-search-log="[^"]*"|data-signed="[^"]*"')


@pytest.fixture
def hub():
    topic, place = TopicFactory(name="Hospital discharge"), PlaceFactory(short_name="Leeds")
    organisation = OrganisationFactory(name="Leeds City Council")
    practice = PracticeFactory(
        state="published",
        organisation=organisation,
        revision__title="Hold a huddle",
        revision__law=[{"title": "Care Act 2014", "reference": "", "checked_on": ""}],
        revision__topics=[topic],
        revision__places=[place],
    )
    AttachmentFactory(practice=practice, title="A form", text="Seen: Margaret Quixwell")
    other = PracticeFactory(state="published", organisation=organisation, revision__title="Plan a rota")
    return {
        "practice": practice,
        "other": other,
        "topic": topic,
        "place": place,
        "organisation": organisation,
        "author": practice.authorships.get().user,
        "comment": CommentFactory(practice=practice, body="Who holds the keys?", status="shown"),
        "endorsement": give_endorsement(practice=practice, user=UserFactory(organisation=OrganisationFactory())),
        "term": Term.objects.create(term="standup", preferred="huddle", kind="variant"),
        "pathway": PathwayFactory(name="Going home", slug="going-home", topics=[topic]),
        "figures": give_figures("population", {place: 700_000, PlaceFactory(): 600_000}),
    }


def addresses(hub):
    shown = [hub[name].get_absolute_url() for name in ("practice", "other", "topic", "place", "organisation")]
    return [
        *shown,
        f"{shown[0]}sheet/",
        "/",
        "/practices/",
        "/practices/?q=huddle",
        "/practices/?q=standup",
        "/places/",
        "/topics/",
        "/pathways/going-home/",
        "/organisations/",
    ]


def read(hub):
    """{address: (status, content)} as a visitor has it."""
    answers = {address: Client().get(address) for address in addresses(hub)}
    return {address: (answer.status_code, SIGNED.sub(b"", answer.content)) for address, answer in answers.items()}


def retire(hub):
    moderation.retire(practice=hub["practice"], by=ModeratorFactory(), because="outdated", why="The law has changed.")


def re_scope(hub):
    revision = hub["practice"].published_revision
    revision.visibility = "organisation"
    revision.save()
    index(hub["practice"])


def hide_the_comment(hub):
    comment = hub["comment"]
    discussion.hide_comment(comment=comment, by=ModeratorFactory(), why="A name", version=comment.version)


def withdraw_the_endorsement(hub):
    discussion.withdraw_endorsement(practice=hub["practice"], by=hub["endorsement"].user)


def rename_the_author(hub):
    hub["author"].display_name = "Someone who asked to be forgotten"
    hub["author"].save(update_fields=["display_name"])


def rename_the_organisation(hub):
    hub["organisation"].name = "Another council"
    hub["organisation"].save()


def rename_the_place(hub):
    hub["place"].short_name = "Elsewhere"
    hub["place"].save()


def rename_the_topic(hub):
    curation.change(topic=hub["topic"], by=ModeratorFactory(), name="Going home", description="")


def remove_the_term(hub):
    terms.remove(row=hub["term"], by=ModeratorFactory())


def change_what_is_published(hub):
    revision = hub["practice"].published_revision
    revision.summary = "Something that was wrong is gone."
    revision.save(update_fields=["summary"])


def mark_the_law_as_changed(hub):
    law.mark_changed(
        title="care act 2014", what_changed="Section 9.", changed_on=timezone.localdate(), by=ModeratorFactory()
    )


def lose_the_contact(hub):
    staying_true.say_contact_gone(practice=hub["practice"], by=ModeratorFactory())


def let_the_review_date_pass(hub):
    revision = hub["practice"].published_revision
    revision.review_by = timezone.localdate() - timedelta(days=1)
    revision.save(update_fields=["review_by"])


def purge_a_file(hub):
    purging.purge(text="Margaret Quixwell", by=ModeratorFactory())


def rename_a_stage(hub):
    hub["pathway"].stages.update(name="At the bedside")


def take_the_figures_away(hub):
    hub["figures"].delete()


CHANGES = [
    purge_a_file,
    mark_the_law_as_changed,
    lose_the_contact,
    let_the_review_date_pass,
    retire,
    re_scope,
    hide_the_comment,
    withdraw_the_endorsement,
    rename_the_author,
    rename_the_organisation,
    rename_the_place,
    rename_the_topic,
    remove_the_term,
    change_what_is_published,
    rename_a_stage,
    take_the_figures_away,
]


@pytest.mark.parametrize("change", CHANGES)
def test_removal_reaches_every_kept_page(hub, change):
    statistics.refresh()
    before = read(hub)
    assert read(hub) == before
    change(hub)
    kept = read(hub)
    PAGES.clear()
    assert kept == read(hub)
    assert kept != before, "nothing changed that a page shows, so this would pass with any cache"


def test_a_page_is_drawn_once_for_all_visitors(hub, django_assert_num_queries):
    first = Client().get("/practices/")
    with django_assert_num_queries(1):
        second = Client().get("/practices/")
    assert second.content == first.content


def test_a_page_is_served_without_the_database_for_a_tenth_of_a_second(hub, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("practices.visitor_pages.SECONDS_BELIEVED", 60)  # however slow the machine
    address = hub["practice"].get_absolute_url()
    Client().get(address)
    with django_assert_num_queries(0):
        assert b"Who holds the keys?" in Client().get(address).content
    hide_the_comment(hub)
    monkeypatch.setattr("practices.visitor_pages.SECONDS_BELIEVED", SECONDS_BELIEVED)
    time.sleep(0.1)
    assert b"Who holds the keys?" not in Client().get(address).content


def test_what_a_person_sees_is_neither_kept_nor_taken_from_what_is(hub):
    member = Client()
    member.force_login(hub["author"])
    of_member = member.get("/practices/").content
    of_visitor = Client().get("/practices/").content
    assert of_member != of_visitor
    assert Client().get("/practices/").content == of_visitor
    assert member.get("/practices/").content != of_visitor
    assert not member.get("/practices/").has_header("ETag")


def test_a_browser_that_has_the_page_is_told_so_until_it_changes(hub):
    address = hub["practice"].get_absolute_url()
    etag = Client().get(address)["ETag"]
    again = Client().get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert "Cookie" in again["Vary"]
    assert again["Cache-Control"] == "no-cache"
    hide_the_comment(hub)
    changed = Client().get(address, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed["ETag"] != etag


def test_a_page_comes_compressed_to_those_who_can_read_it(hub):
    plain = Client().get("/topics/")
    compressed = Client().get("/topics/", headers={"Accept-Encoding": "gzip"})
    assert compressed["Content-Encoding"] == "gzip"
    assert not plain.has_header("Content-Encoding")
    assert gzip.decompress(compressed.content) == plain.content


def test_what_is_not_found_is_not_kept(hub):
    assert Client().get("/practices/not-yet/").status_code == 404
    hub["other"].slug = "not-yet"
    hub["other"].save()
    assert Client().get("/practices/not-yet/").status_code == 200


def test_only_so_many_bytes_are_kept(settings):
    settings.HUB_PAGE_MEMORY_MB = 1
    pages = Pages()
    page = Page(compressed=bytes(400_000), content_type="text/html", etag="")
    for key in "abc":
        pages.keep(key, "1", page)
    assert [key for key in "abc" if pages.get(key, "1")] == ["b", "c"]
    assert pages.get("b", "2") is None


def test_nothing_is_kept_where_no_memory_is_given(hub, settings):
    settings.HUB_PAGE_MEMORY_MB = 0
    assert Client().get("/topics/").content == Client().get("/topics/").content
    assert not PAGES._pages


def test_the_version_is_another_when_an_earlier_number_is_committed_later():
    ContentChange.objects.all().delete()
    ContentChange.objects.create(pk=2_000_000)
    version = ContentChange.objects.version()
    ContentChange.objects.create(pk=1_000_000)
    assert ContentChange.objects.version() != version


def test_saving_a_draft_and_signing_in_change_no_page(hub):
    draft = PracticeFactory(state="draft").draft_revision
    version = ContentChange.objects.version()
    draft.title = "Half a thought"
    draft.save()
    hub["author"].save(update_fields=["last_login"])
    assert ContentChange.objects.version() == version


# What stands in these tables is on no page of a visitor's, or comes into it by a table that is watched.
NOT_SHOWN = {
    "accounts_auditevent",
    "accounts_invitation",
    "accounts_organisationdomain",
    "accounts_user_groups",
    "accounts_user_user_permissions",
    "accounts_writecount",
    "practices_adoptionchange",
    "practices_alerts",
    "practices_apitoken",
    "practices_askedauthor",
    "practices_attachmentcontent",
    "practices_auditcase",
    "practices_auditchecker",
    "practices_auditcriterion",
    "practices_auditfinding",
    "practices_auditscore",
    "practices_auditshare",
    "practices_briefing",
    "practices_collection",
    "practices_collection_readers",
    "practices_contactmessage",
    "practices_contentchange",
    "practices_dismissal",
    "practices_duefeed",
    "practices_factcheck",
    "practices_follow",
    "practices_followup",
    "practices_followuppause",
    "practices_followupstep",
    "practices_handledform",
    "practices_harvestrecord",
    "practices_need",
    "practices_need_places",
    "practices_need_topics",
    "practices_needanswer",
    "practices_news",
    "practices_notification",
    "practices_optionsreport",
    "practices_optionsreport_editors",
    "practices_pooledfigure_audits",
    "practices_readernote",
    "practices_reminder",
    "practices_report",
    "practices_reportoption",
    "practices_reportsave",
    "practices_reportsearch",
    "practices_returnreason",
    "practices_review",
    "practices_revision_attachments",
    "practices_revision_places",
    "practices_revisiontopic",
    "practices_savedpractice",
    "practices_savedsearch",
    "practices_searchbitmap",
    "practices_searchblock",
    "practices_searchlog",
    "practices_searchword",
    "practices_sectionsave",
    "practices_trustedreader",
    "practices_shadowing",
    "practices_specialism",
    "practices_upstreamchoice",
    "practices_vocabularyword",
}


def test_each_table_is_watched_or_known_to_be_on_no_page():
    tables = {
        model._meta.db_table
        for name in ("accounts", "practices")
        for model in apps.get_app_config(name).get_models(include_auto_created=True)
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'content_change'")
        watched = {row[0] for row in cursor.fetchall()}
    assert sorted([*watched, *NOT_SHOWN]) == sorted(tables)


def test_old_changes_are_thrown_away_when_they_are_many(monkeypatch):
    monkeypatch.setattr("practices.housekeeping.CHANGES_KEPT", 3)
    PracticeFactory(state="published")
    housekeeping.tidy()
    assert ContentChange.objects.count() == 0
    TopicFactory()
    housekeeping.tidy()
    assert ContentChange.objects.count() == 1
