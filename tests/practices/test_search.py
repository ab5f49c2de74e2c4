"""What a person finds, in which order, and why."""

from time import process_time

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Place
from practices.models import Practice, SearchEntry
from practices.search import search
from practices.search.entries import index
from practices.search.fragments import fragments_of
from tests.factories import OrganisationFactory, PlaceFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()
EMPTY = {
    "summary": "",
    "problem": "",
    "what_we_do": "",
    "did_not_work": "",
    "steps": [],
    "team": "",
    "who_for": ["anyone"],
    "setting": ["community"],
}


def written(title="Something else entirely", *, state="published", **said):
    """A published practice that says this and nothing else."""
    fields = {f"revision__{field}": value for field, value in (EMPTY | said).items()}
    topics = said.get("topics", [])
    return PracticeFactory(state=state, revision__title=title, **(fields | {"revision__topics": topics}))


def found(text, user=VISITOR, **kwargs):
    keys = list(search(text, user=user, **kwargs).practices)
    practices = Practice.objects.in_bulk(keys)
    return [practices[key] for key in keys]


def why(practice, text):
    return fragments_of([practice], search(text, user=VISITOR).query)[practice.pk]


@pytest.mark.parametrize(
    "typed",
    [
        "baseline assessment",
        "Baselines",
        "baselin",
        "Baseli",
        "BASELINE",
        "the baseline of the assessment",
        "baseline, assessment!",
        "assessing baselines quickly",
    ],
)
def test_plurals_parts_of_words_and_stop_words_do_no_harm(typed):
    practice = written("Take a baseline assessment at home")
    written("Hold a huddle")
    assert found(typed) == [practice]


def test_a_partly_typed_word_that_its_stem_does_not_begin_with_is_found():
    practice = written(what_we_do="The reablement team visits on the first day.")
    for typed in ("reab", "reable", "reablem", "reablemen", "reablement"):
        assert found(typed) == [practice], typed


def test_a_whole_word_does_not_find_longer_ones_that_begin_with_it():
    home = written("Go home with support")
    written("House people in a homestead")
    assert found("home") == [home]


@pytest.mark.parametrize("typed", ["care", "caring for carers", "carers strategy", "unpaid carers’ breaks"])
def test_any_word_is_enough(typed):
    practice = written("Give unpaid carers a break from caring")
    assert practice in found(typed)


def test_a_retired_write_up_comes_after_the_like_of_it_that_is_still_done():
    current = PracticeFactory(state="published", revision__title="Hold a discharge meeting")
    PracticeFactory(state="retired", revision__title="Hold a discharge meeting")
    assert found("discharge")[0] == current


def test_the_exact_title_comes_first_whatever_else_says_it_more():
    body = "Home first. " * 40
    for _ in range(3):
        written("Home first and home again: the home first way", summary="Home first, home first.", what_we_do=body)
    exact = written("Home first")
    assert found("home first")[0] == exact
    assert found("Home First")[0] == exact


def test_what_has_more_of_the_words_comes_before_what_repeats_one():
    both = written(what_we_do="Discharge without delay, and a huddle each morning.")
    repeated = written(what_we_do="discharge " * 60)
    assert found("discharge huddle") == [both, repeated]


def test_a_word_in_the_title_counts_more_than_in_the_body():
    in_body = written(what_we_do="We keep a rota.")
    in_title = written("Plan the weekend rota together")
    assert found("rota") == [in_title, in_body]


def test_every_text_of_a_write_up_is_searched():
    practice = written(
        equity="aardvark",
        good_fit="badger",
        poor_fit="capybara",
        people_said="dormouse",
        did_not_work="echidna",
        resources_core="ferret",
        resources_optional="gecko",
        resources_offer="hedgehog",
        exceptions="ibex",
        steps=[{"text": "jackal", "essential": "yes"}],
        outcomes=[{"claim": "koala", "measure": "lemur"}],
        risks=[{"risk": "marmot", "guard": "narwhal", "safeguarding": False}],
        first_three_steps=[{"text": "ocelot"}],
        used_correctly=[{"text": "pangolin"}],
        timeline=[{"weeks": "1", "what": "quokka"}],
        partners=[{"kind": "health", "name": "raccoon", "part": "salamander"}],
        law=[{"title": "tapir", "reference": "urchin"}],
        sources=[{"author": "vole", "title": "wombat", "year": 2020}],
        based_on="yak",
    )
    words = (
        "aardvark badger capybara dormouse echidna ferret gecko hedgehog ibex jackal koala lemur marmot narwhal"
        " ocelot pangolin quokka raccoon salamander tapir urchin vole wombat yak"
    )
    for word in words.split():
        assert found(word) == [practice], word
        assert f"<mark>{word}</mark>" in why(practice, word).text


