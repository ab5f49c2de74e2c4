"""Files that nobody can read, or that nobody should: each gets a message that says what to do, and leaves nothing."""

import io
import json
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings as hub
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practices.imports import word
from practices.imports.archive import MOST_BYTES
from practices.imports.matching import sort
from practices.imports.refusals import NotReadable, Why
from practices.models import HandledForm, Practice
from tests import hostile_files
from tests.factories import UserFactory
from tests.hostile_files import BAD_FILES

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
    return client.post(reverse("import_text"), {"file": SimpleUploadedFile(name, data)})


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
    """All of them one after the other in a process of its own: its peak is that of the worst."""
    for number, (make, _why) in enumerate(BAD_FILES.values()):
        (tmp_path / str(number)).write_bytes(make()[: MOST_BYTES + 1])
    finished = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)], capture_output=True, text=True, check=True, timeout=120
    )
    assert json.loads(finished.stdout)["megabytes"] < MOST_MEMORY_MB


MEASURE = """
import json, sys
from pathlib import Path
import django
from django.conf import settings
settings.configure()
django.setup()
from practices.imports import word
from practices.imports.matching import sort
from practices.imports.refusals import NotReadable
def peak():
    # Of this program alone: what the kernel counts as a process's usage begins with that of its parent.
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1000
before = peak()
for path in Path(sys.argv[1]).iterdir():
    try:
        sort(word.read(path.read_bytes()))
    except NotReadable:
        continue
    raise SystemExit(f"{path} was read")
print(json.dumps({"megabytes": peak() - before}))
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
