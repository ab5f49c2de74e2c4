from hypothesis import given
from hypothesis import strategies as st

from practices import diff

TEXT = st.text(alphabet=st.sampled_from("ab c\n.é"), max_size=60)


@given(TEXT, TEXT)
def test_the_pieces_give_both_texts_back(before, after):
    pieces = diff.words(before, after)
    assert "".join(piece.text for piece in pieces if piece.change != "added") == before
    assert "".join(piece.text for piece in pieces if piece.change != "removed") == after


def test_a_text_made_to_be_slow_gives_both_texts_back_too():
    before, after = "a " * 4000, "a b " * 2000
    pieces = diff.words(before, after)
    assert "".join(piece.text for piece in pieces if piece.change != "added") == before
    assert "".join(piece.text for piece in pieces if piece.change != "removed") == after


def test_one_changed_word_is_one_removed_and_one_added_piece():
    pieces = diff.words("We meet every Monday at nine.", "We meet every Friday at nine.")
    assert [(piece.change, piece.text.strip()) for piece in pieces if piece.change != "same"] == [
        ("removed", "Monday"),
        ("added", "Friday"),
    ]


def test_only_fields_that_differ_are_listed_in_the_order_they_are_asked():
    before = {"title": "Huddle", "problem": "Waiting", "summary": "Same"}
    after = {"problem": "Long waits", "title": "Daily huddle", "summary": "Same"}
    assert [change.field for change in diff.compare(before, after)] == ["title", "problem"]


def test_stored_choices_and_rows_read_as_words():
    before = {"stage": "trying", "steps": [{"text": "Meet", "essential": "yes"}]}
    after = {"stage": "running", "steps": [{"text": "Meet", "essential": "no"}]}
    text = {change.field: "".join(piece.text for piece in change.pieces) for change in diff.compare(before, after)}
    assert "Running" in text["stage"]
    assert "Can be changed" in text["steps"]


def test_contact_addresses_are_compared_for_those_inside_alone():
    before, after = {"contact_email": "a@council.example"}, {"contact_email": "b@council.example"}
    assert diff.compare(before, after) == []
    assert [change.field for change in diff.compare(before, after, with_private=True)] == ["contact_email"]
