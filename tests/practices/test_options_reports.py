"""Options reports: what one weighs up, who reads and writes it, and what comes of two people who save at once."""

import csv
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.models import AuditEvent, Membership
from practices.actions import purging
from practices.actions import reports as actions
from practices.models import OptionsReport, ReportOption
from tests.factories import (
    CollectionFactory,
    MembershipFactory,
    ModeratorFactory,
    OptionsReportFactory,
    OrganisationFactory,
    PlaceFactory,
    PracticeFactory,
    UserFactory,
    publish_again,
)
from tests.world import client_of

pytestmark = pytest.mark.django_db


def published(title, **traits):
    return PracticeFactory(state="published", revision__title=title, **traits)


@pytest.fixture
def ours():
    return OrganisationFactory(name="Northbridge Council")


@pytest.fixture
def huddle():
    return published("Hold a huddle")


@pytest.fixture
def report(ours, huddle):
    return OptionsReportFactory(organisation=ours, practices=[huddle, published("Plan a rota")])


@pytest.fixture
def client(report):
    """Of whoever began it."""
    return client_of(report.begun_by)


def address(name, report, *arguments):
    return reverse(name, args=[report.slug, *arguments])


def saved_says(report, section="recommendation"):
    report.refresh_from_db()
    return getattr(report, section)


# Beginning


def begin(client, query, **said):
    page = client.get(f"{reverse('report_new')}?{query}")
    form = page.context["form"]
    hidden = {"p": [practice.slug for practice in page.context["ticked"]], "search": page.context["search"]}
    said = {"key": str(form["key"].value()), "question": "What helps on Fridays?", **hidden, **said}
    return page, client.post(reverse("report_new"), said)


def test_a_report_begins_with_what_was_ticked_and_remembers_the_search(ours, huddle):
    published("Hold a huddle for members", revision__visibility="organisation")
    person, other = UserFactory(manages=ours), published("Plan a rota")
    query = f"p={huddle.slug}&p={other.slug}&search=q%3Dhuddle%26sector%3Dadults%26page%3D2"
    page, _answer = begin(client_of(person), query)
    assertContains(page, "“huddle”, narrowed to Adults: 1 found")
    report = OptionsReport.objects.get()
    assert (report.organisation, [*report.editors.all()]) == (ours, [person])
    assert [option.revision for option in report.options.order_by("pk")] == [
        huddle.published_revision,
        other.published_revision,
    ]
    [looked] = report.searches.all()
    assert (looked.words, looked.filters, looked.hits) == ("huddle", "Adults", 1)
    assert looked.get_absolute_url() == "/practices/?q=huddle&sector=adults"


def test_a_report_that_is_sent_twice_is_begun_once_and_one_without_a_question_is_not(ours, huddle):
    client = client_of(UserFactory(manages=ours))
    _page, refused = begin(client, f"p={huddle.slug}&search=q%3Dhuddle", question="")
    assertContains(refused, "Say what is to be decided", status_code=400)
    assert refused.context["ticked"] == [huddle]
    assert not OptionsReport.objects.exists()
    form = client.get(reverse("report_new")).context["form"]
    said = {"key": str(form["key"].value()), "question": "What helps?"}
    assert client.post(reverse("report_new"), said)["Location"] == client.post(reverse("report_new"), said)["Location"]
    assert OptionsReport.objects.count() == 1


def test_more_than_six_are_not_taken_in(ours):
    practices = [published(f"Way {number}") for number in range(7)]
    person = UserFactory(manages=ours)
    page, answer = begin(client_of(person), "&".join(f"p={practice.slug}" for practice in practices))
    assertContains(page, "More than six are ticked")
    assert answer.status_code == 400
    with pytest.raises(PermissionDenied, match="Six options"):
        actions.begin(organisation=ours, question="What helps?", practices=practices, by=person)
    report = OptionsReportFactory(organisation=ours, begun_by=person, practices=practices[:6])
    assert client_of(person).post(address("report_add", report), {"p": practices[6].slug}).status_code == 403
    assert report.options.count() == 6


def test_what_no_address_of_a_search_holds_is_no_search(ours, huddle):
    client = client_of(UserFactory(manages=ours))
    for search in ("", "page=2", "q=", "q=%00", "q=" + "a" * 3000, "&&=&"):
        page = client.get(reverse("report_new"), {"search": search})
        assert page.context["looked"] is None, search


# Options


