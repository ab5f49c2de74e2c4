"""Somebody takes a copy of what is theirs and leaves: by keyboard, on a phone, without JavaScript."""

import zipfile

import pytest
from playwright.sync_api import expect

from accounts.models import User
from practices.models import Practice
from tests.factories import PASSWORD, PracticeFactory, UserFactory
from tests.journeys.checks import expect_no_accessibility_violations
from tests.journeys.keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 320, "height": 640}


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_somebody_takes_a_copy_and_erases_the_account(browser, live_server, sign_in, tmp_path, javascript):
    person = UserFactory(display_name="Wren Worker")
    published = PracticeFactory(state="published", author=person, revision__title="Hold a discharge huddle")
    PracticeFactory(state="draft", author=person, revision__title="An unfinished thought")
    context = browser.new_context(java_script_enabled=javascript, base_url=live_server.url, viewport=PHONE)
    context.set_default_timeout(20_000)
    sign_in(context, person)
    keyboard = Keyboard(context.new_page())
    page, main = keyboard.page, keyboard.page.get_by_role("main")

    keyboard.open("/account/")
    keyboard.follow("Download a copy of everything of yours")
    keyboard.download("Download the copy").save_as(tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert "An unfinished thought" in archive.read("practice-hub-my-data.html").decode()

    keyboard.open("/account/")
    keyboard.follow("Erase your account")
    expect(main).to_contain_text("An unfinished thought")
    keyboard.press("Erase my account")
    keyboard.type("Password", PASSWORD)
    if javascript:
        expect_no_accessibility_violations(page, "the password")
    keyboard.press("Go on")
    expect(main).to_contain_text("The account has been erased.")
    assert not User.objects.filter(pk=person.pk).exists()
    assert Practice.objects.get() == published

    keyboard.open(published.get_absolute_url())
    expect(main).to_contain_text("Hospital discharge team")
    expect(main).not_to_contain_text("Wren Worker")
    context.close()
