"""What the mails of accounts say, sent as production sends them."""

import pytest
from post_office.models import Email

from accounts.actions.invitations import invite
from practice_hub import settings as of_the_hub
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

LIKE_A_TEMPLATE = "{{ 1 }} {% now 'Y' %} {% nonsense %}"


def test_a_name_that_looks_like_a_template_is_text_and_nothing_is_done_with_it(settings):
    settings.EMAIL_BACKEND = of_the_hub.EMAIL_BACKEND  # tests have another, which keeps mails in memory
    organisation = OrganisationFactory(name=f"{LIKE_A_TEMPLATE} Care")
    manager = UserFactory(manages=organisation, display_name=f"Ada {LIKE_A_TEMPLATE}")
    invite(organisation=organisation, email="wren@council.example", role="member", by=manager)
    queued = Email.objects.get(to=["wren@council.example"])
    assert queued.subject == f"You are invited to join {LIKE_A_TEMPLATE} Care"
    assert f"Ada {LIKE_A_TEMPLATE} invites you" in queued.message
    assert queued.from_email == settings.DEFAULT_FROM_EMAIL
