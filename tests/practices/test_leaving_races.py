"""Two who leave at one moment: the second waits, and then is the last one."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from practices.actions.leaving import erase_account
from tests.accounts.test_races import meanwhile
from tests.factories import AdministratorFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def two_administrators():
    return AdministratorFactory(), AdministratorFactory()


def two_managers():
    organisation = OrganisationFactory()
    UserFactory(organisation=organisation)
    return UserFactory(manages=organisation), UserFactory(manages=organisation)


@pytest.mark.parametrize("make", [two_administrators, two_managers])
def test_of_two_who_are_needed_one_stays(make):
    first, second = make()
    with meanwhile(lambda: erase_account(person=second, by=second)) as start:
        erase_account(person=first, by=first)
        leaving = start()
    with pytest.raises(PermissionDenied, match="no other"):
        leaving.result()
    assert not User.objects.filter(pk=first.pk).exists()
    assert User.objects.filter(pk=second.pk).exists()
