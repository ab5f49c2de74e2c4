"""Bringing in a text: the page that takes it, the page that shows what went where, and the draft."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from practice_hub import kept_text
from practices.models import Practice, Revision, SectionSave
from tests.factories import OrganisationFactory, PlaceFactory, TopicFactory, UserFactory
from tests.word_files import WRITE_UP, write_up

pytestmark = pytest.mark.django_db

PROBLEM = "People waited on the ward.\n" * 30
LONG_NOTE = f"Hold a huddle every morning\n\nBackground\n{PROBLEM}\nResults\nFewer wait."


@pytest.fixture
def author():
    return UserFactory(organisation=OrganisationFactory(name="Northbridge Council"))


@pytest.fixture
def author_client(client, author):
    client.force_login(author)
    return client


def upload(client, data):
    return client.post(reverse("import_text"), {"file": SimpleUploadedFile("Our write-up.docx", data)})


def as_drawn(page, **changes):
    """What a browser sends of the page that shows what went where."""
    form = page.context["form"]
    drawn = {}
    for bound in form:
        value = bound.value()
        names = [bound.html_name]
        if hasattr(bound.field.widget, "widgets_names"):
            names = [bound.html_name + ending for ending in bound.field.widget.widgets_names]
            value = value if isinstance(value, list) else bound.field.widget.decompress(value)
        else:
            value = [value]
        drawn |= {name: one for name, one in zip(names, value, strict=True) if one not in (None, [], "")}
    return drawn | changes


def places(page):
    """Where the pieces go, by their headings."""
    form = page.context["form"]
    return [
        (form[f"piece-{number}-heading"].value(), form[f"piece-{number}-goes_to"].value()) for number in form.numbers
    ]


def test_a_word_file_becomes_a_draft_of_its_author(author_client, author):
    page = upload(author_client, write_up())
    assert page.status_code == 200
    assert not Practice.objects.exists()  # it has only been shown
    answer = author_client.post(reverse("import_draft"), as_drawn(page))
    practice = Practice.objects.get()
    assert answer["Location"] == reverse("edit", args=[practice.slug])
    draft = practice.draft_revision
    assert {name: getattr(draft, name) for name in WRITE_UP} == WRITE_UP
    assert practice.authorships.get().user == author
    assert practice.organisation.name == "Northbridge Council"
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "practice_started",
        "practice_imported",
    ]
    assert SectionSave.objects.get(section="outcomes").saved_by == author


def test_what_the_file_says_of_place_and_topic_is_ticked(author_client):
    PlaceFactory(short_name="Northbridge")
    TopicFactory(name="Hospital discharge")
    page = upload(author_client, write_up())
    author_client.post(reverse("import_draft"), as_drawn(page))
    draft = Revision.objects.get()
    assert [place.short_name for place in draft.places.all()] == ["Northbridge"]
    assert [topic.name for topic in draft.topics.all()] == ["Hospital discharge"]


def test_what_the_file_has_answered_is_folded_and_the_rest_is_asked(author_client):
    PlaceFactory(short_name="Northbridge")
    page = upload(author_client, write_up("Status", "Setting"))
    answers = {question.field.name: question.answer for question in page.context["form"].asked()}
    assert answers == {
        "sector": "Adults",
        "who_for": "Older people, Unpaid carers",
        "setting": "",
        "places": "Northbridge",
        "stage": "",
        "started": "",
        "topics": "",
    }
    # An answer that came back with a mistake stands open.
    again = author_client.post(reverse("import_draft"), as_drawn(page, title="", sector="nobody"))
    assert not next(question.answer for question in again.context["form"].asked() if question.field.name == "sector")


def test_a_place_that_the_hub_does_not_know_goes_to_the_notes(author_client):
    page = upload(author_client, write_up())
    author_client.post(reverse("import_draft"), as_drawn(page))
    assert "Northbridge" in Revision.objects.get().notes


@pytest.mark.parametrize("fact", ["Start date: May 2999", "Setting: a lighthouse", "Sector: adults, children"])
def test_an_answer_that_none_of_the_choices_is_goes_to_the_notes(author_client, fact):
    page = author_client.post(reverse("import_text"), {"text": f"Hold a huddle\n\n{fact}"})
    author_client.post(reverse("import_draft"), as_drawn(page))
    question, answer = fact.split(": ")
    draft = Revision.objects.get()
    assert draft.notes == f"**{question}**\n\n{answer}"
    assert (draft.started, draft.setting, draft.sector) == (None, [], "")


def test_a_piece_can_be_moved_changed_and_left_out(author_client):
    text = "Hold a huddle\n\nBackground\n\nPeople waited.\n\nNext steps\n\nWeekends.\n\nAppendix\n\nForms."
    page = author_client.post(reverse("import_text"), {"text": text})
    assert places(page) == [("Background", "problem"), ("Next steps", "notes"), ("Appendix", "notes")]
    moved = {"piece-1-goes_to": "did_not_work", "piece-1-text": "We lack weekends.", "piece-2-text": ""}
    author_client.post(reverse("import_draft"), as_drawn(page, **moved))
    draft = Revision.objects.get()
    assert draft.did_not_work == "**Next steps**\n\nWe lack weekends."
    assert draft.problem == "People waited."
    assert draft.notes == ""


def test_the_page_says_under_which_heading_each_text_stood(author_client):
    page = upload(author_client, write_up()).content.decode()
    for heading in ("1. Background and aims", "Lessons learned", "Next steps"):
        assert f"“{heading}”" in page
    assert page.index("“Lessons learned”") < page.index("What found no place") < page.index("“Next steps”")


def test_a_text_without_a_title_asks_for_one_and_keeps_everything(author_client):
    page = author_client.post(reverse("import_text"), {"text": "Background:\n\nPeople waited."})
    answer = author_client.post(reverse("import_draft"), as_drawn(page))
    assert answer.status_code == 400
    assert answer.context["form"].errors == {"title": ["Enter a title, so that you can find this again"]}
    assert "People waited." in answer.content.decode()
    assert not Practice.objects.exists()
    author_client.post(reverse("import_draft"), as_drawn(answer, title="Hold a huddle"))
    assert Revision.objects.get().problem == "People waited."


def test_a_double_click_makes_one_draft(author_client):
    sent = as_drawn(upload(author_client, write_up()))
    first, second = (author_client.post(reverse("import_draft"), sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Practice.objects.count() == 1


def test_what_came_back_is_more_than_notes_can_hold(author_client):
    sent = {"key": uuid4(), "title": "Hold a huddle"}
    for number in range(3):
        sent |= {f"piece-{number}-text": "Words. " * 7000, f"piece-{number}-goes_to": "notes"}
    answer = author_client.post(reverse("import_draft"), sent)
    assert answer.status_code == 400
    assert "more than a write-up can hold" in answer.content.decode()
    assert not Practice.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"piece-0-text": "Words.", "piece-0-goes_to": "contact_deputy"},
        {"piece-0-text": "Words.", "piece-0-goes_to": "no_such_field"},
        {"piece-0-text": "Words."},
        {"sector": "nobody"},
        {"started_month": "13", "started_year": "2020"},
    ],
)
def test_what_the_page_did_not_offer_is_refused(author_client, sent):
    answer = author_client.post(reverse("import_draft"), {"key": uuid4(), "title": "Hold a huddle", **sent})
    assert answer.status_code == 400
    assert not Practice.objects.exists()


def test_the_draft_is_its_authors_alone(author_client):
    author_client.post(reverse("import_draft"), as_drawn(upload(author_client, write_up())))
    address = reverse("edit", args=[Practice.objects.get().slug])
    for person in (UserFactory(is_moderator=True), UserFactory(manages=Practice.objects.get().organisation)):
        other = Client()
        other.force_login(person)
        assert other.get(address).status_code == 404


# A session that ends


def signed_out(client):
    client.logout()
    return client


def ticket(user, path, back):
    return {kept_text.FIELD: kept_text.ticket(user, path, back)}


def test_a_pasted_text_comes_back_after_signing_in_and_a_file_is_asked_for_again(author_client, author):
    address = reverse("import_text")
    sent = {"text": "Background\n\nPeople waited.", "file": SimpleUploadedFile("a.docx", write_up())}
    answer = signed_out(author_client).post(address, sent | ticket(author, address, address))
    assert answer.status_code == 302
    author_client.force_login(author)
    page = author_client.get(address).content.decode()
    assert "People waited." in page
    assert "a file could not be kept, so choose it once more" in page


def test_a_sorted_text_comes_back_after_signing_in(author_client, author):
    sent = as_drawn(upload(author_client, write_up()), summary="Words of mine.")
    address = reverse("import_draft")
    answer = signed_out(author_client).post(address, sent | ticket(author, address, address))
    assert answer.status_code == 302
    author_client.force_login(author)
    page = author_client.get(address)
    assert "Words of mine." in page.content.decode()
    assert "We kept what you typed" in page.content.decode()
    author_client.post(address, as_drawn(page))
    assert Revision.objects.get().summary == "Words of mine."
    assert author_client.get(address).status_code == 302  # it is no longer kept


def test_the_page_carries_tickets_that_lead_back_to_where_the_text_can_be_shown(author_client, author):
    address = reverse("import_draft")
    for page in (
        upload(author_client, write_up()),
        author_client.post(reverse("practice_new"), {"sort": "yes", "problem": LONG_NOTE}),
    ):
        drawn = page.content.decode()
        carried = drawn.split(f'name="{kept_text.FIELD}" value="')[1].split('"')[0]
        answer = Client().post(address, {kept_text.FIELD: carried, "title": "Words."})
        assert answer["Location"] == f"{reverse('account_login')}?next={address}"


# A long text in the first note


def note(**said):
    return {"key": uuid4(), "title": "Hold a huddle", "problem": "", "summary": ""} | said


def test_a_long_note_is_offered_to_be_sorted_and_nothing_is_saved_yet(author_client):
    answer = author_client.post(reverse("practice_new"), note(problem=LONG_NOTE))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "This looks like a whole write-up" in page
    assert LONG_NOTE.splitlines()[-1] in page
    assert not Practice.objects.exists()


def test_a_long_note_can_be_saved_as_it_is(author_client):
    answer = author_client.post(reverse("practice_new"), note(problem=LONG_NOTE, as_it_is="yes"))
    assert answer.status_code == 302
    assert Revision.objects.get().problem == LONG_NOTE


@pytest.mark.parametrize("problem", ["People waited.", "People waited. " * 100, "Ward.\n" * 20])
def test_a_note_that_is_short_or_one_paragraph_is_saved_at_once(author_client, problem):
    assert author_client.post(reverse("practice_new"), note(problem=problem)).status_code == 302
    assert Practice.objects.count() == 1


def test_a_long_note_is_sorted_with_what_was_typed_beside_it(author_client):
    said = note(problem=LONG_NOTE, title="Meet every morning", summary="Ward and care meet.", sort="yes")
    page = author_client.post(reverse("practice_new"), said)
    assert page.status_code == 200
    assert page.context["form"]["title"].value() == "Meet every morning"
    assert page.context["form"]["summary"].value() == "Ward and care meet."
    # The text’s own first line is not lost to the title that was typed.
    assert places(page) == [("Background", "problem"), ("Results", "outcomes"), ("", "notes")]
    assert not Practice.objects.exists()
    author_client.post(reverse("import_draft"), as_drawn(page))
    draft = Revision.objects.get()
    assert draft.notes == "Hold a huddle every morning"
    assert draft.outcomes[0]["claim"] == "Fewer wait."


def test_a_whole_write_up_in_the_summary_is_offered_beside_the_error(author_client):
    answer = author_client.post(reverse("practice_new"), note(summary=LONG_NOTE, problem="A sentence."))
    assert answer.status_code == 400
    assert "This looks like a whole write-up" in answer.content.decode()
    page = author_client.post(reverse("practice_new"), note(summary=LONG_NOTE, problem="A sentence.", sort="yes"))
    assert places(page)[0] == ("", "problem")


def test_a_note_too_long_to_be_sorted_stands_there_again(author_client):
    answer = author_client.post(reverse("practice_new"), note(problem="Words of mine.\n" * 5000, sort="yes"))
    assert answer.status_code == 400
    assert "Words of mine." in answer.content.decode()
    assert "more than any write-up would" in answer.content.decode()
