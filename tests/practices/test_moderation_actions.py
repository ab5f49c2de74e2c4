from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import AuditEvent
from practices import policies
from practices.actions import moderation
from practices.lifecycle import Status
from practices.models import Notification, OldSlug, Practice, Review, Revision, SearchEntry, SectionSave
from practices.review_times import hold_has_lapsed
from tests.factories import AdministratorFactory, ModeratorFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db


def held_by(moderator, **kwargs):
    practice = PracticeFactory(state=kwargs.pop("state", "in_review"), **kwargs)
    return moderation.take(practice=practice, by=moderator)


def fresh(practice):
    return Practice.objects.get(pk=practice.pk)


def test_publishing_puts_the_revision_in_front_of_readers():
    moderator = ModeratorFactory()
    practice = held_by(moderator, revision__title="Discharge huddle")
    moderation.publish(practice=practice, by=moderator, message="Thank you.")
    practice = fresh(practice)
    assert practice.status == Status.PUBLISHED
    assert practice.draft_revision is None
    assert practice.published_revision.title == "Discharge huddle"
    assert SearchEntry.objects.get(practice=practice).title == "Discharge huddle"
    assert Review.objects.get().decision == Review.Decision.PUBLISHED
    assert Notification.objects.get().kind == Notification.Kind.PUBLISHED


def test_publishing_settles_the_address_and_keeps_the_old_one():
    moderator = ModeratorFactory()
    practice = held_by(moderator, slug="first-idea-x7k2", revision__title="Discharge huddle")
    moderation.publish(practice=practice, by=moderator)
    assert fresh(practice).slug == "discharge-huddle"
    assert OldSlug.objects.get(slug="first-idea-x7k2").practice_id == practice.pk


def test_a_published_practice_keeps_its_address_when_its_title_changes():
    moderator = ModeratorFactory()
    practice = held_by(moderator, state="changing_in_review", slug="discharge-huddle")
    practice.draft_revision.title = "Something else"
    practice.draft_revision.save()
    moderation.publish(practice=practice, by=moderator)
    assert fresh(practice).slug == "discharge-huddle"


def test_readers_keep_the_published_revision_while_the_next_is_in_review():
    moderator = ModeratorFactory()
    practice = held_by(moderator, state="changing_in_review")
    first = practice.published_revision
    moderation.return_to_author(practice=practice, by=moderator, message="Say who meets.", sections=[])
    practice = fresh(practice)
    assert practice.published_revision == first
    assert practice.status == Status.PUBLISHED
    assert practice.draft_revision.status == Status.RETURNED


@pytest.mark.parametrize("written_as", ["author", "co_author", "submitter"])
def test_nobody_decides_on_their_own(written_as):
    moderator = ModeratorFactory()
    practice = PracticeFactory(
        state="in_review",
        **{"author": moderator} if written_as == "author" else {},
        **{"co_authors": [moderator]} if written_as == "co_author" else {},
    )
    revision = practice.draft_revision
    revision.held_by, revision.held_at = moderator, timezone.now()
    if written_as == "submitter":
        revision.submitted_by = moderator
    revision.save()
    with pytest.raises(PermissionDenied, match="Someone else must review"):
        moderation.publish(practice=practice, by=moderator)
    assert fresh(practice).published_revision is None
    assert not AuditEvent.objects.exists()
    assert not Review.objects.exists()


@pytest.mark.parametrize("person", [UserFactory, AdministratorFactory])
def test_only_moderators_take_from_the_queue(person):
    practice = PracticeFactory(state="in_review")
    with pytest.raises(PermissionDenied, match="Only moderators"):
        moderation.take(practice=practice, by=person())
    assert fresh(practice).draft_revision.held_by is None


def test_a_decision_needs_the_item_in_hand():
    practice = PracticeFactory(state="in_review")
    with pytest.raises(PermissionDenied, match="Take this write-up before you decide"):
        moderation.decline(practice=practice, by=ModeratorFactory(), message="No.")
    assert fresh(practice).status == Status.SUBMITTED


def test_what_a_colleague_holds_cannot_be_taken_at_once():
    practice = held_by(ModeratorFactory())
    with pytest.raises(PermissionDenied, match="two working days"):
        moderation.take(practice=practice, by=ModeratorFactory())


@pytest.mark.parametrize(
    ("taken", "now", "lapsed"),
    [
        ("2026-11-16T10:00", "2026-11-18T09:59", False),  # Monday to Wednesday
        ("2026-11-16T10:00", "2026-11-18T10:00", True),
        ("2026-11-20T10:00", "2026-11-23T23:00", False),  # Friday: the weekend does not count
        ("2026-11-20T10:00", "2026-11-24T10:00", True),
        ("2026-11-21T10:00", "2026-11-24T10:00", True),  # taken on a Saturday
    ],
)
def test_a_hold_lapses_after_two_working_days(monkeypatch, taken, now, lapsed):
    def at(text):
        return timezone.make_aware(timezone.datetime.fromisoformat(text))

    practice = held_by(ModeratorFactory())
    practice.draft_revision.held_at = at(taken)
    monkeypatch.setattr(timezone, "now", lambda: at(now))
    assert hold_has_lapsed(practice.draft_revision) is lapsed


