import logging
import sys

import pytest
from django.http import HttpResponse
from django.urls import resolve, reverse

from practice_hub.logging import PlainLines, RequestId


def line(message, *arguments, exc_info=None, **extra):
    record = logging.LogRecord("practices", logging.INFO, __file__, 1, message, arguments, exc_info)
    vars(record).update(extra)
    return PlainLines().format(record)


def test_an_event_is_one_line_with_its_ids():
    written = line("practice published", practice_id=3)
    assert written.count("\n") == 0
    assert "INFO practices practice published practice_id=3 request=" in written


def test_a_request_is_known_by_its_path_and_not_by_what_was_searched(rf):
    written = line("Internal Server Error", request=rf.get("/practices/", {"q": "Mrs Example of Elm Road"}))
    assert "path=/practices/" in written
    assert "Elm" not in written


def test_a_link_that_lets_somebody_in_is_known_by_its_kind_alone(rf):
    link = reverse("invitation", args=["a-secret-token"])
    request = rf.get(link)
    request.resolver_match = resolve(link)
    written = line("Internal Server Error: %s", link, request=request)
    assert "Internal Server Error: /account/invitations/<str:token>/ " in written
    assert "path=/account/invitations/<str:token>/" in written
    assert "a-secret-token" not in written


def test_an_error_tells_where_and_what_kind_but_not_what_was_typed():
    typed = "Mrs Example of Elm " + "Road"
    try:
        try:
            raise KeyError(typed)
        except KeyError as error:
            raise ValueError(typed) from error
    except ValueError:
        written = line("failed", exc_info=sys.exc_info())
    assert "test_logging.py" in written
    assert "builtins.ValueError from builtins.KeyError" in written
    assert typed not in written


def test_a_typed_line_break_cannot_pass_for_a_line_of_the_log():
    assert "\n" not in line("said %s", "one\n2026-01-01 ERROR forged")


@pytest.mark.parametrize(
    ("given", "kept"), [("abcdef0123456789", True), ("x", False), ("two words", False), ("a" * 65, False)]
)
def test_a_request_keeps_a_sensible_number_it_came_with(rf, given, kept):
    response = RequestId(lambda request: HttpResponse(request.id))(rf.get("/", headers={"X-Request-ID": given}))
    assert (response["X-Request-ID"] == given) is kept
    assert response.content.decode() == response["X-Request-ID"]
