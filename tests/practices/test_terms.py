"""The sector's terms: the page on which moderators change them, what comes of that, and how they are loaded."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse

from accounts.models import AuditEvent
from practices.actions import terms
from practices.forms.terms import TermForm
from practices.models import Term
from practices.search import search
from tests.factories import AdministratorFactory, ModeratorFactory, TermFactory, UserFactory
from tests.practices.test_search import VISITOR, found, written

pytestmark = pytest.mark.django_db

D2A = {"term": "D2A", "preferred": "discharge to assess", "kind": "abbreviation", "note": "England."}
HOME_HELP = {"term": "home help", "preferred": "home care", "kind": "older", "note": ""}


@pytest.fixture
def moderator(client):
    moderator = ModeratorFactory()
    client.force_login(moderator)
    return moderator


def listed(client, query=""):
    return [str(term) for term in client.get(reverse("review_terms") + query).context["page"]]


def said(term):
    """What a row says now, as a form would."""
    term.refresh_from_db()
    return {field: getattr(term, field) for field in D2A}


def events():
    return [(event.action, event.object_id) for event in AuditEvent.objects.order_by("pk")]


def refusal_of(client, address=None, **answers):
    """The messages of a form that was not accepted."""
    response = client.post(address or reverse("term_add"), D2A | answers)
    assert response.status_code == 400
    return [message for messages in response.context["form"].errors.values() for message in messages]


# The list


def test_terms_are_looked_after_by_moderators_and_administrators(client):
    term = TermFactory()
    for person, answer in [(ModeratorFactory(), 200), (AdministratorFactory(), 200), (UserFactory(), 403)]:
        client.force_login(person)
        page = client.get(reverse("review_terms"))
        assert page.status_code == answer
    assert "Only moderators and administrators look after terms." in page.content.decode()
    acts = [(terms.add, D2A), (terms.change, D2A | {"row": term}), (terms.remove, {"row": term})]
    for act, arguments in acts:
        with pytest.raises(PermissionDenied, match="Only moderators and administrators look after terms"):
            act(by=UserFactory(), **arguments)
    assert list(Term.objects.in_use()) == [term]
    assert said(term)["term"] != "D2A"
    assert events() == []


def test_the_list_is_alphabetical_and_says_what_each_is(client, moderator):
    TermFactory(**HOME_HELP)
    TermFactory(**D2A)
    TermFactory(term="gone", is_in_use=False)
    assert listed(client) == ["D2A → discharge to assess", "home help → home care"]
    page = client.get(reverse("review_terms")).content.decode()
    assert "2 terms" in page
    assert "Abbreviation · England." in page
    assert "Older term" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?q=HELP", ["home help → home care"]),
        ("?q=discharge+to", ["D2A → discharge to assess"]),
        ("?kind=older", ["home help → home care"]),
        ("?q=D2A&kind=older", []),
        ("?q=%25", []),
        ("?kind=nonsense", ["D2A → discharge to assess", "home help → home care"]),
    ],
)
def test_the_list_is_narrowed_by_a_word_of_either_side_and_by_kind(client, moderator, query, shown):
    TermFactory(**HOME_HELP)
    TermFactory(**D2A)
    assert listed(client, query) == shown
    assert ("No term like that" in client.get(reverse("review_terms") + query).content.decode()) is (shown == [])


def test_fifty_stand_on_a_page_and_the_next_page_keeps_what_was_searched_for(client, moderator):
    TermFactory.create_batch(51)
    assert len(listed(client)) == 50
    assert len(listed(client, "?page=2")) == 1
    assert "?q=name&amp;page=2" in client.get(reverse("review_terms") + "?q=name").content.decode()


def test_an_empty_list_says_what_terms_are_for(client, moderator):
    assert "No terms yet" in client.get(reverse("review_terms")).content.decode()


# Adding, changing and removing


def test_a_term_is_added_with_its_words_put_in_order(client, moderator):
    answer = client.post(reverse("term_add"), D2A | {"preferred": " discharge  to assess "})
    assert answer.url == reverse("review_terms")
    term = Term.objects.get()
    assert said(term) == D2A
    assert not term.shipped_as
    event = AuditEvent.objects.get()
    assert (event.action, event.by_id, event.object_id, event.details) == ("term_added", moderator.pk, term.pk, {})


def test_the_second_click_of_a_double_click_adds_nothing(moderator):
    first, second = terms.add(by=moderator, **D2A), terms.add(by=moderator, **D2A)
    assert first == second
    assert events() == [("term_added", first.pk)]


def test_a_term_is_changed_and_the_audit_names_the_fields_alone(client, moderator):
    term = TermFactory(**D2A)
    answer = client.post(reverse("term_edit", args=[term.pk]), D2A | {"term": "DTA", "note": "All nations."})
    assert answer.url == reverse("review_terms")
    assert said(term) == D2A | {"term": "DTA", "note": "All nations."}
    event = AuditEvent.objects.get()
    assert (event.action, event.details) == ("term_changed", {"fields": ["term", "note"]})


def test_saving_a_term_as_it_is_leaves_no_trace(client, moderator):
    term = TermFactory(**D2A)
    assert client.post(reverse("term_edit", args=[term.pk]), D2A).status_code == 302
    assert events() == []


def test_the_letters_of_a_term_may_be_made_small_or_large(client, moderator):
    term = TermFactory(**D2A | {"term": "d2a"})
    assert client.post(reverse("term_edit", args=[term.pk]), D2A).status_code == 302
    assert said(term) == D2A


def test_removing_asks_first_and_then_deletes_what_the_hub_did_not_bring(client, moderator):
    term = TermFactory(**D2A)
    assert "Remove this term?" in client.get(reverse("term_remove", args=[term.pk])).content.decode()
    assert Term.objects.exists()
    assert client.post(reverse("term_remove", args=[term.pk])).url == reverse("review_terms")
    assert not Term.objects.exists()
    assert events() == [("term_removed", term.pk)]


def test_what_is_gone_meanwhile_can_be_neither_opened_nor_changed(client, moderator):
    term = TermFactory(**D2A, shipped_as="D2A|discharge to assess")
    terms.remove(row=term, by=moderator)
    assert client.get(reverse("term_edit", args=[term.pk])).status_code == 404
    assert client.get(reverse("term_remove", args=[term.pk])).status_code == 404
    for act in [lambda: terms.remove(row=term, by=moderator), lambda: terms.change(row=term, by=moderator, **D2A)]:
        with pytest.raises(PermissionDenied, match="This term is gone"):
            act()
    assert not Term.objects.in_use().exists()
    assert events() == [("term_removed", term.pk)]


def test_a_shipped_pair_that_was_removed_is_taken_into_use_again(client, moderator):
    term = TermFactory(**D2A, shipped_as="D2A|discharge to assess", is_in_use=False)
    assert client.post(reverse("term_add"), D2A | {"term": "d2a", "note": "Ours."}).status_code == 302
    assert Term.objects.get() == term
    assert said(term) == D2A | {"term": "d2a", "note": "Ours."}
    assert listed(client) == ["d2a → discharge to assess"]
    assert events() == [("term_added", term.pk)]


def test_a_term_that_is_changed_into_a_removed_pair_makes_way_for_it(client, moderator):
    removed = TermFactory(**D2A, shipped_as="D2A|discharge to assess", is_in_use=False)
    term = TermFactory(term="DTA", preferred="discharge to assess", kind="abbreviation")
    assert client.post(reverse("term_edit", args=[term.pk]), D2A).status_code == 302
    assert list(Term.objects.in_use()) == list(Term.objects.all()) == [removed]
    assert events() == [("term_removed", term.pk), ("term_added", removed.pk)]


def test_what_was_typed_when_the_session_ended_comes_back_and_can_be_sent(client, moderator):
    ticket = re.search(r'name="kept_for" value="([^"]+)"', client.get(reverse("term_add")).content.decode())[1]
    client.logout()
    assert client.post(reverse("term_add"), D2A | {"kept_for": ticket}).status_code == 302
    assert not Term.objects.exists()
    client.force_login(moderator)
    page = client.get(reverse("term_add")).content.decode()
    assert "We kept what you typed" in page
    assert 'value="discharge to assess"' in page
    client.post(reverse("term_add"), D2A)
    assert "We kept what you typed" not in client.get(reverse("term_add")).content.decode()
    assert said(Term.objects.get()) == D2A


# What the form refuses


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"term": " "}, "Enter what people type"),
        ({"preferred": ""}, "Enter the words that write-ups use for it"),
        ({"kind": ""}, "Choose what kind of term it is"),
        ({"term": "the"}, "Search passes over words such as “the”. Add a word that it can look for"),
        ({"preferred": "?!"}, "Search passes over words such as “the”. Add a word that it can look for"),
        ({"preferred": "d2a"}, "Search takes both for the same words. Enter another name for it"),
        (
            {"term": "a home help", "preferred": "home helps"},
            "Search takes both for the same words. Enter another name for it",
        ),
        ({"term": "x" * 61}, "Shorten this to 60 characters or fewer. It has 61 now."),
        (
            {"term": "one two three four five six seven"},
            "Shorten this to 6 words or fewer: search looks for no longer names",
        ),
    ],
)
def test_what_search_could_not_use_is_refused(client, moderator, answers, message):
    assert refusal_of(client, **answers) == [message]
    assert not Term.objects.exists()


def test_a_pair_that_is_there_is_refused_in_any_case_and_either_way_round(client, moderator):
    TermFactory(**D2A)
    exists = ["This pair is in the list already. Change that one, or choose other words"]
    assert refusal_of(client, term="d2a", preferred="Discharge to Assess", kind="variant") == exists
    mirrored = ["The list has this pair the other way round. Change that one instead"]
    assert refusal_of(client, term="discharge to assess", preferred="D2A") == mirrored
    assert Term.objects.count() == 1


def test_another_meaning_of_the_same_word_is_accepted(client, moderator):
    TermFactory(term="LAC", preferred="looked after child", kind="abbreviation")
    answers = {"term": "LAC", "preferred": "local area coordination", "kind": "abbreviation"}
    assert client.post(reverse("term_add"), answers).status_code == 302


def test_a_term_is_not_changed_into_another_that_is_in_use(client, moderator):
    TermFactory(**D2A)
    other = TermFactory(term="DTA", preferred="discharge to assess", kind="abbreviation")
    address = reverse("term_edit", args=[other.pk])
    assert refusal_of(client, address) == ["This pair is in the list already. Change that one, or choose other words"]
    assert said(other)["term"] == "DTA"


def test_what_would_lead_to_an_older_term_is_refused_with_the_word_to_use(client, moderator):
    TermFactory(**HOME_HELP)
    use_instead = ["“home help” is an older term itself. Use “home care” instead"]
    assert refusal_of(client, term="HH", preferred="Home helps") == use_instead
    too = ["It is an older term for “home care” already. Choose “Older term” here, too"]
    assert refusal_of(client, term="home helps", preferred="personal assistants", kind="variant") == too
    assert Term.objects.count() == 1


def test_what_others_lead_to_does_not_become_an_older_term(client, moderator):
    TermFactory(term="HH", preferred="home helps", kind="abbreviation")
    first = ["The list leads to this: “HH → home helps”. Change or remove that first"]
    assert refusal_of(client, **HOME_HELP) == first
    Term.objects.update(term="home help", preferred="personal assistant", kind="variant")
    first = ["The list leads to this: “home help → personal assistant”. Change or remove that first"]
    assert refusal_of(client, **HOME_HELP) == first
    assert Term.objects.count() == 1


def test_what_was_removed_refuses_nothing(client, moderator):
    TermFactory(**HOME_HELP, is_in_use=False)
    assert client.post(reverse("term_add"), D2A | {"preferred": "home help"}).status_code == 302


def test_the_form_accepts_every_term_that_comes_with_the_hub():
    """So that a moderator can change the note of any."""
    call_command("load_terms", verbosity=0)
    refused = {}
    for row in Term.objects.all():
        form = TermForm({field: getattr(row, field) for field in D2A}, row=row)
        if not form.is_valid():
            refused[str(row)] = form.errors
    assert refused == {}


# What comes of it


def test_the_next_search_looks_for_a_term_that_was_added_and_not_for_one_that_was_removed(moderator):
    practice = written("Discharge to assess")
    assert found("D2A") == []
    term = terms.add(by=moderator, **D2A)
    assert found("D2A") == [practice]
    assert search("D2A", user=VISITOR).query.also == ["discharge to assess"]
    terms.change(row=term, by=moderator, **D2A | {"term": "DTOA"})
    assert found("D2A") == []
    assert found("DTOA") == [practice]
    terms.remove(row=term, by=moderator)
    assert found("DTOA") == []


def test_a_shipped_term_that_was_removed_is_looked_for_no_more(moderator):
    written("Discharge to assess")
    terms.load_terms(rows=[D2A])
    terms.remove(row=Term.objects.get(), by=moderator)
    assert found("D2A") == []


# Loading


def test_what_comes_with_the_hub_is_loaded_once(capsys):
    call_command("load_terms")
    number = Term.objects.in_use().count()
    assert number == len(terms.shipped())
    call_command("load_terms")
    assert capsys.readouterr().out == f"Terms: {number} added.\nTerms: 0 added.\n"
    assert Term.objects.count() == number


def test_what_moderators_changed_or_removed_stays_so(moderator):
    terms.load_terms(rows=[D2A, HOME_HELP])
    changed, removed = Term.objects.alphabetical()
    terms.change(row=changed, by=moderator, **D2A | {"term": "DTA", "note": "Ours."})
    terms.remove(row=removed, by=moderator)
    assert terms.load_terms(rows=[D2A, HOME_HELP]) == 0
    assert said(changed) == D2A | {"term": "DTA", "note": "Ours."}
    assert list(Term.objects.in_use()) == [changed]


def test_a_later_release_adds_only_what_is_new(moderator):
    terms.load_terms(rows=[D2A])
    assert terms.load_terms(rows=[D2A, HOME_HELP]) == 1
    assert Term.objects.count() == 2


def test_a_pair_that_moderators_had_first_is_theirs_and_stays_out_once_removed(moderator):
    term = terms.add(by=moderator, **D2A | {"term": "d2a", "note": "Ours."})
    assert terms.load_terms(rows=[D2A]) == 0
    assert said(term) == D2A | {"term": "d2a", "note": "Ours."}
    terms.remove(row=term, by=moderator)
    assert terms.load_terms(rows=[D2A]) == 0
    assert not Term.objects.in_use().exists()