def test_a_colleague_takes_over_what_was_held_too_long():
    practice = held_by(ModeratorFactory())
    practice.draft_revision.held_at = timezone.now() - timedelta(days=7)
    practice.draft_revision.save()
    colleague = ModeratorFactory()
    moderation.take(practice=practice, by=colleague)
    assert fresh(practice).draft_revision.held_by == colleague


def test_releasing_puts_an_item_back():
    moderator = ModeratorFactory()
    practice = held_by(moderator)
    moderation.release(practice=practice, by=moderator)
    assert fresh(practice).draft_revision.held_by is None


def test_an_item_is_handed_to_a_colleague_who_hears_of_it():
    moderator, colleague = ModeratorFactory(), ModeratorFactory()
    practice = held_by(moderator)
    moderation.hand_over(practice=practice, by=moderator, to=colleague)
    assert fresh(practice).draft_revision.held_by == colleague
    assert Notification.objects.get().recipient == colleague


@pytest.mark.parametrize("part", ["began", "saved a section"])
def test_whoever_wrote_a_part_does_not_review_it_after_leaving_its_authors(part):
    moderator = ModeratorFactory()
    practice = PracticeFactory(state="in_review")
    draft = practice.draft_revision
    if part == "began":
        draft.created_by = moderator
        draft.save()
    else:
        SectionSave.objects.create(revision=draft, section="model", saved_at=timezone.now(), saved_by=moderator)
    with pytest.raises(PermissionDenied, match="Someone else must review a write-up of yours"):
        moderation.take(practice=practice, by=moderator)
    assert fresh(practice).draft_revision.held_by is None
    assert Revision.objects.next_for(moderator) is None


def test_an_item_is_not_handed_to_its_own_author():
    moderator, author = ModeratorFactory(), ModeratorFactory()
    practice = held_by(moderator, author=author)
    with pytest.raises(PermissionDenied, match="Someone else"):
        moderation.hand_over(practice=practice, by=moderator, to=author)
    assert fresh(practice).draft_revision.held_by == moderator


def test_what_lacks_something_needed_is_not_published():
    moderator = ModeratorFactory()
    practice = held_by(moderator, revision__problem="")
    with pytest.raises(moderation.NotReadyToPublish) as refusal:
        moderation.publish(practice=practice, by=moderator)
    assert [gap.field for gap in refusal.value.gaps] == ["problem"]
    assert fresh(practice).status == Status.SUBMITTED
    assert not Review.objects.exists()


def test_a_return_keeps_what_was_written_and_says_why():
    moderator = ModeratorFactory()
    practice = held_by(moderator)
    asked = [{"section": "context", "reason": "What was it like before?"}]
    moderation.return_to_author(practice=practice, by=moderator, message="Nearly there.", sections=asked)
    review = Review.objects.get()
    assert review.sections == asked
    assert review.snapshot["problem"] == practice.draft_revision.problem
    assert fresh(practice).draft_revision.status == Status.RETURNED


def test_a_declined_write_up_stays_with_its_authors():
    moderator = ModeratorFactory()
    practice = held_by(moderator)
    moderation.decline(practice=practice, by=moderator, message="This is a complaint, not a practice.")
    practice = fresh(practice)
    assert practice.status == Status.DECLINED
    assert policies.can(practice.authorships.get().user, "revive", practice)


def test_retiring_keeps_the_page_findable_with_its_reason_and_successor():
    practice, successor = PracticeFactory(state="published"), PracticeFactory(state="published")
    author = practice.authorships.get().user
    moderation.retire(practice=practice, by=author, because="replaced", why="We changed.", successor=successor)
    practice = fresh(practice)
    assert practice.status == Status.RETIRED
    assert practice.successor == successor
    assert SearchEntry.objects.get(practice=practice).is_retired


def test_a_stranger_cannot_retire():
    practice = PracticeFactory(state="published")
    with pytest.raises(PermissionDenied, match="Only its authors"):
        moderation.retire(practice=practice, by=UserFactory(), because="outdated", why="")
    assert fresh(practice).retired_at is None


def test_a_manager_retires_the_teams_process_but_not_a_practice_example():
    for kind, allowed in [("process", True), ("example", False)]:
        practice = PracticeFactory(state="published", revision__kind=kind)
        manager = UserFactory(manages=practice.organisation)
        assert policies.can(manager, "retire", practice) is allowed


def test_a_retired_practice_comes_back_as_it_was():
    practice = PracticeFactory(state="retired")
    moderation.restore(practice=practice, by=practice.authorships.get().user)
    practice = fresh(practice)
    assert practice.status == Status.PUBLISHED
    assert practice.retired_because == ""
    assert not SearchEntry.objects.get(practice=practice).is_retired


def test_every_decision_is_audited_without_a_typed_word():
    moderator = ModeratorFactory()
    practice = held_by(moderator)
    moderation.return_to_author(
        practice=practice, by=moderator, message="Secret", sections=[{"section": "context", "reason": "Secret"}]
    )
    events = AuditEvent.objects.filter(object_type="practice", object_id=practice.pk, by_id=moderator.pk)
    assert {event.action for event in events} == {"review_taken", "practice_returned"}
    assert "Secret" not in str([event.details for event in events])
