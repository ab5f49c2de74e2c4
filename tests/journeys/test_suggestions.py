"""The search box while somebody types: a combobox by the ARIA pattern, and just a box without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.factories import PracticeFactory, TopicFactory
from tests.journeys.checks import expect_no_accessibility_violations, expect_no_sideways_scrolling

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def practice():
    TopicFactory(name="Huddles", slug="huddles")
    return PracticeFactory(state="published", revision__title="Hold a discharge huddle")


@pytest.mark.parametrize("width", [1280, 320])
def test_suggestions_are_chosen_by_keyboard(page, live_server, practice, width):
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{live_server.url}/practices/")
    box = page.get_by_role("combobox", name="Search what teams have written")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("hudd")
    options = page.get_by_role("option")
    expect(options).to_have_text(["Hold a discharge huddle", "Huddles"])
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".hub-search [role=status]")).to_contain_text("2 suggestions")
    expect_no_accessibility_violations(page)
    expect_no_sideways_scrolling(page)

    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    box.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", "suggested-1-1")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("hudd")

    box.press("ArrowDown")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hold a discharge huddle")


def test_enter_without_a_choice_searches_for_the_words(page, live_server, practice):
    page.goto(live_server.url)
    box = page.get_by_role("combobox", name="Search what teams have written")
    box.press_sequentially("huddle")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Enter")
    expect(page.get_by_role("heading", name="1 write-up")).to_be_visible()


def test_a_suggestion_is_chosen_by_mouse(page, live_server, practice):
    page.goto(live_server.url)
    page.get_by_role("combobox", name="Search what teams have written").press_sequentially("hudd")
    page.get_by_role("option", name="Huddles").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Huddles")


def test_without_javascript_the_box_is_a_box(browser, live_server, practice):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto("/")
    box = page.get_by_role("searchbox", name="Search what teams have written")
    box.fill("huddle")
    box.press("Enter")
    expect(page.get_by_role("heading", name="1 write-up")).to_be_visible()
    context.close()
