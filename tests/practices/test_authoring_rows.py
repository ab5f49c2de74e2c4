"""Repeating parts: rows are added and removed by buttons, and come back as they were stored."""

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.forms import rows
from practices.forms.base import SectionForm
from practices.forms.rows import PARTS, cell_name, changed_rows
from practices.models import Practice, Revision
from practices.sections import SECTION_OF
from tests.factories import PracticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    return PracticeFactory(revision__steps=[])


@pytest.fixture
def page(client, practice):
    client.force_login(practice.authorships.get().user)
    return reverse("edit_section", args=[practice.slug, "model"])


def base(client, page):
    return client.get(page).context["form"]["base"].value()


def steps_on(response):
    form = response.context["form"]
    return [form[cell_name("steps", number, "text")].value() or "" for number in form.numbers["steps"]]


TWO_STEPS = {"what_we_do": "We ring.", "steps-0-text": "Ring", "steps-1-text": "Visit"}


def test_a_new_write_up_offers_three_empty_steps(client, page):
    assert steps_on(client.get(page)) == ["", "", ""]


def test_adding_a_row_keeps_what_was_typed_and_saves_it(client, page, practice):
    answer = client.post(page, {"base": base(client, page), **TWO_STEPS, "row": "add:steps"})
    assert answer.status_code == 200
    assert steps_on(answer) == ["Ring", "Visit", ""]
    assert [step["text"] for step in practice.revisions.get().steps] == ["Ring", "Visit"]
    assert "Saved at" in answer.content.decode()


def test_after_adding_a_row_the_page_can_be_saved_again(client, page, practice):
    added = client.post(page, {"base": base(client, page), **TWO_STEPS, "row": "add:steps"})
    again = added.context["form"]["base"].value()
    assert client.post(page, {"base": again, **TWO_STEPS, "steps-2-text": "Note"}).status_code == 302
    assert [step["text"] for step in practice.revisions.get().steps] == ["Ring", "Visit", "Note"]


def test_the_button_that_adds_a_row_jumps_to_it(client, page):
    assert 'formaction="#id_steps-3-text"' in client.get(page).content.decode()


def test_removing_a_row_takes_just_that_one(client, page, practice):
    typed = {**TWO_STEPS, "steps-2-text": "Note", "row": "remove:steps:1"}
    answer = client.post(page, {"base": base(client, page), **typed})
    assert steps_on(answer) == ["Ring", "Note"]
    assert [step["text"] for step in practice.revisions.get().steps] == ["Ring", "Note"]


def test_a_row_that_is_not_finished_does_not_stand_in_the_way_of_adding_one(client, practice):
    client.force_login(practice.authorships.get().user)
    page = reverse("edit_section", args=[practice.slug, "outcomes"])
    answer = client.post(page, {"base": base(client, page), "outcomes-0-measure": "Survey", "row": "add:outcomes"})
    assert answer.status_code == 200
    assert "There is a problem" not in answer.content.decode()
    assert practice.revisions.get().outcomes[0]["measure"] == "Survey"


def test_the_enter_key_saves_rather_than_removes_a_row(client, page):
    """Browsers press the first submit button of a form when somebody presses Enter in a field."""
    text = client.get(page).content.decode()
    form = text[text.index("data-autosave") :]
    assert form.index("Save and continue</button>") < form.index('value="remove:steps:0"')


def test_there_is_an_end_to_adding_rows(client, practice):
    client.force_login(practice.authorships.get().user)
    page = reverse("edit_section", args=[practice.slug, "fit"])
    typed = {cell_name("used_correctly", number, "text"): f"Sign {number}" for number in range(7)}
    answer = client.post(page, {"base": base(client, page), **typed, "row": "add:used_correctly"})
    assert len(answer.context["form"].numbers["used_correctly"]) == 7
    assert "add:used_correctly" not in answer.content.decode()


def test_rows_beyond_the_end_are_not_stored(client, practice):
    client.force_login(practice.authorships.get().user)
    page = reverse("edit_section", args=[practice.slug, "fit"])
    typed = {cell_name("used_correctly", number, "text"): f"Sign {number}" for number in range(9)}
    client.post(page, {"base": base(client, page), **typed})
    assert len(practice.revisions.get().used_correctly) == 7


@pytest.mark.parametrize(
    "pressed", ["", "add:", "add:title", "remove:nothing:1", "shuffle:steps", "remove:steps:99999"]
)
def test_a_button_that_the_page_does_not_have_is_no_button(pressed):
    assert changed_rows(QueryDict(f"steps-0-text=Ring&row={pressed}")) is None


def test_every_repeating_part_of_the_model_has_its_rows_described():
    json_lists = {field.name for field in Revision._meta.get_fields() if field.get_internal_type() == "JSONField"}
    assert PARTS.keys() == json_lists - {"sources"}


# What people type, as forms clean it: no control characters, no blank ends, one space between words.
texts = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=30).map(lambda text: " ".join(text.split()))
words = texts.filter(bool)


def row_of(part):
    cells = {}
    for key, field in PARTS[part].cells.base_fields.items():
        if hasattr(field, "choices"):
            cells[key] = st.sampled_from([value for value, _label in field.choices])
        elif key == "safeguarding":
            cells[key] = st.booleans()
        elif key == "url":
            cells[key] = st.sampled_from(["", "https://www.council.example/form"])
        else:
            cells[key] = words if key == PARTS[part].main else texts
    return st.fixed_dictionaries(cells)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_rows_that_are_stored_drawn_and_sent_back_are_the_same_rows(data):
    part = data.draw(st.sampled_from(sorted(PARTS)))
    stored = data.draw(st.lists(row_of(part), max_size=min(PARTS[part].limit, 6)))
    sent = sent_by_a_browser(form_for(part, stored), part)
    assert form_for(part, stored, sent).values()[part] == stored


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_row_that_is_added_and_removed_again_leaves_the_others_as_they_were(data):
    part = data.draw(st.sampled_from(sorted(PARTS)))
    stored = data.draw(st.lists(row_of(part), min_size=1, max_size=PARTS[part].limit - 1).filter(bool))[:2]
    sent = sent_by_a_browser(form_for(part, stored), part)
    sent["row"] = f"add:{part}"
    added = changed_rows(sent)
    added["row"] = f"remove:{part}:{rows.rows_in(added, part)[-1]}"
    removed = changed_rows(added)
    assert form_for(part, stored, removed).values()[part] == stored


def form_for(part, stored, data=None):
    """The form of a section that asks for nothing but this part; it needs no database."""
    practice = Practice(draft_revision=Revision(**{part: stored}))
    asks_one_part = type("AsksOnePart", (SectionForm,), {"section": SECTION_OF[part], "order": (part,)})
    return asks_one_part(data, practice=practice, user=None, half_done=True)


def sent_by_a_browser(form, part):
    sent = QueryDict(mutable=True)
    for row in form.repeating(part).rows:
        for field in row.fields:
            value = field.value()
            if value is True:
                sent[field.html_name] = "on"
            elif value is not False:
                sent[field.html_name] = value or ""
    return sent
