"""From a search that finds nothing to a moderator's answer: by keyboard, on a phone, without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.factories import ModeratorFactory, PracticeFactory, UserFactory
from tests.journeys.keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 320, "height": 640}


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_somebody_asks_and_a_moderator_answers(browser, live_server, sign_in, javascript):
    PracticeFactory(state="published", revision__title="Hold a discharge huddle")
    people = UserFactory(display_name="Wren Worker"), ModeratorFactory(display_name="Mira Moderator")
    contexts = [
        browser.new_context(java_script_enabled=javascript, base_url=live_server.url, viewport=PHONE) for _ in people
    ]
    for context, person in zip(contexts, people, strict=True):
        context.set_default_timeout(20_000)
        sign_in(context, person)
    asker, moderator = (Keyboard(context.new_page()) for context in contexts)

    asker.open("/practices/?q=quagga")
    asker.follow("Ask our moderators")
    expect(asker.page.get_by_label("What are you looking for?")).to_have_value("quagga")
    asker.type("What are you looking for?", "Who helps 943 476 5919 with a quagga?")
    asker.press("Ask the moderators")
    expect(asker.page.locator(".govuk-error-summary")).to_contain_text("943 476 5919")
    asker.type("What are you looking for?", "Does anybody keep a quagga?")
    asker.press("Ask the moderators")
    expect(asker.page.get_by_role("main")).to_contain_text("It waits for an answer")

    moderator.open("/review/")
    moderator.follow("Asked for")
    moderator.press("Answer : Does anybody keep a quagga?")
    moderator.type("Your answer", "Nobody has written about it yet.")
    moderator.press("Send the answer")
    expect(moderator.page.get_by_role("main")).to_contain_text("Nobody waits for an answer")

    asker.open("/account/")
    asker.follow("What you asked for")
    expect(asker.page.get_by_role("main")).to_contain_text("Nobody has written about it yet.")
    for context in contexts:
        context.close()
