"""The search log: administrators see what people look for and do not find, and nobody sees who looked."""

import re
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import escape
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import AuditEvent
from practices.actions import search_log as action
from practices.actions.search_log import log_search
from practices.models import SearchLog
from practices.models.search_log import FEWEST_SHOWN, KEPT
from practices.search_log import GOOD_FOR, signed
from tests.factories import AdministratorFactory, ModeratorFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db

SEARCHED = "/practices/searched/"
REPORT = "/admin/practices/searchlog/"


def searched(query="hospital discharge", *, results=3, opened=False, key=None):
    log_search(key=key or uuid4(), query=query, results=results, opened=opened)


def rows():
    return list(SearchLog.objects.order_by("query", "results").values_list("query", "results", "opened"))


def value_on(page):
    """What the page of results carries to be sent back, or None."""
    found = re.search(r'data-search-log="([^"]+)"', page.content.decode())
    return found and found[1]


# What is kept


def test_a_search_is_kept_as_what_was_typed_the_day_and_what_became_of_it():
    searched("  Hospital   DISCHARGE ")
    row = SearchLog.objects.get()
    assert (row.query, row.day, row.results, row.opened) == ("hospital discharge", timezone.localdate(), 3, False)


def test_nothing_of_the_person_is_kept_and_no_time_of_day():
    assert {field.name: field.get_internal_type() for field in SearchLog._meta.get_fields()} == {
        "key": "UUIDField",
        "query": "CharField",
        "day": "DateField",
        "results": "PositiveIntegerField",
        "opened": "BooleanField",
    }


def test_searching_leaves_no_audit_event_since_it_would_name_the_person(client):
    client.force_login(UserFactory())
    client.post(SEARCHED, {"signed": signed("huddle", 1), "key": str(uuid4())})
    assert rows() == [("huddle", 1, False)]
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "john smith 943 476 5919",
        "QQ 12 34 56 7 or AB 12 34 56 C",
        "ring 020 7946 0018",
        "amina@council.example",
        "falls in SW1A 1AA",
        "john smith 3/4/1948",
        "case 123456",
        "x" * 95 + " 943 476 5919",  # the cut would leave half of it
    ],
)
def test_a_search_that_could_identify_a_person_is_not_kept(query):
    searched(query)
    searched(query, opened=True)
    assert rows() == []


@pytest.mark.parametrize("query", ["", "   "])
def test_a_search_for_nothing_is_not_kept(query):
    searched(query)
    assert rows() == []


def test_the_database_refuses_a_search_for_nothing():
    with pytest.raises(IntegrityError, match="search_log_says_what_for"), transaction.atomic():
        SearchLog.objects.create(key=uuid4(), query="", day=timezone.localdate(), results=0)


def test_a_long_search_is_cut():
    searched("reablement " * 20)
    assert rows() == [(("reablement " * 20)[:100].rstrip(), 3, False)]


@pytest.mark.parametrize("order", [[False, True], [True, False], [False, True, True, False]])
def test_an_opened_result_belongs_to_its_search_in_whatever_order_they_arrive(order):
    key = uuid4()
    for opened in order:
        searched(key=key, opened=opened)
    assert rows() == [("hospital discharge", 3, True)]


def test_a_key_that_is_known_changes_nothing_else_of_its_search():
    key = uuid4()
    searched(key=key)
    searched("something else", results=0, key=key, opened=True)
    assert rows() == [("hospital discharge", 3, True)]


def test_a_flood_ends_at_a_limit_and_the_last_search_can_still_be_opened(monkeypatch):
    monkeypatch.setattr(action, "MOST_IN_A_DAY", 2)
    searched("one")
    key = uuid4()
    searched("two", key=key)
    searched("three")
    searched("two", key=key, opened=True)
    assert rows() == [("one", 3, False), ("two", 3, True)]


