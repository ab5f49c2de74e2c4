"""From a first note to its submission: what may tell who somebody is, a colleague who reads it, and who takes it on.

By keyboard on a phone, with and without JavaScript.
"""

import pytest
from playwright.sync_api import expect

from practices.models import Practice
from tests.factories import OrganisationFactory, UserFactory
from tests.journeys.checks import expect_no_accessibility_violations, expect_no_sideways_scrolling
from tests.journeys.keyboard import Counting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_INTERACTIONS = 8


@pytest.fixture
def people():
    ours = OrganisationFactory(name="Northbridge Council")
    return [UserFactory(organisation=ours, display_name=name) for name in ("Asha Author", "Ravi Reader")]


@pytest.fixture
def writers(browser, javascript, live_server, sign_in, people):
    """A keyboard and a phone for each of them."""
    contexts = []
    for person in people:
        context = browser.new_context(
            java_script_enabled=javascript, base_url=live_server.url, viewport={"width": 320, "height": 640}
        )
        context.set_default_timeout(20_000)
        sign_in(context, person)
        contexts.append(context)
    yield [Counting(context.new_page()) for context in contexts]
    for context in contexts:
        context.close()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_first_note_is_saved_in_eight_interactions_made_safe_and_handed_on(writers, people, javascript):
    author, reader = writers
    author.open("/")
    author.press("Share what your team does")
    author.type("What do you do?", "Ring families the evening before")
    author.type("What was happening before?", "Mrs Okafor came home to a cold house.")
    author.type("Who does what", "The ward rings each family on 07700 900123.")
    author.press("Save the note")
    assert author.interactions <= MOST_INTERACTIONS
    draft = Practice.objects.get().draft_revision
    assert draft.title == "Ring families the evening before"

    author.follow("2 things may tell who somebody is")
    look_at(author.page, javascript)
    author.press("Write “a woman” in place of Mrs Okafor")
    expect(author.page.get_by_role("status")).to_contain_text("The wording is changed.")
    draft.refresh_from_db()
    assert draft.problem == "A woman came home to a cold house."
    author.open(f"/practices/{draft.practice.slug}/edit/")
    author.follow("Ask a colleague to read it, or to go on with it")
    author.follow("Hand it to a colleague")
    author.page.get_by_label("Who could go on with it?").select_option(str(people[1].pk))
    look_at(author.page, javascript)
    author.press("Offer it")
    expect(author.page.get_by_role("status")).to_contain_text("offered to Ravi Reader")

    reader.open("/practices/mine/")
    reader.follow("Ring families the evening before")
    look_at(reader.page, javascript)
    reader.type("What would you tell its authors?", "Who rings at weekends?")
    reader.press("Tell its authors")
    expect(reader.page.get_by_role("status")).to_contain_text("Its authors have been told.")
    reader.press("Take it on")
    expect(reader.page.get_by_role("status")).to_contain_text("It is yours now.")
    named = [(row.user, row.is_lead) for row in draft.practice.authorships.all()]
    assert named == [(people[1], True), (people[0], False)]


def look_at(page, javascript):
    expect_no_sideways_scrolling(page)
    if javascript:
        expect_no_accessibility_violations(page)
