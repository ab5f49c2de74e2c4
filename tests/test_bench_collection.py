"""Collections as they come: odd ids, missing texts, repeated rows; and what is wrong with one, in one line."""

import json

import pytest

from bench.collection import LONGEST_TEXT, LONGEST_TITLE, BadCollection, Document, read_documents, read_judged

ODD = "a b\u2028'\"%s;"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "qrels").mkdir()
    write(tmp_path / "queries.jsonl", {"_id": "q1", "text": "respite"}, {"_id": "q2", "text": "nobody judged it"})
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\n")
    return tmp_path


def write(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_documents_may_lack_words_and_repeat_an_id(folder):
    rows = [{"_id": 7}, {"_id": "d1", "title": None, "text": "nul\0 \ud800"}, {"_id": "d1", "title": "again"}]
    write(folder / "corpus.jsonl", *rows)
    assert list(read_documents(folder)) == [Document("7", "", ""), Document("d1", "", "nul  ?")]


def test_texts_are_cut_where_postgresql_could_keep_no_more(folder):
    write(folder / "corpus.jsonl", {"_id": "d1", "title": "t" * 200_000, "text": "x" * 200_000})
    [document] = read_documents(folder)
    assert (len(document.title), len(document.text)) == (LONGEST_TITLE, LONGEST_TEXT)


def test_only_queries_with_judgements_are_read_and_the_last_grade_counts(folder):
    grades = f"query-id\tcorpus-id\tscore\r\nq1\t{ODD}\t1\r\nq1\t{ODD}\t2.0\r\n\r\nq1\td2\t-1\r\nunknown\td1\t1\r\n"
    (folder / "qrels" / "test.tsv").write_bytes(grades.encode())
    judged = read_judged(folder)
    assert judged.queries == {"q1": "respite"}
    assert judged.grades == {"q1": {ODD: 2, "d2": -1}}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("queries.jsonl", "respite\n", "line 1: not a JSON object with an _id"),
        ("queries.jsonl", '"respite"\n', "line 1: not a JSON object with an _id"),
        ("queries.jsonl", "", "No query of .* has a judgement"),
        ("qrels/test.tsv", "q1\td1\t1\nq1\td1\n", "line 2: not a query, a document and a grade"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(folder, name, content, said):
    (folder / name).write_text(content)
    with pytest.raises(BadCollection, match=said):
        read_judged(folder)


def test_a_folder_that_is_no_collection_is_said_to_be_none(tmp_path):
    with pytest.raises(BadCollection, match="cannot be read: No such file or directory"):
        read_judged(tmp_path)
