"""The browser's side of the tests: signing in, axe, and the check of the HTML itself."""

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import PASSWORD  # noqa: F401  for journeys that sign in by the form


@pytest.fixture(autouse=True)
def patient_enough(context):
    """A machine that runs other things beside is slow; what never comes fails all the same."""
    context.set_default_timeout(20_000)


@pytest.fixture
def sign_in(live_server):
    """`sign_in(context, user)` puts a session of theirs into a browser context."""

    def sign_in(context, user):
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    return sign_in
