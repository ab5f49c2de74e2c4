"""Keys for rows that refer to each other, before any of them is written."""

from __future__ import annotations

from django.db import connection, models


def reserve(model: type[models.Model], number: int) -> list[int]:
    """So many keys of the model that PostgreSQL will give to nobody else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, number],
        )
        return [key for (key,) in cursor.fetchall()]
