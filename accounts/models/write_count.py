from django.db import models


class WriteCountManager(models.Manager):
    def add(self, who, number=1):
        """Count one more write, or so many, and give the count of the hour that began with the first.

        One statement, so that no two processes count the same, by the database's clock, which all servers share.
        """
        rows = self.raw(
            """
            INSERT INTO accounts_writecount AS counted (who, since, writes)
            VALUES (%(who)s, statement_timestamp(), %(number)s)
            ON CONFLICT (who) DO UPDATE SET
                writes = CASE WHEN counted.since > statement_timestamp() - interval '1 hour'
                    THEN counted.writes + %(number)s ELSE %(number)s END,
                since = CASE WHEN counted.since > statement_timestamp() - interval '1 hour'
                    THEN counted.since ELSE statement_timestamp() END
            RETURNING who, since, writes
            """,
            {"who": who, "number": number},
        )
        return rows[0]


class WriteCount(models.Model):
    """How much somebody has sent, or a program read, within an hour; see practice_hub/write_limit.py, practices/api."""

    who = models.CharField(max_length=60, primary_key=True)
    since = models.DateTimeField()
    writes = models.PositiveIntegerField()

    objects = WriteCountManager()

    def __str__(self):
        return f"{self.writes} since {self.since}"
