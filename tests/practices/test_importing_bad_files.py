"""Files that nobody can read, or that nobody should: each gets a message that says what to do, and leaves nothing."""

import io
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings as hub
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench import imports as bench
from practices.imports import word
from practices.imports.archive import MOST_BYTES
from practices.imports.matching import sort
from practices.imports.refusals import NotReadable, Why
from practices.models import HandledForm, Practice
from tests import hostile_files
from tests.factories import UserFactory
from tests.hostile_files import BAD_FILES, HOSTILE_TEXTS

MOST_MEMORY_MB = 100
often = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


def read(data):
    """What the page does with a file."""
    return sort(word.read(data))


def upload(client, data, name="write-up.docx"):
    file = io.BytesIO(data)
    file.name = name  # as it is: what Django has for uploads refuses names that a browser may send
    return client.post(reverse("import_text"), {"file": file})


@pytest.fixture
def author_client(client):
    client.force_login(UserFactory())
    return client


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_the_message_that_says_what_to_do(name):
    make, why = BAD_FILES[name]
    with pytest.raises(NotReadable) as refusal:
        read(make())
    assert refusal.value.why == why


def test_each_message_is_tried():
    assert {why for _make, why in BAD_FILES.values()} == set(Why)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in BAD_FILES if name not in ("50 MB", "empty")])
def test_the_page_says_so_and_nothing_is_stored(author_client, tmp_path, monkeypatch, name):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    make, why = BAD_FILES[name]
    answer = upload(author_client, make())
    assert answer.status_code == 400
    assert answer.context["form"].errors == {"file": [why.label]}
    assert not Practice.objects.exists()
    assert not HandledForm.objects.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_an_empty_file_is_told_apart_from_none(author_client):
    assert upload(author_client, b"").context["form"].errors == {"file": [Why.EMPTY.label]}
    none = author_client.post(reverse("import_text"), {"text": ""})
    assert none.context["form"].errors == {"file": ["Choose a Word file, or paste the text"]}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells what a program has used at most")
def test_no_bad_file_takes_much_memory(tmp_path):
    """All of them one after the other in one program: its peak is that of the worst."""
    paths = [tmp_path / str(number) for number in range(len(BAD_FILES))]
    for path, (make, _why) in zip(paths, BAD_FILES.values(), strict=True):
        path.write_bytes(make())
    rows = bench.read(paths)
    assert [answer for answer, _milliseconds, _megabytes in rows] == [why.value for _make, why in BAD_FILES.values()]
    assert rows[-1][2] < MOST_MEMORY_MB


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_a_long_text_of_one_pattern_takes_no_minutes(name):
    """Pasted or in a file, and into a field of each kind. The processor’s time is what the system limits."""
    finished = subprocess.run(
        [sys.executable, "-c", READ_TEXT], input=HOSTILE_TEXTS[name], text=True, check=False, capture_output=True
    )
    assert finished.returncode == 0, finished.stderr


READ_TEXT = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "HUB_DEMO": "1"}
import django
django.setup()
from contextlib import suppress
from xml.sax.saxutils import escape
from practices.forms.filling import filled
from practices.imports import pasted, word
from practices.imports.matching import sort
from practices.imports.pieces import Piece
from practices.imports.refusals import NotReadable
from tests.hostile_files import saying
text = sys.stdin.read()
with suppress(NotReadable):
    sort(pasted.read(text))
