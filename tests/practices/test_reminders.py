"""Who is told of what is due, when, and how often: each thing once, and all of it in one message."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from post_office.models import Email

from accounts.models import Membership
from practices import reminders
from practices.actions import law, staying_true
from practices.due import due_for, may_be_due
from practices.models import LawChange, Practice, Reminder
from tests.factories import (
    MembershipFactory,
    ModeratorFactory,
    OrganisationFactory,
    PracticeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def published(review_in=365, **traits):
    return PracticeFactory(state="published", revision__review_by=in_days(review_in), **traits)


def author_of(practice):
    return practice.authorships.first().user


def work():
    """What leaves when the worker looks."""
    mail.outbox.clear()
    call_command("run_worker", once=True)
    return {message.to[0]: message for message in mail.outbox}


def let_days_pass(practice, number):
    """By moving back what happened, and what was noted of it."""
    revision = practice.published_revision
    noted = Reminder.objects.filter(practice=practice, occasion=revision.review_by.isoformat())
    revision.review_by -= timedelta(days=number)
    revision.save(update_fields=["review_by"])
    noted.update(occasion=revision.review_by.isoformat())
    for reminder in Reminder.objects.exclude(told_at=None):
        reminder.told_at -= timedelta(days=number)
        reminder.save(update_fields=["told_at"])


def test_the_authors_the_deputy_and_the_managers_get_one_message_each_with_a_link_to_the_question():
    practice = published(
        review_in=20, revision__title="Hold a huddle", revision__contact_deputy="Deputy@council.example"
    )
    manager = UserFactory(manages=practice.organisation)
    MembershipFactory(organisation=practice.organisation)  # a colleague is not asked
    told = work()
    assert set(told) == {author_of(practice).email, "deputy@council.example", manager.email}
    for message in told.values():
        assert message.subject == "Is this still true? A write-up waits for your answer"
        assert "Hold a huddle" in message.body
        assert f"http://testserver/practices/{practice.slug}/still-true/" in message.body
    assert "http://testserver/account/" in told[manager.email].body
    assert "http://testserver/account/signup/" in told["deputy@council.example"].body


def test_all_that_is_due_for_somebody_stands_in_one_message():
    author = UserFactory()
    soon, late = (published(review_in=days, author=author, revision__title=f"In {days}") for days in (10, -10))
    lost = published(author=author, revision__title="Nobody to ask")
    staying_true.say_contact_gone(practice=lost, by=author)
    cites = published(author=author, revision__law=[{"title": "Care Act 2014", "reference": "", "checked_on": ""}])
    law.mark_changed(
        title="Care Act 2014", what_changed="Section 9.", changed_on=timezone.localdate(), by=ModeratorFactory()
    )
    (message,) = work().values()
    assert message.subject == "Is this still true? 4 write-ups wait for your answer"
    for practice in (soon, late, lost, cites):
        assert message.body.count(f"/practices/{practice.slug}/still-true/") == 1
    assert "Care Act 2014 changed on" in message.body
    assert "a contact is being found" in message.body


def test_it_is_told_before_after_and_a_month_after_and_then_no_more():
    practice = published(review_in=31)
    assert not work()
    told = []
    for days in (1, 1, 29, 1, 5, 23, 1, 1, 365):
        let_days_pass(practice, days)
        told.append(len(work()))
    # 30 days before, 29, the day itself, a day late, …, 30 days late, …
    assert told == [1, 0, 0, 1, 0, 0, 1, 0, 0]


def test_a_new_review_date_begins_anew():
    practice = published(review_in=10)
    assert work()
    staying_true.confirm(practice=practice, by=author_of(practice), review_by=in_days(60))
    practice.published_revision.refresh_from_db()
    assert not work()
    let_days_pass(practice, 40)
    assert work()


def test_a_hub_whose_worker_slept_for_long_tells_once_and_not_three_times():
    published(review_in=-200)
    assert len(work()) == 1
    assert not work()


def test_nobody_gets_two_messages_in_a_day():
    author = UserFactory()
    published(review_in=5, author=author)
    assert len(work()) == 1
    second = published(review_in=5, author=author, revision__title="Later the same day")
    assert not work()
    let_days_pass(second, 1)
    (message,) = work().values()
    assert "Later the same day" in message.body
    assert message.subject.endswith("A write-up waits for your answer")


def test_what_was_settled_before_the_message_leaves_is_not_in_it():
    author = UserFactory()
    settled, open_still = (published(review_in=5, author=author) for _ in range(2))
    reminders.note_what_is_due()
    staying_true.confirm(practice=settled, by=author)
    (message,) = work().values()
    assert settled.slug not in message.body
    assert open_still.slug in message.body


def test_no_message_is_empty():
    practice = published(review_in=5)
    reminders.note_what_is_due()
    staying_true.confirm(practice=practice, by=author_of(practice))
    assert not work()
    assert not Reminder.objects.waiting().exists()


@pytest.mark.parametrize("state", ["draft", "retired"])
def test_what_readers_are_not_told_is_current_is_not_asked_about(state):
    PracticeFactory(state=state, revision__review_by=in_days(-1))
    assert not work()


def test_what_the_hub_wrote_itself_is_not_asked_about():
    practice = published(review_in=-1, author=False, from_public_sources=True)
    UserFactory(manages=practice.organisation)
    assert not work()


def test_permission_counts_when_the_message_leaves():
    practice = published(review_in=5, author=False, revision__visibility="organisation")
    manager = UserFactory(manages=practice.organisation)
    reminders.note_what_is_due()
    manager.memberships.update(role=Membership.Role.MEMBER)
    assert not work()


def test_a_deputy_without_an_account_is_told_only_of_what_a_visitor_may_read():
    published(review_in=5, author=False, revision__visibility="staff", revision__contact_deputy="d@council.example")
    assert not work()


def test_a_deputy_with_an_account_is_told_as_that_person_and_once():
    deputy = UserFactory(email="deputy@council.example", wants_review_mail=False)
    practice = published(review_in=5, author=False, revision__contact_deputy="Deputy@Council.example")
    assert not work()
    deputy.wants_review_mail = True
    deputy.save()
    both = published(review_in=5, author=deputy, revision__contact_deputy=deputy.email)
    let_days_pass(practice, 1)
    (message,) = work().values()
    assert message.body.count(both.slug) == 1
    assert practice.slug not in message.body  # it was dealt with when they wanted no mail


def test_an_address_that_is_deputy_no_more_is_told_nothing():
    practice = published(review_in=5, author=False, revision__contact_deputy="deputy@council.example")
    reminders.note_what_is_due()
    practice.published_revision.contact_deputy = "another@council.example"
    practice.published_revision.save()
    assert set(work()) == {"another@council.example"}


def test_somebody_who_took_the_deputys_address_without_proving_it_keeps_nobody_from_being_told():
    UserFactory(email="deputy@council.example", verified=False)
    published(review_in=5, author=False, revision__contact_deputy="deputy@council.example")
    assert set(work()) == {"deputy@council.example"}


def test_who_wants_no_mail_about_review_gets_none():
    published(review_in=5, author=UserFactory(wants_review_mail=False))
    assert not work()


def test_people_who_have_left_are_told_nothing():
    closed, gone = UserFactory(is_active=False), UserFactory()
    practice = published(review_in=5, author=closed, co_authors=[gone])
    MembershipFactory(user=gone, organisation=practice.organisation, status=Membership.Status.ENDED)
    assert not work()


def test_a_co_author_of_another_organisation_has_not_left():
    partner = UserFactory(organisation=OrganisationFactory())
    published(review_in=5, author=UserFactory(is_active=False), co_authors=[partner])
    assert set(work()) == {partner.email}


@pytest.mark.parametrize(("kind", "is_told"), [("example", False), ("process", True)])
def test_a_manager_is_not_told_which_team_wrote_what_is_shown_as_its_region(kind, is_told):
    practice = published(review_in=5, author=False, revision__shown_as="region", revision__kind=kind)
    manager = UserFactory(manages=practice.organisation)
    assert set(work()) == ({manager.email} if is_told else set())


def test_a_law_marked_by_mistake_and_taken_back_tells_nobody():
    published(revision__law=[{"title": "Care Act 2014", "reference": "", "checked_on": ""}])
    moderator = ModeratorFactory()
    change = law.mark_changed(title="Care Act 2014", what_changed="…", changed_on=timezone.localdate(), by=moderator)
    reminders.note_what_is_due()
    law.undo(change=change, by=moderator)
    assert not LawChange.objects.exists()
    assert not work()


def test_what_is_passed_over_is_not_due():
    """The quick look that spares most write-ups of a big hub, against a look at each."""
    cited = {"revision__law": [{"title": "Care Act 2014", "reference": "", "checked_on": ""}]}
    law.mark_changed(
        title="Care Act 2014",
        what_changed="…",
        changed_on=timezone.localdate() - timedelta(days=9),
        by=ModeratorFactory(),
    )
    for days in (-1, 0, 30, 31, 365):
        for moment in (timezone.now(), timezone.now() - timedelta(days=20)):
            for traits in (cited, {}):
                practice = published(review_in=days, **traits)
                practice.published_at = practice.changed_at = practice.confirmed_at = moment
                practice.save()
    every = Practice.objects.current().order_by("pk")
    looked_at = may_be_due(every)
    assert due_for(looked_at) == due_for(every)
    assert looked_at.count() < every.count()


def test_noting_costs_the_same_however_much_is_due(django_assert_max_num_queries):
    organisation = OrganisationFactory()
    UserFactory(manages=organisation)
    for number in range(6):
        published(review_in=5, organisation=organisation, revision__contact_deputy=f"d{number}@council.example")
    with django_assert_max_num_queries(16):
        reminders.note_what_is_due()
    assert Reminder.objects.count() == 6 * 3


# Several workers


def work_of(worker, start):
    start.wait()
    try:
        return worker()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_moment_note_once_and_send_one_message_to_each():
    author = UserFactory()
    for _ in range(3):
        published(review_in=5, author=author)
    UserFactory(manages=Practice.objects.first().organisation)

    def worker():
        reminders.note_what_is_due()
        reminders.send()

    start = Barrier(2)
    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(work_of, worker, start) for _ in range(2)]:
            done.result()
    assert Reminder.objects.count() == 4
    assert sorted(mail.to[0] for mail in Email.objects.all()) == sorted(
        {author.email} | {person.user.email for person in Membership.objects.filter(role="manager")}
    )


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_before_its_message_is_queued_leaves_it_to_the_next_one(monkeypatch):
    author = UserFactory()
    published(review_in=5, author=author)
    reminders.note_what_is_due()

    def die(*_args, **_kwargs):
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr("practices.models.reminder.ReminderQuerySet.update", die)  # after the mail was queued
        with pytest.raises(SystemExit):
            reminders.send()
    assert not Email.objects.exists()
    assert Reminder.objects.waiting().count() == 1
    reminders.send()
    reminders.send()
    assert [mail.to for mail in Email.objects.all()] == [[author.email]]
