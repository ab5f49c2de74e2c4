"""`make bench-pages` (ARGS="1000" for so many write-ups instead of 10,000): what the pages people open most cost.

The start page, the results of a search and a practice are asked for over loopback from a demonstration hub, served
as production is. Each is compared with a view that does nothing, behind the same middleware in the same processes:
rounds of the one and the other by turns, so that what else the machine does hits both. `requests/s` is over 8
connections, half of them with each process; p50 and p95 in milliseconds are over one. The ratio is the median of the
rounds' ratios of requests/s, with the lowest and the highest. `SQL` counts the statements of a page that has been
asked for before in the same process, or of one that has not for searches "never asked before". A first view is the
page and the files that it names, not what its scripts ask for later. Writes bench/out/pages.json.
"""

import gzip
import json
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle
from statistics import median, median_low
from urllib.parse import urlencode, urljoin

from bench.corpus import queries
from bench.hub import ROOT, running_hub
from bench.measures import percentiles
from bench.wire import NOT_MODIFIED, Reader, fetch, load, opened_evenly

OUT = ROOT / "bench" / "out" / "pages.json"
WRITE_UPS = 10_000
ROUNDS, WARMING, SECONDS, CONNECTIONS, PROCESSES = 5, 0.5, 2, 8, 2
HELLO = "/hello/"
BY_TURNS = 40  # different queries, and different practices
ONCE, SEED_OF_ONCE = 12_000, 100  # far more than are asked
FILTERS = ({}, {}, {"sector": "adults", "stage": "running"})  # by turns
MEMBER = "worker@demo.example"
# A static file that the page names, and a module that a script imports.
NAMED = re.compile(rb'(?:src|href)="([^"]*/static/[^"]+)"')
IMPORTED = re.compile(rb'\bfrom\s*"([^"]+\.js)"')


@dataclass
class Row:
    """A page as one kind of reader asks for it, and what was seen in each round, beside hello-world's."""

    page: str
    asked_by: str
    reader: Reader
    sample: list  # of the addresses, to count statements on
    wanted: float | None = None
    is_first_time: bool = False
    ratios: list = field(default_factory=list)
    rates: list = field(default_factory=list)
    took: list = field(default_factory=list)
    statuses: Counter = field(default_factory=Counter)

    def add(self, alone, together, hello_rate):
        self.took += alone.took
        self.rates.append(together.rate)
        self.ratios.append(together.rate / hello_rate)
        self.statuses += alone.statuses + together.statuses

    def figures(self):
        if not self.rates:
            return {"page": self.page, "asked by": self.asked_by, "not measured": "no ETag", "wanted": self.wanted}
        p50, p95 = percentiles(self.took, 50, 95)
        return {
            "page": self.page,
            "asked by": self.asked_by,
            "requests a second": median(self.rates),
            "p50": p50,
            "p95": p95,
            "of hello-world": median(self.ratios),
            "from": min(self.ratios),
            "to": max(self.ratios),
            "wanted": self.wanted,
            "share of 304": self.statuses[NOT_MODIFIED] / self.statuses.total(),
        }


def main(arguments):
    write_ups = int(arguments[0]) if arguments else WRITE_UPS
    with running_hub(DJANGO_SETTINGS_MODULE="bench.settings_with_hello", WEB_CONCURRENCY=str(PROCESSES)) as hub:
        hub.use_its_settings()
        from bench.write_ups import fill

        found = {"write-ups": write_ups, "made a second": fill(write_ups)}
        cookie = signed_in(hub.port)
        hello, rows = rows_to_measure(cookie)
        measure(hub.port, hello, rows)
        found["pages"] = [row.figures() | {"statements": statements(row)} for row in [hello, *rows]]
        found["first views"] = {
            row.page: first_view(hub.port, row.sample[0]) for row in rows if row.asked_by == "visitor"
        }
    show(found)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(found, indent=1) + "\n")
    print(f"Written to {OUT.relative_to(ROOT)}.")


def rows_to_measure(cookie):
    """(hello-world, the pages)."""
    searches = results_of(queries(BY_TURNS))
    pages = {"start": ["/"], "results": searches, "practice": practices()}
    wanted = {("practice", "visitor"): 0.5, ("practice", "If-None-Match"): 0.8, ("results", "visitor"): 0.1}
    rows = []
    for page, addresses in pages.items():
        for asked_by, how in {
            "visitor": {},
            "signed in": {"cookie": cookie},
            "If-None-Match": {"revalidates": True},
        }.items():
            reader = Reader(cycle(addresses), **how)
            rows.append(Row(page, asked_by, reader, addresses, wanted.get((page, asked_by))))
    asked = set(searches)
    once = [address for address in dict.fromkeys(results_of(queries(ONCE, SEED_OF_ONCE))) if address not in asked]
    never_asked = Row("results", "visitor, never asked before", Reader(once[BY_TURNS:]), once[:BY_TURNS], 0.1, True)
    return Row("hello-world", "visitor", Reader(cycle([HELLO])), [HELLO]), [*rows, never_asked]


