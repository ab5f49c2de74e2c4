"""What authors note for themselves is theirs: it is kept with the draft, and nobody else ever reads it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from practices.actions import authoring, moderation
from practices.models import Practice, Review, Revision, SearchEntry
from tests import world as worlds
from tests.factories import ModeratorFactory, OrganisationFactory, PracticeFactory, UserFactory
from tests.permission_matrix import ROWS

pytestmark = pytest.mark.django_db

MARKER = "quincunx"


def notes_of(practice):
    return reverse("edit_section", args=[practice.slug, "notes"])


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One of everything, with the marker in the notes of every revision."""
    with worlds.one_transaction(django_db_blocker):
        world = worlds.build()
        Revision.objects.update(notes=MARKER)
        yield world


def pages_about_write_ups(world):
    """The pages of each write-up in each state, and the lists that could quote one."""
    slugs = {practice.slug for practice in world.practices.values()}
    rows = {(row.route, row.on) for row in ROWS if world.addresses[row.on].get("slug") in slugs}
    rows |= {(route, "nothing") for route in ("practices", "start", "feed_latest", "my_practices", "review_queue")}
    return {row: reverse(row[0], kwargs=world.addresses[row[1]]) for row in rows}


def pages_that_show_the_marker(client, addresses):
    with worlds.undone():
        return {
            page
            for page, address in addresses.items()
            if MARKER in client.get(address).getvalue().decode(errors="replace")
        }


@pytest.mark.parametrize("person", ["visitor", "manager", "moderator", "administrator"])
def test_no_page_shows_them_to_anybody_but_the_authors(world, person):
    addresses = pages_about_write_ups(world)
    published = Practice.objects.exclude(published_revision=None).values_list("published_revision", flat=True)
    addresses |= {("admin", pk): reverse("admin:practices_revision_change", args=[pk]) for pk in published}
    assert pages_that_show_the_marker(world.clients[person], addresses) == set()


def test_authors_read_them_on_a_page_of_their_own_and_on_no_other(world):
    """What readers’ and moderators’ pages are drawn of holds them nowhere, so no mistake there could show them."""
    found = pages_that_show_the_marker(world.clients["author"], pages_about_write_ups(world))
    assert found == {("edit_section", "notes")}


def test_review_and_publication_leave_them_with_the_authors(client):
    practice = PracticeFactory(state="in_review", revision__notes=MARKER)
    moderator = ModeratorFactory()
    moderation.take(practice=practice, by=moderator)
    moderation.publish(practice=practice, by=moderator)
    assert MARKER not in str(Review.objects.values())
    assert MARKER not in str(SearchEntry.objects.values())
    assert practice.revisions.get().notes == MARKER
    practice.refresh_from_db()
    client.force_login(practice.authorships.get().user)
    client.post(reverse("edit", args=[practice.slug]))
    assert MARKER in client.get(notes_of(practice)).content.decode()


def test_a_change_of_them_alone_is_no_difference_between_two_revisions(client):
    practice = PracticeFactory(state="changing")
    practice.revisions.filter(number=2).update(notes=MARKER)
    client.force_login(practice.authorships.get().user)
    assert "Nothing differs" in client.get(reverse("compare", args=[practice.slug, 1, 2])).content.decode()


def test_a_manager_who_changes_the_process_neither_reads_nor_writes_them(client):
    organisation = OrganisationFactory()
    manager = UserFactory(manages=organisation)
    practice = PracticeFactory(state="published", organisation=organisation, revision__notes=MARKER, **worlds.PROCESS)
    client.force_login(manager)
    assert client.post(reverse("edit", args=[practice.slug])).status_code == 302
    assert client.get(notes_of(practice)).status_code == 403
    assert "Notes to yourselves" not in client.get(reverse("edit", args=[practice.slug])).content.decode()
    practice.refresh_from_db()
    with pytest.raises(PermissionDenied, match="Only its authors can read their notes"):
        authoring.save_section(practice=practice, section="context", values={"notes": "Mine."}, base="2.0", by=manager)
    assert practice.draft.notes == MARKER  # they are still there for the authors


def test_two_authors_at_once_see_both_texts_of_them(client):
    colleague = UserFactory()
    practice = PracticeFactory(co_authors=[colleague])
    client.force_login(practice.authorships.get(is_lead=True).user)
    base = client.get(notes_of(practice)).context["form"]["base"].value()
    authoring.save_section(practice=practice, section="notes", values={"notes": "Theirs."}, base=base, by=colleague)
    answer = client.post(notes_of(practice), {"base": base, "notes": "Mine."})
    assert answer.status_code == 409
    assert "Theirs." in answer.content.decode()
    assert practice.revisions.get().notes == "Theirs."


def test_the_list_of_sections_says_whether_there_are_any(client):
    practice = PracticeFactory()
    client.force_login(practice.authorships.get().user)
    page = client.get(reverse("edit", args=[practice.slug])).content.decode()
    assert "Make a note" in page
    client.post(notes_of(practice), {"base": "1.0", "notes": MARKER})
    page = client.get(reverse("edit", args=[practice.slug])).content.decode()
    assert "Read your notes" in page
    assert MARKER not in page
