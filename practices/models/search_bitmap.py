"""Which entries have what, a bit for each. PostgreSQL keeps it by itself (migration 0007)."""

from django.db import models

# Entries in a block; entry n is bit n % 8192 of block n // 8192. A row of it is a kilobyte, which is the most that
# PostgreSQL keeps in the table itself with room to spare.
BLOCK = 8192


class BitsField(models.Field):
    """A bit string as long as a block. Read and written in SQL alone."""

    def db_type(self, connection):
        return f"bit({BLOCK})"


class SearchBitmap(models.Model):
    """The entries of one block that have this value in the column `name`.

    Three names are no columns: “word” is a lexeme of `search`, “hot” one of `hot`, and “phrase” a query on `search`,
    which has a row of block -1 to say that it is kept.
    """

    pk = models.CompositePrimaryKey("name", "value", "block")
    name = models.TextField()
    value = models.TextField()
    block = models.IntegerField()
    bits = BitsField()

    class Meta:
        indexes = [models.Index(fields=["block"], name="search_bitmap_block")]

    def __str__(self):
        return f"{self.name} {self.value}, block {self.block}"


class SearchBlock(models.Model):
    """A version of the bitmaps that entries of one block are filtered by: another one each time they are written."""

    block = models.IntegerField(primary_key=True)
    version = models.UUIDField()

    def __str__(self):
        return f"block {self.block}"
