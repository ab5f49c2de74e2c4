"""A database for one measurement: migrated, with what every hub has, and gone when the measurement ends."""

import io
from contextlib import contextmanager
from pathlib import Path

from bench.hub import Hub
from practice_hub.embedded import NAME, SUPERUSER, Cluster, throwaway_cluster


@contextmanager
def bench_database(settings_module="practice_hub.settings", *, kept_in=None):
    """Django in this process, on a new PostgreSQL with places, topics and terms. Models can be imported inside.

    With a folder, the database is kept there for the next time.
    """
    with _kept(kept_in) if kept_in else throwaway_cluster() as cluster:
        Hub(cluster.home, 0, DATABASE_URL=f"postgres://{SUPERUSER}@/{NAME}").use_its_settings(settings_module)

        from django.conf import settings
        from django.core.management import call_command
        from django.db import connections

        settings.DATABASES["default"]["HOST"] = str(cluster.socket_folder)
        for command in ["migrate", "load_places", "load_topics", "load_terms"]:
            call_command(command, stdout=io.StringIO())
        try:
            yield
        finally:
            connections.close_all()


def _kept(folder):
    home = Path(folder)
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o711)  # PostgreSQL may run as another user, who must get through
    return Cluster(home).running()


@contextmanager
def entries_without_practices():
    """In a session that stands for a replica PostgreSQL asks nobody whether the practice of an entry is there.

    Search reads entries alone, and a practice with its revisions for each would take ten times as long. Nor are
    bitmaps kept meanwhile: `bench.ours.count_all` makes them at once.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = origin")
