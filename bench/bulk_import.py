"""How long importing many write-ups takes: `make bench-import` (ARGS="1000" for fewer).

The file is made of the corpus that search is measured with, with all that publishing needs; what is published has to
be found when the import ends. “Of processors” are the seconds that the command and PostgreSQL were at work, on a
machine that is shared the better figure; the memory is what the command used at most beyond what it had before.
"""

import csv
import io
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.database import bench_database

ROWS = 10_000
ADMINISTRATOR, OWNER = "admin@bench.example", "owner@bench.example"
COLUMNS = ("source_ref", "title", "summary", "what_we_do", "kind", "sector", "stage", "evidence", "visibility")
SEVERAL = ("who_for", "setting", "frameworks", "topics", "places")
SAME = {
    "problem": "People waited for days after they were ready to leave.",
    "team": "Hospital discharge team",
    "started": "2021-05",
    "stopped_why": "The grant ended.",
    "contact_name": "Hospital discharge team",
    "contact_role": "Team manager",
    "contact_email": "team@bench.example",
}


def write_file(path, number):
    """A file with so many rows; its size in megabytes."""
    from accounts.models import Place
    from bench.search import corpus
    from practices.choices import StoppedBecause
    from practices.models import Topic

    topics = dict(Topic.objects.values_list("pk", "name"))
    places = dict(Place.objects.values_list("pk", "gss_code"))
    somewhere = next(iter(places.values()))
    same = SAME | {"stopped_because": StoppedBecause.values[0]}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*COLUMNS, *SEVERAL, *same])
        writer.writeheader()
        for at, document in enumerate(corpus(number)):
            facets = document.facets | {"kind": "example"}
            several = {name: facets[name] for name in SEVERAL[:3]} | {
                "topics": [topics[key] for key in facets["topic_ids"]],
                "places": [places[key] for key in facets["place_ids"]] or [somewhere],
            }
            writer.writerow(
                {"source_ref": f"B-{at}", "title": document.title, "summary": document.summary}
                | {"what_we_do": document.body}
                | {name: facets[name] for name in COLUMNS[4:]}
                | {name: "; ".join(values) for name, values in several.items()}
                | same
            )
    return path.stat().st_size / 1_000_000


def make_people():
    from django.utils import timezone

    from accounts.models import Membership, Organisation, User

    organisation = Organisation.objects.create(
        name="Bench Council", slug="bench-council", kind="local_authority", verified_at=timezone.now()
    )
    User.objects.create(email=ADMINISTRATOR, display_name="Administrator", is_superuser=True, is_staff=True)
    owner = User.objects.create(email=OWNER, display_name="Owner")
    Membership.objects.create(user=owner, organisation=organisation, status=Membership.Status.ACTIVE)


@dataclass
class Cost:
    seconds: float
    of_processors: float  # those of PostgreSQL included: what it takes on a machine that nobody else uses, or less
    megabytes: float
    said: str


def measured(path, source, *options):
    from django.core.management import call_command

    said = io.StringIO()
    options = ("--source", source, "--by", ADMINISTRATOR, "--organisation", "bench-council", *options)
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    memory, processors, start = peak(), processor_seconds(), time.perf_counter()
    call_command("import_practices", str(path), *options, stdout=said, stderr=io.StringIO())
    seconds = time.perf_counter() - start
    return Cost(seconds, processor_seconds() - processors, peak() - memory, said.getvalue().splitlines()[0])


def peak():
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1000


def processor_seconds():
    from django.db import connection

    connection.ensure_connection()
    database = psutil.Process(connection.connection.get_backend_pid()).cpu_times()
    return time.process_time() + database.user + database.system


def main(number):
    from practices.models import SearchEntry

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "collection.csv")
        make_people()
        size = write_file(path, number)
        print(f"{number:,} rows, {size:.0f} MB\n")
        print("| What | Seconds | Of processors | Extra memory | What was said |\n|---|--:|--:|--:|---|")
        for what, source, options in (
            ("checked alone", "Drafts", ("--owner", OWNER, "--dry-run")),
            ("drafts", "Drafts", ("--owner", OWNER)),
            ("published, with search", "Published", ("--publish",)),
            ("the same again", "Published", ("--publish",)),
        ):
            cost = measured(path, source, *options)
            figures = f"{cost.seconds:.0f} | {cost.of_processors:.0f} | {cost.megabytes:.0f} MB"
            print(f"| {what} | {figures} | {cost.said} |", flush=True)
        print(f"\nEntries of search: {SearchEntry.objects.count():,}")
        find()


def find():
    """See that search finds what was published, by words that stand in it, and how many it finds."""
    from django.contrib.auth.models import AnonymousUser

    from practices.models import Practice
    from practices.search import search

    last = Practice.objects.published().select_related("published_revision").order_by("-pk").first()
    title = last.published_revision.title
    found = search(title, user=AnonymousUser()).practices
    place = "among" if last.pk in list(found[:10]) else "NOT among"
    print(f"“{title}” finds {len(found):,}; the last one of that title is {place} the first ten.")


if __name__ == "__main__":
    with bench_database():
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
