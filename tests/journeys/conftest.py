"""What journeys through a served hub need beside a browser."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client


@pytest.fixture(autouse=True)
def limits_count_this_test_alone(request):
    """Emptying the database after a test leaves the table of the cache, in which limits are counted, as it is.

    Only a served hub's tests empty it: the others undo what they did, in the cache too.
    """
    if "live_server" in request.fixturenames:
        request.getfixturevalue("live_server")
        cache.clear()


@pytest.fixture
def sign_in(live_server):
    """`sign_in(context, user)` puts a session of theirs into a browser context."""

    def sign_in(context, user):
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    return sign_in
