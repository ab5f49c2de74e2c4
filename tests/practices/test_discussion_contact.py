import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from accounts.models import AuditEvent
from practices.contact import MESSAGES_A_DAY
from practices.models import ContactMessage
from tests.factories import MembershipFactory, ModeratorFactory, OrganisationFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "discharge.team@council.example"


def published(**kwargs):
    return PracticeFactory(**{"state": "published", "revision__contact_email": ADDRESS} | kwargs)


def contact(practice):
    return reverse("contact", args=[practice.slug])


def write(client, practice, message="How many people meet?", key=None):
    return client.post(contact(practice), {"message": message, "key": key or uuid4()})


def sent_before(practice, number, *, sender=None, days_ago=0):
    when = timezone.now() - timedelta(days=days_ago)
    for _ in range(number):
        message = ContactMessage.objects.create(practice=practice, sender=sender or UserFactory())
        ContactMessage.objects.filter(pk=message.pk).update(sent_at=when)


def test_the_deputy_hears_nothing_while_the_contact_may_still_answer(client):
    practice = published(revision__contact_deputy="deputy@council.example")
    client.force_login(UserFactory())
    write(client, practice)
    call_command("run_worker", once=True)
    (message,) = mail.outbox
    assert message.recipients() == [ADDRESS]


def test_a_message_reaches_the_team_by_mail_and_the_answer_goes_to_its_sender(client):
    organisation = OrganisationFactory(name="Riverside Home Care")
    sender = UserFactory(
        email="sian@riverside.example",
        display_name="Sian Hughes",
        job_title="Occupational therapist",
        organisation=organisation,
    )
    practice = published(revision__title="Discharge huddle")
    client.force_login(sender)
    response = write(client, practice, "How many people meet?\n\nAnd who chairs?")
    assert response.url == f"/practices/{practice.slug}/#contact"
    call_command("run_worker", once=True)
    (message,) = mail.outbox
    assert message.to == [ADDRESS]
    assert message.cc == message.bcc == []
    assert message.extra_headers["Reply-To"] == "sian@riverside.example"
    assert message.subject == "A message about “Discharge huddle”"
    assert "> How many people meet?\n> \n> And who chairs?" in message.body
    assert "Sian Hughes\nOccupational therapist\nRiverside Home Care\nsian@riverside.example" in message.body
    assert f"http://testserver/practices/{practice.slug}/" in message.body


def test_the_words_are_kept_to_be_passed_on_and_the_audit_has_none(client):
    practice, sender = published(), UserFactory()
    client.force_login(sender)
    write(client, practice, "Something only they should read")
    sent = ContactMessage.objects.get()
    assert (sent.practice, sent.sender, sent.message) == (practice, sender, "Something only they should read")
    event = AuditEvent.objects.get()
    assert (event.action, event.object_id, event.by_id) == ("contact_message_sent", practice.pk, sender.pk)
    assert event.details == {"message": sent.pk}


def test_the_form_says_before_sending_who_will_see_what(client):
    client.force_login(UserFactory(email="sian@riverside.example"))
    page = client.get(contact(published())).content.decode()
    assert "They will see your name, job title, organisation and e-mail address, sian@riverside.example" in page


@pytest.mark.parametrize("state", ["published", "retired"])
def test_the_address_is_on_no_page_and_in_no_header(client, state):
    practice = published(state=state, revision__contact_deputy="deputy@council.example", revision__contact_calls=0)
    for person in [None, UserFactory(), ModeratorFactory()]:
        client.logout()
        if person:
            client.force_login(person)
        for response in [
            client.get(practice.get_absolute_url()),
            client.get(contact(practice)),
            write(client, practice),
        ]:
            assert "@council.example" not in response.content.decode().replace(person.email if person else "", "")
            assert "@council.example" not in str(response.headers)


def test_a_team_that_is_shown_as_its_region_is_reached_without_being_named(client):
    practice = published(revision__shown_as="region", revision__contact_name="Northbridge discharge team")
    client.force_login(UserFactory())
    page = client.get(contact(practice)).content.decode()
    assert "This team is shown only as its region, North West." in page
    assert "Northbridge" not in page
    assert "Northbridge discharge team" not in client.get(practice.get_absolute_url()).content.decode()
    write(client, practice)
    assert Email.objects.get().to == [ADDRESS]


def test_an_organisation_that_nobody_has_verified_vouches_for_no_sender(client):
    practice = published()
    sender = UserFactory(organisation=OrganisationFactory(name="Northbridge Council"))
    MembershipFactory(user=sender, organisation=OrganisationFactory(name="National Inspectorate", verified_at=None))
    client.force_login(sender)
    write(client, practice)
    assert "Northbridge Council" in Email.objects.get().message
    assert "National Inspectorate" not in Email.objects.get().message


