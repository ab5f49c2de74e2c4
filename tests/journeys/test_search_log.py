"""What a browser tells of a search, and when: once, with an opened result, and not again on coming back."""

import pytest
from playwright.sync_api import expect

from practices.models import SearchLog
from tests.factories import PracticeFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Hold a discharge huddle"


@pytest.fixture(autouse=True)
def practice():
    return PracticeFactory(state="published", revision__title=TITLE)


@pytest.fixture
def told(page):
    """What the page sent to the log, and what cookies went along."""
    sent = []
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/practices/searched/") else None)
    return sent


def rows():
    return list(SearchLog.objects.values_list("query", "results", "opened"))


def search(page, live_server, words):
    """Search as a person does, and wait until the page has told the hub."""
    page.goto(f"{live_server.url}/practices/")
    box = page.get_by_role("combobox", name="Search what teams have written")
    box.fill(words)
    with page.expect_response("**/practices/searched/") as answer:
        box.press("Enter")
    assert answer.value.status == 204


def open_first(page):
    """The browser need not say when a message of a page that is gone was answered, so the table is looked at."""
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    for _ in range(100):
        if any(opened for _, _, opened in rows()):
            return
        page.wait_for_timeout(50)


def test_a_search_and_an_opened_result_are_one_row(page, live_server, told):
    search(page, live_server, "Huddle")
    assert rows() == [("huddle", 1, False)]
    open_first(page)
    assert rows() == [("huddle", 1, True)]
    assert len(told) == 2


def test_coming_back_and_loading_again_is_no_other_search(page, live_server, told):
    search(page, live_server, "huddle")
    open_first(page)
    for again in (page.go_back, page.reload):
        again(wait_until="networkidle")
        expect(page.get_by_role("heading", name="1 write-up")).to_be_visible()
        assert len(told) == 2
    assert rows() == [("huddle", 1, True)]


def test_no_cookie_goes_along_and_who_searched_is_not_told(page, context, live_server, told, sign_in):
    sign_in(context, UserFactory())
    search(page, live_server, "huddle")
    assert page.get_by_role("link", name="Account").is_visible()
    assert "cookie" not in told[0].all_headers()
    assert set(told[0].post_data_json) == {"signed", "key"}


def test_what_could_identify_a_person_is_dropped(page, live_server):
    search(page, live_server, "john smith 943 476 5919")
    assert rows() == []


def test_without_javascript_nothing_is_noted(browser, live_server):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto("/practices/?q=huddle")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    context.close()
    assert rows() == []
