import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Membership
from practices import policies
from practices.actions import authoring
from practices.lifecycle import Status
from practices.models import Practice
from tests.factories import OrganisationFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db

EVERYTHING = frozenset(authoring.DECLARATIONS)


def test_nothing_is_submitted_for_an_organisation_that_nobody_has_verified():
    practice = PracticeFactory(organisation=OrganisationFactory(verified_at=None))
    with pytest.raises(PermissionDenied, match="has not been verified yet"):
        authoring.submit(practice=practice, by=practice.authorships.get().user, declared=EVERYTHING)
    assert Practice.objects.get(pk=practice.pk).status == Status.DRAFT


def test_who_has_left_the_organisation_no_longer_speaks_for_it():
    practice = PracticeFactory()
    author = practice.authorships.get().user
    author.memberships.update(status=Membership.Status.ENDED)
    author.forget_memberships()
    with pytest.raises(PermissionDenied, match="no longer belong"):
        authoring.submit(practice=practice, by=author, declared=EVERYTHING)
    assert Practice.objects.get(pk=practice.pk).status == Status.DRAFT
    colleague = UserFactory(organisation=practice.organisation)
    practice.authorships.create(user=colleague)
    assert policies.can(colleague, "submit", Practice.objects.get(pk=practice.pk))
