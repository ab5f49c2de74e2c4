"""What else is looked for when somebody types an abbreviation, an older term or another current name."""

import pytest

from practices.search import search
from practices.search.language import LONGEST_TERM, MOST_READ, equivalents_of
from tests.factories import TermFactory
from tests.practices.test_search import VISITOR, found, written

pytestmark = pytest.mark.django_db


def others(typed):
    """The words that are another name's, with what is looked for as well."""
    words = typed.split()
    found = equivalents_of(words)
    return {" ".join(words[start:stop]): [each.text for each in names] for (start, stop), names in found.items()}


def abbreviation(term, preferred, **fields):
    return TermFactory(term=term, preferred=preferred, kind="abbreviation", **fields)


def test_an_abbreviation_and_its_words_find_each_other():
    abbreviation("D2A", "discharge to assess")
    assert others("D2A") == {"D2A": ["discharge to assess"]}
    assert others("whole discharge to assess team") == {"discharge to assess": ["D2A"]}


def test_two_current_names_find_each_other():
    TermFactory(term="domiciliary care", preferred="home care", kind="variant")
    assert others("domiciliary care") == {"domiciliary care": ["home care"]}
    assert others("home care") == {"home care": ["domiciliary care"]}


def test_an_older_term_leads_to_the_present_one_and_never_back():
    TermFactory(term="home help", preferred="home care", kind="older")
    assert others("home help") == {"home help": ["home care"]}
    assert others("home care") == {}


def test_plurals_capitals_and_stop_words_make_no_difference():
    TermFactory(term="home help", preferred="home care", kind="older")
    for typed in ["Home helps", "HOME HELP", "the home help"]:
        assert [name for names in others(typed).values() for name in names] == ["home care"], typed


def test_the_words_of_a_term_stand_together_and_in_order():
    abbreviation("D2A", "discharge to assess")
    assert others("assess discharge") == {}
    assert others("discharge quickly to assess") == {}


def test_every_meaning_is_looked_for():
    abbreviation("LAC", "looked after child")
    abbreviation("LAC", "local area coordination")
    assert others("LAC") == {"LAC": ["local area coordination", "looked after child"]}


def test_the_longest_term_is_read_and_no_word_belongs_to_two():
    abbreviation("ASC", "adult social care")
    abbreviation("SC", "social care")
    TermFactory(term="care plan", preferred="support plan", kind="variant")
    assert others("adult social care plan") == {"adult social care": ["ASC"]}
    assert others("social care plan") == {"social care": ["SC"]}


def test_the_first_of_two_that_are_as_long_is_read():
    abbreviation("SC", "social care")
    TermFactory(term="care plan", preferred="support plan", kind="variant")
    assert others("care plan social care") == {"care plan": ["support plan"], "social care": ["SC"]}
    assert others("social care plan") == {"social care": ["SC"]}


def test_the_same_term_twice_is_read_twice():
    abbreviation("D2A", "discharge to assess")
    assert list(equivalents_of(["D2A", "beside", "d2a"])) == [(0, 1), (2, 3)]


def test_what_is_not_in_use_is_not_looked_for():
    abbreviation("D2A", "discharge to assess", is_in_use=False)
    assert others("D2A") == {}
    assert others("discharge to assess") == {}


def test_what_leads_to_no_word_to_look_for_is_left_out():
    abbreviation("IT", "information technology")
    assert others("information technology") == {}
    assert others("it is") == {}


def test_the_longest_terms_are_read_in_the_longest_question():
    words = [f"word{number}" for number in range(LONGEST_TERM)]
    abbreviation("LONG", " ".join(words))
    before = ["other"] * (MOST_READ - LONGEST_TERM)
    assert list(equivalents_of([*before, *words])) == [(MOST_READ - LONGEST_TERM, MOST_READ)]
    assert equivalents_of(["other", *before, *words]) == {}


def test_nothing_typed_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert equivalents_of([]) == {}


def test_however_many_words_are_read_with_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        equivalents_of(["word"] * MOST_READ)


def test_a_hyphen_between_letters_is_a_space_in_what_is_typed_in_terms_and_in_write_ups():
    TermFactory(term="TIP", preferred="trauma-informed practice")
    spaced = written("Plan a rota", what_we_do="We call it trauma informed practice.")
    hyphenated = written("Plan a day", what_we_do="We call it trauma-informed practice.")
    for typed in ("TIP", "tip", '"trauma-informed practice"', '"trauma informed practice"'):
        assert set(found(typed)) == {spaced, hyphenated}
    assert search("trauma informed practice", user=VISITOR).query.also == ["TIP"]
