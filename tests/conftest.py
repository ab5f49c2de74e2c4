"""What every test has: a database of the run's own, templates that say what they miss, and a browser if asked."""

import gc
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
# A file's tests run in one process, so that what they share is built once. These files take longest: begun first,
# none is left over when the other process has ended.
LONGEST = ("tests/test_every_address", "tests/journeys/", "tests/test_query_counts")


def pytest_configure(config):
    gc.set_threshold(100_000, 10, 10)  # looking for garbage as often as Python does by itself took a tenth of a run
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


def pytest_collection_finish(session):
    """Ten thousand tests and all of Django stay until the end: nobody need look for garbage among them."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config):
    until_the_end.close()


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    _leave_out_browser_tests_without_chromium(items)


def _leave_out_browser_tests_without_chromium(items):
    """Says so loudly; in CI that is a failure."""
    in_browser = [item for item in items if item.get_closest_marker("browser")]
    if CHROMIUM or not in_browser:
        return
    if os.environ.get("CI"):
        raise pytest.UsageError(f"{len(in_browser)} browser tests cannot run: there is no Chromium on this machine")
    skip = pytest.mark.skip(reason="NO CHROMIUM: install it (on Debian: apt-get install chromium) to run browser tests")
    for item in in_browser:
        item.add_marker(skip)


@pytest.fixture(scope="session", autouse=True)
def versions_are_asked_each_time():
    """However quick the machine, no test waits for the next version of a page, and no fixture built before its test."""
    from practices import visitor_pages  # needs Django to be set up

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(visitor_pages, "SECONDS_BELIEVED", 0)
        yield


@pytest.fixture(autouse=True)
def no_pages_of_other_tests():
    """What was kept of a database that has been undone is of no version of this one."""
    from practices import visitor_pages  # needs Django to be set up

    visitor_pages.PAGES.clear()


@pytest.fixture(autouse=True)
def nobody_has_read_too_much():
    """Each web process counts what programs read, and tells the database after so many."""
    from practices.api import throttling  # needs Django to be set up

    throttling.COUNTS.clear()


@pytest.fixture
def follow_up_steps(db):
    """The times at which teams are asked how it goes."""
    from tests.factories import load_follow_up_steps  # needs Django to be set up

    load_follow_up_steps()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Playwright drives the machine's Chromium, which will not run in its sandbox as root."""
    arguments = ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": arguments}


@pytest.fixture(scope="module")
def show(browser):
    """`show(response)` draws an answer of Django's in the browser, with our files beside it; always in one tab."""
    from tests.journeys.checks import axe_source
    from tests.journeys.showing import shown_pages

    page = browser.new_page()
    page.add_init_script(axe_source())
    with shown_pages() as pages:

        def show(response):
            page.goto(pages.address_of(response))
            return page

        yield show
    page.close()


@pytest.fixture(scope="session")
def playwright(playwright):
    """Beside its loop Django keeps connections of its own; left open, the test database could not be removed."""
    yield playwright
    connections.close_all()
