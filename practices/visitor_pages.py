"""Pages that are the same for every visitor, kept in memory until anything that visitors may see has changed.

Whether anything has is asked of the database, ten times a second at most, so that no process goes on showing what
another has removed. A browser that has the page already is told so, without drawing it.
"""

from __future__ import annotations

import gzip
import hashlib
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from practices.models import ContentChange

# “3 days ago” grows old while nothing changes.
SECONDS_KEPT = 600
# How long what the database said of its version is believed: less than a page is on its way. Asking it for each page
# would take as long as answering with one.
SECONDS_BELIEVED = 0.1
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Page:
    compressed: bytes
    content_type: str
    etag: str

    @classmethod
    def of(cls, response: HttpResponse) -> Page:
        # A date in the compressed bytes would make them others each time.
        compressed = gzip.compress(response.content, mtime=0)
        return cls(compressed, response["Content-Type"], f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"')

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page, or 304 for a browser that has it."""
        has_it = "HTTP_IF_NONE_MATCH" in request.META
        response = (has_it and get_conditional_response(request, etag=self.etag)) or self._whole(request)
        response["ETag"] = self.etag
        response["Cache-Control"] = "no-cache"  # ask again each time: what is removed must be gone
        response["Vary"] = "Accept-Encoding, Cookie"
        return response

    def _whole(self, request: HttpRequest) -> HttpResponse:
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return HttpResponse(gzip.decompress(self.compressed), content_type=self.content_type)
        # The page has nothing of the visitor's in it that its length could tell.
        return HttpResponse(self.compressed, content_type=self.content_type, headers={"Content-Encoding": "gzip"})


class Pages:
    """The pages asked for last, up to so many bytes. Each is good for the version that it was drawn from."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, tuple[str, Page]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()
        self._version, self._asked_at = "", -math.inf

    def version(self) -> str:
        """Of what visitors may see, as the database had it a moment ago."""
        now = time.monotonic()
        if now - self._asked_at >= SECONDS_BELIEVED:
            self._version, self._asked_at = ContentChange.objects.version(), now
        return self._version

    def get(self, key: Hashable, version: str) -> Page | None:
        with self._lock:
            of_version, page = self._pages.get(key, ("", None))
            if page is None or of_version != version:
                return None
            self._pages.move_to_end(key)
            return page

    def keep(self, key: Hashable, version: str, page: Page) -> None:
        with self._lock:
            self._drop(key)
            self._pages[key] = version, page
            self._bytes += len(page.compressed)
            while self._bytes > settings.HUB_PAGE_MEMORY_MB * 2**20:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes = 0
            self._asked_at = -math.inf

    def _drop(self, key: Hashable) -> None:
        if key in self._pages:
            self._bytes -= len(self._pages.pop(key)[1].compressed)


PAGES = Pages()


def same_for_visitors(view: View) -> View:
    """Marks a view whose page is the same for everybody who has no session."""

    @wraps(view)
    def kept_or_drawn(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "GET" or request.COOKIES:
            return view(request, *args, **kwargs)
        key = (request.build_absolute_uri(), get_language(), int(time.time() / SECONDS_KEPT))
        # Before the page is drawn: what changes meanwhile makes another version, and the page is drawn again.
        version = PAGES.version()
        page = PAGES.get(key, version)
        if page is None:
            response = view(request, *args, **kwargs)
            if not _is_for_everybody(request, response):
                return response
            page = Page.of(response)
            PAGES.keep(key, version, page)
        return page.answer(request)

    return kept_or_drawn


def _is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    has_token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    return response.status_code == 200 and not response.streaming and not response.cookies and not has_token
