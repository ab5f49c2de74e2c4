"""`make bench-adoptions` (ARGS="200" for so many instead of 1,000): what pages cost where very many adopt a practice.

The page of its adopters and the practice's own, each with one adoption and with very many, drawn by turns in this
process without being kept (the hub keeps a visitor's page in memory; this is what the first visitor waits for, and
every member). Each adoption has two changed steps and somebody who may be asked. The ratio is of the medians; SQL
counts the statements.

The budget of a page is the same statements for one adoption as for very many, and for a thousand so many times as long
as for one at most (`BUDGET`). Whether it holds is printed, and is the exit code.
"""

import sys
import time
from contextlib import contextmanager
from statistics import median
from unittest.mock import patch

from bench.database import bench_database
from bench.pages import client_of_django

MANY, ROUNDS = 1000, 15
BUDGET = {"practice": 1.5, "adopters": 15}
STEPS = 6


def main(arguments):
    many = int(arguments[0]) if arguments else MANY
    with bench_database():
        few_of, many_of = make_practice("One", 1), make_practice("Many", many)
        with nothing_kept():
            measured = [(page, *measure(page, [few_of, many_of])) for page in BUDGET]
    show(measured, [1, many])
    kept_to = [is_within(*each) for each in measured]  # each is printed
    sys.exit(0 if all(kept_to) else 1)


@contextmanager
def nothing_kept():
    """No page is kept, no static file has to be collected, and each page asks the database whether anything changed.

    Believed for a tenth of a second, it would be asked for a page that takes longer, and not for one that does not.
    """
    from django.conf import settings
    from django.test import override_settings

    from practices import visitor_pages

    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with (
        override_settings(HUB_PAGE_MEMORY_MB=0, STORAGES=settings.STORAGES | plain),
        patch.object(visitor_pages, "SECONDS_BELIEVED", 0),
    ):
        yield


def is_within(page, took, seen):
    """Whether the page keeps to its budget; prints it."""
    (one, _size), (many, _size_of_many) = seen
    ratio, budget = median(took[1]) / median(took[0]), BUDGET[page]
    holds = one == many and ratio <= budget
    said = "holds" if holds else "does NOT hold"
    print(f"{page}: {many - one} statements more, {ratio:.1f} times as long, of {budget}: the budget {said}")
    return holds


def show(measured, numbers):
    print(f"{'page':<12}{'adoptions':>10}{'SQL':>6}{'kB':>8}{'p50 ms':>9}{'ratio':>8}")
    for page, took, seen in measured:
        for number, times, (statements, size) in zip(numbers, took, seen, strict=True):
            ratio = median(times) / median(took[0])
            print(f"{page:<12}{number:>10,}{statements:>6}{size:>8,.0f}{median(times):>9.1f}{ratio:>8.2f}")


def measure(page, practices):
    """The times of each practice's page in milliseconds, and its (statements, kilobytes)."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    addresses = [reverse(page, args=[practice.slug]) for practice in practices]
    seen = []
    for address in addresses:
        fetch(address)
        with CaptureQueriesContext(
            connection,
        ) as statements:
            page_of = fetch(address)
        seen.append((len(statements), len(page_of.content) / 1000))
    took = [[] for _ in addresses]
    for _round in range(ROUNDS):
        for times, address in zip(took, addresses, strict=True):
            begun = time.perf_counter()
            fetch(address)
            times.append((time.perf_counter() - begun) * 1000)
    return took, seen


def fetch(address):
    response = client_of_django().get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return response


def make_practice(name, adoptions):
    """A published practice with so many teams that use it, spread over all places."""
    from django.utils import timezone

    from accounts.models import Membership, Organisation, Place, User
    from practices.choices import AdopterShownAs, AdoptionStatus, Visibility
    from practices.models import Adaptation, Adoption, Practice, Revision

    now = timezone.now()
    organisation = Organisation.objects.create(
        name=f"{name} Council", slug=f"{name.lower()}-council", kind="local_authority", verified_at=now
    )
    lead = User.objects.create(email=f"{name.lower()}@bench.example", display_name="Lead")
    Membership.objects.create(user=lead, organisation=organisation)
    practice = Practice.objects.create(slug=name.lower(), organisation=organisation)
    steps = [{"text": f"Do the {at}. thing", "essential": "yes"} for at in range(STEPS)]
    revision = Revision.objects.create(
        practice=practice,
        number=1,
        status="published",
        published_at=now,
        title=name,
        visibility=Visibility.PUBLIC,
        steps=steps,
    )
    practice.published_revision, practice.published_at, practice.changed_at = revision, now, now
    practice.save()
    places, shown = list(Place.objects.all()), [AdopterShownAs.TEAM, AdopterShownAs.PLACE, AdopterShownAs.ORGANISATION]
    going_on = [status for status in AdoptionStatus if status != AdoptionStatus.STOPPED]
    rows = Adoption.objects.bulk_create(
        Adoption(
            practice=practice,
            revision=revision,
            organisation=organisation,
            team=f"Team {at}",
            place=places[at % len(places)],
            status=going_on[at % len(going_on)],
            started=now.date().replace(day=1),
            shown_as=shown[at % len(shown)],
            is_askable=True,
            lead=lead,
            confirmed_at=now,
        )
        for at in range(adoptions)
    )
    Adaptation.objects.bulk_create(
        Adaptation(
            adoption=row,
            position=at,
            step=steps[at]["text"],
            essential="yes",
            made_of_it="changed",
            how="We do another.",
            why="Ours is a small team.",
        )
        for row in rows
        for at in range(2)
    )
    return practice


if __name__ == "__main__":
    main(sys.argv[1:])