def test_options_come_from_what_one_saved_or_by_their_address(client, report, huddle):
    saved, by_address = published("Ring them"), published("Text them")
    hidden = PracticeFactory(state="draft")
    CollectionFactory(owner=report.begun_by, practices=[huddle, saved])
    page = client.get(address("report_add", report))
    assert page.context["form"].fields["p"].choices == [(saved.slug, "Ring them")]
    wrong = {"p": [saved.slug], "address": f"https://hub.example{reverse('practice', args=[hidden.slug])}"}
    assertContains(client.post(address("report_add", report), wrong), "No practice has this address", status_code=400)
    assert report.options.count() == 2
    right = {"p": [saved.slug], "address": f"https://hub.example{by_address.get_absolute_url()}?q=a#b"}
    assertRedirects(client.post(address("report_add", report), right), report.get_absolute_url())
    assert [*report.options.order_by("pk").values_list("practice", flat=True)][2:] == [saved.pk, by_address.pk]


def test_what_is_left_out_stays_with_its_reason_and_its_notes_and_can_come_back(client, report):
    option = report.options.first()
    ReportOption.objects.filter(pk=option.pk).update(notes={"fit": "Ours is rural."})
    refused = client.post(address("report_leave_out", report, option.pk), {"why": ""})
    assertContains(refused, "Say why", status_code=400)
    client.post(address("report_leave_out", report, option.pk), {"why": "We have no ward."})
    page = client.get(report.get_absolute_url())
    assert [each.row for each in page.context["paper"].left_out] == [option]
    assertContains(page, "We have no ward.")
    assertContains(page, "Ours is rural.")
    client.post(address("report_bring_back", report, option.pk))
    option.refresh_from_db()
    assert (option.is_left_out, option.left_out_why, option.notes) == (False, "", {"fit": "Ours is rural."})


def test_a_report_tells_what_changed_since_it_was_copied_until_the_newest_is_copied(client, report, huddle):
    assertNotContains(client.get(report.get_absolute_url()), "Changed since you copied it")
    publish_again(huddle, title="Hold a longer huddle")
    page = client.get(report.get_absolute_url())
    assertContains(page, "Changed since you copied it")
    assertContains(page, f'href="{reverse("compare", args=[huddle.slug, 1, 2])}"')
    assertContains(page, "Hold a huddle</a>")
    option = report.options.get(practice=huddle)
    client.post(address("report_take_newest", report, option.pk))
    page = client.get(report.get_absolute_url())
    assertContains(page, "Hold a longer huddle</a>")
    assertNotContains(page, "Changed since you copied it")


def test_an_option_that_the_reader_may_not_read_now_is_nowhere_in_the_report(client, report, huddle):
    option = report.options.get(practice=huddle)
    ReportOption.objects.filter(pk=option.pk).update(notes={"fit": "Our note on it."})
    places = [report.get_absolute_url(), *(address(f"report_{name}", report) for name in ("compare", "table", "word"))]
    report.options.create(practice=published("A third"), revision=huddle.published_revision)
    assert all(b"Hold a huddle" in client.get(place).content for place in places[:3])
    huddle.published_revision.visibility = "organisation"
    huddle.published_revision.save()
    for place in places[:3]:
        answer = client.get(place).content
        assert b"Hold a huddle" not in answer, place
        assert b"Our note on it." not in answer, place
    assert client.get(address("report_edit", report, option.section)).status_code == 404
    assert client.post(address("report_take_newest", report, option.pk)).status_code == 404


def test_a_purge_reaches_what_is_noted_and_whoever_has_the_form_open_does_not_bring_it_back(client, report):
    section = address("report_edit", report, "recommendation")
    client.post(section, {"recommendation": "Ask Zebediah Quixwell.", "base": "0"})
    base = client.get(section).context["form"]["base"].value()
    purging.purge(text="Zebediah Quixwell", by=ModeratorFactory())
    assert saved_says(report) == "Ask […]."
    assert client.post(section, {"recommendation": "Ask Zebediah Quixwell!", "base": base}).status_code == 409


# Who


def test_only_its_organisation_reads_it_and_only_for_as_long_as_one_belongs_there(report, ours):
    member = MembershipFactory(organisation=ours)
    client = client_of(member.user)
    assert client.get(report.get_absolute_url()).status_code == 200
    assertContains(client.get(reverse("reports")), report.question)
    assert client_of(ModeratorFactory()).get(report.get_absolute_url()).status_code == 404
    member.status = Membership.Status.ENDED
    member.save()
    assert client.get(report.get_absolute_url()).status_code == 404
    assertNotContains(client.get(reverse("reports")), report.question)


def test_a_colleague_writes_it_once_they_are_named(client, report, ours):
    colleague, stranger = MembershipFactory(organisation=ours).user, UserFactory()
    theirs, section = client_of(colleague), address("report_edit", report, "fit")
    refused = theirs.post(section, {"fit": "It fits.", "base": "0"})
    assertContains(refused, "Ask one of them to add you", status_code=403)
    assert saved_says(report, "fit") == ""
    assert client.post(address("report_editors", report), {"user": stranger.pk}).status_code == 400
    client.post(address("report_editors", report), {"user": colleague.pk})
    theirs.post(section, {"fit": "It fits.", "base": "0"})
    assert saved_says(report, "fit") == "It fits."
    client.post(address("report_editor_remove", report, colleague.pk))
    assert theirs.get(section).status_code == 403


