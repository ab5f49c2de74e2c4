"""Saving practices: by visitors and by people with an account, in collections that others may be let read."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.models import AuditEvent, Membership
from practices import saved_by_visitors
from practices.actions import collections as actions
from practices.models import Collection, Practice, SavedPractice
from tests.factories import (
    PASSWORD,
    CollectionFactory,
    MembershipFactory,
    OrganisationFactory,
    PracticeFactory,
    UserFactory,
)
from tests.world import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    return PracticeFactory(state="published", revision__title="Hold a huddle")


def save(client, practice, **data):
    return client.post(reverse("save", args=[practice.slug]), data)


# Visitors


def test_a_visitor_finds_again_what_they_save(client, practice):
    other = PracticeFactory(state="published", revision__title="Plan a rota")
    back = save(client, practice, next="/practices/?q=huddle")
    assertRedirects(back, f"/practices/?q=huddle#save-{practice.pk}", fetch_redirect_response=False)
    save(client, other)
    save(client, practice)
    page = client.get(reverse("collections"))
    assert [card.practice for card in page.context["cards"]] == [other, practice]
    assertContains(client.get(practice.get_absolute_url()), "hub-keep__saved")
    client.post(reverse("unsave", args=[other.slug]))
    assertNotContains(client.get(reverse("collections")), "Plan a rota</a>")


def test_a_visitor_who_has_saved_nothing_has_no_session_and_gets_the_page_that_everybody_gets(client, practice):
    pages = [client.get(practice.get_absolute_url()).content for client in (client, type(client)())]
    assert pages[0] == pages[1]
    assert not client.cookies
    save(client, practice)
    assert client.cookies["sessionid"].value
    assert client.cookies["sessionid"]["max-age"] == ""  # gone when the browser is closed
    assert client.get(practice.get_absolute_url()).content != pages[0]


def test_no_other_site_saves_something_for_a_visitor(client, practice):
    address = reverse("save", args=[practice.slug])
    assert client.post(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert not client.cookies


def test_somebody_who_is_signed_in_sends_a_token(practice):
    client = client_of(UserFactory())
    client.handler.enforce_csrf_checks = True
    assert save(client, practice).status_code == 403
    assert not SavedPractice.objects.exists()


def test_nobody_is_sent_to_another_site(client, practice):
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        assert save(client, practice, next=elsewhere)["Location"] == f"{practice.get_absolute_url()}#save-{practice.pk}"


def test_a_visitor_saves_fifty(client, practice, monkeypatch):
    monkeypatch.setattr(saved_by_visitors, "MOST_SAVED", 1)
    save(client, PracticeFactory(state="published"))
    assertContains(client.post(reverse("save", args=[practice.slug]), follow=True), "Fifty practices are saved")
    assert len(client.session[saved_by_visitors.SESSION_KEY]) == 1


def test_what_a_visitor_saved_is_in_their_account_once_they_sign_in(client, practice):
    person, both = UserFactory(), PracticeFactory(state="published")
    has = CollectionFactory(owner=person, practices=[both])
    hidden = PracticeFactory(state="published")
    for each in (practice, hidden, both):
        save(client, each)
    Practice.objects.filter(pk=hidden.pk).update(withheld_at=hidden.published_at, withheld_why="It names somebody.")
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert [saved.practice for saved in has.saved.order_by("pk")] == [both, practice]
    assert has.saved.get(practice=both).note == "Ask them about weekends."
    assert saved_by_visitors.SESSION_KEY not in client.session


# People


def test_saving_twice_saves_once_and_what_is_saved_leads_to_its_note(practice):
    client = client_of(person := UserFactory())
    save(client, practice)
    save(client, practice)
    saved = SavedPractice.objects.get()
    assert saved.collection.owner == person
    assertContains(client.get(reverse("practices")), f'href="{saved.get_absolute_url()}"')
    client.post(saved.get_absolute_url(), {"note": "Ask about\r\nFridays.", "collection": saved.collection_id})
    assertContains(client.get(saved.collection.get_absolute_url()), "Ask about<br>Fridays.")


def test_what_one_may_not_read_is_neither_saved_nor_told_of(practice):
    person = UserFactory()
    draft = PracticeFactory(state="draft")
    assert save(client_of(person), draft).status_code == 404
    of_others = PracticeFactory(state="published", revision__visibility="organisation")
    assert save(client_of(person), of_others).status_code == 404
    assert not Collection.objects.exists()


def test_a_note_that_tells_who_somebody_is_comes_back_and_is_not_kept(practice):
    person = UserFactory()
    saved = actions.save(practice=practice, by=person)
    said = {"note": "Ring 07700 900123.", "collection": saved.collection_id}
    page = client_of(person).post(saved.get_absolute_url(), said)
    assertContains(page, "Ring 07700 900123.", status_code=400)
    saved.refresh_from_db()
    assert saved.note == ""


def test_a_practice_moves_to_another_collection_of_ones_own_where_it_is_not_yet(practice):
    person = UserFactory()
    saved = actions.save(practice=practice, by=person)
    other, full = CollectionFactory(owner=person), CollectionFactory(owner=person, practices=[practice])
    client = client_of(person)
    for wrong in (full.pk, CollectionFactory().pk, 0):
        assert client.post(saved.get_absolute_url(), {"collection": wrong}).status_code == 400
    assertRedirects(client.post(saved.get_absolute_url(), {"collection": other.pk}), other.get_absolute_url())
    assert [*other.saved.values_list("practice", flat=True)] == [practice.pk]


def test_a_new_collection_is_made_once_however_often_it_is_sent():
    client = client_of(person := UserFactory())
    form = client.get(reverse("collection_new")).context["form"]
    said = {"name": "For the board", "key": str(form["key"].value())}
    for _ in range(2):
        made = client.post(reverse("collection_new"), said)
    assertRedirects(made, Collection.objects.get(owner=person).get_absolute_url())


# Sharing


def test_a_colleague_reads_what_is_shared_with_them_as_far_as_they_may(practice):
    ours = OrganisationFactory()
    owner, colleague = (MembershipFactory(organisation=ours).user for _ in range(2))
    hidden = PracticeFactory(state="draft", author=owner)
    collection = CollectionFactory(owner=owner, practices=[practice, hidden])
    client, address = client_of(colleague), collection.get_absolute_url()
    assert client.get(address).status_code == 404
    client_of(owner).post(reverse("collection_readers", args=[collection.pk]), {"user": colleague.pk})
    page = client.get(address)
    assertContains(page, "Hold a huddle")
    assertContains(page, "Ask them about weekends.", count=1)
    assertNotContains(page, hidden.title)
    assert [each.details for each in AuditEvent.objects.filter(action="collection_shared")] == [{"user": colleague.pk}]
    Practice.objects.filter(pk=practice.pk).update(withheld_at=practice.published_at, withheld_why="It names somebody.")
    assertNotContains(client.get(address), "Hold a huddle")


def test_it_is_no_longer_shared_once_its_owner_has_left(practice):
    ours = OrganisationFactory()
    owner, colleague, named = (MembershipFactory(organisation=ours).user for _ in range(3))
    collection = CollectionFactory(owner=owner, practices=[practice], readers=[named])
    said = {"name": "Our ideas", "organisation": ours.pk}
    assertRedirects(
        client_of(owner).post(reverse("collection_edit", args=[collection.pk]), said), collection.get_absolute_url()
    )
    readers = [client_of(colleague), client_of(named)]
    assert [client.get(collection.get_absolute_url()).status_code for client in readers] == [200, 200]
    assertContains(readers[0].get(reverse("collections")), "Our ideas")
    owner.memberships.update(status=Membership.Status.ENDED)
    assert [client.get(collection.get_absolute_url()).status_code for client in readers] == [404, 404]


def test_it_is_shared_with_an_organisation_of_ones_own_alone():
    owner = MembershipFactory().user
    collection = CollectionFactory(owner=owner)
    said = {"name": "Our ideas", "organisation": OrganisationFactory().pk}
    assert client_of(owner).post(reverse("collection_edit", args=[collection.pk]), said).status_code == 400
    collection.refresh_from_db()
    assert (collection.name, collection.organisation) == ("Ideas for the discharge project", None)


def test_deleting_a_collection_asks_first_and_leaves_the_practice(practice):
    collection = CollectionFactory(practices=[practice])
    client, address = client_of(collection.owner), reverse("collection_delete", args=[collection.pk])
    assertContains(client.get(address), "Delete this collection?")
    assertRedirects(client.post(address), reverse("collections"))
    assert Practice.objects.filter(pk=practice.pk).exists()
    assert not Collection.objects.exists()