def test_an_empty_message_says_what_to_do_and_sends_nothing(client):
    practice = published()
    client.force_login(UserFactory())
    response = write(client, practice, " ")
    assert response.status_code == 400
    assert "Write your message first" in response.content.decode()
    assert not Email.objects.exists()


def test_a_double_click_sends_one_message(client):
    practice, key = published(), uuid4()
    client.force_login(UserFactory())
    for _ in range(2):
        assert write(client, practice, key=key).status_code == 302
    assert Email.objects.count() == ContactMessage.objects.count() == 1


def test_a_person_sends_five_messages_a_day_over_the_whole_hub(client):
    sender, practice = UserFactory(), published()
    sent_before(published(), MESSAGES_A_DAY - 1, sender=sender)
    sent_before(published(), 3, sender=sender, days_ago=1)
    client.force_login(sender)
    assert write(client, practice, "The fifth").status_code == 302
    response = write(client, practice, "The sixth, which took me an hour")
    page = response.content.decode()
    assert response.status_code == 429
    assert "You have sent 5 messages today, which is the most. Try again tomorrow." in page
    assert "The sixth, which took me an hour" in page
    assert practice.contact_messages.count() == 1


def test_a_team_takes_as_many_messages_a_month_as_it_said(client):
    practice = published(revision__contact_calls=2)
    sent_before(practice, 1)
    sent_before(practice, 4, days_ago=32)
    client.force_login(UserFactory())
    assert write(client, practice).status_code == 302
    response = write(client, practice, "One too many")
    page = response.content.decode()
    assert response.status_code == 429
    assert re.search(r"takes 2 messages a month, and has had them. Try again on 1 [A-Z][a-z]+, or ask in the", page)
    assert "One too many" in page
    assert Email.objects.count() == 1


def test_a_full_month_is_said_before_anybody_types(client):
    practice = published(revision__contact_calls=1)
    sent_before(practice, 1)
    client.force_login(UserFactory())
    page = client.get(contact(practice)).content.decode()
    assert "takes 1 message a month, and has had it" in page
    assert "<textarea" not in page


def test_a_team_that_takes_no_messages_says_so(client):
    client.force_login(UserFactory())
    page = client.get(contact(published(revision__contact_calls=0))).content.decode()
    assert "This team takes no messages at present." in page


def test_what_was_typed_survives_a_session_that_ended(client):
    practice, sender = published(), UserFactory()
    client.force_login(sender)
    ticket = re.search(r'name="kept_for" value="([^"]+)"', client.get(contact(practice)).content.decode())[1]
    Session.objects.all().delete()
    response = client.post(contact(practice), {"message": "An hour of thought", "key": uuid4(), "kept_for": ticket})
    assert "/account/login/" in response.url
    client.force_login(sender)
    assert "An hour of thought" in client.get(contact(practice)).content.decode()
    assert not Email.objects.exists()


def test_a_title_over_two_lines_cannot_write_headers(client):
    practice = published(revision__title="Huddle\nBcc: everyone@council.example")
    client.force_login(UserFactory())
    write(client, practice)
    call_command("run_worker", once=True)
    (message,) = mail.outbox
    assert message.recipients() == [ADDRESS]
    assert "\n" not in message.subject


# Who may


def test_an_author_does_not_write_to_themselves(client):
    practice = published()
    client.force_login(practice.authorships.get().user)
    assert write(client, practice).status_code == 403
    assert not Email.objects.exists()


def test_a_practice_without_a_contact_says_so(client):
    practice = published(revision__contact_email="")
    client.force_login(UserFactory())
    assert "There is nobody to write to yet." in client.get(practice.get_absolute_url()).content.decode()
    assert write(client, practice).status_code == 403


def test_a_retired_practice_takes_no_messages(client):
    practice = published(state="retired")
    client.force_login(UserFactory())
    assert "its team takes no more messages" in client.get(practice.get_absolute_url()).content.decode()
    assert write(client, practice).status_code == 403
    assert not Email.objects.exists()


def test_a_practice_one_may_not_read_cannot_be_written_to(client):
    practice = published(revision__visibility="organisation")
    client.force_login(UserFactory())
    assert write(client, practice).status_code == 404
    assert not Email.objects.exists()


def test_a_visitor_is_sent_to_sign_in(client):
    assert client.get(contact(published())).url.startswith("/account/login/")


def test_a_named_person_alone_writes(client):
    client.force_login(UserFactory(display_name=""))
    assert client.get(contact(published())).status_code == 403


def test_braces_in_a_message_arrive_as_they_were_typed(client):
    practice = published()
    client.force_login(UserFactory())
    assert write(client, practice, "Use {{ name }} and {% whatever %} and {# that #}").status_code == 302
    assert "> Use {{ name }} and {% whatever %} and {# that #}" in Email.objects.get().message
