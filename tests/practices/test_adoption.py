"""What it does to record an adoption, confirm it, say how far it is and what was changed, and who hears of it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent
from practices import adoption_policies, policies
from practices.actions import adoption as actions
from practices.actions.adoption import AlreadyAdopted, ChangedMeanwhile, Progress, Terms
from practices.models import Adoption, Notification
from tests.factories import (
    AdoptionFactory,
    MembershipFactory,
    ModeratorFactory,
    OrganisationFactory,
    PlaceFactory,
    PracticeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

Kind = Notification.Kind
DAY = date(2026, 3, 14)
TRYING = Progress("trying", DAY)
HARM = Progress("stopped", DAY, ["harm", "staffing"], "Two people fell on the way home.")


def terms(**changed):
    return Terms(**{"team": "Discharge team", "place": PlaceFactory(), "started": date(2026, 3, 1)} | changed)


def told(kind):
    return {row.recipient for row in Notification.objects.filter(kind=kind)}


@pytest.fixture
def practice():
    return PracticeFactory(state="published", revision__steps=[{"text": "Ring them", "essential": "yes"}])


@pytest.fixture
def organisation():
    return OrganisationFactory()


def record(practice, organisation, by, progress=TRYING, **changed):
    return actions.record(
        practice=practice, organisation=organisation, by=by, terms=terms(**changed), progress=progress
    )


def test_a_managers_word_counts_at_once_and_the_authors_hear_of_it(practice, organisation):
    manager = UserFactory(manages=organisation)
    adoption = record(practice, organisation, manager)
    assert (adoption.is_confirmed, adoption.revision, adoption.lead) == (True, practice.published_revision, manager)
    assert [(row.status, row.on, row.recorded_by) for row in adoption.changes.all()] == [("trying", DAY, manager)]
    assert told(Kind.ADOPTED) == {practice.authorships.get().user}


def test_a_members_word_waits_for_a_manager(practice, organisation):
    manager, member = UserFactory(manages=organisation), UserFactory(organisation=organisation)
    adoption = record(practice, organisation, member)
    assert not adoption.is_confirmed
    assert told(Kind.ADOPTION_PROPOSED) == {manager}
    assert not told(Kind.ADOPTED)
    assert adoption not in Adoption.objects.visible_to(UserFactory())
    with pytest.raises(PermissionDenied, match="Only managers"):
        actions.confirm(adoption=adoption, by=member)
    actions.confirm(adoption=adoption, by=manager)
    assert told(Kind.ADOPTION_CONFIRMED) == {member}
    assert told(Kind.ADOPTED) == {practice.authorships.get().user}
    assert adoption in Adoption.objects.visible_to(UserFactory())
    with pytest.raises(PermissionDenied, match="confirmed already"):
        actions.confirm(adoption=adoption, by=manager)


def test_a_proposal_that_is_declined_goes_and_whoever_made_it_is_told(practice, organisation):
    manager, member = UserFactory(manages=organisation), UserFactory(organisation=organisation)
    actions.decline(adoption=record(practice, organisation, member), by=manager)
    assert not Adoption.objects.exists()
    assert told(Kind.ADOPTION_DECLINED) == {member}


def test_a_proposal_can_be_taken_back_but_what_is_confirmed_is_stopped_instead(practice, organisation):
    manager, member = UserFactory(manages=organisation), UserFactory(organisation=organisation)
    actions.remove(adoption=record(practice, organisation, member), by=member)
    confirmed = record(practice, organisation, manager)
    with pytest.raises(PermissionDenied, match="Say that you stopped"):
        actions.remove(adoption=confirmed, by=manager)
    assert Adoption.objects.get() == confirmed


def test_a_team_adopts_a_practice_once_and_another_team_of_the_organisation_may_too(practice, organisation):
    manager = UserFactory(manages=organisation)
    first = record(practice, organisation, manager)
    with pytest.raises(AlreadyAdopted):
        record(practice, organisation, manager, team="DISCHARGE team")
    second = record(practice, organisation, manager, team="Night team")
    with pytest.raises(AlreadyAdopted):
        actions.change_terms(adoption=second, by=manager, terms=terms())
    assert {*Adoption.objects.all()} == {first, second}


def test_nobody_speaks_for_an_organisation_that_is_not_theirs_or_not_verified(practice, organisation):
    stranger = UserFactory(organisation=OrganisationFactory())
    with pytest.raises(PermissionDenied, match="belong to"):
        record(practice, organisation, stranger)
    unverified = OrganisationFactory(verified_at=None)
    with pytest.raises(PermissionDenied, match="not been verified"):
        record(practice, unverified, UserFactory(manages=unverified))
    with pytest.raises(PermissionDenied, match="Join your organisation"):
        record(practice, organisation, UserFactory())
    assert not Adoption.objects.exists()


@pytest.mark.parametrize("state", ["draft", "retired", "withheld"])
def test_only_what_teams_stand_by_can_be_adopted(state, organisation):
    assert policies.why_not(UserFactory(manages=organisation), "adopt", PracticeFactory(state=state))


def test_stopping_has_reasons_and_the_authors_hear_of_it(practice):
    adoption = AdoptionFactory(practice=practice)
    because = Progress("stopped", DAY, ["fit", "money"], "Our wards are too small.")
    actions.change_status(adoption=adoption, by=adoption.lead, progress=because)
    adoption.refresh_from_db()
    assert (adoption.stopped_because, adoption.stopped_why) == (["fit", "money"], "Our wards are too small.")
    assert told(Kind.ADOPTION_STOPPED) == {practice.authorships.get().user}
    actions.change_status(adoption=adoption, by=adoption.lead, progress=TRYING)
    adoption.refresh_from_db()
    assert (adoption.stopped_because, adoption.stopped_why) == ([], "")
    assert [row.status for row in adoption.changes.all()] == ["trying", "stopped", "trying"]


def test_of_harm_the_moderators_hear_as_well(practice):
    moderator = ModeratorFactory()
    adoption = AdoptionFactory(practice=practice)
    actions.change_status(adoption=adoption, by=adoption.lead, progress=HARM)
    assert told(Kind.HARM_SEEN) == {moderator, practice.authorships.get().user}
    assert not told(Kind.ADOPTION_STOPPED)


def test_a_status_that_somebody_else_has_changed_is_not_written_over(practice):
    adoption = AdoptionFactory(practice=practice)
    actions.change_status(adoption=adoption, by=adoption.lead, progress=Progress("in_use", DAY), was="trying")
    with pytest.raises(ChangedMeanwhile):
        actions.change_status(adoption=adoption, by=adoption.lead, progress=HARM, was="trying")
    adoption.refresh_from_db()
    assert adoption.status == "in_use"


def test_the_lead_changes_it_and_other_members_do_not(practice):
    adoption = AdoptionFactory(practice=practice)
    lead = UserFactory(organisation=adoption.organisation)
    Adoption.objects.update(lead=lead)
    adoption.refresh_from_db()
    other = UserFactory(organisation=adoption.organisation)
    assert adoption_policies.can(lead, "change", adoption)
    with pytest.raises(PermissionDenied, match="Only a manager, or whoever leads"):
        actions.change_status(adoption=adoption, by=other, progress=HARM)
    MembershipFactory(user=UserFactory(), organisation=OrganisationFactory())
    with pytest.raises(PermissionDenied, match="Only the organisation"):
        actions.change_terms(adoption=adoption, by=practice.authorships.get().user, terms=terms())
    adoption.refresh_from_db()
    assert adoption.status == "trying"
    assert AuditEvent.objects.filter(action__startswith="adoption").count() == 0


def test_what_was_made_of_steps_is_kept_with_the_words_they_had(practice):
    adoption = AdoptionFactory(practice=practice)
    steps = [(0, "changed", "We text them.", "Nobody answers the phone.")]
    actions.adapt(adoption=adoption, by=adoption.lead, steps=steps)
    row = adoption.adaptations.get()
    assert (row.step, row.essential, row.made_of_it, row.how) == ("Ring them", "yes", "changed", "We text them.")
    actions.adapt(adoption=adoption, by=adoption.lead, steps=[(0, "kept", "left over", "left over")])
    row = adoption.adaptations.get()
    assert (row.made_of_it, row.how, row.why) == ("kept", "", "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "stopped"},
        {"status": "trying", "stopped_because": ["fit"], "stopped_why": "Too small."},
        {"status": "stopped", "stopped_because": ["fit"]},
        {"started": None},
        {"started": date(2026, 3, 14)},
    ],
)
def test_the_database_keeps_no_adoption_that_contradicts_itself(wrong):
    adoption = AdoptionFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Adoption.objects.filter(pk=adoption.pk).update(**wrong)


def test_an_adoption_is_known_to_those_who_may_read_the_practice_and_to_its_own_organisation():
    practice = PracticeFactory(state="published", revision__visibility="organisation")
    adoption = AdoptionFactory(practice=practice)
    assert adoption in Adoption.objects.visible_to(practice.authorships.get().user)
    assert adoption in Adoption.objects.visible_to(adoption.lead)
    assert adoption not in Adoption.objects.visible_to(UserFactory())
