"""What a moderator withholds is gone from everywhere at once, but for its authors and the moderators."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from post_office import mail as mail_queue

from accounts.models import AuditEvent
from practices.actions import authoring, discussion, moderation
from practices.models import Notification, Practice, SearchEntry
from practices.search import statistics
from tests.factories import (
    ModeratorFactory,
    OrganisationFactory,
    PlaceFactory,
    PracticeFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TITLE = "Ring every family on the first evening"
WHY = "The second step names a street."


@pytest.fixture
def practice():
    return PracticeFactory(
        state="published",
        slug="ring-every-family",
        organisation=OrganisationFactory(name="Leeds City Council", slug="leeds-city-council"),
        revision__title=TITLE,
        revision__topics=[TopicFactory(name="Going home", slug="going-home")],
        revision__places=[PlaceFactory(short_name="Leeds", slug="leeds")],
    )


def withheld(practice):
    return moderation.withhold(practice=practice, by=ModeratorFactory(), why=WHY)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


WHERE = [
    "/",
    "/practices/",
    "/practices/?q=family+first+evening",
    "/practices/suggest/?q=ring+every",
    "/topics/going-home/",
    "/places/leeds/",
    "/organisations/leeds-city-council/",
    "/feeds/latest.atom",
    "/feeds/topics/going-home.atom",
    "/feeds/places/leeds.atom",
    "/sitemap.xml",
]


def says_so(client, address):
    text = client.get(address).content.decode()
    return TITLE in text or "ring-every-family" in text


@pytest.mark.parametrize("person", [None, "member", "manager", "administrator"])
def test_it_is_gone_from_every_list_feed_and_page(practice, person):
    statistics.refresh()
    made = {
        "member": {"organisation": practice.organisation},
        "manager": {"manages": practice.organisation},
        "administrator": {"is_superuser": True, "is_staff": True},
    }
    client = signed_in(UserFactory(**made[person])) if person else Client()
    shown_before = [address for address in WHERE if says_so(client, address)]
    assert {"/practices/", "/practices/?q=family+first+evening", "/topics/going-home/"} <= set(shown_before)
    withheld(practice)
    assert [address for address in WHERE if says_so(client, address)] == []
    assert client.get("/practices/ring-every-family/").status_code == 404
    for page in ("history/", "history/1/", "history/1..1/"):
        assert client.get(f"/practices/ring-every-family/{page}").status_code == 404


def test_its_authors_and_the_moderators_see_it_and_why(practice):
    author = practice.authorships.get().user
    withheld(practice)
    for person in (author, ModeratorFactory()):
        page = signed_in(person).get("/practices/ring-every-family/").content.decode()
        assert "Withheld since" in page
        assert WHY in page


def test_its_authors_are_told_and_can_change_it_but_nobody_discusses_it(practice):
    author = practice.authorships.get().user
    practice = withheld(practice)
    call_command("run_worker", once=True)
    [message] = mail.outbox
    assert message.to == [author.email]
    assert WHY in message.body
    assert authoring.open_new_revision(practice=practice, by=author).draft_revision
    with pytest.raises(PermissionDenied, match="withheld"):
        discussion.add_comment(practice=practice, by=author, body="What is wrong with it?")


def test_a_mail_about_it_that_has_not_left_yet_does_not_leave(practice):
    reader, author = UserFactory(), practice.authorships.get().user
    about, other = practice.get_absolute_url(), "/practices/other/"
    for person, address in [(reader, about), (author, about), (reader, other)]:
        mail_queue.send(
            person.email, "hub@example.org", message=f"Read https://hub.example{address}", priority="medium"
        )
    Notification.objects.create(recipient=reader, kind=Notification.Kind.COMMENTED, practice=practice)
    withheld(practice)
    call_command("run_worker", once=True)
    told = sorted((message.to[0], about in message.body) for message in mail.outbox)
    assert told == sorted([(author.email, True), (author.email, True), (reader.email, False)])


def test_a_moderator_shows_it_again(practice):
    before = SearchEntry.objects.filter(pk=practice.pk).values("search", "scope", "published_at").get()
    practice = withheld(practice)
    assert not SearchEntry.objects.filter(pk=practice.pk).exists()
    moderation.show_again(practice=practice, by=ModeratorFactory())
    assert SearchEntry.objects.filter(pk=practice.pk).values("search", "scope", "published_at").get() == before
    assert TITLE in Client().get("/practices/ring-every-family/").content.decode()
    kinds = Notification.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["withheld", "shown_again"]
    assert set(AuditEvent.objects.values_list("action", flat=True)) == {"practice_withheld", "practice_shown_again"}


def test_publishing_a_change_does_not_show_it_again(practice):
    author, moderator = practice.authorships.get().user, ModeratorFactory()
    practice = authoring.open_new_revision(practice=withheld(practice), by=author)
    practice = authoring.submit(
        practice=practice, by=author, declared=frozenset(authoring.DECLARATIONS), change_note="Without the street"
    )
    practice = moderation.publish(practice=moderation.take(practice=practice, by=moderator), by=moderator)
    assert Practice.objects.get(pk=practice.pk).withheld_at
    assert not SearchEntry.objects.filter(pk=practice.pk).exists()


def test_rebuilding_search_leaves_it_out(practice):
    withheld(practice)
    call_command("rebuild_search", verbosity=0)
    assert not SearchEntry.objects.exists()


def test_an_author_does_not_decide_that_their_own_is_shown_again(practice):
    author = practice.authorships.get().user
    author.is_moderator = True
    author.save()
    practice = moderation.withhold(practice=practice, by=author, why=WHY)
    with pytest.raises(PermissionDenied, match="Someone else"):
        moderation.show_again(practice=practice, by=author)
    assert Practice.objects.get(pk=practice.pk).withheld_at


@pytest.mark.parametrize("person", [UserFactory, None])
def test_only_moderators_withhold(practice, person):
    person = person() if person else practice.authorships.get().user
    with pytest.raises(PermissionDenied, match="Only moderators"):
        moderation.withhold(practice=practice, by=person, why=WHY)
    assert Practice.objects.get(pk=practice.pk).withheld_at is None


def test_a_moderator_withholds_by_the_page_and_finds_it_in_the_queue(practice):
    client = signed_in(ModeratorFactory())
    assert "Withhold it from readers" in client.get(practice.get_absolute_url()).content.decode()
    address = f"{practice.get_absolute_url()}withhold/"
    refused = client.post(address, {"why": ""})
    assert refused.status_code == 400
    assert "Say why it is withheld" in refused.content.decode()
    assert Practice.objects.get(pk=practice.pk).withheld_at is None
    page = client.post(address, {"why": WHY}, follow=True).content.decode()
    assert "Readers no longer see this write-up" in page
    assert TITLE in client.get("/review/").content.decode()
    assert "Readers see the write-up again" in (
        client.post(f"{practice.get_absolute_url()}show-again/", follow=True).content.decode()
    )
    assert TITLE not in client.get("/review/").content.decode()
