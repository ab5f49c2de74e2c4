"""From a search to a paper for the board: save four, compare them, write the report, take the Word file.

By keyboard, on a phone, without JavaScript; it begins before signing in.
"""

import re

import docx
import pytest
from playwright.sync_api import expect

from practices.models import OptionsReport
from tests.factories import PASSWORD, OrganisationFactory, PlaceFactory, PracticeFactory, UserFactory
from tests.journeys.keyboard import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLES = ["Ring before the weekend", "Meet at the board", "Plan transport early", "Ask the family first"]


def test_from_a_search_to_a_word_file(on_a_phone, tmp_path):
    for title in TITLES:
        steps = [{"text": f"First: {title}", "essential": "yes"}]
        PracticeFactory(state="published", revision__title=title, revision__steps=steps)
    person = UserFactory(manages=OrganisationFactory(places=[PlaceFactory(short_name="Eastmoor")]))
    manager = Keyboard(on_a_phone())
    main = manager.page.get_by_role("main")

    manager.open("/practices/?q=board+family+transport+weekend")
    for title in TITLES:
        manager.press(f"Save “{title}”")
        expect(main).to_contain_text("Saved in this browser")
    manager.open("/account/login/?next=/collections/")
    manager.type("Work e-mail address", person.email)
    manager.type("Password", PASSWORD)
    manager.press("Sign in")
    manager.follow("Saved", within=main)
    for title in TITLES:
        manager.tick(f"Tick to compare “{title}”")
    manager.press("Compare them")
    expect(main).to_contain_text("What was happening before")
    expect(main.get_by_text(f"First: {TITLES[0]}")).to_be_hidden()  # one heading at a time
    manager.follow("What they do")
    for title in TITLES:
        expect(main.get_by_text(f"First: {title}")).to_be_visible()
    overflow = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not manager.page.evaluate(overflow)

    manager.press("Start an options report with these")
    manager.type("What is the question?", "What helps on Fridays?")
    manager.press("Begin the report")
    manager._press(manager.page.get_by_role("link", name=re.compile("^Write this.*Recommendation")))
    manager.type("Recommendation", "Begin with the board.")
    manager.press("Save")
    expect(main).to_contain_text("Begin with the board.")
    manager._reach(manager.page.get_by_role("link", name="Word file"))
    with manager.page.expect_download() as download:
        manager.page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "report.docx")
    paragraphs = [paragraph.text for paragraph in docx.Document(tmp_path / "report.docx").paragraphs]
    assert paragraphs[0] == OptionsReport.objects.get().question == "What helps on Fridays?"
    assert "Begin with the board." in paragraphs
    assert {*TITLES} <= {*paragraphs}