def test_a_report_is_deleted_after_asking_by_whoever_began_it(client, report):
    assertContains(client.get(address("report_delete", report)), "Delete this report?")
    assertRedirects(client.post(address("report_delete", report)), reverse("reports"))
    assert not OptionsReport.objects.exists()
    assert AuditEvent.objects.filter(action="report_deleted").exists()


# Writing


def test_a_section_that_somebody_saved_first_comes_back_with_both_texts_and_nothing_is_lost(client, report, ours):
    manager = client_of(UserFactory(manages=ours))
    section = address("report_edit", report, "recommendation")
    drawn = client.get(section).context["form"]["base"].value()
    manager.post(section, {"recommendation": "Begin with the huddle.", "base": drawn})
    clash = client.post(section, {"recommendation": "Begin with the rota.", "base": drawn})
    assertContains(clash, "Begin with the huddle.", status_code=409)
    assertContains(clash, "Begin with the rota.", status_code=409)
    assert saved_says(report) == "Begin with the huddle."
    base = clash.context["form"]["base"].value()
    said = {"recommendation": "Begin with the rota.", "base": base}
    client.post(section, said | {"keep-recommendation": "theirs"})
    assert saved_says(report) == "Begin with the huddle."
    client.post(section, said | {"keep-recommendation": "mine"})
    assert saved_says(report) == "Begin with the rota."


def test_of_a_conflict_the_other_answers_come_along(client, report):
    section = address("report_edit", report, "question")
    client.post(section, {"question": "First?", "place": "", "base": "0"})
    place = PlaceFactory()
    clash = client.post(section, {"question": "Second?", "place": place.pk, "base": "0"})
    assert {difference.name for difference in clash.context["differences"]} == {"question", "place"}
    client.post(section, {"question": "First?", "place": place.pk, "base": "1"})
    clash = client.post(section, {"question": "Third?", "place": place.pk, "base": "1"})
    assert clash.context["carried"] == [("place", str(place.pk))]
    report.refresh_from_db()
    assert (report.question, report.place) == ("First?", place)


def test_the_same_words_twice_are_no_conflict(client, report):
    section = address("report_edit", report, "recommendation")
    for _ in range(2):
        assert client.post(section, {"recommendation": "Begin.", "base": "0"}).status_code == 302


def test_notes_stand_by_heading_and_what_tells_of_somebody_comes_back(client, report, huddle):
    option = report.options.get(practice=huddle)
    section = address("report_edit", report, option.section)
    assertContains(client.get(section), "Hold a huddle")
    said = {"note-fit": "Ring 07700 900123 first.", "note-risks": "None that we see.", "base": "0"}
    assertContains(client.post(section, said), "None that we see.", status_code=400)
    option.refresh_from_db()
    assert option.notes == {}
    client.post(section, said | {"note-fit": "Our wards are small."})
    page = client.get(report.get_absolute_url())
    assert page.context["paper"].options[0].notes == [
        ("Risks", "None that we see."),
        ("Would it fit us?", "Our wards are small."),
    ]
    assert client.get(address("report_edit", report, "option-0")).status_code == 404
    assert client.get(address("report_edit", report, "nonsense")).status_code == 404


# As a table


def test_the_table_has_a_row_for_all_that_is_said_and_no_cell_that_a_spreadsheet_reckons(client, report, huddle):
    OptionsReport.objects.update(recommendation="=1+1", question="+what?")
    report.options.filter(practice=huddle).update(notes={"fit": "@home"})
    answer = client.get(address("report_table", report))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert ["Recommendation", "", "", "'=1+1"] in rows
    assert ["The question", "", "", "'+what?"] in rows
    assert ["Our notes", "Would it fit us?", "Hold a huddle", "'@home"] in rows
    assert ["What changed", "What people said", "Plan a rota", "Not stated"] in rows
    [source] = [row[3] for row in rows if row[0] == "Sources" and row[2] == "Hold a huddle"]
    assert source.startswith("Revision 1 of ")
    assert huddle.get_absolute_url() in source
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_an_older_revision_does_not_give_away_who_shows_less_of_themselves_since(client, report, huddle):
    assert huddle.organisation.name.encode() in client.get(report.get_absolute_url()).content
    publish_again(huddle, shown_as="region")
    for place in (report.get_absolute_url(), address("report_table", report), address("report_compare", report)):
        assert huddle.organisation.name.encode() not in client.get(place).content
