"""What `make bench-pages` reckons with: its client of HTTP, its figures, and the write-ups that it measures on."""

import gzip
import threading
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle, repeat

import pytest
from django.core.management import call_command
from django.utils.html import escape

from bench.measures import percentiles
from bench.pages import Row, first_view
from bench.wire import Load, Reader, WrongAnswer, answer_in, fetch, load, opened, opened_evenly
from bench.write_ups import publish
from practices.models import Practice, SearchEntry
from practices.search import bitmaps

PAGE = b"<p>Hold a discharge huddle</p>"
WHOLE = b'HTTP/1.1 200 OK\r\ncontent-length: 30\r\nETag: W/"one"\r\n\r\n' + PAGE
UNCHANGED = b'HTTP/1.1 304 Not Modified\r\nContent-Length: 30\r\nETag: W/"one"\r\n\r\n'


def test_an_answer_is_whole_once_all_that_was_announced_is_there():
    assert [end for end in range(len(WHOLE) + 1) if answer_in(WHOLE[:end])] == [len(WHOLE)]
    answer = answer_in(WHOLE)
    assert (answer.status, answer.body, answer.etag, answer.size) == (200, PAGE, b'W/"one"', len(WHOLE))


def test_an_answer_without_news_has_no_body_whatever_length_it_names():
    answer = answer_in(UNCHANGED)
    assert (answer.status, answer.body, answer.etag) == (304, b"", b'W/"one"')


@pytest.mark.parametrize("received", [WHOLE + b"more", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"])
def test_an_answer_that_cannot_be_told_from_the_next_is_refused(received):
    with pytest.raises(WrongAnswer):
        answer_in(received)


def test_a_browser_that_kept_the_page_sends_the_etag_of_the_answer_before():
    reader = Reader([], revalidates=True)
    assert b"If-None-Match" not in reader.request("/", "hub")
    reader.hear("/", answer_in(WHOLE))
    assert b'\r\nIf-None-Match: W/"one"\r\n\r\n' in reader.request("/", "hub")
    assert b"If-None-Match" not in reader.request("/other/", "hub")
    reader.hear("/", answer_in(WHOLE.replace(b"one", b"two")))
    assert b'\r\nIf-None-Match: W/"two"\r\n\r\n' in reader.request("/", "hub")


def test_other_readers_keep_nothing_and_are_told_nothing_of_what_is_kept():
    reader = Reader([], cookie="sessionid=abc")
    reader.hear("/", answer_in(WHOLE))
    request = reader.request("/", "hub")
    assert b"If-None-Match" not in request
    assert b"\r\nCookie: sessionid=abc\r\n" in request
    with pytest.raises(WrongAnswer, match="304 at /"):
        reader.hear("/", answer_in(UNCHANGED))


@contextmanager
def serving(pages, processes=None):
    """A server of these pages, each with its length as its ETag; its port.

    Each connection is answered by the next of the processes.
    """
    processes = processes or repeat("only")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self):
            super().setup()
            self.process = next(processes)

        def do_GET(self):
            page = pages.get(self.path)
            etag = f'"{len(page or "")}"'
            self.send_response(404 if page is None else 304 if self.headers["If-None-Match"] == etag else 200)
            self.send_header("ETag", etag)
            self.send_header("X-Process", self.process)
            body = gzip.compress(page) if page else b""
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.headers["If-None-Match"] != etag:
                self.wfile.write(body)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def test_each_address_is_asked_once_where_there_are_so_many():
    with serving({f"/{number}": PAGE for number in range(20)}) as port, opened(port, 3) as connections:
        came = load(connections, Reader(f"/{number}" for number in range(20)), seconds=30)
    assert (len(came.took), came.statuses) == (20, {200: 20})
    assert came.rate > 0


def test_a_page_that_was_kept_is_asked_for_until_the_time_is_up_and_comes_once():
    with serving({"/": PAGE}) as port, opened(port, 1) as connections:
        came = load(connections, Reader(cycle("/"), revalidates=True), seconds=0.2)
    assert came.statuses[200] == 1
    assert came.statuses[304] == len(came.took) - 1 > 0


def test_a_page_that_is_not_there_ends_the_measurement():
    with serving({}) as port, opened(port, 2) as connections, pytest.raises(WrongAnswer, match="404 at /gone/"):
        load(connections, Reader(cycle(["/gone/"])), seconds=30)


@pytest.mark.parametrize("names", [["one"], ["one", "two"], ["one"] * 7 + ["two"]])
def test_connections_are_spread_evenly_over_the_processes_of_the_server(names):
    processes = len(set(names))
    with serving({"/hello/": PAGE}, cycle(names)) as port, opened_evenly(port, 4, processes, "/hello/") as connections:
        for connection in connections:
            connection.ask(Reader([]), "/hello/")
        said = Counter(connection.wait().process for connection in connections)
    assert said == {name.encode(): 4 // processes for name in names}


def test_connections_that_cannot_be_spread_evenly_end_the_measurement(monkeypatch):
    monkeypatch.setattr("bench.wire.MOST_BURSTS", 2)
    with serving({"/hello/": PAGE}) as port:
        spread = opened_evenly(port, 4, 2, "/hello/")
        with pytest.raises(WrongAnswer, match="b'only': 2"), spread:
            pass


def test_a_first_view_is_the_page_its_files_and_what_they_import_each_once():
    pages = {
        "/": b'<link href="/static/hub.css"><a href="/places/"><script src="/static/js/hub.js"></script>',
        "/static/hub.css": b"a { color: green }",
        "/static/js/hub.js": b'import { all } from "../vendor.js"; import { one } from "../vendor.js";',
        "/static/vendor.js": b"export const one = 1, all = 2",
        "/places/": b"not loaded",
    }
    with serving(pages) as port:
        sizes = [fetch(port, Reader([]), path).size for path in list(pages)[:4]]
        assert first_view(port, "/") == {"requests": 4, "bytes": sum(sizes)}


def test_percentiles_lie_between_the_measurements():
    assert percentiles([float(number) for number in range(101)], 50, 95) == pytest.approx([50, 95])


def test_the_ratio_is_the_median_of_the_rounds_each_to_its_own_hello_world():
    row = Row("practice", "visitor", Reader([]), [], wanted=0.5)
    for rate, hello in [(100, 200), (30, 300), (90, 100)]:
        row.add(Load([1.0, 2.0], 0, Counter({200: 2})), Load([9.0], rate, Counter({304: 2})), hello)
    figures = row.figures()
    assert (figures["of hello-world"], figures["from"], figures["to"]) == (0.5, 0.1, 0.9)
    assert (figures["requests a second"], figures["p50"], figures["share of 304"]) == (90, 1.5, 0.5)


def test_what_had_no_etag_is_said_not_to_be_measured():
    assert Row("practice", "If-None-Match", Reader([]), [], 0.8).figures()["not measured"] == "no ETag"


@pytest.mark.django_db
def test_write_ups_made_in_numbers_have_pages_and_are_listed(client):
    for command in ("load_places", "load_topics"):
        call_command(command, verbosity=0)
    [keys] = publish(20)
    bitmaps.rebuild()
    public = Practice.objects.filter(pk__in=keys, published_revision__visibility="public")
    for practice in public:
        revision = practice.published_revision
        assert escape(revision.title) in client.get(practice.get_absolute_url()).content.decode()
        entry = SearchEntry.objects.get(pk=practice.pk)
        assert sorted(topic.pk for topic in revision.topics.all()) == entry.topic_ids
        assert {place.region for place in revision.places.all()} == set(entry.regions)
    assert client.get("/practices/").context["results"].total == len(public) > 10
