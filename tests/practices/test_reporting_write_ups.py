import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from accounts.models import AuditEvent
from practices.actions import discussion
from practices.daily_limits import REPORTS_A_DAY
from practices.models import Report
from tests.factories import ModeratorFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    return PracticeFactory(state="published", revision__title="Hold a discharge huddle")


@pytest.fixture
def person(client):
    person = UserFactory(display_name="Rae Reporter")
    client.force_login(person)
    return person


def report(client, practice, reason="The second step names somebody."):
    return client.post(reverse("practice_report", args=[practice.slug]), {"reason": reason})


def page_of(client, practice):
    return client.get(practice.get_absolute_url()).content.decode()


def queue(client):
    return client.get(reverse("review_comments")).content.decode()


def version_of(practice):
    return Report.version_of(practice.reports.open())


def close(client, practice, version):
    return client.post(reverse("practice_reports_close", args=[practice.slug]), {"version": version}, follow=True)


def test_somebody_signed_in_reports_a_write_up_from_its_page(client, person, practice):
    address = reverse("practice_report", args=[practice.slug])
    assert f'href="{address}"' in page_of(client, practice)
    assert report(client, practice).url == practice.get_absolute_url()
    found = Report.objects.get()
    assert (found.practice, found.reporter, found.reason) == (practice, person, "The second step names somebody.")
    assert AuditEvent.objects.get().details == {"report": found.pk}


def test_a_visitor_is_told_whom_to_write_to(client, practice):
    page = page_of(client, practice)
    assert "Is something wrong with this write-up?" in page
    assert 'href="mailto:support@hub.example"' in page
    assert reverse("practice_report", args=[practice.slug]) not in page


def test_reporting_again_changes_the_reason(client, person, practice):
    report(client, practice)
    report(client, practice, "The third step does, too.")
    assert [found.reason for found in Report.objects.all()] == ["The third step does, too."]


def test_a_report_without_a_reason_is_not_sent(client, person, practice):
    answer = report(client, practice, " ")
    assert answer.status_code == 400
    assert "Say what is wrong" in answer.content.decode()
    assert not Report.objects.exists()


def test_its_authors_cannot_report_it(client, practice):
    client.force_login(practice.authorships.get().user)
    assert reverse("practice_report", args=[practice.slug]) not in page_of(client, practice)
    assert report(client, practice).status_code == 403
    assert not Report.objects.exists()


def test_what_one_may_not_read_one_cannot_report(client, person):
    assert report(client, PracticeFactory()).status_code == 404
    hidden = PracticeFactory(state="published", revision__visibility="organisation")
    assert report(client, hidden).status_code == 404
    assert not Report.objects.exists()


def test_reports_of_write_ups_count_towards_the_limit_of_a_day(client, person, practice, monkeypatch):
    monkeypatch.setattr("practices.daily_limits.REPORTS_A_DAY", 1)
    report(client, PracticeFactory(state="published"))
    answer = report(client, practice)
    assert answer.status_code == 429
    assert "The second step names somebody." in answer.content.decode()
    assert Report.objects.count() == 1
    assert REPORTS_A_DAY > 1


def test_moderators_find_it_in_their_queue_and_close_it(client, person, practice):
    report(client, practice)
    moderator = ModeratorFactory()
    client.force_login(moderator)
    page = queue(client)
    assert "Rae Reporter reports: “The second step names somebody.”" in page
    assert version_of(practice) in page
    assert "The reports are closed." in close(client, practice, version_of(practice)).content.decode()
    assert not Report.objects.open().exists()
    assert "Nothing is waiting" in queue(client)
    event = AuditEvent.objects.get(action="practice_reports_closed")
    assert (event.by_id, event.object_id, event.details) == (moderator.pk, practice.pk, {})


@pytest.mark.parametrize("again", ["by another", "in other words"])
def test_what_is_reported_while_a_moderator_reads_is_not_closed_unread(client, person, practice, again):
    report(client, practice)
    read = version_of(practice)
    by = person if again == "in other words" else UserFactory()
    discussion.report_practice(practice=practice, by=by, reason="The third step does, too.")
    client.force_login(ModeratorFactory())
    assert "This has changed since you read it" in close(client, practice, read).content.decode()
    assert Report.objects.open().count() == Report.objects.count()


def test_a_moderator_who_wrote_it_leaves_its_reports_to_others(client, person):
    moderator = ModeratorFactory()
    practice = PracticeFactory(state="published", author=moderator)
    report(client, practice)
    client.force_login(moderator)
    assert "Someone else must decide about reports on a write-up of yours." in queue(client)
    assert close(client, practice, version_of(practice)).status_code == 403
    assert Report.objects.open().exists()


def test_the_oldest_report_stands_first(client, person, practice):
    newer = PracticeFactory(state="published", revision__title="Ask at the door")
    report(client, practice)
    report(client, newer)
    client.force_login(ModeratorFactory())
    page = queue(client)
    assert page.index("Hold a discharge huddle") < page.index("Ask at the door")


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_who_close_at_one_moment_one_is_told_that_it_has_changed(practice):
    discussion.report_practice(practice=practice, by=UserFactory(), reason="It names somebody.")
    version, together = version_of(practice), threading.Barrier(2)
    moderators = [ModeratorFactory(), ModeratorFactory()]

    def close_now(moderator):
        together.wait()
        try:
            discussion.close_practice_reports(practice=practice, by=moderator, version=version)
        except (discussion.ChangedSinceRead, PermissionDenied) as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(close_now, moderators))
    assert sorted(results, key=str) == [discussion.ChangedSinceRead, None]
    assert AuditEvent.objects.filter(action="practice_reports_closed").count() == 1
