"""What journeys through a served hub need beside a browser."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from tests.journeys.checks import NARROW


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


@pytest.fixture
def on_a_phone(browser, live_server, sign_in):
    """`on_a_phone(user)` is a page of 320 px without JavaScript, where they are signed in; without them nobody is."""
    opened = []

    def on_a_phone(user=None):
        context = browser.new_context(java_script_enabled=False, base_url=live_server.url, viewport=NARROW)
        opened.append(context)
        context.set_default_timeout(20_000)
        if user:
            sign_in(context, user)
        return context.new_page()

    yield on_a_phone
    for context in opened:
        context.close()