def test_a_place_an_organisation_and_a_code_are_found():
    place = PlaceFactory(short_name="Eastmoor", official_name="Eastmoor and Vale", gss_code="E08999999")
    organisation = OrganisationFactory(name="Zebra Care Trust")
    practice = PracticeFactory(state="published", organisation=organisation, revision__places=[place])
    PracticeFactory(state="published")
    for typed in ("eastmoor", "vale", "E08999999", "zebra", "e08999999"):
        assert found(typed) == [practice], typed


def test_quoted_words_must_stand_together():
    together = written(what_we_do="We offer discharge to assess in every ward.")
    written(what_we_do="We assess people before discharge.")
    assert found('"discharge to assess"') == [together]
    assert found("“discharge to assess”") == [together]
    assert len(found("discharge to assess")) == 2


def test_where_nothing_has_the_words_together_their_words_are_looked_for_and_the_page_says_so(client):
    practice = written(what_we_do="We assess people before discharge.")
    results = search('"discharge to assess"', user=VISITOR)
    assert list(results.practices) == [practice.pk]
    assert results.query.is_loosened
    remark = "No write-up has the words in quotation marks together"
    assert remark in client.get("/practices/", {"q": '"discharge to assess"'}).content.decode()
    assert found('"discharge to assess"', as_typed=True) == []


@pytest.mark.parametrize("typed", ['reablement"', '"reablement', 'the "reablement of', "”reablement"])
def test_a_quotation_mark_that_nothing_closes_is_passed_over(typed):
    practice = written(what_we_do="Reablement at home.")
    assert found(typed) == [practice]
    assert not search(typed, user=VISITOR).query.phrases


def test_a_phrase_is_enough_where_the_words_beside_it_are_not_there():
    practice = written(what_we_do="A ward round.")
    assert found('zebra "ward round"') == [practice]
    assert found('zebra "a"') == [practice]


def test_a_minus_leaves_a_word_or_a_phrase_out():
    kept = written(what_we_do="Reablement at home.")
    left = written(what_we_do="Reablement in hospital, with a ward round.")
    assert found("reablement -hospital") == [kept]
    assert found('reablement -"ward round"') == [kept]
    assert set(found("reablement")) == {kept, left}
    assert found("-hospital") == [kept]
    assert set(found("follow-up reablement")) == {kept, left}


@pytest.mark.parametrize("typed", ["", "   ", "the", "of the and", '"', '""', "-", "!!!", "'", "-the"])
def test_what_holds_no_word_to_search_by_shows_everything(typed):
    practice = written("Hold a huddle")
    results = search(typed, user=VISITOR)
    assert results.query.is_empty
    assert [Practice.objects.get(pk=key) for key in results.practices] == [practice]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.one_of(st.text(max_size=300), st.text(alphabet="ab \"“”'-:*&|!()<>\\%_\0/.@#’", max_size=60)))
def test_nothing_typed_can_break_it(typed):
    if not SearchEntry.objects.exists():
        written("a b hold a huddle", what_we_do="ab’s a-b a/b a@b.example")
    results = search(typed, user=VISITOR)
    practices = [Practice.objects.get(pk=key) for key in results.practices]
    assert len(practices) == results.total
    fragments_of(practices, results.query)


def test_when_nothing_has_all_words_it_is_known():
    written("Hold a huddle")
    written("Plan a rota")
    assert search("huddle rota", user=VISITOR).nothing_has_all_words
    assert not search("huddle", user=VISITOR).nothing_has_all_words
    assert not search("zebra", user=VISITOR).nothing_has_all_words
    written("Plan a rota in the huddle")
    assert not search("huddle rota", user=VISITOR).nothing_has_all_words


def test_nobody_finds_what_they_may_not_read_even_by_its_words():
    organisation = OrganisationFactory()
    hidden = PracticeFactory(
        state="published",
        organisation=organisation,
        revision__visibility="organisation",
        revision__title="Quagga reintroduction",
    )
    PracticeFactory(state="in_review", revision__title="Quagga reintroduction")
    assert search("quagga", user=VISITOR).total == 0
    assert search("quagg", user=UserFactory(organisation=OrganisationFactory())).total == 0
    assert found("quagga", user=UserFactory(organisation=organisation)) == [hidden]


