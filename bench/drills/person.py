"""Somebody at a browser without JavaScript: opens pages, fills in forms, follows redirects."""

import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookiejar import CookieJar

PASSWORD = "practice-hub-demo"


@dataclass(frozen=True)
class Page:
    status: int
    url: str
    text: str

    def form(self, action_ends_with=""):
        """The answers as they stand in the first form that is sent to such an address, by name."""
        reader = FormReader()
        reader.feed(self.text)
        for form in reader.forms:
            if form.method == "post" and (form.action or self.url).endswith(action_ends_with):
                return form.answers
        raise LookupError(f"no such form at {self.url} (status {self.status})")


@dataclass
class Form:
    method: str
    action: str
    answers: dict


class FormReader(HTMLParser):
    """Collects the forms of a page with what they would send."""

    def __init__(self):
        super().__init__()
        self.forms = []
        self.area = self.select = None

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag == "form":
            self.forms.append(Form(said.get("method", "get").lower(), said.get("action", ""), {}))
        elif not self.forms:
            return
        elif tag == "input" and said.get("name"):
            is_choice = said.get("type") in ("radio", "checkbox")
            if not is_choice or "checked" in said:
                self._say(said["name"], said.get("value", "on" if is_choice else ""))
        elif tag == "textarea":
            self.area, self.words = said.get("name"), ""
        elif tag == "select":
            self.select = said.get("name")
        elif tag == "option" and self.select and "selected" in said:
            self._say(self.select, said.get("value", ""))

    def handle_data(self, data):
        if self.area:
            self.words += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self._say(self.area, self.words.removeprefix("\n"))
            self.area = None
        elif tag == "select":
            self.select = None

    def _say(self, name, value):
        self.forms[-1].answers.setdefault(name, []).append(value)


class Person:
    def __init__(self, hub, email):
        self.hub = hub
        self.email = email
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def open(self, path):
        return self._ask(self._address(path))

    def send(self, path, answers):
        """Send a form: `answers` are lists by name, as `Page.form` gives them, or single texts."""
        body = urllib.parse.urlencode(answers, doseq=True).encode()
        return self._ask(urllib.request.Request(self._address(path), body, {"Referer": self.hub.url + "/"}))  # noqa: S310

    def fill_in(self, path, action_ends_with="", **answers):
        """Open a page, change some answers of its form and send it there."""
        page = self.open(path)
        return self.send(path, page.form(action_ends_with) | answers)

    def sign_in(self, path="/account/login/"):
        return self.fill_in(path, "", login=self.email, password=PASSWORD)

    def lose_session(self):
        """What twelve hours without a page come to: the browser's cookie names a session that is gone."""
        self.cookies.clear()

    def _address(self, path):
        return path if path.startswith("http") else self.hub.url + path

    def _ask(self, request):
        try:
            answer = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return Page(answer.status, answer.url, answer.read().decode())


def slug_in(address):
    """The slug of the write-up that an address is about."""
    return re.search(r"/practices/([^/]+)/", address)[1]
