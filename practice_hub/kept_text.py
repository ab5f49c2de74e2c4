"""Gives back what was typed into a form that arrives when its writer is no longer signed in.

A form that asks for it (`{% keep_text %}`) carries a signed ticket: who it was drawn for, where it goes, and
which page shows it. When it arrives without a session, or with the token of an older one, its answers are
kept in the session of that browser, the person signs in, and the page shows them again: to that person only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

FIELD = "kept_for"
SALT = "practice_hub.kept_text"
SESSION_KEY = "kept_text"
NOT_KEPT = (FIELD, "csrfmiddlewaretoken")
# The oldest goes when a browser would hold more than this.
MOST_KEPT = 5
# Longer than any page is left open by somebody who means to come back to it.
OLDEST = timedelta(days=7)
# As a browser sends them; the longest section of a write-up is a fraction of this.
MOST_CHARACTERS = 300_000


def ticket(user: Any, path: str, back: str) -> str:
    """What a form carries so that it can be kept: `path` is where it goes, `back` the page that shows it."""
    return signing.dumps({"user": user.pk, "path": path, "back": back}, salt=SALT)


def sent_back(request: HttpRequest) -> HttpResponse | None:
    """Keep the form and send its writer to the page that shows it, by way of signing in; None without a ticket.

    Also None for somebody else than the writer, who is signed in now. Raises signing.SignatureExpired for a form
    drawn too long ago, and RequestDataTooBig.
    """
    said = _read_ticket(request, OLDEST)
    if said is None:
        return None
    if request.user.is_authenticated:
        if request.user.pk != said["user"]:
            return None
        _keep(request, said)
        return redirect(said["back"])
    _keep(request, said)
    return redirect_to_login(said["back"])


def keep(request: HttpRequest) -> bool:
    """Keep a form that cannot be dealt with now, for when its page can be opened again; False without a ticket.

    Its writer is signed in, so that its age is of no matter. Raises RequestDataTooBig.
    """
    said = _read_ticket(request, None)
    if said is None:
        return False
    _keep(request, said)
    return True


def kept(request: HttpRequest, path: str = "") -> QueryDict | None:
    """The answers kept for the form that goes to `path` (this page unless told); None where there are none."""
    entry = request.session.get(SESSION_KEY, {}).get(path or request.path)
    if entry is None or entry["user"] != request.user.pk:
        return None
    return QueryDict(entry["answers"])


def answers(request: HttpRequest) -> QueryDict | None:
    """What was posted to this page's form, else what was kept of it; None for a fresh form.

    A button named `forget` drops what was kept.
    """
    if request.method != "POST":
        return kept(request)
    if "forget" in request.POST:
        forget(request)
        return None
    return request.POST


def forget(request: HttpRequest, path: str = "") -> None:
    """Drop the kept answers: they are saved now, or no longer wanted."""
    entries = request.session.get(SESSION_KEY, {})
    if entries.pop(path or request.path, None) is not None:
        request.session[SESSION_KEY] = entries


def count_everywhere(has: Callable[[str], bool]) -> int:
    """In how many browsers' sessions an answer is kept of which `has` is true."""
    return sum(1 for _store in _sessions_keeping(has))


def forget_everywhere(has: Callable[[str], bool]) -> int:
    """Drop every kept form with such an answer, whoever typed it; how many sessions had one. Nobody is signed out."""
    changed = 0
    for store in _sessions_keeping(has):
        store[SESSION_KEY] = {path: entry for path, entry in store[SESSION_KEY].items() if not _says(entry, has)}
        store.save(must_create=False)
        changed += 1
    return changed


def _sessions_keeping(has: Callable[[str], bool]) -> Iterator[SessionStore]:
    for key in Session.objects.values_list("session_key", flat=True).iterator():
        store = SessionStore(key)
        if any(_says(entry, has) for entry in store.get(SESSION_KEY, {}).values()):
            yield store


def _says(entry: dict[str, Any], has: Callable[[str], bool]) -> bool:
    return any(has(answer) for _name, answers in QueryDict(entry["answers"]).lists() for answer in answers)


def _read_ticket(request: HttpRequest, oldest: timedelta | None) -> dict[str, Any] | None:
    try:
        said = signing.loads(request.POST.get(FIELD, ""), salt=SALT, max_age=oldest)
    except signing.SignatureExpired:
        raise
    except signing.BadSignature:
        return None
    return said if said["path"] == request.path else None


def _keep(request: HttpRequest, said: dict[str, Any]) -> None:
    answers = request.POST.copy()
    for name in NOT_KEPT:
        answers.pop(name, None)
    typed = answers.urlencode()
    if len(typed) > MOST_CHARACTERS:
        raise RequestDataTooBig("too much to keep in a session")
    entries = request.session.get(SESSION_KEY, {})
    entries.pop(said["path"], None)  # the newest stands last
    entries[said["path"]] = {"user": said["user"], "answers": typed}
    request.session[SESSION_KEY] = dict(list(entries.items())[-MOST_KEPT:])
