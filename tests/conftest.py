"""What every test has: a database of the run's own, and templates that say what they miss."""

import os
from contextlib import ExitStack

import pytest
from django.conf import settings

from practice_hub.embedded import EmbeddedError, throwaway_cluster
from tests import templates

until_the_end = ExitStack()


def pytest_configure(config):
    templates.watch()


def pytest_sessionstart(session):
    """Start PostgreSQL once for the run; its parallel workers, started after this, find it by the environment."""
    if os.environ.get("TEST_DATABASE_URL") or session.config.option.collectonly:
        return
    if "HUB_TEST_SOCKET_FOLDER" not in os.environ:
        try:
            cluster = until_the_end.enter_context(throwaway_cluster())
        except EmbeddedError as error:
            pytest.exit(str(error), returncode=3)
        os.environ["HUB_TEST_SOCKET_FOLDER"] = str(cluster.socket_folder)
        until_the_end.callback(os.environ.pop, "HUB_TEST_SOCKET_FOLDER")
    settings.DATABASES["default"]["HOST"] = os.environ["HUB_TEST_SOCKET_FOLDER"]


def pytest_unconfigure(config):
    until_the_end.close()
