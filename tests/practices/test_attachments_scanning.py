"""A virus scanner, where the hub has one: what it stops is not stored, and nothing is while it does not answer."""

import logging
import socketserver
import struct
import threading

import pytest
from django.urls import reverse

from practices.attachments import scanning
from practices.attachments.refusals import NotTaken, Why
from practices.models import Attachment
from tests import attachment_files as files
from tests.factories import PracticeFactory, UserFactory
from tests.practices.test_attachments import send
from tests.world import client_of

MARK = b"what the fake finds"


class FakeClamd(socketserver.StreamRequestHandler):
    """Speaks INSTREAM as clamd does: https://docs.clamav.net/manual/Usage/Scanning.html#clamd"""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        data = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            data += self.rfile.read(length)
        self.server.seen.append(data)
        self.wfile.write(self.server.answer or (b"stream: Fake.Test FOUND\0" if MARK in data else b"stream: OK\0"))


@pytest.fixture(params=["port", "path"])
def clamd(request, tmp_path, settings):
    if request.param == "port":
        server = socketserver.TCPServer(("127.0.0.1", 0), FakeClamd)
        settings.CLAMAV_ADDRESS = f"127.0.0.1:{server.server_address[1]}"
    else:
        server = socketserver.UnixStreamServer(str(tmp_path / "clamd.sock"), FakeClamd)
        settings.CLAMAV_ADDRESS = str(tmp_path / "clamd.sock")
    server.seen, server.answer = [], b""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("size", [0, 1, scanning.CHUNK, scanning.CHUNK + 1, 300_000])
def test_the_whole_file_is_shown_to_the_scanner(clamd, settings, size):
    scanning.scan(b"x" * size, settings.CLAMAV_ADDRESS)
    assert clamd.seen == [b"x" * size]


def test_what_it_finds_is_refused(clamd, settings):
    with pytest.raises(NotTaken) as refusal:
        scanning.scan(b"x" * 100_000 + MARK, settings.CLAMAV_ADDRESS)
    assert refusal.value.why == Why.INFECTED


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"nonsense\0", b"\0", b"stream: OK and more\0"]
)
def test_an_answer_that_is_neither_yes_nor_no_counts_as_none(clamd, settings, answer):
    clamd.answer = answer
    with pytest.raises(scanning.Unreachable):
        scanning.scan(b"x", settings.CLAMAV_ADDRESS)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/no/such/socket", "nonsense", "127.0.0.1:x"])
def test_a_scanner_that_is_not_there_is_said_to_be_so(address):
    with pytest.raises(scanning.Unreachable):
        scanning.scan(b"x", address)


@pytest.fixture
def page():
    author = UserFactory()
    return client_of(author), reverse("edit_files", args=[PracticeFactory(author=author).slug])


@pytest.mark.django_db
def test_what_the_scanner_stops_is_not_stored_and_what_it_passes_is(clamd, page):
    answer = send(*page, files.word("A form", **{"word/a.xml": f"<a>{MARK.decode()}</a>"}))
    assert answer.status_code == 302  # it is packed, so the fake sees nothing: what it sees is what was sent
    assert len(clamd.seen) == 1
    answer = send(*page, files.pdf(MARK.decode()))
    assert answer.context["form"].errors == {"file": [Why.INFECTED.label]}
    assert Attachment.objects.count() == 1


@pytest.mark.django_db
def test_nothing_is_stored_while_the_scanner_does_not_answer_and_the_log_names_nobody(page, settings, caplog):
    settings.CLAMAV_ADDRESS = "/no/such/socket"
    with caplog.at_level(logging.ERROR):
        answer = send(*page, files.word(), title="A form about Joan", name="joan.docx")
    assert answer.context["form"].errors == {"file": [Why.NOT_SCANNED.label]}
    assert not Attachment.objects.exists()
    [record] = caplog.records
    assert record.getMessage() == "virus scanner unreachable"
    assert record.practice_id
    assert "joan" not in caplog.text.lower()
