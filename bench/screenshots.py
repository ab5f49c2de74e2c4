"""`make screenshots`: every page, for every role, empty, full and with errors, at desk and phone width.

The pictures go to bench/out/screens/<full, empty, errors>/<role>/; a page that looks the same to the next role is
not drawn again. It also says which pages scroll sideways, complain in the console, weigh too much at first view,
answer 500, or have no example yet; any of these makes it fail.
"""

import hashlib
import json
import re
import shutil
import sys
from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from playwright.sync_api import sync_playwright

from bench.hub import ROOT, running_hub
from bench.routes import Page, find_pages

OUT = ROOT / "bench" / "out"
SCREENS = OUT / "screens"
WIDTHS = {"desk": 1280, "phone": 320}
SECONDS_FOR_MAIL = 30
COLUMN = 20  # characters, in the table
HEAVIEST = 100_000  # bytes over the wire, at first view
ROLES = {
    "visitor": None,
    "worker": "worker@demo.example",
    "colleague": "colleague@demo.example",
    "manager": "manager@demo.example",
    "moderator": "moderator@demo.example",
    "second-moderator": "second.moderator@demo.example",
    "admin": "admin@demo.example",
}
# The same address, asked in other ways.
VARIANTS = {
    "practices": {
        "found": "?q=discharge",
        "filtered": "?q=care&sector=adults",
        "nothing": "?q=zzqxv",
        "second page": "?page=2",
    }
}
CHROMIUM = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"
WITH_ANSWERS = "textarea, select, input:not([type=hidden]):not([type=submit])"
# Links out of mails: allauth signs out whoever opens them as somebody else, so they come last.
OPENED_FROM_MAIL = ("account_confirm_email", "account_reset_password_from_key")
WRONG = {
    "textarea, input:is([type=text], [type=search], [type=password])": "",
    "input[type=email]": "not an address",
    "input[type=number]": "-1",
}
CHANGES_BY_ITSELF = re.compile(r'name="(csrfmiddlewaretoken|kept_for|key|\w+_key)"[^>]*')


@dataclass
class Findings:
    """What was seen, for the table and for the people who mend it."""

    answers: dict = field(default_factory=lambda: defaultdict(lambda: defaultdict(Counter)))
    pictures: int = 0
    heaviest: tuple = (0, "")
    problems: list = field(default_factory=list)

    def add_problem(self, text):
        if text not in self.problems:
            self.problems.append(text)


