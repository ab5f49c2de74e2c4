"""What our search is measured against: other engines, which get the same texts and run on the same machine.

Each is made of documents (a title and a text), and finds the ids of those that match, best first. Those on
PostgreSQL need Django to be set up (`bench.database`).
"""

import logging
import tempfile
from itertools import islice

import bm25s
import Stemmer
import tantivy
from django.core.management import call_command
from django.db import connection
from psycopg2.extras import execute_values

from bench.search import PAGE

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it would tell of each step

LONGEST_RANKING = 100
BATCH = 500
TITLE_BEFORE_BODY = "(%s, setweight(to_tsvector('english', %s), 'A') || setweight(to_tsvector('english', %s), 'B'))"
FOUND = """
SELECT number FROM bench_text, (SELECT {asked} AS asked) AS query
WHERE search @@ asked
ORDER BY ts_rank(search, asked, {normalisation}) DESC, number
LIMIT {limit}
"""
ONLY_WORDS = str.maketrans(dict.fromkeys("()[]{}*", " "))


class TsRank:
    """PostgreSQL's own: documents with all of the words, by ts_rank, as most Django sites have it."""

    name = "AND + ts_rank"
    asked = "plainto_tsquery('english', %s)"
    normalisation = 0

    def __init__(self, documents):
        self.ids = []
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bench_text")
            cursor.execute("CREATE TABLE bench_text (number int PRIMARY KEY, search tsvector NOT NULL)")
            execute_values(
                cursor,
                "INSERT INTO bench_text VALUES %s",
                self._rows(documents),
                template=TITLE_BEFORE_BODY,
                page_size=BATCH,
            )
            cursor.execute("CREATE INDEX ON bench_text USING gin (search)")
            cursor.execute("VACUUM ANALYZE bench_text")

    def _rows(self, documents):
        for number, document in enumerate(documents):
            self.ids.append(document.id)
            yield number, document.title, document.text

    def find(self, text):
        with connection.cursor() as cursor:
            found = FOUND.format(asked=self.asked, normalisation=self.normalisation, limit=LONGEST_RANKING)
            cursor.execute(found, [text])
            return [self.ids[number] for (number,) in cursor.fetchall()]


class TsRankOfAny(TsRank):
    """The same with any of the words, and the normalisation that serves it best: by the logarithm of the length."""

    name = "OR + ts_rank"
    # No lexeme has a space in it, so nothing else is replaced.
    asked = "replace(plainto_tsquery('english', %s)::text, ''' & ''', ''' | ''')::tsquery"
    normalisation = 1


class ModelSearch:
    """Wagtail's search as a Django app, set up as it documents, for any of the words: rows of a model, by ts_rank.

    Only where its apps are installed (`bench.settings_with_modelsearch`).
    """

    name = "modelsearch"

    def __init__(self, documents):
        from bench.modelsearch_app.models import Text

        self.texts = Text.objects.only("pk")  # it could fetch whole texts, which the others do not
        self.ids = []
        with connection.schema_editor() as editor:
            editor.create_model(Text)
        numbered = enumerate(documents)
        while batch := list(islice(numbered, BATCH)):
            self.ids += [document.id for _, document in batch]
            Text.objects.bulk_create(Text(number=number, title=each.title, body=each.text) for number, each in batch)
        call_command("rebuild_modelsearch_index", verbosity=0)
        with connection.cursor() as cursor:
            # Its searches ask for this very expression, and its model says that a migration makes the index. None
            # does as of 1.3.2; without it PostgreSQL would read every row.
            cursor.execute("CREATE INDEX ON modelsearch_indexentry USING gin ((title || body))")
            cursor.execute(f"VACUUM ANALYZE modelsearch_indexentry, {Text._meta.db_table}")

    def find(self, text):
        return [self.ids[found.pk] for found in self.texts.search(text, operator="or")[:PAGE]]


class Bm25s:
    """Lucene's BM25 by bm25s, as it is set by default, with the English stop words and stemmer."""

    name = "bm25s"

    def __init__(self, documents):
        self.ids = []
        self.stemmer = Stemmer.Stemmer("english")
        tokens = self._tokens(self._texts(documents))
        self.index = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        self.index.index(tokens, show_progress=False)

    def _texts(self, documents):
        for document in documents:
            self.ids.append(document.id)
            yield f"{document.title} {document.text}"

    def _tokens(self, texts):
        return bm25s.tokenize(texts, stopwords="en", stemmer=self.stemmer, show_progress=False)

    def find(self, text):
        numbers, scores = self.index.retrieve(
            self._tokens([text]), k=min(LONGEST_RANKING, len(self.ids)), show_progress=False
        )
        # It fills up with documents that have none of the words.
        return [self.ids[number] for number, score in zip(numbers[0], scores[0], strict=True) if score > 0]


class Tantivy:
    """tantivy, with its English stemmer: any of the words, in title or body, each by BM25."""

    name = "tantivy"

    def __init__(self, documents):
        self.ids = []
        self.folder = tempfile.TemporaryDirectory(prefix="practice-hub-bench-")  # gone with this object
        fields = tantivy.SchemaBuilder().add_integer_field("number", stored=True)
        for field in ["title", "body"]:
            fields = fields.add_text_field(field, tokenizer_name="en_stem")
        self.index = tantivy.Index(fields.build(), path=self.folder.name)
        writer = self.index.writer(num_threads=1)
        for number, document in enumerate(documents):
            self.ids.append(document.id)
            writer.add_document(tantivy.Document(number=number, title=document.title, body=document.text))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def find(self, text):
        # Its parser goes a step deeper for each bracket, until the process ends; and it lets through `title:*`, which
        # its search then refuses.
        query, _what_it_could_not_read = self.index.parse_query_lenient(text.translate(ONLY_WORDS), ["title", "body"])
        hits = self.searcher.search(query, LONGEST_RANKING, count=False).hits
        return [self.ids[self.searcher.doc(address)["number"][0]] for _, address in hits]


OTHERS = [TsRank, TsRankOfAny, Bm25s, Tantivy]
