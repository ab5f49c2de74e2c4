import re

import pytest
from django.urls import reverse

from tests.factories import PASSWORD


@pytest.fixture
def sign_in(client):
    """Sign in through the page, as a person does."""

    def through_the_page(email, password=PASSWORD, browser=client):
        return browser.post(reverse("account_login"), {"login": email, "password": password})

    return through_the_page


@pytest.fixture
def link_in(mailoutbox):
    """The path of the link in the newest mail to an address."""

    def newest(email):
        message = [message for message in mailoutbox if message.to == [email]][-1]
        return re.search(r"^http://testserver(/\S+)$", message.body, re.MULTILINE)[1]

    return newest
