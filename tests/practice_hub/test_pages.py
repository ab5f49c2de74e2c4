"""Error pages, health, statements and the gallery: what a person, a browser or a load balancer gets."""

import sys

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError, connections
from django.test import Client, RequestFactory
from django.urls import reverse

from practice_hub import views
from practice_hub.context_processors import SECTION_OF_ROUTE
from practices.urls import moderation, staying_true
from tests.factories import PASSWORD, ModeratorFactory, UserFactory

STATEMENTS = ["accessibility", "privacy", "cookies", "components"]


def body(response):
    return response.content.decode()


@pytest.fixture
def signed_in(client, db):
    user = UserFactory()
    assert client.login(username=user.email, email=user.email, password=PASSWORD)
    return client


# Errors


def test_an_unknown_address_gets_a_page_that_offers_a_search(client, db):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert 'role="search"' in body(response)


def test_a_refusal_says_why_and_that_nothing_changed(rf, db):
    request = rf.get("/")
    request.user = UserFactory()
    response = views.permission_denied(request, PermissionDenied("Someone else must review what you wrote."))
    assert response.status_code == 403
    assert "Someone else must review what you wrote." in body(response)
    assert "Nothing was changed." in body(response)


def test_a_refusal_without_a_reason_says_no_empty_one(rf):
    assert "hub-lede" not in body(views.permission_denied(rf.get("/"), PermissionDenied()))


def test_a_reason_is_text_and_not_markup(rf):
    response = views.permission_denied(rf.get("/"), PermissionDenied("<b>no</b>"))
    assert "&lt;b&gt;no&lt;/b&gt;" in body(response)


def test_a_request_that_is_too_long_for_memory_is_413_and_other_damage_400(rf):
    assert views.bad_request(rf.get("/"), RequestDataTooBig()).status_code == 413
    assert views.bad_request(rf.get("/"), ValueError()).status_code == 400


def test_a_request_that_says_it_is_too_long_is_not_even_read(client, db):
    response = client.post(
        reverse("account_login"),
        data=b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1),
    )
    assert response.status_code == 413
    assert "nothing was saved" in body(response)


def test_a_length_that_is_no_number_is_not_an_error_of_ours(db):
    client = Client(raise_request_exception=False)
    assert client.get("/cookies/", CONTENT_LENGTH="many").status_code == 200


def test_the_one_character_that_the_database_cannot_hold_is_turned_away(client, db):
    assert client.get("/cookies/?q=a%00b").status_code == 400


@pytest.mark.parametrize(
    "request_",
    [
        {"path": "/account/invitations/%00/"},
        {"path": "/practices/", "HTTP_COOKIE": r'sessionid="\000aaaaaaaaaa"'},
        # Python would read these letters as half a character, or as the one above.
        {"path": "/practices/?q=%5Cud800", "CONTENT_TYPE": "text/plain; charset=unicode_escape"},
    ],
)
def test_what_is_no_text_in_utf_8_is_turned_away(db, request_):
    assert Client(raise_request_exception=False).get(**request_).status_code == 400


