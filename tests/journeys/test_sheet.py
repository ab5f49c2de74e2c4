"""Every sheet fits on one sheet of A4: those of the whole starter library, and of a write-up as long as any may be."""

import io
import re

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from practices import starter_library
from practices.actions import starter_library as library
from practices.models import Practice
from tests.factories import PracticeFactory, UserFactory
from tests.journeys.showing import shown_pages
from tests.world import one_transaction

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SHEET = re.compile(r'<article class="hub-huddle">.*</article>', re.S)


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker):
    with one_transaction(django_db_blocker):
        call_command("load_places", verbosity=0)
        call_command("load_topics", verbosity=0)
        dict(library.load(write_ups=starter_library.read(starter_library.FOLDER)))
        yield list(Practice.objects.values_list("slug", flat=True))


@pytest.fixture(scope="module")
def pages_on_paper(browser):
    tab = browser.new_page()
    with shown_pages() as shown:

        def print_it(response):
            tab.goto(shown.address_of(response))
            printed = tab.pdf(format="A4", prefer_css_page_size=True)
            return PdfReader(io.BytesIO(printed)).pages

        yield print_it
    tab.close()


def test_each_write_up_of_the_starter_library_has_one_sheet(shipped, pages_on_paper):
    """All in one document, each beginning a page: as many pages as sheets means one each."""
    client = Client()
    answers = [client.get(reverse("sheet", args=[slug])) for slug in shipped]
    sheets = [SHEET.search(answer.content.decode())[0] for answer in answers]
    whole = SHEET.sub(lambda found: "\n".join(sheets), answers[0].content.decode())
    printed = pages_on_paper(HttpResponse(whole))
    assert len(shipped) > 40
    assert len(printed) == len(shipped)
    assert all("First steps" in page.extract_text() for page in printed)


@pytest.mark.parametrize("letters", ["W", "Words go on ", "Wm.\n"])
def test_the_longest_write_up_has_one_sheet_too(pages_on_paper, letters):
    def long(length):
        return (letters * length)[:length]

    author = UserFactory()
    practice = PracticeFactory(
        author=author,
        state="withheld",
        slug="w" * 90,
        from_public_sources=True,
        revision__visibility="organisation",
        revision__title=long(120),
        revision__summary=long(300),
        revision__first_three_steps=[{"text": long(200)}] * 3,
        revision__risks=[{"risk": long(300), "guard": long(300), "safeguarding": True}] * 30,
        revision__poor_fit=long(2000),
        revision__did_not_work=long(8000),
        revision__contact_name=long(120),
        revision__contact_role=long(120),
        revision__review_by="2020-01-01",
    )
    client = Client()
    client.force_login(author)
    [page] = pages_on_paper(client.get(reverse("sheet", args=[practice.slug])))
    said = page.extract_text()
    assert "More on the page" in said
    assert "Revision 1," in said  # the foot is on it, too
