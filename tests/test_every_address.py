"""Every address, asked by every person, in every way: who gets which answer, and how good its page is.

The answers are those of permission_matrix.py, and no others. Each is asked for once, for both.

All pages are read as HTML. The browser draws those that bring something new: an element, an attribute, a neighbour or
an order of headings that no page before had (`markup` in tests/journeys/checks.py). What axe judges and what makes a
page wide is made of these, so a page of nothing new would be judged as those before it were.
"""

import hashlib
import re
from copy import copy
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.urls import URLPattern, get_resolver, reverse

from tests import world as worlds
from tests.journeys.checks import NARROW, WIDE, draw, html_problems, markup
from tests.permission_matrix import EVERYBODY, LOGIN, OPEN_PAGES, ROWS

# What stands in an address of the administrators' site; anything else there is a number.
SOME = {"app_label": "accounts", "content_id": "0" * 32}
# To what its row does not mention no page of ours answers; it is enough that some people of each kind see that.
# allauth takes PUT for POST.
METHODS = {"GET", "POST", "PUT", "DELETE"}
WHO_TRIES_OTHER_METHODS = ("visitor", "author", "administrator")
REFUSALS = (403, 404)  # one page each, which differs by its sentence alone
WITH_A_PAGE = (200, 400, *REFUSALS, 409)


# What pg_stat_xact_user_tables sums up, without all else that it looks up for each table: this is asked so often.
ROWS_WRITTEN = """
SELECT sum(
    pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_deleted(oid)
)
FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'accounts_writecount'
"""


@dataclass(frozen=True)
class Answer:
    method: str
    person: str
    status: int | str  # or LOGIN
    has_written: bool  # never, by GET: PostgreSQL would have refused
    response: HttpResponse


@pytest.fixture(scope="module")
def world(playwright, django_db_setup, django_db_blocker):
    """Built once for all rows; each request is undone after it was answered.

    Playwright is begun before: beside its loop Django keeps connections of its own, which would not see this one's.
    """
    with worlds.one_transaction(django_db_blocker):
        yield worlds.build()


@pytest.fixture(scope="module", params=ROWS, ids=str)
def answers(request, world):
    """(the row, its address, what that answered to everybody)"""
    row = request.param
    address = reverse(row.route, kwargs=world.addresses[row.on])
    answered = [method for method in ("GET", "POST") if row.mentions(method)]
    asked = [(method, person) for method in answered for person in sorted(EVERYBODY)]
    others = {"GET", "POST"}.difference(answered) if is_allauths(row.route) else METHODS.difference(answered)
    asked += [(method, person) for method in sorted(others) for person in WHO_TRIES_OTHER_METHODS]
    return row, address, [answer_to(world, person, method, address, row.data) for method, person in asked]


def answer_to(world, person, method, address, data=None):
    """A GET runs where PostgreSQL refuses to write; whatever is asked is undone after it was answered."""
    client = world.clients[person]
    cookies = copy(client.cookies)
    with worlds.undone(), connection.cursor() as cursor:
        may_write = method != "GET"
        if may_write:
            before = rows_written()
        else:
            cursor.execute("SET TRANSACTION READ ONLY")
        response = getattr(client, method.lower())(address, worlds.A_TOKEN | (data or {}) if method == "POST" else None)
        b"".join(response)  # what is sent piece by piece is read and closed, too
        if response.streaming:
            response.getvalue()  # a file is closed when it has been read
        has_written = may_write and rows_written() != before
    client.cookies = cookies
    leads_to = urlsplit(response["Location"]).path if response.status_code == 302 else ""
    status = LOGIN if leads_to == reverse(settings.LOGIN_URL) else response.status_code
    return Answer(method, person, status, has_written, response)


