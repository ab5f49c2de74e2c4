"""A write-up on one sheet: what stands on it, what is cut, and the code that leads to the page."""

import re

import pytest
import segno
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from practices import sheet
from practices.models import Revision
from practices.sheet import QUIET, STEP, WATCH_OUT, sheet_of, shortened, square_code
from tests.factories import ModeratorFactory, OrganisationFactory, PracticeFactory, UserFactory

ADDRESS = "https://hub.example.org/practices/hold-a-discharge-huddle/"


def revision(**fields):
    return Revision(**fields)


def test_the_first_three_steps_stand_on_it_as_their_authors_name_them():
    made = sheet_of(revision(first_three_steps=[{"text": "Ask"}, {"text": "Plan"}], steps=[{"text": "Meet"}]))
    assert made.steps == ["Ask", "Plan"]


def test_without_them_it_begins_as_the_model_does():
    made = sheet_of(revision(steps=[{"text": text} for text in ("One", "Two", "Three", "Four")]))
    assert made.steps == ["One", "Two", "Three"]


def test_risks_about_safeguarding_come_first_then_doubts():
    risks = [
        {"risk": "people are rushed", "guard": "A pause", "safeguarding": False},
        {"risk": "Nobody sees the child.", "guard": "", "safeguarding": True},
    ]
    made = sheet_of(revision(risks=risks, poor_fit="Your ward has **no** board.", did_not_work="Reading aloud."))
    assert [(each.about, each.text, each.is_safeguarding) for each in made.watch_outs] == [
        ("Risk", "Nobody sees the child.", True),
        ("Risk", "People are rushed. Guard against it: A pause", False),
        ("Think twice if", "Your ward has no board.", False),
        ("What did not work", "Reading aloud.", False),
    ]
    assert not made.leaves_out


def test_what_is_left_out_is_said():
    many = [{"risk": f"Risk {number}", "guard": ""} for number in range(5)]
    assert len(sheet_of(revision(risks=many)).watch_outs) == 3
    assert sheet_of(revision(risks=many)).leaves_out
    assert sheet_of(revision(did_not_work="Words that go on. " * 40)).leaves_out
    assert sheet_of(revision(steps=[{"text": "Meet " * 100}])).leaves_out


def test_a_text_ends_at_a_sentence_where_it_can_and_within_no_word():
    assert shortened("Ask them first. Then plan it with them and go on from there.", 28).text == "Ask them first."
    assert shortened("Ask them, plan it, and then go on", 20).text == "Ask them, plan it…"
    assert shortened("One\n two", 20) == sheet.Cut("One two", False)


@settings(max_examples=15)
@given(st.text("ab. \n,", min_size=180, max_size=400), st.sampled_from([STEP, WATCH_OUT]))
def test_no_text_is_longer_than_it_may_be(text, limit):
    cut = shortened(text, limit)
    assert len(cut.text) <= limit
    assert cut.is_cut == (len(" ".join(text.split())) > limit)


def test_the_code_is_drawn_module_by_module_with_white_around_it():
    code = square_code(ADDRESS)
    drawn = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", code.path):
        drawn |= {(int(x) + along, int(y)) for along in range(int(length))}
    wanted = segno.make_qr(ADDRESS, error="m", boost_error=False).matrix
    dark = {(x + QUIET, y + QUIET) for y, row in enumerate(wanted) for x, module in enumerate(row) if module}
    assert drawn == dark
    assert code.size == len(wanted) + 2 * QUIET
    assert square_code(ADDRESS) == code


# The page


def body(client, practice, status=200):
    answer = client.get(reverse("sheet", args=[practice.slug]))
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.django_db
def test_it_says_what_to_do_whom_to_ask_and_how_old_it_is(client):
    practice = PracticeFactory(
        state="published",
        revision__first_three_steps=[{"text": "Ask the ward"}],
        revision__risks=[{"risk": "Rushing", "guard": "A pause", "safeguarding": True}],
    )
    page = body(client, practice)
    for said in ("Ask the ward", "Rushing. Guard against it: A pause", "(safeguarding)", "Team manager", "Revision 1,"):
        assert said in page, said
    address = f"http://testserver{practice.get_absolute_url()}"
    assert page.count(f'href="{address}"') == 2  # in the head, and beside the code
    assert square_code(address).path in page
    assert "@council.example" not in page
    assert "More on the page" not in page
    assert 'href="/practices/' + practice.slug + '/sheet/"' in client.get(practice.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_a_write_up_that_says_little_says_so(client):
    page = body(client, PracticeFactory(state="published", revision__steps=[], revision__did_not_work=""))
    assert "Nobody has written down steps yet." in page
    assert "Nothing is written down yet about risks" in page


@pytest.mark.django_db
def test_a_team_shown_as_its_region_is_not_named_on_it(client):
    practice = PracticeFactory(
        state="published",
        organisation=OrganisationFactory(name="Zebra Trust"),
        revision__shown_as="region",
        revision__contact_name="Violet",
        revision__contact_role="Willow lead",
        revision__team="Yellow team",
    )
    page = body(client, practice)
    for hidden in ("Zebra", "Violet", "Willow", "Yellow", str(practice.authorships.get().user)):
        assert hidden not in page, hidden
    assert "A team in " in page


@pytest.mark.django_db
def test_what_a_reader_must_know_of_it_stands_on_it(client):
    assert "Retired on" in body(client, PracticeFactory(state="retired"))
    assert "takes no more messages" in body(client, PracticeFactory(state="retired"))
    assert "from public sources" in body(client, PracticeFactory(state="published", from_public_sources=True))
    client.force_login(UserFactory(organisation=OrganisationFactory()))
    page = body(client, PracticeFactory(state="published", revision__visibility="staff"))
    assert "Who may read this: Signed-in staff of any organisation." in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.django_db
def test_it_is_there_for_whom_the_page_is_and_for_nobody_else(client):
    for practice in (
        PracticeFactory(state="published", revision__visibility="organisation"),
        PracticeFactory(state="withheld"),
        PracticeFactory(state="in_review"),
    ):
        body(client, practice, status=404)
    withheld = PracticeFactory(state="withheld")
    client.force_login(ModeratorFactory())
    assert "Do not pass it on." in body(client, withheld)