with suppress(NotReadable):
    sort(word.read(saying(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>")))
for field in ("problem", "team", "contact_email", "outcomes", "partners", "links"):
    filled([Piece(text, text, field)])
"""


# What is too large is turned away before it is read


class Unread(io.BytesIO):
    def read(self, *args):
        raise AssertionError("the body was read")


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "most"), [("import_text", 11_500_000), ("practice_new", 1_500_000)])
def test_a_body_that_is_too_large_is_turned_away_unread(author_client, route, most):
    answer = author_client.generic(
        "POST",
        reverse(route),
        content_type="multipart/form-data; boundary=b",
        **{"CONTENT_LENGTH": str(most + 1), "wsgi.input": Unread()},
    )
    assert answer.status_code == 413
    assert "nothing was saved" in answer.content.decode()


@pytest.mark.django_db
def test_an_address_that_leads_nowhere_takes_no_more_than_any_other(author_client):
    answer = author_client.generic("POST", "/no/such/page/", **{"CONTENT_LENGTH": "2000000", "wsgi.input": Unread()})
    assert answer.status_code == 413


@pytest.mark.django_db
def test_a_file_of_a_little_more_than_the_limit_gets_its_own_message(author_client, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    answer = upload(author_client, b"PK" + b"\0" * MOST_BYTES)
    assert answer.context["form"].errors == {"file": [Why.TOO_LARGE.label]}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_a_body_that_states_no_length_is_not_read(author_client):
    """As a server hands on what comes in chunks: Django reads what was stated, so nothing."""
    page = author_client.get(reverse("import_text"))
    answer = author_client.generic(
        "POST",
        page.request["PATH_INFO"],
        content_type="multipart/form-data; boundary=b",
        **{"CONTENT_LENGTH": "", "wsgi.input": Unread()},
    )
    assert answer.status_code == 400
    assert not Practice.objects.exists()


@pytest.mark.django_db
def test_a_file_from_a_visitor_is_not_looked_at():
    answer = upload(Client(), hostile_files.good())
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse(hub.LOGIN_URL))


# Whatever the bytes are


@often
@given(st.binary(max_size=3000))
def test_any_bytes_are_read_or_refused(data):
    _read_or_refused(data)
    _read_or_refused(b"PK\x03\x04" + data)


def changed(data):
    """Strategy: the bytes with a few of them changed, taken out or put in."""
    change = st.tuples(st.integers(0, len(data)), st.integers(0, 40), st.binary(max_size=40))

    def apply(changes):
        result = data
        for start, length, put_in in changes:
            result = result[:start] + put_in + result[start + length :]
        return result

    return st.lists(change, min_size=1, max_size=4).map(apply)


@often
@given(changed(hostile_files.good()))
def test_a_file_that_was_damaged_anywhere_is_read_or_refused(data):
    _read_or_refused(data)


def xml_of(name):
    with ZipFile(io.BytesIO(hostile_files.good())) as archive:
        return archive.read(name)


PARTS = ("word/document.xml", "word/styles.xml", "word/numbering.xml", "_rels/.rels", "[Content_Types].xml")


@often
@given(st.sampled_from(PARTS).flatmap(lambda name: st.tuples(st.just(name), changed(xml_of(name)))))
def test_a_file_whose_xml_was_changed_is_read_or_refused(change):
    name, xml = change
    parts = {part: xml_of(part) for part in [*PARTS, "word/_rels/document.xml.rels"]}
    _read_or_refused(hostile_files.package(parts | {name: xml}))


ELEMENTS = "p r t tbl tr tc hyperlink ins del sdt sdtContent pPr rPr numPr pStyle fldChar instrText drawing txbxContent"
elements = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_characters="<&\0", exclude_categories=["Cc", "Cs"]), max_size=8),
    lambda inner: st.builds(
        "<w:{0}>{1}</w:{0}>".format, st.sampled_from(ELEMENTS.split()), st.lists(inner, max_size=4).map("".join)
    ),
    max_leaves=30,
)


@often
@given(st.lists(elements, max_size=8).map("".join))
def test_elements_of_word_in_any_order_are_read_or_refused(body):
    _read_or_refused(hostile_files.saying(body))


@pytest.mark.django_db
@often
@given(st.one_of(st.binary(max_size=500), changed(hostile_files.good())), st.text(max_size=30))
def test_no_upload_is_an_error_of_ours(author_client, data, name):
    author_client.raise_request_exception = False
    answer = upload(author_client, data, name=name or "x")
    assert answer.status_code in (200, 400)
    assert not Practice.objects.exists()


def _read_or_refused(data):
    """Anything else that is raised fails the test."""
    with suppress(NotReadable):
        assert read(data)
