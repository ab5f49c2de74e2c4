"""Roles in the running of the hub: only administrators give them, and nobody to themselves."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions import people
from accounts.models import AuditEvent
from tests.factories import AdministratorFactory, ModeratorFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", [UserFactory, ModeratorFactory, lambda: UserFactory(manages=OrganisationFactory())])
def test_only_administrators_give_roles_and_close_accounts(make):
    person = UserFactory()
    by = make()
    with pytest.raises(PermissionDenied, match="Only administrators"):
        people.change_hub_roles(person=person, is_moderator=True, is_administrator=True, by=by)
    with pytest.raises(PermissionDenied, match="Only administrators"):
        people.open_or_close(person=person, is_active=False, by=by)
    person.refresh_from_db()
    assert (person.is_moderator, person.is_superuser, person.is_active) == (False, False, True)
    assert not AuditEvent.objects.exists()


def test_nobody_gives_a_role_to_themselves_or_closes_their_own_account_here():
    administrator = AdministratorFactory()
    with pytest.raises(PermissionDenied, match="Another administrator"):
        people.change_hub_roles(person=administrator, is_moderator=True, is_administrator=True, by=administrator)
    with pytest.raises(PermissionDenied, match="Another administrator"):
        people.open_or_close(person=administrator, is_active=False, by=administrator)
    administrator.refresh_from_db()
    assert (administrator.is_moderator, administrator.is_active) == (False, True)


def test_what_changes_nothing_leaves_no_event():
    moderator = ModeratorFactory()
    people.change_hub_roles(person=moderator, is_moderator=True, is_administrator=False, by=AdministratorFactory())
    assert not AuditEvent.objects.exists()


def test_a_closed_account_is_opened_again():
    person = UserFactory(is_active=False)
    people.open_or_close(person=person, is_active=True, by=AdministratorFactory())
    person.refresh_from_db()
    assert person.is_active
    assert AuditEvent.objects.get().action == "account_reopened"
