"""The question that reminders lead to, what its answers do, and what readers are told."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from practices.models import SearchEntry
from tests.factories import ModeratorFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db

PAST = timezone.now() - timedelta(days=200)


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def old(**traits):
    """Published long ago, and due."""
    practice = PracticeFactory(state="published", **({"revision__review_by": in_days(-1)} | traits))
    practice.published_at = practice.changed_at = practice.confirmed_at = PAST
    practice.save()
    return practice


def author_of(practice):
    return practice.authorships.first().user


def address(practice):
    return reverse("still_true", args=[practice.slug])


def page_of(client, practice):
    return client.get(practice.get_absolute_url()).content.decode()


def test_yes_confirms_it_and_asks_again_in_a_year(client):
    practice = old()
    client.force_login(author_of(practice))
    answer = client.post(address(practice), {"answer": "yes"})
    assert answer.url == practice.get_absolute_url()
    practice.refresh_from_db()
    assert practice.confirmed_at.date() == timezone.now().date()
    assert practice.changed_at == practice.published_at == PAST
    assert practice.published_revision.review_by == in_days(365)
    assert SearchEntry.objects.get(practice=practice).confirmed_at == practice.confirmed_at
    assert AuditEvent.objects.get(action="practice_confirmed").by_id == author_of(practice).pk


def test_another_day_can_be_chosen_up_to_two_years_from_now(client):
    practice = old()
    client.force_login(author_of(practice))
    for day, status in ((in_days(731), 400), (in_days(0), 400), (in_days(90), 302)):
        parts = {"review_by_day": day.day, "review_by_month": day.month, "review_by_year": day.year}
        assert client.post(address(practice), {"answer": "yes"} | parts).status_code == status
        practice.published_revision.refresh_from_db()
        assert (practice.published_revision.review_by == day) == (status == 302)


def test_it_needs_changing_opens_the_draft(client):
    practice = old()
    client.force_login(author_of(practice))
    assert client.post(address(practice), {"answer": "change"}).url == reverse("edit", args=[practice.slug])
    practice.refresh_from_db()
    assert practice.draft_revision.status == "draft"
    assert practice.confirmed_at == PAST


def test_a_draft_that_is_open_already_is_gone_on_with(client):
    practice = PracticeFactory(state="changing_in_review")
    client.force_login(author_of(practice))
    draft = practice.draft_revision_id
    assert client.post(address(practice), {"answer": "change"}).url == reverse("edit", args=[practice.slug])
    practice.refresh_from_db()
    assert practice.draft_revision_id == draft


def test_it_has_ended_leads_to_the_page_that_retires_and_changes_nothing_by_itself(client):
    practice = old()
    client.force_login(author_of(practice))
    assert client.post(address(practice), {"answer": "ended"}).url == reverse("retire", args=[practice.slug])
    practice.refresh_from_db()
    assert (practice.retired_at, practice.confirmed_at) == (None, PAST)


def test_no_answer_is_asked_for_again_and_changes_nothing(client):
    practice = old()
    client.force_login(author_of(practice))
    answer = client.post(address(practice), {})
    assert answer.status_code == 400
    assert "Choose an answer" in answer.content.decode()
    practice.refresh_from_db()
    assert practice.confirmed_at == PAST


def test_a_manager_confirms_an_example_but_is_not_offered_what_only_its_authors_can(client):
    practice = old()
    client.force_login(UserFactory(manages=practice.organisation))
    page = client.get(address(practice)).content.decode()
    assert "Yes, it is still true" in page
    assert "It needs changing" not in page
    assert f'href="{practice.get_absolute_url()}#discussion"' in page
    assert client.post(address(practice), {"answer": "change"}).status_code == 400
    assert client.post(address(practice), {"answer": "yes"}).status_code == 302


def test_the_deputy_confirms_once_the_address_is_proven(client):
    practice = old(revision__contact_deputy="Deputy@council.example")
    deputy = UserFactory(email="deputy@council.example", verified=False)
    client.force_login(deputy)
    assert client.get(address(practice)).status_code == 403
    deputy.emailaddress_set.create(email=deputy.email, verified=True)
    assert client.post(address(practice), {"answer": "yes"}).status_code == 302
    assert client.get(reverse("contact_new", args=[practice.slug])).status_code == 403


def test_who_may_not_know_which_team_it_is_cannot_find_out_by_being_asked(client):
    practice = old(revision__shown_as="region")
    client.force_login(UserFactory(manages=practice.organisation))
    assert client.get(address(practice)).status_code == 403
    assert "Is this still true?" not in page_of(client, practice)


# What readers are told


def test_a_page_past_its_date_says_so_and_stays(client):
    practice = old()
    page = page_of(client, practice)
    assert "have not said yet whether it is still true" in page
    assert "Was to be checked again by" in page
    assert "Past its review date." in client.get(reverse("practices")).content.decode()
    client.force_login(practice.authorships.get().user)
    standing = client.get(reverse("edit", args=[practice.slug])).content.decode()
    assert "It was to be checked again by" in standing
    assert reverse("still_true", args=[practice.slug]) in standing


def test_a_page_before_its_date_says_nothing_of_the_kind(client):
    practice = old(revision__review_by=in_days(0))
    page = page_of(client, practice)
    assert "have not said yet" not in page
    assert "To be checked again by" in page
    assert "Past its review date." not in client.get(reverse("practices")).content.decode()


def test_published_changed_and_confirmed_are_three_dates_on_the_page_and_in_its_history(client):
    practice = old()
    practice.published_at = datetime(2024, 5, 3, 12, tzinfo=UTC)
    practice.changed_at = datetime(2025, 6, 4, 12, tzinfo=UTC)
    practice.confirmed_at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    practice.save()
    history = client.get(reverse("history", args=[practice.slug])).content.decode()
    for page in (page_of(client, practice), history):
        for day in ("3 May 2024", "4 June 2025", "2 March 2026"):
            assert day in page
    assert "Confirmed by its owner in March 2026." in client.get(reverse("practices")).content.decode()


def test_machines_are_told_three_dates_and_a_confirmation_is_no_change(client):
    practice = old()
    client.force_login(author_of(practice))
    feed = client.get(reverse("feed_latest")).content
    client.post(address(practice), {"answer": "yes"})
    client.logout()
    told = json.loads(re.search(r'ld\+json">(.*?)</script>', page_of(client, practice), re.S)[1])
    assert told["datePublished"] == told["dateModified"] == PAST.isoformat()
    assert told["mainEntityOfPage"]["lastReviewed"] == timezone.localdate().isoformat()
    assert client.get(reverse("feed_latest")).content == feed


def test_an_author_sees_among_their_own_what_is_due(client):
    practice = old()
    client.force_login(author_of(practice))
    page = client.get(reverse("my_practices")).content.decode()
    assert "It was to be checked by" in page
    assert address(practice) in page


# What is due in an organisation


def due_page(client, organisation):
    return client.get(reverse("organisation_due", args=[organisation.slug]))


def test_a_manager_sees_everything_of_the_organisation_that_is_due(client):
    late = old(revision__title="Late")
    ours = {"organisation": late.organisation, "state": "published"}
    PracticeFactory(revision__title="Soon", revision__review_by=in_days(5), **ours)
    lost = PracticeFactory(revision__title="Nobody to ask", **ours)
    lost.contact_lost_at, lost.contact_lost_because = timezone.now(), "left"
    lost.save()
    PracticeFactory(revision__title="Nothing due", **ours)
    old(revision__title="Of somebody else")
    manager = UserFactory(manages=late.organisation)
    client.force_login(manager)
    page = due_page(client, late.organisation).content.decode()
    found = re.findall(r"<h2[^>]*>(.*?)</h2>|<a class=\"govuk-link\" href=\"/practices/[^\"]+\">(.*?)</a>", page)
    said = [heading or title for heading, title in found]
    late_ones, lost_ones = ["Past its review date", "Late"], ["A contact is being found", "Nobody to ask"]
    assert said == [*late_ones, *lost_ones, "To be checked soon", "Soon"]
    assert "Nothing due" not in page
    assert "Of somebody else" not in page
    link = reverse("organisation_due", args=[late.organisation.slug])
    assert link in client.get(late.organisation.get_absolute_url()).content.decode()
    assert link in client.get(reverse("account")).content.decode()


def test_only_its_managers_are_offered_and_shown_what_is_due(client):
    practice = old()
    organisation = practice.organisation
    for person in (author_of(practice), ModeratorFactory()):
        client.force_login(person)
        assert due_page(client, organisation).status_code == 403
        assert "/due/" not in client.get(organisation.get_absolute_url()).content.decode()


def test_what_is_shown_as_its_region_is_not_given_away_by_what_is_due(client):
    practice = old(revision__shown_as="region", revision__title="Hidden")
    client.force_login(UserFactory(manages=practice.organisation))
    page = due_page(client, practice.organisation).content.decode()
    assert "Hidden" not in page
    assert "Nothing is due" in page