def test_yesterdays_flood_does_not_keep_todays_searches_out(monkeypatch):
    monkeypatch.setattr(action, "MOST_IN_A_DAY", 1)
    searched("one")
    SearchLog.objects.update(day=timezone.localdate() - timedelta(days=1))
    searched("two")
    assert len(rows()) == 2


def test_searches_go_after_their_time_and_no_sooner():
    for age in (KEPT.days + 1, KEPT.days, 0):
        SearchLog.objects.create(
            key=uuid4(), query=f"{age} days", day=timezone.localdate() - timedelta(days=age), results=0
        )
    call_command("run_worker", once=True)
    assert {query for query, _, _ in rows()} == {f"{KEPT.days} days", "0 days"}


def test_the_privacy_page_says_how_long_searches_are_kept_and_from_how_many_on_they_are_shown(client):
    page = client.get(reverse("privacy"))
    assertContains(page, f"What people look for is kept for {KEPT.days} days")
    assertContains(page, {5: "looked for at least five times"}[FEWEST_SHOWN])


# What the page sends


def test_a_page_of_results_carries_what_to_send_and_writes_nothing(client):
    PracticeFactory(state="published", revision__title="Hold a discharge huddle")
    value = value_on(client.get("/practices/", {"q": "Huddle"}))
    assert rows() == []
    answer = client.post(SEARCHED, {"signed": value, "key": str(uuid4())})
    assert (answer.status_code, answer.content, answer.cookies) == (204, b"", {})
    assert rows() == [("huddle", 1, False)]


def test_a_search_without_a_result_is_logged_too(client):
    client.post(SEARCHED, {"signed": value_on(client.get("/practices/?q=quagga")), "key": uuid4().hex})
    assert rows() == [("quagga", 0, False)]


@pytest.mark.parametrize("more", ["page=2", "page=1", "sort=newest", "stage=running", "as_typed=1"])
def test_the_same_question_asked_further_is_no_new_search(client, more):
    PracticeFactory(state="published")
    assert value_on(client.get("/practices/?q=huddle"))
    assert value_on(client.get(f"/practices/?q=huddle&{more}")) is None


@pytest.mark.parametrize("address", ["/practices/", "/practices/?q=", "/practices/?q=+++"])
def test_a_list_that_nobody_typed_anything_for_is_no_search(client, address):
    page = client.get(address)
    assert value_on(page) is None
    assertNotContains(page, "search-log.js")


def test_nobody_makes_up_what_was_looked_for(client):
    theirs = signed("huddle", 1)
    for forged in ("", "huddle", theirs[:-1], "x" + theirs, signed("huddle", 1).replace(":", "!")):
        assert client.post(SEARCHED, {"signed": forged, "key": str(uuid4())}).status_code == 400
    assert rows() == []


@pytest.mark.parametrize("key", ["", "1", "not-a-key"])
def test_a_message_without_a_key_is_refused(client, key):
    assert client.post(SEARCHED, {"signed": signed("huddle", 1), "key": key}).status_code == 400
    assert rows() == []


def test_what_a_page_carries_is_good_for_a_day(client, monkeypatch):
    value = signed("huddle", 1)
    later = time.time() + GOOD_FOR.total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later - 60)
    assert client.post(SEARCHED, {"signed": value, "key": str(uuid4())}).status_code == 204
    assert len(rows()) == 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later + 60)
    assert client.post(SEARCHED, {"signed": value, "key": str(uuid4())}).status_code == 204
    assert len(rows()) == 1


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_sites_page_logs_nothing(client, site):
    message = {"signed": signed("huddle", 1), "key": str(uuid4())}
    assert client.post(SEARCHED, message, headers={"sec-fetch-site": site}).status_code == 400
    assert rows() == []


def test_a_visitor_needs_neither_a_cookie_nor_a_token():
    visitor = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin"})
    page = visitor.get("/practices/?q=huddle")
    assert visitor.post(SEARCHED, {"signed": value_on(page), "key": str(uuid4())}).status_code == 204
    assert not visitor.cookies
    assert len(rows()) == 1


