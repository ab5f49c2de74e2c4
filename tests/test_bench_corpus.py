"""The corpus that search is measured on: the same for the same seed, and within the lists that the hub knows."""

from collections import Counter
from itertools import islice
from math import gcd

import pytest

from bench.corpus import BODY_WORDS, TITLE_CHARACTERS, documents, queries, words_of
from bench.material import OF_TWO_SYLLABLES, STRIDE, spell
from practices import choices
from practices.models import SearchEntry

ONE_OF = {
    "visibility": choices.Visibility,
    "kind": choices.Kind,
    "sector": choices.Sector,
    "stage": choices.Stage,
    "evidence": choices.Evidence,
}
SOME_OF = {"who_for": choices.WhoFor, "setting": choices.Setting, "frameworks": choices.Framework}
NUMBER = 1500


@pytest.fixture(scope="module")
def corpus():
    return list(documents(NUMBER))


@pytest.fixture(scope="module")
def asked():
    return queries(160)


def test_the_same_seed_makes_the_same_documents(corpus):
    assert list(documents(200)) == corpus[:200]


def test_another_seed_makes_others(corpus):
    others = list(documents(200, seed=2))
    assert not {document.body for document in others} & {document.body for document in corpus}


def test_two_corpora_can_be_read_by_turns(corpus):
    one, other = documents(20), documents(20, seed=2)
    assert [document for document, _ in zip(one, other, strict=True)] == corpus[:20]


def test_texts_are_as_long_as_people_write_them(corpus):
    least, most = BODY_WORDS
    for document in corpus:
        assert 5 <= len(document.title.split()) <= 12
        assert len(document.title) <= TITLE_CHARACTERS == SearchEntry._meta.get_field("title").max_length
        assert 0 < len(document.summary) <= 300
        assert least <= len(document.body.split()) <= most
        assert "%" not in document.body


def test_every_facet_is_a_column_of_the_search_entry(corpus):
    columns = {field.attname for field in SearchEntry._meta.get_fields() if field.concrete}
    assert all(document.facets.keys() <= columns for document in corpus)


@pytest.mark.parametrize("column", ONE_OF)
def test_every_choice_is_made_and_no_other(corpus, column):
    assert {document.facets[column] for document in corpus} == set(ONE_OF[column].values)


@pytest.mark.parametrize("column", SOME_OF)
def test_lists_hold_known_choices_each_once(corpus, column):
    lists = [document.facets[column] for document in corpus]
    assert {value for values in lists for value in values} == set(SOME_OF[column].values)
    assert all(len(values) == len(set(values)) for values in lists)


def test_shares_are_those_that_were_asked_for(corpus):
    shares = {
        (column, value): count / NUMBER
        for column in ("visibility", "kind", "is_retired")
        for value, count in Counter(document.facets[column] for document in corpus).items()
    }
    assert shares["visibility", "public"] == pytest.approx(0.85, abs=0.04)
    assert shares["visibility", "staff"] == pytest.approx(0.10, abs=0.03)
    assert shares["visibility", "organisation"] == pytest.approx(0.05, abs=0.02)
    assert shares["kind", "process"] == pytest.approx(0.15, abs=0.04)
    assert shares["is_retired", True] == pytest.approx(0.03, abs=0.02)


def test_ids_are_those_that_were_handed_in():
    topics, places, organisations = range(1001, 1050), range(2001, 2213), range(3001, 3006)
    given = documents(300, topic_ids=topics, place_ids=places, organisation_ids=organisations)
    for facets in (document.facets for document in given):
        assert 1 <= len(facets["topic_ids"]) <= 4
        assert set(facets["topic_ids"]) <= set(topics)
        assert len(facets["place_ids"]) <= 2
        assert set(facets["place_ids"]) <= set(places)
        assert facets["organisation_id"] in organisations


@pytest.mark.parametrize("name", ["topic", "place"])
@pytest.mark.parametrize("number", [48, 213])
def test_fewer_or_more_ids_than_ship_are_refused(name, number):
    with pytest.raises(ValueError, match=f"{name} ids are needed"):
        next(documents(1, **{f"{name}_ids": range(number)}))


def test_where_the_region_alone_is_shown_place_and_organisation_are_empty(corpus):
    hidden = [document.facets for document in corpus if document.facets["shown_organisation_id"] is None]
    assert hidden
    assert all(facets["place_ids"] == [] and facets["regions"] for facets in hidden)


def test_dates_come_in_the_order_that_things_happen(corpus):
    for facets in (document.facets for document in corpus):
        assert facets["published_at"] <= facets["changed_at"] <= (facets["confirmed_at"] or facets["changed_at"])


def test_the_vocabulary_keeps_growing_and_most_words_are_rare(corpus):
    """Four times the text has about twice the words (Heaps' law); most stand in five documents at most."""
    in_documents, sizes = Counter(), []
    words = (set(words_of(document)) for document in corpus)
    for number in (NUMBER // 4, NUMBER - NUMBER // 4):
        in_documents.update(word for found in islice(words, number) for word in found)
        sizes.append(len(in_documents))
    rare = sum(count <= 5 for count in in_documents.values())
    assert 1.5 < sizes[1] / sizes[0] < 2.5
    assert rare / len(in_documents) > 0.5


def test_no_two_ranks_share_a_word():
    ranks = [*range(20_000), *range(1_460_000, 1_480_000), *range(10**9, 10**9 + 20_000)]
    assert len({spell(rank).lower() for rank in ranks}) == len(ranks)
    assert gcd(STRIDE, OF_TWO_SYLLABLES) == 1  # or words would come round again


def test_queries_have_one_to_eight_words_in_equal_shares(asked):
    assert Counter(len(query.split()) for query in asked) == dict.fromkeys(range(1, 9), 20)


def test_queries_ask_for_common_and_for_rare_words_of_the_corpus(asked, corpus):
    in_documents = Counter(word for document in corpus for word in set(words_of(document)))
    rarest = [min(in_documents[word] for word in query.split()) for query in asked]
    assert min(rarest) <= 3
    assert max(rarest) > NUMBER / 4


def test_the_same_seed_asks_the_same_queries(asked):
    assert queries(160) == asked
    assert queries(160, seed=2) != asked
