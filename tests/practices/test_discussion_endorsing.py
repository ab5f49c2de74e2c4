import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import AuditEvent
from practices.actions import discussion
from practices.models import Endorsement, Notification
from tests.factories import OrganisationFactory, PracticeFactory, UserFactory, give_endorsement, known_person

pytestmark = pytest.mark.django_db

SAID = {"standing": "use", "why": "It cut our waiting list."}


def published(**kwargs):
    return PracticeFactory(state="published", **kwargs)


def page_of(client, practice):
    return client.get(practice.get_absolute_url()).content.decode()


def test_somebody_endorses_a_practice_and_its_author_hears_of_it(client):
    practice = published()
    client.force_login(known_person(display_name="Sian Hughes", job_title="Occupational therapist"))
    response = client.post(reverse("endorse", args=[practice.slug]), SAID)
    assert response.url == f"/practices/{practice.slug}/#endorsements"
    page = page_of(client, practice)
    assert "It cut our waiting list." in page
    assert "Sian Hughes" in page
    assert "Occupational therapist" in page
    assert Notification.objects.get().recipient == practice.authorships.get().user
    assert AuditEvent.objects.get().action == "practice_endorsed"


def test_endorsing_again_changes_what_was_said_and_tells_nobody_twice(client):
    practice, user = published(), known_person()
    client.force_login(user)
    client.post(reverse("endorse", args=[practice.slug]), SAID)
    client.post(reverse("endorse", args=[practice.slug]), {"standing": "reviewed", "why": "Our panel read it."})
    endorsement = Endorsement.objects.get()
    assert (endorsement.standing, endorsement.why) == ("reviewed", "Our panel read it.")
    assert Notification.objects.count() == 1


def test_the_form_opens_with_what_was_said_before(client):
    practice = published()
    mine = give_endorsement(practice, standing="seen", why="Calmer mornings.")
    client.force_login(mine.user)
    page = client.get(reverse("endorse", args=[practice.slug])).content.decode()
    assert "Calmer mornings." in page
    assert "Withdraw your endorsement" in page


def test_an_endorsement_without_a_reason_keeps_what_was_chosen_and_stores_nothing(client):
    practice = published()
    client.force_login(UserFactory())
    response = client.post(reverse("endorse", args=[practice.slug]), {"standing": "seen", "why": "  "})
    page = response.content.decode()
    assert response.status_code == 400
    assert "<title>Error:" in page
    assert "Say why in a line" in page
    assert re.search(r'<input[^>]*value="seen"[^>]*checked', page)
    assert not Endorsement.objects.exists()


def test_a_reason_that_is_too_long_comes_back_whole(client):
    practice, why = published(), "calm " * 100
    client.force_login(UserFactory())
    response = client.post(reverse("endorse", args=[practice.slug]), {"standing": "seen", "why": why})
    assert response.status_code == 400
    assert why.strip() in response.content.decode()
    assert not Endorsement.objects.exists()


def test_an_endorsement_is_withdrawn_without_a_trace_on_the_page(client):
    practice = published()
    mine = give_endorsement(practice, why="Calmer mornings.")
    client.force_login(mine.user)
    client.post(reverse("endorsement_withdraw", args=[practice.slug]))
    assert not Endorsement.objects.exists()
    assert "Calmer mornings." not in page_of(client, practice)
    assert AuditEvent.objects.get().action == "endorsement_withdrawn"


def test_withdrawing_takes_ones_own_word_back_and_nobody_elses(client):
    practice = published()
    give_endorsement(practice)
    client.force_login(UserFactory())
    client.post(reverse("endorsement_withdraw", args=[practice.slug]))
    assert Endorsement.objects.count() == 1
    assert not AuditEvent.objects.exists()


def test_ones_word_can_be_taken_back_where_one_may_no_longer_read_the_write_up(client):
    practice = published(revision__visibility="organisation")
    mine = give_endorsement(practice)
    client.force_login(mine.user)
    assert client.get(practice.get_absolute_url()).status_code == 404
    response = client.post(reverse("endorsement_withdraw", args=[practice.slug]))
    assert response.url == reverse("account")
    assert not Endorsement.objects.exists()