class Photographer:
    def __init__(self, browser, hub):
        self.browser = browser
        self.hub = hub
        self.findings = Findings()
        self.seen = set()
        self.open_to_visitors = []

    @contextmanager
    def signed_in(self, address):
        """A browser of somebody's own; of a visitor's, where there is no address."""
        from django.conf import settings

        context = self.browser.new_context(base_url=self.hub.url, viewport={"width": WIDTHS["desk"], "height": 900})
        page = context.new_page()
        page.on("console", lambda message: self._hear(page, message))
        page.on("pageerror", lambda error: self.findings.add_problem(f"{page.url}: script: {error}"))
        if address:
            page.goto("/account/login/")
            page.fill("input[name=login]", address)
            page.fill("input[name=password]", settings.HUB_DEMO_PASSWORD)
            page.click("main form button[type=submit], main form button:not([type])")
            if "/login/" in page.url:
                raise RuntimeError(f"{address} cannot sign in")
        yield page
        context.close()

    def _hear(self, page, message):
        # An answer that is not 200 is an error to the console, and in the table already.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.findings.add_problem(f"{page.url}: console: {message.text[:200]}")

    def walk(self, state, role, browser_page, pages):
        """Visit every page as one role, and draw what has not been drawn; the pages with a form to fill in."""
        with_forms = []
        for page in sorted(pages, key=lambda page: page.route in OPENED_FROM_MAIL):
            response = browser_page.request.get(page.path)
            status = self._note(state, role, page, response)
            if (
                status == 302
                and "/account/login/" in response.url
                and role != "visitor"
                and page.route not in OPENED_FROM_MAIL
            ):
                self.findings.add_problem(f"{role} was signed out before {page.path} ({state})")
            is_page = "text/html" in response.headers.get("content-type", "")
            if status == 200 and is_page and state == "full" and role == "visitor":
                self.open_to_visitors.append(page)
            if status in (200, 403) and is_page and self._is_new(response.text()):
                browser_page.goto(page.path)
                self.draw(browser_page, f"{state}/{role}", page.file_name)
                if status == 200 and self._form(browser_page).count():
                    with_forms.append(page)
        return with_forms

    def _note(self, state, role, page, response):
        """The answer as the table shows it: a redirect is one, except where a secret moves out of the address."""
        status = response.status
        moved = response.url.partition("?")[0] != self.hub.url + page.path.partition("?")[0]
        if moved and "/password/reset/key/" not in response.url:
            status = 302
        if status >= 500:
            self.findings.add_problem(f"{page.path} answers {status} to {role} ({state})")
        self.findings.answers[page.route][role][status] += 1
        return status

    def _is_new(self, html):
        main = CHANGES_BY_ITSELF.sub("", html.partition("<main")[2].partition("</main>")[0])
        key = hashlib.sha256(main.encode()).hexdigest()
        is_new = key not in self.seen
        self.seen.add(key)
        return is_new

    @staticmethod
    def _form(browser_page):
        return browser_page.locator("main form[method=post]").filter(has=browser_page.locator(WITH_ANSWERS)).first

    def draw(self, browser_page, folder, name):
        target = SCREENS / folder
        target.mkdir(parents=True, exist_ok=True)
        for label, width in WIDTHS.items():
            browser_page.set_viewport_size({"width": width, "height": 900})
            wide = browser_page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                self.findings.add_problem(f"{browser_page.url} scrolls sideways: {wide} px at {width} ({folder})")
            browser_page.screenshot(path=target / f"{name}-{label}.png", full_page=True)
            self.findings.pictures += 1
        browser_page.set_viewport_size({"width": WIDTHS["desk"], "height": 900})

    def weigh(self, pages):
        """What a first visit to each page costs: a fresh browser with nothing kept."""
        for page in pages:
            with self.signed_in(None) as browser_page:
                requests = []
                browser_page.on("requestfinished", lambda request, requests=requests: requests.append(request))
                browser_page.goto(page.path, wait_until="load")
                sizes = [request.sizes() for request in requests]
            weight = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
            self.findings.heaviest = max(self.findings.heaviest, (weight, page.path))
            if weight > HEAVIEST:
                self.findings.add_problem(f"{page.path} weighs {weight:,} bytes at first view")

    def spoil(self, role, browser_page, pages):
        """Send each form with what is wrong, and draw what comes back with errors. This may change the hub."""
        for page in pages:
            browser_page.goto(page.path)
            form = self._form(browser_page)
            if not form.count():
                continue
            for kind, text in WRONG.items():
                for box in form.locator(kind).locator("visible=true").all():
                    box.fill(text)
            browser_page.evaluate("document.querySelectorAll('form').forEach(form => { form.noValidate = true })")
            form.locator("button:not([type=button])").locator("visible=true").last.click()
            browser_page.wait_for_load_state("load")
            has_errors = browser_page.locator(".govuk-error-summary, .govuk-error-message").count()
            if has_errors and self._is_new(browser_page.content()):
                self.draw(browser_page, f"errors/{role}", page.file_name)

    def draw_error_pages(self):
        """The pages that nobody should see, as they would be sent."""
        from django.template.loader import render_to_string

        from practice_hub.context_processors import hub_facts

        with self.signed_in(None) as browser_page:
            for status in (400, 403, "403_csrf", 404, 409, 413, 429, "429_writes", 500, 503):
                context = {
                    "hub": hub_facts(),
                    "reason": "Someone else must review what you wrote.",
                    "typed": ["What I typed."],
                }
                html = render_to_string(f"{status}.html", context)
                address = f"{self.hub.url}/error/{status}/"
                browser_page.route(address, partial(_answer_with, html))
                browser_page.goto(address)
                self.draw(browser_page, "errors", str(status))


