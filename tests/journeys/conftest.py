"""What journeys through a served hub need beside a browser."""

import pytest
from django.conf import settings
from django.test import Client


@pytest.fixture
def sign_in(live_server):
    """`sign_in(context, user)` puts a session of theirs into a browser context."""

    def sign_in(context, user):
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    return sign_in