def test_too_many_fields_are_400(client, db):
    fields = {f"field{number}": "1" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert client.post(reverse("account_login"), fields).status_code == 400


def test_a_fault_of_ours_gets_a_page_that_needs_no_database():
    # No `db` here: a query would fail this test.
    response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something went wrong on our side" in body(response)
    assert settings.HUB_SUPPORT_EMAIL in body(response)


def test_a_database_that_is_away_gets_503_and_when_to_come_back():
    try:
        raise OperationalError("could not connect to server")
    except OperationalError:
        assert sys.exc_info()[0] is OperationalError
        response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "could not connect" not in body(response)


def test_trying_too_often_says_how_long_to_wait(rf):
    response = views.too_many_requests(rf.get("/"))
    assert response.status_code == 429
    assert "Wait five minutes" in body(response)


# A form without its token


@pytest.fixture
def strict_client(db):
    return Client(enforce_csrf_checks=True)


TYPED = "Starting on all wards at once. We went back to two."


def test_what_was_typed_comes_back_from_a_form_whose_token_has_gone(strict_client):
    response = strict_client.post(
        reverse("account_login"), {"did_not_work": TYPED, "stage": "idea"}, headers={"Origin": "http://testserver"}
    )
    assert response.status_code == 403
    assert TYPED in body(response)


def test_a_password_does_not_come_back(strict_client):
    response = strict_client.post(
        reverse("account_login"), {"password": "correct horse battery staple"}, headers={"Origin": "http://testserver"}
    )
    assert response.status_code == 403
    assert "correct horse" not in body(response)


def test_a_page_of_somebody_else_cannot_put_words_under_our_name(strict_client):
    for headers in [{"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {}]:
        response = strict_client.post(reverse("account_login"), {"did_not_work": TYPED}, headers=headers)
        assert response.status_code == 403
        assert TYPED not in body(response)


# Health


def test_health_is_answered_without_a_database(client):
    response = client.get("/healthz/")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readiness_asks_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/readyz/")
    assert response.status_code == 200


@pytest.mark.django_db
def test_readiness_is_503_while_the_database_is_away(client, monkeypatch):
    def no_answer(*arguments, **options):
        raise OperationalError("gone")

    monkeypatch.setattr(connections["default"], "cursor", no_answer)
    assert client.get("/readyz/").status_code == 503


@pytest.mark.parametrize("path", ["/healthz/", "/readyz/"])
def test_health_is_never_stored_and_cannot_be_posted_to(client, db, path):
    assert "no-store" in client.get(path)["Cache-Control"]
    assert client.post(path).status_code == 405


# Statements and gallery


@pytest.mark.parametrize("name", STATEMENTS)
def test_anybody_can_read_the_statements_and_the_gallery(client, db, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert client.post(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", STATEMENTS)
def test_reading_sets_no_cookie_as_the_cookies_page_says(client, db, name):
    client.get(reverse(name))
    assert not client.cookies


def test_the_cookies_page_names_every_cookie_that_signing_in_sets(client, db):
    user = UserFactory()
    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    named = body(client.get(reverse("cookies")))
    assert client.cookies
    assert [name for name in client.cookies if name not in named] == []


def test_the_gallery_pages_through_its_example(client, db):
    assert 'aria-current="page"' in body(client.get("/components/?page=3"))
    for odd in ["0", "999", "²", "x"]:
        assert client.get("/components/", {"page": odd}).status_code == 200


def test_every_component_is_in_the_gallery():
    gallery = (settings.BASE_DIR / "templates/pages/components.html").read_text()
    base = (settings.BASE_DIR / "templates/base.html").read_text()
    tags = ["card", "caution", "details", "fold"]
    folder = settings.BASE_DIR / "templates/components"
    names = {path.name for path in folder.iterdir() if not path.name.startswith("_")}
    shown = {name for name in names if f"components/{name}" in gallery + base}
    shown |= {f"{tag}.html" for tag in tags if f"{{% {tag} " in gallery}
    assert names - shown == {"success_panel.html"}  # a heading of its own page, so it cannot stand on another


# What every page has


def test_every_page_forbids_what_the_hub_does_not_use(client, db):
    for path in ["/cookies/", "/no-such-page/", "/healthz/"]:
        assert "geolocation=()" in client.get(path)["Permissions-Policy"]


def test_visitors_are_offered_to_sign_in_and_members_their_own_pages(signed_in, db):
    assert "Sign in" in body(Client().get("/cookies/"))
    page = body(signed_in.get("/cookies/"))
    assert "My write-ups" in page
    assert "Sign out" in page
    assert 'href="/review/"' not in page


def test_no_link_of_the_frame_leads_nowhere(client, db):
    client.force_login(ModeratorFactory(), backend=settings.AUTHENTICATION_BACKENDS[0])
    assert 'href=""' not in body(client.get("/no-such-page/"))


def test_moderators_see_the_way_to_review(client, db):
    client.force_login(ModeratorFactory(), backend=settings.AUTHENTICATION_BACKENDS[0])
    assert 'href="/review/"' in body(client.get("/cookies/"))


def test_every_page_of_the_review_says_in_the_navigation_where_one_is():
    patterns = moderation.urlpatterns + staying_true.urlpatterns
    ours = {pattern.name for pattern in patterns if str(pattern.pattern).startswith("review/")}
    without_a_page = {"review_take", "review_release", "fact_check_take_back"}  # they lead to another at once
    assert {name for name in ours if SECTION_OF_ROUTE.get(name) != "review"} == without_a_page


def test_a_demonstration_says_so_on_every_page_and_a_real_hub_does_not(client, db, settings):
    assert "Demonstration." not in body(client.get("/cookies/"))
    settings.HUB_DEMO = True
    for path in ["/cookies/", "/no-such-page/"]:
        assert "Demonstration." in body(client.get(path))
    assert "Demonstration." in body(views.server_error(RequestFactory().get("/")))
