"""How many entries there are and in how many each lexeme stands: what scores and candidates are reckoned from.

Made again from the entries now and then, so it may be a day old. Search stays right meanwhile: a lexeme that it
does not know yet counts as standing in one entry, and whether an entry matches never depends on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Place
from practices.choices import Visibility
from practices.models import SearchBitmap, SearchCorpus, SearchEntry, SearchWord, Term, Topic, VocabularyWord
from practices.search import bitmaps
from practices.search.bm25 import TIER_MARK, hot, idf
from practices.search.matching import matches
from practices.search.words import AS_WRITTEN, STEMMED, lexemes_of, quoted

# Until there are statistics: about what a write-up of 600 words has, without its stop words.
LENGTH_AT_FIRST = 350.0
# Two refreshes at a time would wait for each other's rows. Any fixed number.
REFRESH_LOCK = 7_204_102
SHORTEST_IN_VOCABULARY, LONGEST_IN_VOCABULARY = 3, 40  # letters


@dataclass(frozen=True)
class WordCount:
    documents: int = 1
    public_documents: int = 0
    has_bitmap: bool = False


UNKNOWN = WordCount()


@dataclass(frozen=True)
class Statistics:
    """What is known of some lexemes, and of the entries as a whole."""

    documents: int
    average_length: float
    words: dict[str, WordCount] = field(default_factory=dict)
    names: Mapping[str, int] = field(default_factory=dict)  # in how many entries each stands, by its query

    def of(self, lexeme: str) -> WordCount:
        return self.words.get(lexeme, UNKNOWN)

    def idf(self, lexeme: str) -> float:
        return idf(self.of(lexeme).documents, self.documents)

    def idf_of_name(self, tsquery: str) -> float:
        return idf(self.names.get(tsquery, 0), self.documents)


NOTHING_KNOWN = Statistics(0, LENGTH_AT_FIRST)


def statistics_of(lexemes: Iterable[str]) -> Statistics:
    documents, average_length = _corpus()
    rows = SearchWord.objects.filter(word__in=set(lexemes)).values_list(
        "word", "documents", "public_documents", "has_bitmap"
    )
    words = {word: WordCount(in_all, in_public, has_bitmap) for word, in_all, in_public, has_bitmap in rows}
    return Statistics(documents, average_length, words)


def _corpus() -> tuple[int, float]:
    return SearchCorpus.objects.values_list("documents", "average_length").first() or (0, LENGTH_AT_FIRST)


def write_hot(entries: Iterable[int]) -> None:
    """Fill `hot` of these entries from their `search`."""
    made = hot(_corpus()[1])
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE practices_searchentry SET hot = {made.text} WHERE practice_id = ANY(%s)",  # noqa: S608
            [*made.params, list(entries)],
        )


def is_stale() -> bool:
    """Whether entries have come, gone or changed since the statistics were made."""
    corpus = SearchCorpus.objects.first()
    if corpus is None or SearchEntry.objects.count() != corpus.documents:
        return True
    return SearchEntry.objects.filter(indexed_at__gt=corpus.refreshed_at).exists()


def forget(text: str) -> None:
    """Forget the words of a text that stand in no entry any more, before the next count does."""
    [stems] = lexemes_of([text], STEMMED)
    [written] = lexemes_of([text], AS_WRITTEN)
    gone = [stem for stem in stems if not SearchEntry.objects.filter(matches("search", quoted(stem))).exists()]
    SearchWord.objects.filter(word__in=gone).delete()
    SearchBitmap.objects.filter(name__in=["word", "hot"], value__in=gone).delete()
    for stem in gone:
        SearchBitmap.objects.filter(name="hot", value__startswith=f"{stem}{TIER_MARK}").delete()
        SearchBitmap.objects.filter(name="phrase", value__contains=quoted(stem)).delete()
    unwritten = [word for word in written if not SearchEntry.objects.filter(matches("forms", quoted(word))).exists()]
    VocabularyWord.objects.filter(word__in=unwritten).delete()


def refresh() -> None:
    """Count everything anew, and write only what has changed. Readers go on with the old figures until it is done."""
    _count_anew()
    bitmaps.map_words()
    bitmaps.map_phrases()


@transaction.atomic
def _count_anew() -> None:
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REFRESH_LOCK])
        cursor.execute("SELECT count(*), avg(length) FROM practices_searchentry")
        documents, average_length = cursor.fetchone()
        for statement in COUNT_WORDS:
            cursor.execute(statement)
        cursor.execute(DROP_VOCABULARY)
        cursor.execute(COUNT_VOCABULARY, [_names(), SHORTEST_IN_VOCABULARY, LONGEST_IN_VOCABULARY])
        for statement in KEEP_VOCABULARY:
            cursor.execute(statement)
    counted = {
        "documents": documents,
        "average_length": average_length or LENGTH_AT_FIRST,
        "refreshed_at": now,
    }
    SearchCorpus.objects.update_or_create(pk=1, defaults=counted)


def _names() -> list[str]:
    """What the hub itself calls places, topics and terms: known words, whether or not a write-up has them."""
    names = list(Place.objects.values_list("short_name", "official_name"))
    names += Topic.objects.curated().values_list("name", "description")
    names += Term.objects.in_use().values_list("term", "preferred")
    return [each for pair in names for each in pair]


PUBLIC_ONLY = f"WHERE visibility = ''{Visibility.PUBLIC.value}''"
COUNT_WORDS = (
    "DROP TABLE IF EXISTS counted_words",
    f"""
    CREATE TEMPORARY TABLE counted_words ON COMMIT DROP AS
    SELECT word, every.ndoc AS documents, coalesce(open.ndoc, 0) AS public_documents
    FROM ts_stat('SELECT search FROM practices_searchentry') AS every
    LEFT JOIN ts_stat('SELECT search FROM practices_searchentry {PUBLIC_ONLY}') AS open USING (word)
    """,  # noqa: S608
    """
    DELETE FROM practices_searchword AS known
    WHERE NOT EXISTS (SELECT FROM counted_words AS counted WHERE counted.word = known.word)
    """,
    """
    INSERT INTO practices_searchword AS known (word, documents, public_documents)
    SELECT word, documents, public_documents FROM counted_words
    ON CONFLICT (word) DO UPDATE SET documents = excluded.documents, public_documents = excluded.public_documents
    WHERE (known.documents, known.public_documents) <> (excluded.documents, excluded.public_documents)
    """,
)
# Words of titles, summaries and topics; words of the body once two write-ups use them, as a slip hardly would be.
DROP_VOCABULARY = "DROP TABLE IF EXISTS counted_vocabulary"
COUNT_VOCABULARY = f"""
CREATE TEMPORARY TABLE counted_vocabulary ON COMMIT DROP AS
SELECT word, max(documents) AS documents
FROM (
    SELECT word, ndoc AS documents FROM ts_stat('SELECT forms FROM practices_searchentry {PUBLIC_ONLY}') WHERE ndoc > 1
    UNION ALL
    SELECT word, ndoc FROM ts_stat('SELECT forms FROM practices_searchentry {PUBLIC_ONLY}', 'ab')
    UNION ALL
    SELECT unnest(tsvector_to_array(to_tsvector('{AS_WRITTEN}', name))), 0 FROM unnest(%s::text[]) AS names (name)
) AS written
WHERE word ~ '^[[:alpha:]]+$' AND length(word) BETWEEN %s AND %s AND to_tsvector('{STEMMED}', word) <> ''
GROUP BY word
"""  # noqa: S608
KEEP_VOCABULARY = (
    """
    DELETE FROM practices_vocabularyword AS known
    WHERE NOT EXISTS (SELECT FROM counted_vocabulary AS counted WHERE counted.word = known.word)
    """,
    """
    INSERT INTO practices_vocabularyword AS known (word, documents) SELECT word, documents FROM counted_vocabulary
    ON CONFLICT (word) DO UPDATE SET documents = excluded.documents WHERE known.documents <> excluded.documents
    """,
)