def test_withdrawing_tells_nobody_of_a_write_up_that_is_not_shared_with_them(client):
    practice = published(revision__visibility="organisation")
    give_endorsement(practice)
    client.force_login(UserFactory())
    assert client.post(reverse("endorsement_withdraw", args=[practice.slug])).status_code == 404
    assert Endorsement.objects.count() == 1


def test_authors_cannot_endorse_their_own(client):
    co_author = UserFactory()
    practice = published(co_authors=[co_author])
    client.force_login(co_author)
    response = client.post(reverse("endorse", args=[practice.slug]), SAID)
    assert response.status_code == 403
    assert "You cannot endorse your own write-up." in response.content.decode()
    assert not Endorsement.objects.exists()


def test_a_retired_practice_shows_its_endorsements_and_takes_no_more(client):
    practice = PracticeFactory(state="retired")
    mine = give_endorsement(practice, why="Calmer mornings.")
    assert "Calmer mornings." in page_of(client, practice)
    with pytest.raises(PermissionDenied):
        discussion.endorse(practice=practice, by=UserFactory(), **SAID)
    discussion.withdraw_endorsement(practice=practice, by=mine.user)  # one's own word stays one's own
    assert not Endorsement.objects.exists()


def test_a_person_without_a_name_is_asked_for_it_first(client):
    practice = published()
    client.force_login(UserFactory(display_name=""))
    response = client.get(reverse("endorse", args=[practice.slug]))
    assert response.status_code == 403
    assert "Add your name to your account first" in response.content.decode()


def test_a_practice_that_is_not_shared_with_somebody_cannot_be_found_to_endorse(client):
    practice = published(revision__visibility="organisation")
    client.force_login(UserFactory())
    assert client.post(reverse("endorse", args=[practice.slug]), SAID).status_code == 404
    assert not Endorsement.objects.exists()


def test_a_draft_cannot_be_endorsed_even_by_those_who_can_see_it(client):
    practice = PracticeFactory()
    client.force_login(practice.authorships.get().user)
    assert client.get(reverse("endorse", args=[practice.slug])).status_code == 404


def test_a_visitor_is_sent_to_sign_in(client):
    practice = published()
    assert client.get(reverse("endorse", args=[practice.slug])).url.startswith("/account/login/")


def test_withdrawing_takes_a_post(client):
    practice = published()
    client.force_login(UserFactory())
    assert client.get(reverse("endorsement_withdraw", args=[practice.slug])).status_code == 405


def test_endorsements_of_the_same_organisation_are_counted_apart(client):
    practice = published()
    discussion.endorse(practice=practice, by=known_person(organisation=practice.organisation), **SAID)
    discussion.endorse(practice=practice, by=known_person(organisation=OrganisationFactory()), **SAID)
    page = page_of(client, practice)
    assert "1 person from elsewhere endorses it." in page
    assert "1 from the organisation that wrote it, counted apart" in page


def test_a_colleague_of_a_team_that_is_shown_as_its_region_is_not_named(client):
    practice = published(revision__shown_as="region")
    colleague = known_person(display_name="Tom Reed", organisation=practice.organisation)
    discussion.endorse(practice=practice, by=colleague, **SAID)
    page = page_of(client, practice)
    assert "It cut our waiting list." in page
    assert "Tom Reed" not in page
    assert practice.organisation.name not in page


def test_somebody_who_receives_the_support_is_not_named(client):
    practice = published()
    give_endorsement(practice, UserFactory(display_name="Private Person"), standing="receive", why="I was home sooner.")
    page = page_of(client, practice)
    assert "I was home sooner." in page
    assert "Private Person" not in page


def test_what_somebody_writes_is_text(client):
    practice = published()
    give_endorsement(practice, why="<script>alert(1)</script> <b>bold</b>")
    page = page_of(client, practice)
    assert "&lt;script&gt;" in page
    assert "<b>bold</b>" not in page
