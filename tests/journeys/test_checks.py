"""What counts as something new on a page, so that the browser draws it (see tests/test_every_address.py)."""

import pytest

from tests.journeys.checks import markup

LABELLED = '<label for="id_1_note">Note</label> <input id="id_1_note" name="1-note" value="a">'
PAGE = f"<body><h1>Hold a huddle</h1><form action='/a/1/'><div class='field'>{LABELLED}</div></form></body>"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<label for="id_1_note">Note</label> ', ""),
        (">Note<", "><"),
        (' for="id_1_note"', ""),
        ("<input", '<input class="wide"'),
        ("<div class='field'>", "<div>"),
        ("h1", "h3"),
        ("</form>", f"</form>{LABELLED}"),
    ],
)
def test_an_element_another_attribute_or_another_place_is_new(old, new):
    changed = PAGE.replace(old, new)
    assert changed != PAGE
    assert markup(changed) - markup(PAGE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Hold a huddle", "Ring first"),
        ("id_1_note", "id_23_note"),
        ("/a/1/", "/b/2/"),
        ('"a"', '"b"'),
        ("<form", "<!-- a note --><form"),
    ],
)
def test_other_words_numbers_and_addresses_are_not(old, new):
    changed = PAGE.replace(old, new)
    assert changed != PAGE
    assert markup(changed) == markup(PAGE)
