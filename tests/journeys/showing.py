"""Shows a browser what Django answered, with our files beside it, from a server that does nothing else.

Playwright could answer the browser itself, but then the browser keeps no file, and fetches and reads each again
for every page.
"""

import mimetypes
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders

SECONDS_KEPT = 3600


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        path = urlsplit(self.path).path
        if path == self.server.shown_at:
            response = self.server.shown
            # An error's page is drawn as any other.
            self.answer(200, response.content, response.items())
        elif path.startswith("/static/") and (found := finders.find(path.removeprefix("/static/"))):
            headers = {
                "Content-Type": mimetypes.guess_type(found)[0] or "application/octet-stream",
                "Cache-Control": f"max-age={SECONDS_KEPT}",
            }
            self.answer(200, Path(found).read_bytes(), headers.items())
        else:
            self.answer(404)

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            if name != "Content-Length":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Shown(ThreadingHTTPServer):
    daemon_threads = True
    shown = None
    number = 0

    @property
    def shown_at(self):
        """Each answer has an address of its own, so that none is taken for another that the browser has."""
        return f"/shown/{self.number}/"

    def address_of(self, response):
        self.shown = response
        self.number += 1
        return f"http://127.0.0.1:{self.server_port}{self.shown_at}"


@contextmanager
def shown_pages():
    """`address_of(response)` of what it gives is where a browser finds that answer, until the next is asked for."""
    with Shown(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