def main(asked_for):
    """`asked_for` are roles; all of them, where none is named."""
    roles = {role: address for role, address in ROLES.items() if not asked_for or role in asked_for}
    shutil.rmtree(SCREENS, ignore_errors=True)
    with running_hub() as hub, sync_playwright() as playwright:
        hub.use_its_settings()
        browser = playwright.chromium.launch(executable_path=_chromium(), args=CHROMIUM.split())
        photographer = Photographer(browser, hub)
        findings = photographer.findings
        pages, without_example = _full_pages(photographer)
        findings.problems += [f"no example for {route}: add one to bench/examples.py" for route in without_example]
        with_forms = {}
        for role, address in roles.items():
            with photographer.signed_in(address) as browser_page:
                with_forms[role] = photographer.walk("full", role, browser_page, pages)
            print(f"{role}: {findings.pictures} pictures so far", flush=True)
        photographer.weigh(photographer.open_to_visitors)
        photographer.draw_error_pages()
        for role, address in roles.items():
            with photographer.signed_in(address) as browser_page:
                photographer.spoil(role, browser_page, with_forms[role])
        _remove_all_write_ups()
        photographer.seen.clear()
        empty_pages, _ = _empty_pages()
        for role, address in roles.items():
            with photographer.signed_in(address) as browser_page:
                photographer.walk("empty", role, browser_page, empty_pages)
        browser.close()
    report(findings)
    return 1 if findings.problems else 0


def _full_pages(photographer):
    from bench.examples import examples

    with photographer.signed_in(None) as browser_page:
        names = _mails(browser_page)
    pages, without = find_pages(examples(names))
    for route, variants in VARIANTS.items():
        original = next(page for page in pages if page.route == route)
        pages += [Page(route, original.path + query, about) for about, query in variants.items()]
    return pages, without


def _mails(browser_page):
    """The names of the mails that /demo/mail/ lists, after asking for one and giving the worker time to send it."""
    browser_page.goto("/account/password/reset/")
    browser_page.fill("input[name=email]", ROLES["worker"])
    browser_page.click("main form button:not([type=button])")
    for _ in range(SECONDS_FOR_MAIL):
        browser_page.goto("/demo/mail/")
        links = browser_page.locator("main a[href^='/demo/mail/']").all()
        if links:
            return [link.get_attribute("href").rstrip("/").rpartition("/")[2] for link in links]
        browser_page.wait_for_timeout(1000)
    return []


def _empty_pages():
    from bench.examples import examples

    return find_pages(examples())


def _remove_all_write_ups():
    """As a hub is on its first day: people, places and topics, and nothing written."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE practices_practice CASCADE")


def _answer_with(html, route):
    route.fulfill(body=html, content_type="text/html")


def _chromium():
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        sys.exit("Chromium is not installed: the pictures are taken with it.")
    return found


def report(findings):
    print(f"\n{'route':<40}" + "".join(f"{role:<{COLUMN}}" for role in ROLES))
    for route, by_role in findings.answers.items():
        cells = (" ".join(f"{status}×{n}" for status, n in sorted(by_role[role].items())) for role in ROLES)
        print(f"{route:<40}" + "".join(f"{cell:<{COLUMN}}" for cell in cells))
    weight, path = findings.heaviest
    print(
        f"\n{findings.pictures} pictures in {SCREENS.relative_to(ROOT)}; heaviest first view {weight:,} bytes ({path})"
    )
    for problem in findings.problems:
        print(f"  ! {problem}")
    (OUT / "screenshots.json").write_text(json.dumps(vars(findings), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
