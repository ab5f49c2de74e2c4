"""What search knows of all entries together. Made again by `practices.search.statistics.refresh`; nobody edits it."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models


class SearchCorpus(models.Model):
    """One row: how many entries there are, and their mean length in words."""

    documents = models.PositiveIntegerField()
    average_length = models.FloatField()
    refreshed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="search_corpus_is_one_row", condition=models.Q(pk=1))]

    def __str__(self):
        return f"{self.documents} entries"


class SearchWord(models.Model):
    """A lexeme of `SearchEntry.search`, and in how many entries it stands."""

    word = models.TextField(primary_key=True)
    documents = models.PositiveIntegerField()
    public_documents = models.PositiveIntegerField()
    # So many entries have it that `SearchBitmap` has it, too: whoever writes an entry keeps it, searches go by it.
    keeps_bitmap = models.BooleanField(db_default=False)
    has_bitmap = models.BooleanField(db_default=False)

    def __str__(self):
        return self.word


class VocabularyWord(models.Model):
    """A word as it is written, from what the public may read: slips are corrected to these and to nothing else.

    `documents` is 0 for a word of a place, topic or term that no public write-up uses.
    """

    word = models.TextField(primary_key=True)
    documents = models.PositiveIntegerField()

    class Meta:
        indexes = [GinIndex(OpClass("word", name="gin_trgm_ops"), name="vocabulary_word_trigrams")]

    def __str__(self):
        return self.word
