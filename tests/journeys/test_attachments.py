"""A blank form goes with a write-up, by keyboard and without JavaScript; one that was filled in is held."""

import pytest
from playwright.sync_api import expect

from practices.models import Attachment
from tests import attachment_files as files
from tests.factories import PracticeFactory, UserFactory
from tests.journeys.checks import expect_no_sideways_scrolling
from tests.journeys.keyboard import Counting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_author_adds_a_form_fetches_it_and_takes_a_filled_one_off(on_a_phone):
    author = UserFactory()
    practice = PracticeFactory(author=author)
    page = on_a_phone(author)
    writer = Counting(page)
    writer.open(f"/practices/{practice.slug}/edit/")
    writer.follow("Files")
    writer.type("What is it?", "Blank referral form")
    writer.choose_file("The file", "referral.docx", files.telling_word())
    writer.press("Add this file")
    expect(page.get_by_role("status")).to_contain_text("“Blank referral form” is added.")
    expect(page.get_by_role("main")).to_contain_text("We took out: tracked changes")
    with page.expect_download() as download:
        page.get_by_role("link", name="Blank referral form").press("Enter")
    assert download.value.suggested_filename == "referral.docx"

    writer.type("What is it?", "Somebody’s form")
    writer.choose_file("The file", "joan.docx", files.word(files.FILLED))
    writer.press("Add this file")
    expect(page.get_by_role("main")).to_contain_text("Held: only whoever added it can see it")
    expect_no_sideways_scrolling(page)
    page.get_by_role("button", name="Somebody’s form").press("Enter")
    expect(page.get_by_role("main")).not_to_contain_text("Held")
    assert Attachment.objects.get().title == "Blank referral form"
