"""A manager confirms a proposal, and takes a newer revision: by keyboard, on a phone, without JavaScript."""

import pytest
from playwright.sync_api import expect

from practices.models import Adaptation, Adoption
from tests.factories import AdoptionFactory, OrganisationFactory, PracticeFactory, UserFactory, publish_again
from tests.journeys.checks import expect_no_sideways_scrolling
from tests.journeys.keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STEP = {"text": "Book the transport before noon", "essential": "yes"}


def test_a_manager_confirms_a_proposal_and_takes_a_newer_revision(on_a_phone):
    ours = OrganisationFactory()
    manager, colleague = UserFactory(manages=ours), UserFactory(organisation=ours)
    practice = PracticeFactory(state="published", revision__title="Plan the way home", revision__steps=[STEP])
    adoption = AdoptionFactory(practice=practice, organisation=ours, lead=colleague, confirmed_at=None)
    Adaptation.objects.create(adoption=adoption, position=0, step=STEP["text"], essential="yes", made_of_it="kept")
    publish_again(practice, steps=[STEP | {"text": "Book the transport before ten"}])
    keyboard = Keyboard(on_a_phone(manager))
    main = keyboard.page.get_by_role("main")

    keyboard.open("/adoptions/")
    expect(main.get_by_role("heading", name="Proposed, to be confirmed")).to_be_visible()
    keyboard.follow("Look at it and decide")
    keyboard.press("Confirm it")
    keyboard.open("/adoptions/")
    expect(main).to_contain_text("1 step that must stay, or had to, has changed.")
    keyboard.follow("See what changed")
    expect(main.locator("ins")).to_contain_text("ten")
    expect_no_sideways_scrolling(keyboard.page)
    keyboard.press("Save")
    expect(main.locator(".govuk-error-summary")).to_contain_text("Choose what you want to do")
    keyboard.choose("Take it: from now on this is the revision that we use")
    keyboard.press("Save")
    expect(main).to_contain_text("This step has changed since you said what you make of it.")
    keyboard.choose("Kept as it is")
    keyboard.press("Save")
    keyboard.open("/adoptions/")
    keyboard.follow("One page to print")
    expect(main).to_contain_text("Plan the way home")
    assert Adoption.objects.get().revision.number == 2
