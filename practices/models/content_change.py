"""That something has changed that visitors may see. PostgreSQL writes it by itself (migration 0008)."""

from django.db import connection, models


class ContentChangeManager(models.Manager):
    def version(self):
        """A text that is another one as soon as a change has been committed.

        Not the highest number: of two changes the later number may be committed first.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*), coalesce(sum(id), 0) FROM practices_contentchange")
            return "{}-{}".format(*cursor.fetchone())


class ContentChange(models.Model):
    """One row for each statement that changed what visitors may see. Rows are only ever added, so nobody waits."""

    objects = ContentChangeManager()

    def __str__(self):
        return str(self.pk)
