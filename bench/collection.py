"""Judged collections in BEIR's layout: documents, queries, and the grades that somebody gave (qrels).

corpus.jsonl has `_id`, `title` and `text`, queries.jsonl `_id` and `text`; qrels/test.tsv has the query's id, the
document's id and the grade. Read as a stream, since a collection may have millions of documents.
"""

import json
from dataclasses import dataclass

# Characters of a title, and of a text, that every engine is given. PostgreSQL keeps a tsvector below 1 MB, in
# whatever script, and the place of no word after the 16,383rd, which is about where so much English ends.
LONGEST_TITLE, LONGEST_TEXT = 1_000, 100_000


class BadCollection(Exception):
    """What is wrong with it, in one line."""


@dataclass(frozen=True, slots=True)
class Document:
    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Judged:
    """Queries by their ids, and for each the grades of documents by theirs."""

    name: str
    queries: dict[str, str]
    grades: dict[str, dict[str, int]]


def read_documents(folder):
    """Each document once: of those with the same id, the first."""
    seen = set()
    for row in _rows(folder / "corpus.jsonl"):
        title, text = clean(row.get("title")), clean(row.get("text"))
        document = Document(row["_id"], title[:LONGEST_TITLE], text[:LONGEST_TEXT])
        if document.id not in seen:
            seen.add(document.id)
            yield document


def read_judged(folder, qrels="test.tsv", name=None):
    """The queries that have judgements; the others can tell nothing."""
    grades = _grades(folder / "qrels" / qrels)
    queries = {row["_id"]: clean(row.get("text")) for row in _rows(folder / "queries.jsonl") if row["_id"] in grades}
    if not queries:
        raise BadCollection(f"No query of {folder / 'queries.jsonl'} has a judgement in qrels/{qrels}.")
    return Judged(name or folder.resolve().name, queries, {about: grades[about] for about in queries})


def clean(text):
    """The text as PostgreSQL and the others can take it: no NULs, and no halves of a character."""
    return str(text or "").replace("\0", " ").encode("utf-8", "replace").decode()


def _rows(path):
    for number, line in _lines(path):
        try:
            row = json.loads(line)
            row["_id"] = str(row["_id"])
        except (ValueError, LookupError, TypeError) as error:
            raise BadCollection(f"{path}, line {number}: not a JSON object with an _id.") from error
        yield row


def _grades(path):
    grades = {}
    for number, line in _lines(path):
        try:
            about, document, grade = line.split("\t")
            # Of two grades for the same, the last counts, as with BEIR's own reader.
            grades.setdefault(about, {})[document] = int(float(grade))
        except ValueError as error:
            if number > 1:  # the first line may name the columns
                raise BadCollection(f"{path}, line {number}: not a query, a document and a grade.") from error
    return grades


def _lines(path):
    """(its number, the line) of each line that is not blank; only a line feed ends one, whatever an id holds."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except OSError as error:
        raise BadCollection(f"{path} cannot be read: {error.strerror}.") from error
