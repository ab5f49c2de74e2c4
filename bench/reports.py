"""`make bench-reports`: how long the files of an options report take, with one option and with six.

Six options of the starter library, which are long, in one report, and the first of them alone in another. Both are
made by turns in this process, each by asking for its address as a member of the organisation. The ratio is that of the
medians; SQL counts the statements.
"""

import time
from statistics import median

from bench.adoptions import nothing_kept
from bench.database import bench_database
from bench.pages import client_of_django

OPTIONS, ROUNDS = 6, 15
FILES = {"Word": "report_word", "CSV": "report_table", "page": "report"}


def main():
    with bench_database():
        person, reports = make_reports()
        client = client_of_django()
        client.force_login(person)
        with nothing_kept():
            print(f"{'file':<10}{'options':>9}{'SQL':>6}{'kB':>8}{'p50 ms':>9}{'most ms':>9}{'ratio':>8}")
            for name, route in FILES.items():
                show(name, client, [address(route, report) for report in reports])


def show(name, client, addresses):
    took, seen = measure(client, addresses)
    for number, times, (statements, size) in zip((1, OPTIONS), took, seen, strict=True):
        ratio = median(times) / median(took[0])
        print(f"{name:<10}{number:>9}{statements:>6}{size:>8,.0f}{median(times):>9.1f}{max(times):>9.1f}{ratio:>8.2f}")


def measure(client, addresses):
    """The times of each address in milliseconds, and its (statements, kilobytes)."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    seen = []
    for address in addresses:
        fetch(client, address)
        with CaptureQueriesContext(
            connection,
        ) as statements:
            answer = fetch(client, address)
        seen.append((len(statements), len(answer.content) / 1000))
    took = [[] for _ in addresses]
    for _round in range(ROUNDS):
        for times, address in zip(took, addresses, strict=True):
            begun = time.perf_counter()
            fetch(client, address)
            times.append((time.perf_counter() - begun) * 1000)
    return took, seen


def fetch(client, address):
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return response


def address(route, report):
    from django.urls import reverse

    return reverse(route, args=[report.slug])


def make_reports():
    """A manager, and their reports with one option and with six."""
    from django.core.management import call_command
    from django.db.models.functions import Length
    from django.utils import timezone

    from accounts.models import Membership, Organisation, User
    from practices.actions import reports
    from practices.models import Practice

    for command in ("load_places", "load_topics", "load_starter_library"):
        call_command(command, verbosity=0)
    organisation = Organisation.objects.create(
        name="Northbridge Council", slug="northbridge", kind="local_authority", verified_at=timezone.now()
    )
    person = User.objects.create(email="manager@bench.example", display_name="Manager")
    Membership.objects.create(user=person, organisation=organisation, role=Membership.Role.MANAGER)
    longest = Practice.objects.published().for_page().order_by(Length("published_revision__what_we_do").desc(), "pk")
    found = list(longest[:OPTIONS])
    made = [
        reports.begin(organisation=organisation, question="What helps on Fridays?", practices=chosen, by=person)
        for chosen in (found[:1], found)
    ]
    return person, made


if __name__ == "__main__":
    main()
