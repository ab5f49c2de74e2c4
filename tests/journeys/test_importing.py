"""A Word file becomes a submitted practice in a dozen interactions, by keyboard, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from practices.lifecycle import Status
from practices.models import Practice
from tests.factories import OrganisationFactory, PlaceFactory, TopicFactory, UserFactory
from tests.journeys.checks import expect_no_accessibility_violations, expect_no_sideways_scrolling
from tests.journeys.keyboard import Counting, Keyboard
from tests.word_files import WRITE_UP, write_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_INTERACTIONS = 12
# What a team’s own template seldom asks, so that a person has to say it.
NOT_IN_THE_FILE = ("Service area", "Status", "Keywords")


@pytest.fixture
def author():
    place = PlaceFactory(short_name="Northbridge")
    TopicFactory(name="Hospital discharge")
    return UserFactory(organisation=OrganisationFactory(name="Northbridge Council", places=[place]))


@pytest.fixture
def page(browser, javascript, live_server, sign_in, author):
    context = browser.new_context(
        java_script_enabled=javascript, base_url=live_server.url, viewport={"width": 320, "height": 640}
    )
    context.set_default_timeout(20_000)
    sign_in(context, author)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_word_file_of_four_pages_is_submitted_in_a_dozen_interactions(page, javascript):
    writer = Counting(page)
    writer.open("/practices/new/")
    writer.follow("Bring in a Word file")
    writer.choose_file("Your Word file", "Discharge huddle.docx", write_up(*NOT_IN_THE_FILE))
    writer.press("Sort it into its parts")
    expect(page.get_by_role("heading", level=1)).to_have_text("What went where")
    expect(page.get_by_role("group", name="“Lessons learned”").get_by_label("Goes to")).to_have_value("did_not_work")
    expect_no_sideways_scrolling(page)
    if javascript:
        expect_no_accessibility_violations(page)
    assert not Practice.objects.exists()

    writer.choose("Adults")
    writer.choose("Running")
    writer.tick("Hospital discharge")
    writer.press("Make a draft of it")
    expect(page.get_by_role("main")).to_contain_text("Ready to submit")
    writer.press("Check your answers")
    for declaration in ("Nobody who draws on care", "Where somebody is quoted", "I have declared every interest"):
        writer.tick(declaration)
    writer.press("Submit it to the moderators")
    expect(page.get_by_role("status")).to_contain_text("with the moderators now")

    assert writer.interactions <= MOST_INTERACTIONS
    draft = Practice.objects.get().draft_revision
    assert draft.status == Status.SUBMITTED
    assert {name: getattr(draft, name) for name in WRITE_UP} == WRITE_UP
    assert "Try it at weekends" in draft.notes


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_long_paste_into_the_first_note_is_sorted_at_the_press_of_a_button(page, javascript):
    writer = Keyboard(page)
    writer.open("/practices/new/")
    writer.type("What do you do?", "Hold a huddle every morning")
    writer.type("What was happening before?", "Background\n\n" + "People waited.\n" * 60 + "\nLessons\n\nToo long.")
    writer.press("Save the note")
    expect(page.get_by_role("main")).to_contain_text("This looks like a whole write-up")
    writer.press("Sort it into its parts")
    writer.press("Make a draft of it")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hold a huddle every morning")
    draft = Practice.objects.get().draft_revision
    assert draft.problem.startswith("People waited.")
    assert draft.did_not_work == "Too long."
