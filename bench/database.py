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
