"""Every address, asked by every person, in every way: the answers are those of permission_matrix.py, and no others."""

from copy import copy
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.urls import URLPattern, get_resolver, reverse

from tests import world as worlds
from tests.permission_matrix import EVERYBODY, LOGIN, OPEN_PAGES, ROWS

# What stands in an address of the administrators' site; anything else there is a number.
SOME = {"app_label": "accounts", "content_id": "0" * 32}
# No page of ours answers to these; it is enough that some people of each kind see that. allauth takes PUT for POST.
OTHER_METHODS = ("PUT", "DELETE")
WHO_TRIES_OTHER_METHODS = ("visitor", "author", "administrator")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Built once for all rows; each request is undone after it was answered."""
    with worlds.one_transaction(django_db_blocker):
        yield worlds.build()


def answer_to(client, method, address, data=None):
    """The status, or LOGIN. A GET runs where PostgreSQL refuses to write; what is refused has written nothing."""
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
        if may_write and response.status_code >= 400:
            assert rows_written() == before, f"{method} {address} was refused, and wrote"
    client.cookies = cookies
    if response.status_code == 302 and urlsplit(response["Location"]).path == reverse(settings.LOGIN_URL):
        return LOGIN
    return response.status_code


def rows_written():
    """How many rows this transaction has inserted, changed or deleted so far; that somebody wrote is counted always."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables "
            "WHERE relname <> 'accounts_writecount'"
        )
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
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_gets_the_answer_that_the_table_says(world, row):
    address = reverse(row.route, kwargs=world.addresses[row.on])
    asked = [(method, person) for method in ("GET", "POST") for person in sorted(EVERYBODY)]
    if not is_allauths(row.route):
        asked += [(method, person) for method in OTHER_METHODS for person in WHO_TRIES_OTHER_METHODS]
    wrong = []
    for method, person in asked:
        got, wanted = answer_to(world.clients[person], method, address, row.data), row.expected(method, person)
        if got != wanted:
            wrong.append(f"{method} by {person}: {got}, not {wanted}")
    assert wrong == [], address


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
    client = world.clients[person]
    asked = [(method, address) for address in set(admin_addresses()) for method in ("GET", "POST")]
    assert [one for one in asked if answer_to(client, *one) not in (LOGIN, 302, 403, 405)] == []
    assert answer_to(client, "GET", reverse("admin:login")) == (LOGIN if person == "visitor" else 403)


@pytest.mark.django_db
def test_administrators_read_their_site_without_changing_anything(world):
    answers = {address: answer_to(world.clients["administrator"], "GET", address) for address in admin_addresses()}
    assert {address: answer for address, answer in answers.items() if answer not in (200, 302, 403, 404, 405)} == {}
    assert answers[reverse("admin:index")] == 200
