"""The worker is killed (kill -9) while it mails people what is new: each is told once all the same, nobody missed."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager

import psycopg2
import pytest
from django.db import connection
from post_office.models import Email

from practices.alerts import news, sending
from practices.models import Alerts, News
from tests.factories import PracticeFactory, TopicFactory
from tests.practices.test_alerts import follower, published

pytestmark = pytest.mark.django_db(transaction=True)

# A process that loads Django once, and begins a worker of its own process for each line that it is sent.
PROGRAM = """
import os, sys
import django; django.setup()
from django.core.management import call_command
from practices.alerts import sending
from practices.management.commands import run_worker
sending.AT_A_TIME = 2
for line in sys.stdin:
    worker = os.fork()
    if not worker:
        call_command("run_worker", once=True)
        os._exit(0)
    print(worker, flush=True)
    print(os.waitpid(worker, 0)[1], flush=True)
"""
PATIENCE = 30  # seconds
# What PostgreSQL calls the connections of these workers; other tests hold locks in the same server.
NAME = "a worker that a test began"
ITS_CONNECTIONS = f"FROM pg_stat_activity WHERE application_name = '{NAME}' AND datname = current_database()"
ONE_WAITS = f"SELECT count(*) = 1 {ITS_CONNECTIONS} AND wait_event_type = 'Lock'"


def other_connection():
    settings = connection.settings_dict
    return psycopg2.connect(dbname=settings["NAME"], host=settings["HOST"], user=settings["USER"])


@contextmanager
def held(statement, *params):
    """Somebody else's transaction that has done this, and ends with the block."""
    other = other_connection()
    try:
        with other, other.cursor() as cursor:
            cursor.execute(statement, params)
            yield
    finally:
        other.close()


class Workers:
    def __init__(self):
        settings = connection.settings_dict
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "TEST_DATABASE_URL": f"postgres://{settings['USER']}@/{settings['NAME']}",
            "PGHOST": str(settings["HOST"]),
            "PGAPPNAME": NAME,
        }
        self.program = subprocess.Popen(
            [sys.executable, "-c", PROGRAM], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def begin(self):
        print("go", file=self.program.stdin, flush=True)
        return int(self.program.stdout.readline())

    def ended(self):
        return int(self.program.stdout.readline())

    def kill_when_it_waits(self):
        """Begin one, and kill it as soon as it waits for what somebody holds."""
        worker = self.begin()
        wait_until(ONE_WAITS)
        os.kill(worker, signal.SIGKILL)
        assert os.waitstatus_to_exitcode(self.ended()) == -signal.SIGKILL

    def close(self):
        self.program.stdin.close()
        self.program.wait(PATIENCE)
        self.program.stdout.close()


@pytest.fixture
def workers():
    workers = Workers()
    yield workers
    workers.close()


def wait_until(question):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(question)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    pytest.fail(f"never: {question}")


def all_are_gone():
    """PostgreSQL sees that a client is dead once what it waited for is there."""
    wait_until(f"SELECT count(*) = 0 {ITS_CONNECTIONS}")


def times_told():
    """{address: {title: in how many mails}}"""
    told = {}
    for email in Email.objects.all():
        titles = [line.removeprefix("New: ") for line in email.message.splitlines() if line.startswith("New: ")]
        told.setdefault(email.to[0], Counter()).update(titles)
    return told


def test_killed_in_a_transaction_and_between_two_everybody_is_told_once(workers):
    topic = TopicFactory()
    people = [follower(topic) for _ in range(5)]
    published("Hold a huddle", revision__topics=[topic])

    with held("LOCK TABLE post_office_email IN SHARE MODE"):  # the mails of the first two are about to be queued
        workers.kill_when_it_waits()
    all_are_gone()
    assert times_told() == {}
    assert not Alerts.objects.exclude(mailed_at=None).exists()

    third = people[2].pk
    with held("SELECT 1 FROM practices_alerts WHERE person_id = %s FOR UPDATE", third):  # the first two are done
        workers.kill_when_it_waits()
    all_are_gone()
    assert times_told() == {person.email: {"Hold a huddle": 1} for person in people[:2]}

    published("Plan a rota", revision__topics=[topic])
    workers.begin()
    assert workers.ended() == 0
    workers.begin()  # one more, for those whose first mail had not left
    assert workers.ended() == 0
    assert times_told() == {person.email: {"Hold a huddle": 1, "Plan a rota": 1} for person in people}


def test_what_is_withheld_while_the_mail_is_about_to_be_made_is_in_no_mail(workers):
    topic = TopicFactory()
    follower(topic)
    practice = published(revision__topics=[topic])
    withhold = "UPDATE practices_practice SET withheld_at = now(), withheld_why = 'It names somebody.' WHERE id = %s"
    with held(withhold, practice.pk):
        workers.begin()
        wait_until(ONE_WAITS)
    assert workers.ended() == 0
    assert times_told() == {}


def test_what_is_committed_late_is_told_and_not_missed():
    """Of two who publish at one moment, the one whose row has the lower number is committed last."""
    topic = TopicFactory()
    person = follower(topic)
    late = PracticeFactory(state="published", revision__title="Committed last", revision__topics=[topic])
    insert = """
        INSERT INTO practices_news (kind, practice_id, scope_before, happened_at) VALUES ('published', %s, '', now())
    """
    with held(insert, late.pk):
        published("Committed first", revision__topics=[topic])
        sending.send()
        assert times_told() == {person.email: {"Committed first": 1}}
        Email.objects.update(status=0)
    sending.send()
    assert times_told() == {person.email: {"Committed first": 1, "Committed last": 1}}
    first, last = News.objects.order_by("position")
    assert last.pk < first.pk


def test_two_workers_at_one_moment_give_each_thing_one_position_and_tell_it_once():
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    topic = TopicFactory()
    people = [follower(topic) for _ in range(4)]
    for title in ("Hold a huddle", "Plan a rota"):
        published(title, revision__topics=[topic])
    start = Barrier(2)

    def work(_number):
        try:
            start.wait()
            news.number()
            sending.send()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(work, range(2)))
    assert times_told() == {person.email: {"Hold a huddle": 1, "Plan a rota": 1} for person in people}