def results_of(texts):
    return [
        f"/practices/?{urlencode({'q': text, **filters})}" for text, filters in zip(texts, cycle(FILTERS), strict=False)
    ]


def practices():
    """The first that visitors may read: those of the library, which have all the parts of a write-up."""
    from django.contrib.auth.models import AnonymousUser

    from practices.models import Practice

    found = Practice.objects.visible_to(AnonymousUser()).published().filter(retired_at=None).order_by("pk")
    return [practice.get_absolute_url() for practice in found[:BY_TURNS]]


def signed_in(port):
    """The cookie of a member, whom the hub recognises by it."""
    from django.conf import settings

    from accounts.models import User

    client = client_of_django()
    client.force_login(User.objects.get(email=MEMBER))
    name = settings.SESSION_COOKIE_NAME
    cookie = f"{name}={client.cookies[name].value}"
    fetch(port, Reader([], cookie), settings.LOGIN_REDIRECT_URL)  # closed to visitors, so anything but 200 is raised
    return cookie


def client_of_django(**headers):
    from django.test import Client

    return Client(headers={"host": "127.0.0.1", **headers})


def measure(port, hello, rows):
    """Fill in the rounds of all rows but those that wait for an ETag in vain."""
    for row in rows:
        if not row.is_first_time:
            for address in row.sample:
                fetch(port, row.reader, address)
    measured = [row for row in rows if row.reader.etags or not row.reader.revalidates]
    for number in range(ROUNDS):
        for row in measured:
            alone, together = loads(port, hello.reader)
            hello.add(alone, together, together.rate)
            row.add(*loads(port, row.reader), together.rate)
        print(f"round {number + 1} of {ROUNDS}", flush=True)


def loads(port, reader):
    """What one client sees, and what several do."""
    with opened_evenly(port, CONNECTIONS, PROCESSES, HELLO) as connections:
        load(connections, reader, seconds=WARMING)
        return [load(some, reader, seconds=SECONDS) for some in (connections[:1], connections)]


def statements(row):
    """The median of the SQL statements of its pages, counted in this process."""
    from django.test import override_settings

    with override_settings(ROOT_URLCONF="bench.urls_with_hello"):
        return median_low(_statements_at(address, row) for address in row.sample)


def _statements_at(address, row):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    headers = {"cookie": row.reader.cookie} if row.reader.cookie else {}
    if not row.is_first_time:
        answer = client_of_django(**headers).get(address)
        if row.reader.revalidates and answer.has_header("ETag"):
            headers["if-none-match"] = answer["ETag"]
    with CaptureQueriesContext(connection) as captured:
        client_of_django(**headers).get(address)
    return len(captured)


def first_view(port, address):
    """Requests and bytes of the page with all that it loads, in a browser that has kept nothing."""
    seen, waiting = {}, [address]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        answer = fetch(port, Reader([]), address)
        seen[address] = answer.size
        is_packed = b"\r\ncontent-encoding: gzip" in answer.head.lower()
        text = gzip.decompress(answer.body) if is_packed else answer.body
        pattern = IMPORTED if address.endswith(".js") else NAMED
        waiting += [urljoin(address, found.decode()) for found in pattern.findall(text)]
    return {"requests": len(seen), "bytes": sum(seen.values())}


def show(found):
    print(f"\n{found['write-ups']:,} write-ups, made at {found['made a second']:.0f} a second")
    print(f"{'':<42}{'requests/s':>11}{'p50 ms':>8}{'p95 ms':>8}{'of hello-world':>24}{'wanted':>9}{'SQL':>5}")
    for row in found["pages"]:
        print(f"{row['page'] + ', ' + row['asked by']:<42}" + _cells(row))
    for page, view in found["first views"].items():
        print(f"first view of {page:<28}{view['requests']:>3} requests{view['bytes']:>9,} bytes")


def _cells(row):
    wanted = f"≥ {row['wanted']}" if row["wanted"] else ""
    if "not measured" in row:
        return f"{row['not measured']:>51}{wanted:>9}"
    ratio = f"{row['of hello-world']:.3f} ({row['from']:.3f}–{row['to']:.3f})"
    cells = f"{row['requests a second']:>11.1f}{row['p50']:>8.1f}{row['p95']:>8.1f}{ratio:>24}{wanted:>9}"
    cells += f"{row['statements']:>5}"
    if row["asked by"] == "If-None-Match" and row["share of 304"] < 1:
        cells += f"  {row['share of 304']:.0%} answered 304"
    return cells


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
