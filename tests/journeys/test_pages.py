"""Pages in states that their bare address does not show: axe, valid HTML, no scrolling sideways, wide and narrow.

Django answers in the same process, and the browser is shown what it said, so that all pages are drawn from one world
(see tests/world.py) that is built once. Every address as everybody is asked for in tests/test_every_address.py.
"""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from practice_hub import write_limit
from practice_hub.views import server_error
from practices.sections import SCREENS
from tests import world as worlds
from tests.factories import PASSWORD
from tests.journeys.checks import look_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ORIGIN = "http://testserver"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with worlds.one_transaction(django_db_blocker):
        yield worlds.build()


def ask(client, method, address, data):
    with worlds.undone():
        return client.get(address) if method == "GET" else client.post(address, worlds.A_TOKEN | data)


A_TEXT = "Hold a huddle\n\nBackground\n\n" + "People waited.\n" * 60 + "\nNext steps\n\nWeekends."
A_SORTED_TEXT = {
    "piece-0-heading": "Background",
    "piece-0-text": "People waited.",
    "piece-0-goes_to": "problem",
    "piece-1-text": "Weekends.",
    "piece-1-goes_to": "nowhere",
}
A_COLLECTION = {"source": "Ideas of the North", "what": "drafts", "owner": "author@council.example"}
# What a page looks like in a state that its bare address does not show: (person, method, address, form, status)
STATES = {
    "nothing found": ("visitor", "GET", "/practices/?q=zzqxv", {}, 200),
    "a misspelt word": ("visitor", "GET", "/practices/?q=dischrge", {}, 200),
    "filters in use": ("visitor", "GET", "/practices/?q=huddle&stage=running&place=northbridge", {}, 200),
    "no such page": ("visitor", "GET", "/no-such-page/", {}, 404),
    "a bad request": ("visitor", "GET", "/practices/?q=%00", {}, 400),
    "signing in refused": ("visitor", "POST", "/account/login/", {"login": "a@b.example", "password": "wrong"}, 200),
    "signing up with mistakes": ("visitor", "POST", "/account/signup/", {"email": "a", "password1": "short"}, 200),
    "two versions": ("author", "POST", "/practices/draft/edit/context/", {"problem": "Mine", "base": "0.0"}, 409),
    "a text too long": ("author", "POST", "/practices/draft/edit/basics/", {"summary": "x" * 301, "base": "1.0"}, 400),
    "a text sorted": ("author", "POST", "/practices/new/word/", {"text": A_TEXT}, 200),
    "a text sorted and refused": ("author", "POST", "/practices/new/word/draft/", A_SORTED_TEXT, 400),
    "many write-ups looked through": (
        "administrator",
        "POST",
        "/practices/import/",
        {"file": ContentFile("title,problem\nOne,NHS number 943 476 5919\nTwo,b", "ideas.csv"), **A_COLLECTION},
        200,
    ),
    "many write-ups that cannot be imported": (
        "administrator",
        "POST",
        "/practices/import/",
        {"file": ContentFile("title,sector,text\nOne,fish,\n,adults,b", "ideas.csv"), **A_COLLECTION},
        400,
    ),
    "a file that cannot be read": (
        "author",
        "POST",
        "/practices/new/word/",
        {"file": ContentFile(b"x", "x")},
        400,
    ),
    "a long note": ("author", "POST", "/practices/new/", {"title": "Huddle", "key": uuid4(), "problem": A_TEXT}, 200),
    "a row with mistakes": ("author", "POST", "/practices/draft/edit/law/", {"links-0-url": "x", "base": "1.0"}, 400),
    "a date with mistakes": (
        "author",
        "POST",
        "/practices/draft/edit/sharing/",
        {"review_by_day": "40", "base": "1.0"},
        400,
    ),
    "a row more": ("author", "POST", "/practices/draft/edit/model/", {"row": "add:steps", "base": "1.0"}, 200),
    "a decline without a reason": ("moderator", "POST", "/review/held/decide/", {"decision": "declined"}, 400),
    "a return without a reason": ("moderator", "POST", "/review/held/decide/", {"decision": "returned"}, 400),
    "a partner asked without an address": ("moderator", "POST", "/review/held/fact-check/", {"agency": "A"}, 400),
    "a review with a partner’s check": ("moderator", "GET", "/review/held/", {}, 200),
    "a write-up that a partner checks": ("author", "GET", "/practices/held/edit/", {}, 200),
    "somebody blocked who signs in": (
        "visitor",
        "POST",
        "/account/login/",
        {"login": "blocked@council.example", "password": PASSWORD},
        403,
    ),
    "files, one of them held": ("author", "GET", "/practices/read/edit/files/", {}, 200),
    "a file without a title": ("author", "POST", "/practices/draft/edit/files/", {"title": ""}, 400),
    "stopping without a reason": ("stranger", "POST", "/practices/published/adopt/", {"status": "stopped"}, 400),
    "practices side by side": ("visitor", "GET", "/practices/compare/?p=published&p=changed", {}, 200),
    "one heading of them": ("visitor", "GET", "/practices/compare/?p=published&p=changed&heading=model", {}, 200),
    "two versions in a report": (
        "author",
        "POST",
        "/reports/a-report/edit/recommendation/",
        {"recommendation": "Mine", "base": "7"},
        409,
    ),
    "a report begun from a search": ("author", "GET", "/reports/new/?p=published&search=q%3Dhuddle", {}, 200),
    "a message too long": ("colleague", "POST", "/practices/published/contact/", {"message": "x" * 4001}, 400),
} | {
    f"section {section.key}": ("author", "GET", f"/practices/draft/edit/{section.key}/", {}, 200)
    for section in SCREENS
    if section.key != "process"
}


@pytest.mark.parametrize("state", STATES)
def test_a_page_in_another_state_is_as_good(world, state, show):
    person, method, address, form, status = STATES[state]
    response = ask(world.clients[person], method, address, form)
    assert response.status_code == status
    look_at(show, state, response)


def test_the_page_of_a_form_that_was_too_large_is_as_good(world, show):
    look_at(show, "413", world.clients["author"].post("/practices/new/", {"problem": "x" * 1_600_000}))


def test_the_page_of_a_form_without_its_token_is_as_good(world, show):
    guarded = Client(enforce_csrf_checks=True, headers={"origin": ORIGIN})
    look_at(show, "403 CSRF", guarded.post("/account/login/", {"login": "what somebody typed, which comes back"}))


def test_the_pages_of_a_partners_link_are_as_good(world, show):
    visitor, address = Client(), reverse("fact_check", kwargs=world.addresses["a partner’s link"])
    with worlds.undone():
        look_at(show, "thanks", visitor.post(address, {"note": "The ward books it since May."}))
        look_at(show, "over", visitor.post(address, {"note": "Too late, sadly."}))


def test_the_page_for_whoever_sends_too_much_is_as_good(world, show, monkeypatch):
    monkeypatch.setattr(write_limit, "FROM_AN_ADDRESS", 0)
    with worlds.undone():
        typed = {"login": "what somebody typed, which comes back"}
        look_at(show, "429", Client(headers={"origin": ORIGIN}).post("/account/login/", typed))


@pytest.mark.parametrize("fault", [RuntimeError, OperationalError])
def test_the_pages_of_a_failing_server_are_as_good(show, rf, fault):
    try:
        raise fault
    except fault:
        look_at(show, fault.__name__, server_error(rf.get("/")))
