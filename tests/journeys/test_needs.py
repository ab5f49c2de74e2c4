"""From a search that finds nothing to what helped: by keyboard, on a phone, without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.factories import PracticeFactory, UserFactory
from tests.journeys.keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_somebody_asks_a_colleague_answers_with_a_write_up_and_the_asker_says_that_it_helped(on_a_phone, live_server):
    practice = PracticeFactory(state="published", revision__title="Hold a discharge huddle")
    people = UserFactory(display_name="Wren Worker"), UserFactory(display_name="Ada Adviser")
    asker, helper = (Keyboard(on_a_phone(person)) for person in people)

    asker.open("/practices/?q=quagga")
    asker.follow("Ask whether anybody does this")
    expect(asker.page.get_by_label("What are you looking for?")).to_have_value("quagga")
    asker.type("What are you looking for?", "Who helps 943 476 5919 with a quagga?")
    asker.press("Ask")
    expect(asker.page.locator(".govuk-error-summary")).to_contain_text("943 476 5919")
    asker.type("What are you looking for?", "Does anybody keep a quagga?")
    asker.press("Ask")
    expect(asker.page.get_by_role("main")).to_contain_text("Nobody has answered yet")

    helper.open("/practices/?q=quagga")
    helper.follow("Does anybody keep a quagga?")
    helper.follow("I know a write-up that could help")
    helper.type("The address of another one", live_server.url + practice.get_absolute_url())
    helper.press("Send the answer")
    expect(helper.page.get_by_role("main")).to_contain_text("Hold a discharge huddle")

    asker.open("/needs/?show=mine")
    asker.follow("Does anybody keep a quagga?")
    asker.press("Say what helped, and close it")
    asker.choose("Hold a discharge huddle")
    asker.press("Close the question")
    expect(asker.page.get_by_role("main")).to_contain_text("This helped")
