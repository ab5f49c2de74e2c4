"""Published write-ups in any number, as the rows that publishing leaves: what pages show, and not entries alone.

What publishing does beside (reviews, audit, mail) is left out. On two processors that others used, too, 10,000 were
made at 71 a second and 3,000 at 103, with what search knows of them.
"""

import time
from contextlib import contextmanager
from datetime import timedelta
from itertools import cycle, islice

from django.contrib.postgres.indexes import GinIndex
from django.db import connection, transaction

from accounts.models import Place, User
from bench.database import entries_without_practices
from bench.search import corpus, entry
from practices.choices import RetiredBecause, ShownAs
from practices.keys import reserve
from practices.lifecycle import Status
from practices.models import Authorship, Practice, Revision, RevisionTopic, SearchEntry

BATCH = 500
AUTHORS = 200
SAID_OF_BOTH = ("kind", "sector", "stage", "evidence", "who_for", "setting", "frameworks", "visibility")
REVIEWED_AFTER = timedelta(days=365)


def fill(number):
    """Publishes so many, as they would be found an hour later; returns how many it made a second."""
    from bench.ours import count_all  # only here: what else it needs is installed for measurements alone

    started = time.monotonic()
    with without_text_indexes():
        made = list(publish(number))
    count_all(key for keys in made for key in keys)
    return number / (time.monotonic() - started)


def publish(number):
    """Adds the practices, and yields their keys, batch by batch. Their entries lack the salient lexemes."""
    place_of_region = dict(Place.objects.values_list("region", "pk"))
    authors = cycle(
        User.objects.bulk_create(
            User(email=f"author{at}@bench.example", display_name=f"Author {at}", password="!") for at in range(AUTHORS)
        )
    )
    made = corpus(number)
    while batch := list(islice(made, BATCH)):
        yield _publish(batch, authors, place_of_region)


@transaction.atomic
def _publish(batch, authors, place_of_region):
    """Adds these; their keys."""
    keys, revision_keys = reserve(Practice, len(batch)), reserve(Revision, len(batch))
    numbered = list(zip(keys, revision_keys, batch, strict=True))
    # PostgreSQL asks whether the revision is there at the end of the transaction.
    Practice.objects.bulk_create(_practice(*each) for each in numbered)
    Revision.objects.bulk_create(_revision(*each) for each in numbered)
    Authorship.objects.bulk_create(Authorship(practice_id=key, user=next(authors), is_lead=True) for key in keys)
    RevisionTopic.objects.bulk_create(
        RevisionTopic(content_object_id=revision, tag_id=topic)
        for _, revision, document in numbered
        for topic in document.facets["topic_ids"]
    )
    located = Revision.places.through
    located.objects.bulk_create(
        located(revision_id=revision, place_id=place)
        for _, revision, document in numbered
        # Of what is shown as its region, the document names the regions alone.
        for place in document.facets["place_ids"] or [place_of_region[region] for region in document.facets["regions"]]
    )
    with entries_without_practices():
        SearchEntry.objects.bulk_create(entry(key, document) for key, _, document in numbered)
    return keys


def _practice(key, revision_key, document):
    facets = document.facets
    dates = {name: facets[name] for name in ("published_at", "changed_at", "confirmed_at")}
    retired = {"retired_at": facets["changed_at"], "retired_because": RetiredBecause.OUTDATED}
    return Practice(
        pk=key,
        slug=f"write-up-{key}",
        organisation_id=facets["organisation_id"],
        published_revision_id=revision_key,
        **dates,
        **(retired if facets["is_retired"] else {}),
    )


def _revision(key, revision_key, document):
    facets = document.facets
    return Revision(
        pk=revision_key,
        practice_id=key,
        number=1,
        status=Status.PUBLISHED,
        submitted_at=facets["published_at"],
        published_at=facets["published_at"],
        review_by=(facets["changed_at"] + REVIEWED_AFTER).date(),
        title=document.title,
        summary=document.summary,
        what_we_do=document.body,
        shown_as=ShownAs.NAME if facets["shown_organisation_id"] else ShownAs.REGION,
        **{name: facets[name] for name in SAID_OF_BOTH},
    )


@contextmanager
def without_text_indexes():
    """Entries come in more quickly while their texts are not indexed; the indexes are made again at the end."""
    indexes = [index for index in SearchEntry._meta.indexes if isinstance(index, GinIndex)]
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(SearchEntry, index)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            for index in indexes:
                editor.add_index(SearchEntry, index)
