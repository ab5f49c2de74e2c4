"""The hub for programs: the same as the pages, for whoever may read them, and errors that say what to do."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.models import AuditEvent, Membership, WriteCount
from practices.actions import api_tokens, moderation, staying_true
from practices.api import throttling
from practices.api.tokens import PREFIX, hashed
from practices.models import ApiToken
from practices.search import statistics
from tests.factories import (
    AttachmentFactory,
    ModeratorFactory,
    OrganisationFactory,
    PlaceFactory,
    PracticeFactory,
    TopicFactory,
    UserFactory,
)
from tests.world import one_transaction, undone

pytestmark = pytest.mark.django_db

LIST = "/api/v1/practices/"
PROBLEM = "application/problem+json"


class Hub:
    """A place, a topic, two organisations, and something that each of them may read."""

    def __init__(self):
        self.place = PlaceFactory(short_name="Northbridge")
        self.topic = TopicFactory(name="Hospital discharge", slug="hospital-discharge")
        self.ours = OrganisationFactory(name="Northbridge Council", slug="northbridge-council", places=[self.place])
        self.author = UserFactory(display_name="Amina Yusuf", email="amina@council.example", organisation=self.ours)
        self.member = UserFactory(organisation=self.ours)
        where = {"revision__places": [self.place], "revision__topics": [self.topic], "organisation": self.ours}
        traits = {"state": "published", "author": self.author, **where}
        self.public = PracticeFactory(slug="huddle", revision__title="Hold a discharge huddle", **traits)
        self.staff = PracticeFactory(slug="rota", revision__title="Plan a rota", revision__visibility="staff", **traits)
        self.inside = PracticeFactory(
            slug="keys", revision__title="Keep the keys", revision__visibility="organisation", **traits
        )
        self.draft = PracticeFactory(slug="draft", state="draft", **{**where, "author": self.author})
        statistics.refresh()


@pytest.fixture(scope="module")
def shared(django_db_setup, django_db_blocker):
    with one_transaction(django_db_blocker):
        yield Hub()


@pytest.fixture
def hub(shared):
    with undone():
        yield shared


def get(address=LIST, token=None, **headers):
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return Client().get(address, headers=headers)


def slugs(response):
    assert response.status_code == 200, response.content
    return [item["slug"] for item in response.json()["items"]]


def token_of(person, scope="mine", days=30):
    return api_tokens.make(name="A test", scope=scope, days=days, by=person)


def problem(response, status):
    assert (response.status_code, response["Content-Type"]) == (status, PROBLEM), response.content
    assert response.json()["status"] == status
    return response.json()


# Who reads what


def test_without_a_token_one_reads_what_everybody_may(hub):
    assert slugs(get()) == ["huddle"]
    assert get(LIST + "huddle/").json()["title"] == "Hold a discharge huddle"
    for hidden in ("rota", "keys", "draft", "no-such-thing"):
        problem(get(f"{LIST}{hidden}/"), 404)


def test_a_token_reads_what_its_owner_may_read_and_never_a_draft(hub):
    assert slugs(get(token=token_of(hub.member))) == ["keys", "rota", "huddle"]
    assert slugs(get(token=token_of(hub.author))) == ["keys", "rota", "huddle"]
    assert slugs(get(token=token_of(UserFactory(organisation=OrganisationFactory())))) == ["rota", "huddle"]
    assert slugs(get(token=token_of(UserFactory()))) == ["huddle"]
    problem(get(LIST + "draft/", token_of(hub.author)), 404)


def test_a_token_for_what_is_public_reads_no_more_whosever_it_is(hub):
    assert slugs(get(token=token_of(hub.member, scope="public"))) == ["huddle"]


def test_what_somebody_may_read_counts_at_the_moment_they_ask(hub):
    token = token_of(hub.member)
    Membership.objects.filter(user=hub.member).update(status=Membership.Status.ENDED)
    assert slugs(get(token=token)) == ["huddle"]
    problem(get(LIST + "keys/", token), 404)


def test_a_session_counts_for_nothing(hub):
    signed_in = Client()
    signed_in.force_login(hub.member)
    assert slugs(signed_in.get(LIST)) == ["huddle"]


def test_what_is_withheld_is_given_to_nobody(hub):
    moderation.withhold(practice=hub.public, by=ModeratorFactory(), why="It names somebody.")
    assert slugs(get(token=token_of(hub.author))) == ["keys", "rota"]
    problem(get(LIST + "huddle/", token_of(hub.author)), 404)
    problem(get(LIST + "huddle/", token_of(ModeratorFactory())), 404)


@pytest.mark.parametrize("how", ["wrong", "expired", "closed", "revoked", "not ours", "not bearer"])
def test_a_token_that_is_no_longer_good_lets_nobody_in(hub, how):
    token = token_of(hub.member)
    row = ApiToken.objects.get()
    scheme = "Bearer"
    if how == "wrong":
        token = token[:-1] + ("a" if token[-1] != "a" else "b")
    elif how == "expired":
        ApiToken.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    elif how == "closed":
        hub.member.is_active = False
        hub.member.save()
    elif how == "revoked":
        api_tokens.revoke(token=row, by=hub.member)
    elif how == "not ours":
        token = get_random_string(48)
    else:
        scheme = "Basic"
    answer = get(Authorization=f"{scheme} {token}")
    assert "token" in problem(answer, 401)["detail"]
    assert answer["WWW-Authenticate"].startswith("Bearer")


# What is told


def test_a_practice_is_told_as_its_page_tells_it(hub):
    said = get(LIST + "huddle/").json()
    assert said["organisation"] == {"name": "Northbridge Council", "slug": "northbridge-council"}
    assert said["places"] == [{"name": "Northbridge", "slug": "northbridge", "gss_code": hub.place.gss_code}]
    assert said["topics"] == [{"name": "Hospital discharge", "slug": "hospital-discharge"}]
    assert said["written_by"] == "Amina Yusuf"
    assert said["retired"] is None
    assert said["url"].endswith("/practices/huddle/")


def test_nobody_is_given_an_address_of_a_person(hub):
    revision = hub.public.published_revision
    revision.contact_email, revision.contact_deputy = "amina@council.example", "deputy@council.example"
    revision.contact_name = "Discharge team"
    revision.save()
    for token in (None, token_of(hub.author), token_of(ModeratorFactory())):
        body = get(LIST + "huddle/", token).content.decode() + get(token=token).content.decode()
        assert "@council.example" not in body
        assert "Discharge team" in body


def test_a_team_that_is_shown_as_its_region_is_not_told_by_any_field(hub):
    revision = hub.public.published_revision
    revision.shown_as, revision.team, revision.contact_name = "region", "Quokka team", "Quokka desk"
    revision.partners = [{"kind": "health", "name": "Quokka Trust", "part": ""}]
    revision.save()
    for address in (LIST, LIST + "huddle/"):
        body = get(address).content.decode()
        assert "North West" in body
        for telling in ("Quokka", "Northbridge", "northbridge", "Amina"):
            assert telling not in body, telling


def test_a_small_number_of_people_is_told_as_fewer_than_10(hub):
    revision = hub.public.published_revision
    revision.outcomes = [{"claim": "Fewer wait", "number": "7", "measure": None}]
    revision.save()
    [outcome] = get(LIST + "huddle/").json()["outcomes"]
    assert (outcome["number"], outcome["measure"], outcome["period"]) == ("fewer than 10", "", "")


def test_a_contact_who_is_gone_is_not_named(hub):
    revision = hub.public.published_revision
    revision.contact_name, revision.contact_email = "Discharge team", "team@council.example"
    revision.save()
    assert get(LIST + "huddle/").json()["contact"]["write_at"].endswith("/practices/huddle/contact/")
    staying_true.say_contact_gone(practice=hub.public, by=hub.author)
    assert get(LIST + "huddle/").json()["contact"] == {"name": "", "role": "", "write_at": None}


def test_a_retired_practice_says_why_and_names_what_replaces_it_to_those_who_may_read_that(hub):
    moderator = ModeratorFactory()
    moderation.retire(practice=hub.public, by=moderator, because="replaced", why="See the rota.", successor=hub.staff)
    assert get(LIST + "huddle/").json()["retired"]["successor"] is None
    retired = get(LIST + "huddle/", token_of(hub.member)).json()["retired"]
    assert (retired["because"], retired["why"], retired["successor"]) == ("replaced", "See the rota.", "rota")


def test_files_that_are_held_are_not_named(hub):
    AttachmentFactory(practice=hub.public, title="A blank diary")
    AttachmentFactory(practice=hub.public, title="A filled in form", looks_filled_in=True)
    hub.public.published_revision.attachments.set(hub.public.attachments.all())
    assert [file["title"] for file in get(LIST + "huddle/").json()["files"]] == ["A blank diary"]


def test_topics_places_and_organisations_are_those_of_their_pages(hub):
    OrganisationFactory(name="Merely proposed", verified_at=None)
    TopicFactory(name="In own words", is_curated=False)
    assert [item["name"] for item in get("/api/v1/topics/").json()["items"]] == ["Hospital discharge"]
    assert [item["slug"] for item in get("/api/v1/places/").json()["items"]] == ["northbridge"]
    assert [item["name"] for item in get("/api/v1/organisations/").json()["items"]] == ["Northbridge Council"]
    assert get("/api/v1/places/northbridge/").json()["official_name"] == "Northbridge"
    problem(get("/api/v1/organisations/merely-proposed/"), 404)
    problem(get("/api/v1/topics/in-own-words/"), 404)


# Finding


def test_words_filters_and_orders_find_what_the_page_finds(hub):
    PracticeFactory(state="published", slug="rehab", revision__title="Home after rehabilitation")
    statistics.refresh()
    for query in (
        "?q=huddle",
        "?topic=hospital-discharge",
        "?place=northbridge&sort=confirmed",
        "?q=discharge&sort=newest",
    ):
        page = Client().get("/practices/" + query)
        assert slugs(get(LIST + query)) == [card.practice.slug for card in page.context["cards"]] != [], query
        assert get(LIST + query).json()["total"] == page.context["results"].total


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("topic=no-such-topic", "topic"),
        ("topics=hospital-discharge", "topics"),
        ("sort=best", "sort"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
        ("limit=²", "limit"),
        ("limit=1&limit=2", "limit"),
        ("adopted=my_region", "adopted"),
        ("q=" + "a" * 501, "q"),
        ("cursor=nonsense", "cursor"),
        ("cursor=W10", "cursor"),
        ("cursor=", "cursor"),
    ],
)
def test_what_an_address_asks_for_and_nobody_has_is_an_error_that_names_it(hub, query, name):
    said = problem(get(f"{LIST}?{query}"), 400)
    assert [each["name"] for each in said["invalid_parameters"]] == [name]
    assert all(each["reason"] for each in said["invalid_parameters"])


def test_one_thing_takes_no_parameters(hub):
    assert problem(get(LIST + "huddle/?q=a"), 400)["invalid_parameters"][0]["name"] == "q"


# Pages


def walk(address=LIST + "?sort=newest&limit=2", between=None):
    found = []
    while address:
        answer = get(address)
        found += slugs(answer)
        address = answer.json()["next"]
        if address and between:
            between()
            between = None
    return found


def many(number=7):
    return [PracticeFactory(state="published", slug=f"many-{n}").slug for n in range(number)]


@pytest.mark.parametrize("order", ["sort=newest", "sort=confirmed", "q=huddle", "q=huddle&sort=relevance"])
def test_the_pages_together_are_the_whole_in_its_order(hub, order):
    many()
    statistics.refresh()
    whole = slugs(get(f"{LIST}?{order}&limit=100"))
    assert len(whole) == 8
    assert walk(f"{LIST}?{order}&limit=3") == whole


@pytest.mark.parametrize("removed", [1, 2])
def test_what_is_published_or_removed_meanwhile_is_no_reason_to_miss_or_repeat_anything(hub, removed):
    made = many()

    def meanwhile():
        PracticeFactory(state="published", slug="brand-new")
        for slug in made[-2:][:removed]:  # the last that was given, or all that were
            practice = type(hub.public).objects.get(slug=slug)
            moderation.withhold(practice=practice, by=ModeratorFactory(), why="It names somebody.")

    found = walk(between=meanwhile)
    assert [slug for slug in found if slug != "brand-new"] == [*reversed(made), "huddle"]


def test_a_cursor_belongs_to_its_question(hub):
    many(3)
    address = get(LIST + "?sort=newest&limit=2").json()["next"]
    said = problem(get(address.replace("sort=newest", "sort=confirmed")), 400)
    assert "other filters" in said["invalid_parameters"][0]["reason"]
    assert slugs(get(address.replace("limit=2", "limit=50")))


# HTTP


def test_what_has_not_changed_is_answered_with_nothing_and_what_has_is_not(hub):
    first = get()
    again = get(**{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert "Authorization" in first["Vary"]
    assert first["Cache-Control"] == "no-cache"
    moderation.withhold(practice=hub.public, by=ModeratorFactory(), why="It names somebody.")
    assert get(**{"If-None-Match": first["ETag"]}).status_code == 200


def test_what_a_token_reads_is_kept_by_nobody_else(hub):
    assert get(token=token_of(hub.member))["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(hub, method):
    answer = getattr(Client(enforce_csrf_checks=True), method)(LIST)
    problem(answer, 405)
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_a_program_may_ask_what_it_may_ask_and_for_the_head_alone(hub):
    assert Client().options(LIST)["Allow"] == "GET, HEAD, OPTIONS"
    head = Client().head(LIST)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == get()["ETag"]


def test_what_goes_wrong_before_any_view_is_told_to_programs_too(hub):
    problem(get("/api/v1/nothing/"), 404)
    problem(get(LIST + "?q=%00"), 400)
    problem(get(Accept="text/html"), 406)
    broken = Client(raise_request_exception=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("practices.views.api.loading.loaded", lambda keys, reader: 1 / 0)
        problem(broken.get(LIST), 500)


# How much


def test_whoever_reads_too_much_is_told_when_to_go_on(hub, monkeypatch):
    monkeypatch.setattr(throttling, "FROM_AN_ADDRESS", 30)
    monkeypatch.setattr(throttling, "TOLD_AFTER", 10)
    answers = [get("/api/v1/topics/").status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]
    refused = get()
    assert "30 requests" in problem(refused, 429)["detail"]
    assert 0 < int(refused["Retry-After"]) <= 3600
    # A token counts for itself, and so does each.
    assert get(token=token_of(hub.member)).status_code == 200


def test_all_processes_count_together(hub, monkeypatch):
    monkeypatch.setattr(throttling, "TOLD_AFTER", 10)
    one, other = throttling.Counts(), throttling.Counts()
    for _ in range(20):
        one.add("somebody")
    for _ in range(10):
        read, _seconds = other.add("somebody")
    assert read == 30
    assert WriteCount.objects.get(who="somebody").writes == 30


def test_an_hour_later_one_begins_anew(hub, monkeypatch):
    counts, now = throttling.Counts(), 1000.0
    monkeypatch.setattr(throttling.time, "time", lambda: now)
    assert [counts.add("somebody")[0] for _ in range(3)] == [1, 2, 3]
    now += 3600
    assert counts.add("somebody")[0] == 1


def test_whoever_tries_tokens_is_counted_by_their_address(hub, monkeypatch):
    monkeypatch.setattr(throttling, "FROM_AN_ADDRESS", 3)
    answers = [get(token=PREFIX + get_random_string(43)).status_code for _ in range(5)]
    assert answers == [401, 401, 401, 429, 429]


# Tokens


def test_a_token_is_shown_once_and_kept_as_a_hash(hub):
    client = Client()
    client.force_login(hub.member)
    made = client.post("/account/tokens/", {"name": "Weekly figures", "scope": "mine", "days": "30"})
    token = made.context["token"]
    row = ApiToken.objects.get()
    assert token in made.content.decode()
    assert token not in client.get("/account/tokens/").content.decode()
    assert (row.token_hash, row.ending) == (hashed(token), token[-4:])
    assert row.expires_on == timezone.localdate() + timedelta(days=30)
    assert token[len(PREFIX) :] not in json.dumps(list(AuditEvent.objects.values_list("details", flat=True)))
    assert slugs(get(token=token)) == ["keys", "rota", "huddle"]


def test_that_a_token_was_used_is_noted_by_the_day_and_once(hub, django_assert_num_queries):
    token = token_of(hub.member)
    get("/api/v1/topics/", token)
    assert ApiToken.objects.get().last_used_on == timezone.localdate()
    ApiToken.objects.update(last_used_on=date(2026, 1, 1))
    get("/api/v1/topics/", token)
    assert ApiToken.objects.get().last_used_on == timezone.localdate()
    with django_assert_num_queries(3):  # the token, the keys, the topics; nothing is written
        get("/api/v1/topics/", token)


@pytest.mark.parametrize(
    "answers",
    [
        {"name": "", "scope": "mine", "days": "30"},
        {"name": "A test", "scope": "everything", "days": "30"},
        {"name": "A test", "scope": "mine", "days": "99999"},
        {"name": "n" * 61, "scope": "mine", "days": "30"},
    ],
)
def test_a_form_that_is_not_filled_in_makes_no_token_and_keeps_what_was_typed(hub, answers):
    client = Client()
    client.force_login(hub.member)
    page = client.post("/account/tokens/", answers)
    assert page.status_code == 400
    assert "There is a problem" in page.content.decode()
    assert f'value="{answers["name"]}"' in page.content.decode() or not answers["name"]
    assert not ApiToken.objects.exists()


def test_nobody_has_more_than_ten_tokens(hub):
    for _ in range(api_tokens.MOST):
        token_of(hub.member)
    client = Client()
    client.force_login(hub.member)
    page = client.post("/account/tokens/", {"name": "One more", "scope": "mine", "days": "30"})
    assert page.status_code == 429
    assert "Revoke one first" in page.content.decode()
    assert ApiToken.objects.count() == api_tokens.MOST


def test_only_its_owner_revokes_a_token(hub):
    token = token_of(hub.member)
    address = f"/account/tokens/{ApiToken.objects.get().pk}/revoke/"
    stranger, owner = Client(), Client()
    stranger.force_login(hub.author)
    owner.force_login(hub.member)
    assert stranger.post(address).status_code == 404
    assert owner.get(address).status_code == 405
    assert get(token=token).status_code == 200
    assert owner.post(address).status_code == 302
    problem(get(token=token), 401)
    assert AuditEvent.objects.filter(action="api_token_revoked", by_id=hub.member.pk).count() == 1


# The page about it


def test_the_page_for_people_names_every_address_and_every_field(hub):
    page = Client().get("/api/v1/").content.decode()
    for name in ("/api/v1/practices/{slug}/", "as_typed", "written_by", "gss_code", "is_verified"):
        assert name in page, name
