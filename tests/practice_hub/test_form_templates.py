"""One field template wires label, hint, error and summary for every widget; read as a screen reader would."""

import html5lib
import pytest
from django import forms
from django.template.loader import render_to_string

from practice_hub.gallery import ExampleForm

ANSWERS = {
    "title": "Meet people at home",
    "email": "sam@council.example",
    "password": "a long enough password",
    "summary": "A therapist meets the person at home.",
    "stage": "running",
    "cost": "none",
    "approved_on": "27 3 2025",
    "nobody_recognisable": "on",
}


def parse(html):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(html)


def draw(form):
    return parse(str(form))


def by_id(page, wanted):
    found = [element for element in page.iter() if element.get("id") == wanted]
    assert len(found) == 1, f"{len(found)} elements have the id {wanted}"
    return found[0]


def text(element):
    return " ".join("".join(element.itertext()).split())


def described_by(page, element):
    return [text(by_id(page, name)) for name in element.get("aria-describedby", "").split()]


def controls(page, name):
    return [element for element in page.iter() if element.get("name") == name]


def test_every_control_has_a_label():
    page = draw(ExampleForm())
    labelled = {element.get("for") for element in page.iter("label")}
    for name in ExampleForm.base_fields:
        for control in controls(page, name):
            assert control.get("id") in labelled, f"{name} has no label"


def test_a_hint_describes_its_control():
    page = draw(ExampleForm())
    assert described_by(page, by_id(page, "id_title")) == ["Say what happens, not the project’s name."]


def test_an_error_describes_its_control_after_the_hint_and_marks_it_invalid():
    page = draw(ExampleForm(ANSWERS | {"email": "sam at council"}))
    email = by_id(page, "id_email")
    assert email.get("aria-invalid") == "true"
    assert described_by(page, email) == [
        "Never shown to readers.",
        "Error: Enter an e-mail address in the right form, such as name@council.example",
    ]


def test_a_group_of_choices_is_a_fieldset_whose_legend_asks_and_whose_description_holds_the_error():
    page = draw(ExampleForm(ANSWERS | {"stage": ""}))
    group = next(
        element
        for element in page.iter("fieldset")
        if text(element.find("legend")).startswith("How far has your team got?")
    )
    assert described_by(page, group) == ["Error: Choose how far your team has got"]
    # A radio button has no invalid state of its own; the group says it.
    assert all(radio.get("aria-invalid") is None for radio in controls(page, "stage"))


def test_what_was_typed_and_chosen_stays_after_an_error():
    page = draw(ExampleForm(ANSWERS | {"email": "sam at council"}))
    assert by_id(page, "id_email").get("value") == "sam at council"
    assert text(by_id(page, "id_summary")) == "A therapist meets the person at home."
    assert [radio.get("value") for radio in controls(page, "stage") if radio.get("checked") is not None] == ["running"]
    chosen = [
        option.get("value") for option in by_id(page, "id_cost").iter("option") if option.get("selected") is not None
    ]
    assert chosen == ["none"]


def test_a_password_is_never_sent_back():
    page = draw(ExampleForm(ANSWERS | {"email": "sam at council"}))
    assert by_id(page, "id_password").get("value") is None


def test_a_text_that_counts_its_characters_says_how_many_it_takes():
    page = draw(ExampleForm())
    assert "You can enter up to 300 characters" in described_by(page, by_id(page, "id_summary"))


def test_the_summary_links_each_error_to_a_control_that_is_there():
    form = ExampleForm({})
    page = parse(str(form) + render_to_string("components/error_summary.html", {"form": form}))
    links = {text(link): link.get("href") for link in page.iter("a")}
    for error, href in links.items():
        control = by_id(page, href.removeprefix("#"))
        assert control.tag in {"input", "select", "textarea"}, f"“{error}” leads to a {control.tag}"
    assert "Choose how far your team has got" in links
    assert len(links) == sum(len(errors) for errors in form.errors.values())


def test_the_summary_shows_errors_of_the_form_as_a_whole():
    class Passing(forms.Form):
        def clean(self):
            raise forms.ValidationError("Somebody else changed this while you were writing.")

    summary = render_to_string("components/error_summary.html", {"form": Passing({})})
    assert "Somebody else changed this while you were writing." in summary


def test_there_is_no_summary_for_a_form_that_is_right_or_not_yet_sent():
    for form in [ExampleForm(), ExampleForm(ANSWERS)]:
        assert render_to_string("components/error_summary.html", {"form": form}).strip() == ""


def test_an_error_message_cannot_bring_markup_with_it():
    class Echo(forms.Form):
        colour = forms.ChoiceField(choices=[("green", "Green")])

    form = Echo({"colour": "<script>alert(1)</script>"})
    assert "<script>" not in str(form) + render_to_string("components/error_summary.html", {"form": form})


@pytest.mark.parametrize(("marks_optional", "expected"), [(True, "Notes (optional)"), (False, "Notes")])
def test_a_form_may_choose_not_to_mark_what_is_optional(marks_optional, expected):
    class Notes(forms.Form):
        notes = forms.CharField(max_length=100, required=False)

    Notes.marks_optional = marks_optional
    assert text(next(draw(Notes()).iter("label"))) == expected


def test_hidden_fields_are_drawn_without_label_or_group():
    class Keyed(forms.Form):
        key = forms.CharField(max_length=36, widget=forms.HiddenInput)

    page = draw(Keyed(initial={"key": "abc"}))
    assert [element.tag for element in page] == ["input"]
    assert page[0].get("value") == "abc"


def test_grouped_choices_keep_their_groups():
    class Partners(forms.Form):
        partners = forms.MultipleChoiceField(
            choices=[("Public bodies", [("health", "Health")]), ("other", "Somebody else")],
            widget=forms.CheckboxSelectMultiple,
        )

    form = Partners({})
    page = parse(str(form) + render_to_string("components/error_summary.html", {"form": form}))
    assert "Public bodies" in text(page)
    # Browsers would ask for every box to be ticked.
    assert all(box.get("required") is None for box in controls(page, "partners"))
    assert by_id(page, next(page.iter("a")).get("href").removeprefix("#")).get("value") == "health"