def rows_written():
    """How many rows this transaction has inserted, changed or deleted so far; that somebody wrote is counted always."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS_WRITTEN)
        return cursor.fetchone()[0]


def named_routes(resolver=None, namespace=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern
        else:
            yield from named_routes(pattern, namespace + (f"{pattern.namespace}:" if pattern.namespace else ""))


def test_every_route_has_a_row():
    without = {name for name, _ in named_routes() if not name.startswith("admin:")} - {row.route for row in ROWS}
    assert not without, (
        f"No row says who may open {', '.join(sorted(without))}: add one to ROWS in tests/permission_matrix.py, "
        "and to OPEN_PAGES if it needs no account."
    )


def test_every_row_has_a_route():
    assert {row.route for row in ROWS} - {name for name, _ in named_routes()} == set()


def test_the_open_pages_are_these_and_no_others():
    found = {name for name, pattern in named_routes() if not getattr(pattern.callback, "login_required", True)}
    assert {name for name in found if not name.startswith("admin:")} == OPEN_PAGES


@pytest.mark.django_db
def test_everybody_gets_the_answer_that_the_table_says(answers):
    row, address, given = answers
    wrong = [
        f"{answer.method} by {answer.person}: {answer.status}, not {wanted}"
        for answer in given
        if answer.status != (wanted := row.expected(answer.method, answer.person))
    ]
    assert wrong == [], address


@pytest.mark.django_db
def test_what_is_refused_has_written_nothing(answers):
    _, address, given = answers
    wrote = [answer for answer in given if answer.has_written and answer.response.status_code >= 400]
    assert [f"{answer.method} by {answer.person}" for answer in wrote] == [], address


@pytest.fixture(scope="module")
def seen():
    """What has been looked at: most people see the same page, and it is judged once."""
    return set()


@pytest.mark.browser
@pytest.mark.django_db
def test_every_page_is_accessible_and_valid_and_fits_a_phone(answers, world, seen, show):
    _, address, given = answers
    sizes = WIDE, NARROW
    for answer in given:
        page = gist(world.people[answer.person], answer.response)
        if page is None or page in seen:
            continue
        seen.add(page)
        what = f"{answer.method} {address} by {answer.person}: {answer.status}"
        source = answer.response.content.decode()
        assert html_problems(source) == [], what
        if new := markup(source) - seen:
            seen |= new
            draw(show, what, answer.response, sizes)
            # What the next person sees of it besides is no wider; a phone has less room for it.
            sizes = (NARROW,)


def gist(person, response):
    """What is particular to a page: its main part, without what differs from one answer or person to the next.

    None where there is no page: a redirect, a file, a feed, a part of a page.
    """
    if response.status_code not in WITH_A_PAGE or response.streaming or b"<main" not in response.content:
        return None
    if response.status_code in REFUSALS:
        return response.status_code
    source = response.content.decode()
    if response.request["PATH_INFO"] != "/":  # the start page stands for the frame of them all
        source = source[source.index("<main") :]
    if person.is_authenticated:
        source = source.replace(person.display_name, "").replace(person.email, "")
    return hashlib.sha256(re.sub(r'value="[^"]{32,}"', "", source).encode()).hexdigest()


def is_allauths(route):
    callbacks = (pattern.callback for name, pattern in named_routes() if name == route)
    return next(callbacks).__module__.startswith("allauth")


# The administrators' site, by one rule: its pages open to administrators alone


def admin_addresses():
    for name, pattern in named_routes():
        if name.startswith("admin:") and pattern.name:
            yield reverse(name, kwargs={argument: SOME.get(argument, "1") for argument in arguments_of(pattern)})


def arguments_of(pattern):
    return pattern.pattern.regex.groupindex


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["visitor", "newcomer", "manager", "moderator"])
def test_only_administrators_open_the_pages_of_their_site(world, person):
    """Others are sent to the site's own way in, which refuses them."""
    asked = [(method, address) for address in set(admin_addresses()) for method in ("GET", "POST")]
    assert [one for one in asked if answer_to(world, person, *one).status not in (LOGIN, 302, 403, 405)] == []
    assert answer_to(world, person, "GET", reverse("admin:login")).status == (LOGIN if person == "visitor" else 403)


@pytest.mark.django_db
def test_administrators_read_their_site_without_changing_anything(world):
    answers = {address: answer_to(world, "administrator", "GET", address).status for address in admin_addresses()}
    assert {address: answer for address, answer in answers.items() if answer not in (200, 302, 403, 404, 405)} == {}
    assert answers[reverse("admin:index")] == 200
