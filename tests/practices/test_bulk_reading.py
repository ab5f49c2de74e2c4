"""Reading a file of many write-ups: whatever it holds, each row is read or refused by name."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.bulk import reading
from practices.bulk.fields import columns, meant_by
from practices.bulk.mapping import FieldMapping, guess, read_mapping
from practices.bulk.problems import BadFile
from practices.bulk.reading import Row, read


def rows(data, name="file.csv"):
    return read(data, name).rows


def refusal(data, name="file.csv"):
    with pytest.raises(BadFile) as refused:
        read(data, name)
    return str(refused.value)


@pytest.mark.parametrize(
    "data",
    [
        b"title,text\nHuddle,We meet\n",
        b"\xef\xbb\xbftitle;text\r\nHuddle;We meet\r\n",
        b"title\ttext\rHuddle\tWe meet",
        b'"title","text",,\n\n"Huddle","We meet",,\n,,,\n',
    ],
)
def test_a_table_is_read_whatever_a_spreadsheet_puts_between_its_cells(data):
    [row] = rows(data)
    assert (row.cells, row.problem) == ({"title": "Huddle", "text": "We meet"}, "")


def test_rows_have_the_number_of_the_line_on_which_they_begin():
    data = b'title,text\r\nOne,"two\r\nlines"\r\n\r\nTwo,=1+1\r\n'
    assert rows(data) == [
        Row(2, {"title": "One", "text": "two\r\nlines"}),
        Row(5, {"title": "Two", "text": "=1+1"}),  # what a spreadsheet would reckon is text here
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The first line has to name the columns."),
        (b"\n\n", "The first line has to name the columns."),
        (b"title,text\n", "There are no rows in this file."),
        (b"title,,text\na,b,c", "Line 1: Column 2 has no name in the first line."),
        (b"title,text,title\na,b,c", "Line 1: Two columns are named “title”."),
        (b"title,text\nOne,a\nTwo,caf\xe9\n", "Line 3: This is not UTF-8."),
        ("title\nOne".encode("utf-16"), "This is not UTF-8. Save the file as “CSV UTF-8”, and choose that."),
        (b'title,text\nOne,"never\nclosed\n', "Line 2: A quotation mark that opens here is never closed."),
        (b'title,text\nOne,"a" b\n', "Line 2: A quotation mark stands inside a cell."),
        (b"title,text\nOne," + b"x" * 10_000_000, "Line 2: A cell that begins here is longer than anything"),
        (b",".join(b"c%d" % number for number in range(201)) + b"\n" + b"," * 200 + b"x", "more than 200 columns"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_line(data, message):
    assert message in refusal(data)


def test_a_file_of_another_kind_is_refused_by_its_name():
    assert refusal(b"title\nOne", "file.xlsx") == "The name of the file has to end in .csv or .jsonl."


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    assert "Divide it." in refusal(b"title\nHuddle")
    monkeypatch.undo()
    monkeypatch.setattr(reading, "MOST_ROWS", 1)
    assert refusal(b"title\nOne\nTwo") == "Line 3: This file has more than 1 rows. Divide it."


@pytest.mark.parametrize(
    ("data", "name", "problem"),
    [
        (b"title,text\nOne\n", "f.csv", "This row has 1 cells, and the first line names 2 columns."),
        (b"title,text\nOne,a,b\n", "f.csv", "This row has 3 cells, and the first line names 2 columns."),
        (b"title,text\nOne,a\x00b\n", "f.csv", "A cell has a character in it that no text may have."),
        (b"title\n" + b"x" * 100_001, "f.csv", "A cell is longer than anything a write-up holds."),
        (b'{"title": "One"\n', "f.jsonl", "This line is not JSON."),
        (b"[" * 100_000, "f.jsonl", "This line is not JSON."),
        (b'{"n": ' + b"1" * 5000 + b"}", "f.jsonl", "This line is not JSON."),
        (b'["One"]', "f.jsonl", "This line is not a JSON object with a name for each cell."),
        (b'{"title": "a\\u0000b"}', "f.jsonl", "A cell has a character in it that no text may have."),
        (b'{"title": "a\\ud800b"}', "f.jsonl", "A cell has a character in it that no text may have."),
        (b'{"a": [[1]]}', "f.jsonl", "A cell holds more than a text, a number, or a list of texts or rows."),
        (b'{"a": {"b": 1}}', "f.jsonl", "A cell holds more than a text, a number, or a list of texts or rows."),
        (b'{"a": "' + b"x" * 100_001 + b'"}', "f.jsonl", "A cell is longer than anything a write-up holds."),
    ],
)
def test_a_row_that_is_wrong_by_itself_keeps_no_other_from_being_read(data, name, problem):
    [row] = rows(data, name)
    assert row.problem == problem


def test_json_lines_keep_their_lists_and_rows():
    data = '{"title": "One", "steps": [{"text": "Meet"}]}\r\n\n{"title": "Two\u2028more", "n": 3}\n'.encode()
    sheet = read(data, "file.JSONL")
    assert sheet.columns == ("title", "steps", "n")
    assert [(row.line, row.cells["title"]) for row in sheet.rows] == [(1, "One"), (3, "Two\u2028more")]


@given(st.binary(max_size=300), st.sampled_from(["file.csv", "file.jsonl", "file"]))
def test_any_bytes_are_read_or_refused(data, name):
    with suppress(BadFile):
        assert read(data, name).rows


@given(st.text(max_size=200), st.sampled_from(["file.csv", "file.jsonl"]))
def test_any_text_is_read_or_refused(text, name):
    with suppress(BadFile):
        assert read(text.encode("utf-8", "surrogatepass"), name).rows


# Which column is which field


def test_the_page_about_importing_names_every_field():
    chapter = Path("docs/import.md").read_text().partition("# Importing many write-ups")[2]
    table = chapter.partition("| Fields | In a cell |")[2].partition("## A mapping file")[0]
    named = {name for row in table.splitlines() for name in re.findall("`([a-z_]+)`", row.partition(" | ")[0])}
    assert named == set(columns())


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("title", "title"),
        ("What_We_Do", "what_we_do"),
        ("Whom is it about?", "sector"),
        ("Background", "problem"),
        ("Ref", "source_ref"),
        ("Text", "text"),
        ("Keywords", "topics"),
        ("Organisation", "organisation"),
        ("Likes", None),
    ],
)
def test_a_column_is_known_by_its_name_its_label_or_as_a_heading(heading, field):
    assert meant_by(heading) == field


def test_of_two_columns_that_seem_to_be_one_field_the_first_is_it():
    assert guess(["Aims", "Background", "Title"]) == {"Aims": "problem", "Title": "title"}


MAPPING = b"""
rest = "what_we_do"
[columns]
"Idea" = "title"
"Story" = "text"
"Likes" = ""
[constants]
sector = "adults"
topics = ["Reablement"]
[separators]
who_for = "/"
"""


def test_a_mapping_file_says_what_is_what():
    mapping = read_mapping(MAPPING, "mapping.toml").with_columns_of(["Idea", "Story", "Likes", "Summary"])
    assert mapping.by_field == {"title": "Idea", "text": "Story", "summary": "Summary"}
    assert mapping.rest == "what_we_do"
    same = b'{"columns": {"Idea": "title"}, "separators": {"places": ","}}'
    assert read_mapping(same, "mapping.json").separators == {"places": ","}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"columns = [", "The mapping file is neither TOML nor JSON"),
        (b"\xff", "The mapping file is neither TOML nor JSON"),
        (b"colums = 1", "The mapping file has “colums”, which means nothing."),
        (b"columns = 1", "“columns” in the mapping file is not a table."),
        (b'columns = {Idea = "titel"}', "“titel” in the mapping file is no field that can be filled in so."),
        (b"columns = {Idea = 3}", "“3” in the mapping file is no field that can be filled in so."),
        (b'constants = {title = "One"}', "“title” in the mapping file is no field that can be filled in so."),
        (b'separators = {title = ","}', "“title” holds one value, so nothing stands between several."),
        (b'separators = {who_for = ""}', "“who_for” holds one value, so nothing stands between several."),
        (b'rest = "title"', "“title” in the mapping file is no field that can be filled in so."),
        (b"rest = []", "“[]” in the mapping file is no field that can be filled in so."),
        (b"#" * 100_001, "The mapping file is too large."),
    ],
)
def test_a_mapping_file_that_means_nothing_is_refused(data, message):
    with pytest.raises(BadFile) as refused:
        read_mapping(data, "mapping.toml")
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("columns", "found", "message"),
    [
        ({"Idea": "summary"}, ["Title"], "The mapping names a column “Idea”, which the file has not."),
        ({}, ["Title", "Likes"], "“Likes” is no field. Say which it is, or that it is left out."),
        ({"A": "title", "B": "title"}, ["A", "B"], "Two columns are said to be “title”."),
        ({}, ["Summary"], "No column is the title."),
    ],
)
def test_columns_that_do_not_fit_the_file_are_refused(columns, found, message):
    with pytest.raises(BadFile) as refused:
        FieldMapping(columns).with_columns_of(found)
    assert str(refused.value) == message


@given(st.binary(max_size=200), st.sampled_from(["mapping.toml", "mapping.json"]))
def test_any_bytes_are_a_mapping_or_refused(data, name):
    with suppress(BadFile):
        read_mapping(data, name)
