"""Two people at one moment: the second really waits for the first, on a connection of its own."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains

from accounts.actions import invitations, organisations
from accounts.models import Membership, Organisation
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def meanwhile(action):
    """Run the block in a transaction that the action, started by `start()` in it, has to wait for.

    Gives `start`; it returns once the action waits. Its future has the answer after the block.
    """
    with ThreadPoolExecutor(1) as threads:

        def run():
            try:
                return action()
            finally:
                connection.close()

        def start():
            future = threads.submit(run)
            for _moment in range(200):
                if future.done() or somebody_waits():
                    return future
                time.sleep(0.05)
            raise AssertionError("It neither ended nor waited.")

        with transaction.atomic():
            yield start


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]


def test_an_invitation_that_is_withdrawn_while_it_is_accepted_lets_nobody_in():
    organisation = OrganisationFactory()
    manager, person = UserFactory(manages=organisation), UserFactory(email="priya@care.example")
    invitation = invitations.invite(organisation=organisation, email=person.email, by=manager)
    with meanwhile(lambda: invitations.accept_invitation(invitation=invitation, by=person)) as start:
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        accepting = start()
        invitations.withdraw_invitation(invitation=invitation, by=manager)
    with pytest.raises(PermissionDenied, match="no longer works"):
        accepting.result()
    assert not Membership.objects.filter(user=person).exists()


def test_a_name_that_somebody_else_proposes_at_the_same_moment_is_refused_on_the_form(client):
    client.force_login(UserFactory())
    answers = {"name": "WILLOW Care", "kind": "care_provider", "website": "https://willow.example"}
    with meanwhile(lambda: client.post(reverse("propose_organisation"), answers)) as start:
        OrganisationFactory(name="Willow Care")
        proposing = start()
    assertContains(proposing.result(), "The hub knows an organisation of this name")
    assertContains(proposing.result(), "https://willow.example")
    assert Organisation.objects.get().name == "Willow Care"


def test_names_that_make_the_same_address_at_the_same_moment_get_different_ones():
    person = UserFactory()
    propose = {"name": "Willow, care!", "kind": "care_provider", "by": person}
    with meanwhile(lambda: organisations.propose_organisation(**propose)) as start:
        OrganisationFactory(name="Willow Care")
        proposing = start()
    assert proposing.result().slug == "willow-care-2"
