"""What every test has: a database of the run's own, templates that say what they miss, and a browser if asked."""

import os
import shutil
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.db import connections

from practice_hub.embedded import EmbeddedError, throwaway_cluster
from tests import templates

until_the_end = ExitStack()
CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)


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


def pytest_collection_modifyitems(items):
    """Without Chromium, say loudly that the browser tests were left out; in CI that is a failure."""
    in_browser = [item for item in items if item.get_closest_marker("browser")]
    if CHROMIUM or not in_browser:
        return
    if os.environ.get("CI"):
        raise pytest.UsageError(f"{len(in_browser)} browser tests cannot run: there is no Chromium on this machine")
    skip = pytest.mark.skip(reason="NO CHROMIUM: install it (on Debian: apt-get install chromium) to run browser tests")
    for item in in_browser:
        item.add_marker(skip)


@pytest.fixture(autouse=True)
def no_pages_of_other_tests(monkeypatch):
    """What was kept of a database that has been undone is of no version of this one, and no test waits for the next."""
    from practices import visitor_pages  # needs Django to be set up

    monkeypatch.setattr(visitor_pages, "SECONDS_BELIEVED", 0)
    visitor_pages.PAGES.clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Playwright drives the machine's Chromium, which will not run in its sandbox as root."""
    arguments = ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": arguments}


@pytest.fixture(scope="session")
def playwright(playwright):
    """Beside its loop Django keeps connections of its own; left open, the test database could not be removed."""
    yield playwright
    connections.close_all()
