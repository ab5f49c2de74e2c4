"""From an offer on the list to a confirmed half day: by keyboard, on a phone, without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.factories import ShadowingFactory, UserFactory
from tests.journeys.keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINES = (
    "I open nobody’s records, and ask to see none",
    "I photograph, record and take away nothing that tells who a person is",
    "People who draw on care and support are asked before I come, and anybody can say no",
    "What I hear about people stays there: I tell nobody, and write nothing of it",
    "I follow the induction, the identity checks and the safety rules of the place",
)


def test_a_guest_goes_through_the_list_and_a_manager_confirms(on_a_phone):
    row = ShadowingFactory(agreed=True, skill="How a huddle is run")
    people = row.guest, UserFactory(manages=row.host_organisation)
    guest, manager = (Keyboard(on_a_phone(person)) for person in people)

    guest.open("/account/")
    guest.follow("Shadowing and mentoring")
    guest.follow("How a huddle is run")
    guest.press("Go through the list before you come")
    guest.press("I keep to all of this")
    expect(guest.page.locator(".govuk-error-summary")).to_contain_text("this one is missing")
    for line in LINES:
        guest.tick(line)
    guest.press("I keep to all of this")
    expect(guest.page.get_by_role("main")).to_contain_text("The guest has gone through it")

    manager.open("/shadowing/mine/")
    manager.follow("How a huddle is run")
    manager.press("Confirm for the host’s organisation")
    expect(manager.page.get_by_role("main")).to_contain_text("Has confirmed it")
