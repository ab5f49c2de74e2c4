from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from post_office.models import STATUS, Email

from practices import housekeeping
from practices.models import HandledForm, Reminder
from tests.factories import PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def a_mail(status, days):
    mail = Email.objects.create(from_email="hub@hub.example", to="amina@council.example", message="…", status=status)
    Email.objects.filter(pk=mail.pk).update(last_updated=days_ago(days))
    return mail


def test_sent_mail_goes_after_a_week_and_waiting_mail_never():
    a_mail(STATUS.sent, days=8)
    kept = [a_mail(STATUS.sent, days=6), a_mail(STATUS.requeued, days=400)]
    Email.objects.filter(pk=kept[1].pk).update(scheduled_time=days_ago(-1))  # not due yet
    call_command("run_worker", once=True)
    assert set(Email.objects.all()) == set(kept)


def test_sessions_that_ended_and_old_form_keys_go():
    Session.objects.create(session_key="old", session_data="", expire_date=days_ago(1))
    Session.objects.create(session_key="new", session_data="", expire_date=days_ago(-1))
    old, new = (HandledForm.objects.create(key=uuid4(), user=UserFactory(), url="/") for _ in range(2))
    HandledForm.objects.filter(pk=old.pk).update(handled_at=days_ago(8))
    call_command("run_worker", once=True)
    assert [session.session_key for session in Session.objects.all()] == ["new"]
    assert list(HandledForm.objects.all()) == [new]


def test_the_address_of_a_deputy_goes_when_the_write_up_names_it_no_more():
    practice = PracticeFactory(state="published", revision__contact_deputy="Now@council.example")
    about = {"practice": practice, "kind": "coming", "occasion": "2026-03-02"}
    for address in ("now@council.example", "before@council.example"):
        Reminder.objects.create(address=address, **about)
    of_a_person = Reminder.objects.create(recipient=UserFactory(), **about)
    housekeeping.tidy()
    assert {row.address for row in Reminder.objects.all()} == {"now@council.example", ""}
    assert of_a_person in Reminder.objects.all()