def test_a_hidden_write_up_does_not_show_in_how_a_beginning_is_understood():
    shown = written(what_we_do="quaggamire")
    PracticeFactory(state="published", revision__visibility="organisation", revision__what_we_do="quagga")
    assert found("quagga") == [shown]


def test_a_team_shown_as_its_region_is_not_found_by_its_name_or_place():
    place = PlaceFactory(short_name="Eastmoor", region="South West")
    practice = PracticeFactory(
        state="published",
        organisation=OrganisationFactory(name="Zebra Care Trust"),
        revision__places=[place],
        revision__shown_as="region",
        revision__team="Yellow team",
        revision__partners=[{"kind": "police", "name": "Xanadu Police", "part": "Sits in"}],
        revision__process_owner="Willow",
        revision__contact_name="Violet",
    )
    for typed in ("Eastmoor", "Zebra", "Yellow", "Xanadu", "Willow", "Violet", place.gss_code):
        assert found(typed) == [], typed
    assert found("south west") == [practice]


def test_the_contact_s_address_is_never_searched():
    PracticeFactory(state="published", revision__contact_email="secretive@council.example")
    assert found("secretive") == []


def test_a_changed_write_up_is_found_by_its_new_words_only():
    practice = written(what_we_do="huddle")
    practice.published_revision.what_we_do = "rota"
    practice.published_revision.save()
    index(practice)
    assert found("rota") == [practice]
    assert found("huddle") == []


@pytest.mark.parametrize("few", [1000, 0], ids=["few, by their keys", "many, by their bits"])
def test_newest_and_recently_confirmed_are_orders_of_their_own(few, monkeypatch):
    monkeypatch.setattr("practices.search.results.FEW", few)
    other, first, second = written("Something else"), written("Huddle one"), written("Huddle two")
    SearchEntry.objects.filter(pk=second.pk).update(confirmed_at=None)
    assert found("huddle", sort="newest") == [second, first]
    assert found("huddle", sort="confirmed") == [first, second]
    assert found("", sort="nonsense") == [second, first, other]


def test_a_fragment_names_the_field_and_marks_the_words():
    practice = written(did_not_work="Reading the whole list aloud. A huddle is not a meeting.", summary="A huddle.")
    fragment = why(practice, "huddles")
    assert str(fragment.label) == "What did not work"
    assert "A <mark>huddle</mark> is not a meeting" in fragment.text
    assert fragment.summary == "A <mark>huddle</mark>."


def test_a_beginning_of_a_word_is_marked_too():
    practice = written(problem="No reablement was offered.")
    assert "<mark>reablement</mark>" in why(practice, "reablem").text


def test_a_fragment_prefers_the_write_up_s_own_words_to_its_labels():
    practice = written(problem="Dementia was not asked about.", topics=["Dementia"], who_for=["dementia"])
    assert "not asked" in why(practice, "dementia").text


def test_markup_in_a_write_up_stays_text_in_its_fragments():
    practice = written(
        title="A huddle <script>alert(1)</script>",
        summary="<img src=x onerror=alert(1)> huddle & \ue000b\ue001",
        problem="A **huddle** <b>bold</b> [here](https://example.org) & there",
    )
    fragment = why(practice, "huddle")
    assert "<script>" not in fragment.title
    assert "&lt;img" in fragment.summary
    assert "<mark>huddle</mark> bold here &amp; there" in fragment.text
    for text in (fragment.title, fragment.summary, fragment.text):
        assert text.replace("<mark>", "").replace("</mark>", "").count("<") == 0


@pytest.mark.parametrize("character", ["\n", "["])
def test_a_text_of_nothing_but_formatting_keeps_nobody_waiting(character):
    practice = written(problem="Huddle" + character * 7900 + "huddle")
    began = process_time()
    why(practice, "huddle")
    assert process_time() - began < 0.5


def test_where_it_runs_follows_the_place_s_own_names():
    assert Place.objects.count() == 0
    practice = written("Hold a huddle", places=[PlaceFactory(short_name="Hull", official_name="Kingston upon Hull")])
    assert found("kingston hull") == [practice]
