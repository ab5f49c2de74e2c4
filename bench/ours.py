"""The product's own index and search, over its starter library or over documents from elsewhere.

Nothing here ranks: texts become entries by `practices.search.entries`, and are found by `practices.search.search`.
Needs Django to be set up (`bench.database`).
"""

import io
from itertools import islice

from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench.collection import Document
from bench.database import entries_without_practices
from bench.engines import BATCH, LONGEST_RANKING
from practices.choices import Evidence, Kind, Sector, Stage, Visibility
from practices.models import Practice, SearchEntry
from practices.search import bitmaps, entries, search, statistics
from practices.search.texts import TITLE, WEIGHT_OF_ITS_OWN, WEIGHT_OF_THE_BODY, Text, texts_of

BODY = "what_we_do"
SHOWN_TITLE = SearchEntry._meta.get_field("title").max_length
# Where every entry says the same, it decides nothing.
SAME_FOR_ALL = {
    "visibility": Visibility.PUBLIC,
    "organisation_id": 0,
    "kind": Kind.EXAMPLE,
    "sector": Sector.BOTH,
    "stage": Stage.RUNNING,
    "evidence": Evidence.EXPERIENCE,
}


class Ours:
    """Search as a visitor has it; `ids` are the documents' ids by the keys of their practices."""

    name = "ours"

    def __init__(self, ids):
        self.ids = ids

    def find(self, text):
        return [self.ids[key] for key in search(text, user=AnonymousUser()).practices[:LONGEST_RANKING]]


def ours_of(documents):
    """Our search over these documents and no others."""
    ids = {}
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE practices_searchentry, practices_searchbitmap, practices_searchblock CASCADE")
    with entries_without_practices():
        numbered = enumerate(documents, 1)
        while batch := list(islice(numbered, BATCH)):
            ids |= {number: document.id for number, document in batch}
            SearchEntry.objects.bulk_create(_entry(number, document) for number, document in batch)
    count_all(ids)
    return Ours(ids)


def count_all(keys):
    """For entries that were written past the triggers: salient lexemes, bitmaps, statistics."""
    # First for the mean length, which `hot` is made with; then for the tiers, which are counted from `hot`.
    statistics.refresh()
    keys = iter(keys)
    with entries_without_practices():
        while batch := list(islice(keys, BATCH)):
            statistics.write_hot(batch)
    bitmaps.rebuild()
    statistics.refresh()
    tidy()


def ours_of_starter_library():
    """Our search over the starter library, loaded as every hub loads it."""
    call_command("load_starter_library", stdout=io.StringIO())
    statistics.refresh()
    tidy()
    return Ours(dict(Practice.objects.published().values_list("pk", "slug")))


def documents_of_starter_library():
    return [_document(practice) for practice in Practice.objects.published().for_listing().order_by("pk")]


def _document(practice):
    """The very texts that our index is made of, as a title and the rest."""
    title, *others = texts_of(practice, practice.published_revision)
    return Document(practice.slug, title.words, "\n".join(text.words for text in others))


def _entry(number, document):
    now = timezone.now()
    texts = [
        Text(TITLE, "", WEIGHT_OF_ITS_OWN[TITLE], document.title),
        Text(BODY, "", WEIGHT_OF_THE_BODY, document.text),
    ]
    return SearchEntry(
        practice_id=number,
        title=document.title[:SHOWN_TITLE],
        hot="",
        published_at=now,
        changed_at=now,
        **SAME_FOR_ALL,
        **entries.vectors(texts),
    )


def tidy():
    """What autovacuum would have done by the time that somebody searches."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
