"""A manager says that a team tries a practice, then uses it in a changed way, and writes up its own version.

By keyboard, on a phone, without JavaScript.
"""

import pytest
from playwright.sync_api import expect

from practices.models import Practice
from tests.factories import OrganisationFactory, PlaceFactory, PracticeFactory, UserFactory
from tests.journeys.keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_team_takes_a_practice_up_and_makes_it_its_own(on_a_phone):
    practice = PracticeFactory(
        state="published",
        revision__title="Ring before the weekend",
        revision__steps=[{"text": "Ring them", "essential": "yes"}, {"text": "Write it up", "essential": "no"}],
    )
    organisation = OrganisationFactory(places=[PlaceFactory(short_name="Eastmoor")])
    manager = Keyboard(on_a_phone(UserFactory(display_name="Mo Manager", manages=organisation)))

    manager.open(practice.get_absolute_url())
    manager.press("We’re using or trying this")
    manager.type("Which team?", "Night team")
    manager.press("Save")
    expect(manager.page.locator(".govuk-error-summary")).to_contain_text("Choose the place where the team works")
    expect(manager.page.get_by_label("Which team?")).to_have_value("Night team")
    manager.select("Where?", "Eastmoor")
    manager.choose("Trying it")
    manager.type("Month", "3")
    manager.type("Year", "2026")
    manager.press("Save")
    main = manager.page.get_by_role("main")
    expect(main).to_contain_text("Readers of the write-up are told.")

    manager.follow("Say how far you are now")
    manager.choose("In use")
    manager.press("Save")
    expect(main).to_contain_text("Thank you. Saved.")

    manager.follow("Say what you made of the steps")
    manager.choose("Changed")
    manager.type("How do you do it instead?", "Text them")
    manager.press("Save")
    expect(manager.page.locator(".govuk-error-summary")).to_contain_text("Say why you changed it")
    manager.type("Why did you change it?", "Nobody answers on Fridays.")
    manager.press("Save")
    expect(main).to_contain_text("Changed “Ring them” to “Text them”: Nobody answers on Fridays.")

    manager.press("Start our own version")
    expect(main).to_contain_text("Ring before the weekend")
    own = Practice.objects.get(grown_from=practice).draft_revision
    assert [step["text"] for step in own.steps] == ["Text them", "Write it up"]