def test_a_search_is_not_logged_by_reading(client):
    assert client.get(SEARCHED).status_code == 405


# What administrators see


@pytest.fixture
def administrator(client):
    client.force_login(AdministratorFactory())
    return client


def cells(page, heading):
    """The rows below a heading of the page, as they are read."""
    part = page.content.decode().split(f"{heading}</h2>")[1].split("</div>")[0]
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd][^>]*>.*?</t[hd]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", part)[1:]
    ]


ASKED, MISSING = "Most often looked for", "Most often looked for without a result"


def test_administrators_see_what_is_looked_for_most_and_what_is_not_found(administrator):
    for number in range(8):
        searched("hospital discharge", results=2 + number % 2, opened=number < 2)
    for _ in range(6):
        searched("Quagga", results=0)
    page = administrator.get(REPORT)
    assert cells(page, ASKED) == [
        ["hospital discharge", "8 searches", "2.5", "25%"],
        ["quagga", "6 searches", "0", "0%"],
    ]
    assert cells(page, MISSING) == [["quagga", "6 searches"]]
    assertContains(page, "Searches of the last 90 days")


def test_what_fewer_than_five_searches_asked_for_leaves_no_trace_on_the_page(administrator):
    def drawn():
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", administrator.get(REPORT).content.decode())

    for _ in range(5):
        searched("reablement")
    before = drawn()
    for _ in range(4):
        searched("quagga", results=0)
    assert drawn() == before
    searched("quagga", results=0)
    assert "quagga" in drawn()


def test_fewer_than_five_searches_without_a_result_are_not_shown_as_such(administrator):
    for number in range(9):
        searched("reablement", results=0 if number < 4 else 1)
    page = administrator.get(REPORT)
    assert [row[0] for row in cells(page, ASKED)] == ["reablement"]
    assertContains(page, "Nothing yet.")


def test_searches_that_wait_to_be_thrown_away_are_not_shown(administrator):
    for _ in range(5):
        searched("reablement")
    SearchLog.objects.update(day=timezone.localdate() - KEPT - timedelta(days=1))
    assertNotContains(administrator.get(REPORT), "reablement")


def test_what_was_typed_stays_text_on_the_page(administrator):
    typed = "<script>alert(1)</script>"
    for _ in range(5):
        searched(typed)
    page = administrator.get(REPORT)
    assertContains(page, escape(typed))
    assertNotContains(page, typed)


def test_the_page_is_found_from_the_start_of_the_administrators_site(administrator):
    page = administrator.get(reverse("admin:index"))
    assertContains(page, f'<a href="{REPORT}">What people look for</a>', html=True)


@pytest.mark.parametrize("make", [UserFactory, ModeratorFactory, lambda: UserFactory(is_staff=True)])
def test_nobody_but_administrators_sees_it(client, make):
    for _ in range(5):
        searched("reablement")
    client.force_login(make())
    page = client.get(REPORT, follow=True)
    assert page.status_code == 403
    assert b"reablement" not in page.content


@pytest.mark.parametrize("page", ["add", "change", "delete", "history"])
def test_no_address_leads_to_a_single_search(administrator, page):
    key = uuid4()
    searched(key=key)
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:practices_searchlog_{page}", args=[] if page == "add" else [key])
    for address in (f"{REPORT}{key}/{page}/", f"{REPORT}{key}/", f"{REPORT}add/"):
        assert administrator.get(address).status_code == 404


def test_the_page_gives_out_no_list_however_it_is_asked(administrator):
    searched("quagga")
    asked = {"action": "delete_selected", "_selected_action": [SearchLog.objects.get().pk], "post": "yes"}
    assertNotContains(administrator.post(REPORT, asked), "quagga")
    assertNotContains(administrator.get(REPORT, {"q": "quagga", "all": "", "e": "1"}), "quagga")
    assert len(rows()) == 1
