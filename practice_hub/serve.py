"""Everything `make run` and `make dev` do once the packages are there: database, data, web server and worker."""

import hashlib
import io
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command, get_commands
from django.db import connections

from practice_hub.embedded import EmbeddedError, end_with_parent

LOADERS = [
    ("Places", "load_places"),
    ("Topics", "load_topics"),
    ("Pathways", "load_pathways"),
    ("Terms", "load_terms"),
    ("Reasons for a return", "load_return_reasons"),
    ("Library", "load_starter_library"),
]
DEMO_LOADERS = [("People", "seed_demo_data")]
DEMO_PEOPLE = [
    ("worker@demo.example", "a frontline worker"),
    ("colleague@demo.example", "a colleague in another organisation"),
    ("manager@demo.example", "a manager"),
    ("moderator@demo.example", "a moderator"),
    ("second.moderator@demo.example", "another moderator"),
    ("admin@demo.example", "an administrator"),
]
LONGEST_PAUSE = 30


class CannotServe(Exception):
    """Why not, in one line, for the person at the keyboard."""


class Stop(BaseException):
    """Someone asked the hub to stop."""


def main(arguments):
    for number in [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]:
        signal.signal(number, _stop)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice_hub.settings")
    host, port = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    try:
        refuse_taken_port(host, port)
        django.setup()
        with database():
            prepare()
            connections.close_all()  # this process only watches from here on
            serve(host, port, with_reload="--reload" in arguments)
    except (CannotServe, EmbeddedError, CommandError) as error:
        print(error, file=sys.stderr)
        return 1
    except Stop:
        print("Stopped.", flush=True)
    return 0


def _stop(*_):
    # Once is enough: a second Ctrl-C must not interrupt the closing of the database.
    for number in [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]:
        signal.signal(number, signal.SIG_IGN)
    raise Stop


def refuse_taken_port(host, port):
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise CannotServe(f"PORT must be a number from 1 to 65535, not “{port}”.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as attempt:
        # As gunicorn does: a port that was in use a moment ago is free.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, int(port)))
        except PermissionError:
            raise CannotServe(
                f"This account may not use port {port}: choose another, as in `make run PORT=8080`."
            ) from None
        except OSError as error:
            raise CannotServe(
                f"Port {port} on {host} is in use or not to be had ({error.strerror}): "
                f"stop what uses it, or choose another, as in `make run PORT=8080`."
            ) from None


def database():
    """The embedded cluster, where settings ask for one, for as long as the hub is served."""
    cluster = settings.EMBEDDED_CLUSTER
    if cluster is None:
        say("Database", "the one in DATABASE_URL")
        return nullcontext()
    if cluster.home != cluster.wanted_home:
        say("Database", f"kept in {cluster.home}, since PostgreSQL may not enter the folder of this clone")
    return cluster.running()


def prepare():
    """Bring the database, the files and the data up to date; each step says what it did."""
    if settings.EMBEDDED_CLUSTER:
        say("Database", f"PostgreSQL runs in {_short(settings.EMBEDDED_CLUSTER.home)}")
    make_tables()
    collect_static_files()
    for what, command in LOADERS + (DEMO_LOADERS if settings.HUB_DEMO else []):
        if command in get_commands():
            step(what, command)


def make_tables():
    output = io.StringIO()
    call_command("migrate", interactive=False, verbosity=1, stdout=output)
    call_command("createcachetable", verbosity=0)
    changes = output.getvalue().count("... OK")
    say("Tables", f"{changes} changes made" if changes else "up to date")


def step(what, command, **options):
    """Run a command and print its last line as the outcome."""
    started = time.monotonic()
    output = io.StringIO()
    call_command(command, stdout=output, **options)
    lines = [line.strip() for line in output.getvalue().splitlines() if line.strip()]
    took = time.monotonic() - started
    outcome = lines[-1].removeprefix(f"{what}: ") if lines else "done"
    say(what, outcome + (f" ({took:.0f} s)" if took >= 1 else ""))


def collect_static_files():
    """Gather what browsers fetch, under hashed names, unless nothing changed since the last time."""
    if settings.DEBUG:
        return say("Files", "served as they lie in static/")
    seen = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            seen.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    stamp = settings.STATIC_ROOT.with_name("static.made-from")
    if (
        stamp.exists()
        and stamp.read_text() == seen.hexdigest()
        and (settings.STATIC_ROOT / "staticfiles.json").exists()
    ):
        return say("Files", "up to date in var/static")
    stamp.unlink(missing_ok=True)
    started = time.monotonic()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(seen.hexdigest())
    return say("Files", f"collected into var/static ({time.monotonic() - started:.0f} s)")


def serve(host, port, with_reload):
    """Run the web server and the worker until one is told to stop or the web server ends."""
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    if with_reload:
        web_command = [*manage, "runserver", f"{host}:{port}"]
    else:
        web_command = [sys.executable, "-m", "gunicorn", "practice_hub.wsgi"]
    web = Child("web server", web_command)
    worker = Child("worker", [*manage, "run_worker"]) if "run_worker" in get_commands() else None
    children = [child for child in [web, worker] if child]
    try:
        for child in children:
            child.start()
        wait_until_served(web, host, port)
        print_welcome(host, port)
        while web.is_running:
            if worker:
                worker.keep_running()
            time.sleep(0.5)
        raise CannotServe(f"The web server ended by itself (code {web.process.returncode}).")
    finally:
        for child in children:
            child.tell_to_stop()
        for child in children:
            child.wait()


class Child:
    """One process of ours, which ends when we do."""

    def __init__(self, name, command):
        self.name = name
        self.command = command
        self.process = None
        self.pause = 1
        self.may_start_at = 0
        self.told_to_stop = False

    def start(self):
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            cwd=settings.BASE_DIR,
            # Out of the terminal's group: on Ctrl-C we stop them in order, the database last.
            start_new_session=True,
            preexec_fn=partial(end_with_parent, signal.SIGTERM),
        )

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def keep_running(self):
        """Start it again after it ended, a little later each time that it does not last."""
        if self.is_running:
            return
        now = time.monotonic()
        if self.process is not None:
            lasted = now - self.started_at
            self.pause = 1 if lasted > LONGEST_PAUSE else min(self.pause * 2, LONGEST_PAUSE)
            print(f"The {self.name} ended (code {self.process.returncode}); again in {self.pause} s.", flush=True)
            self.process, self.may_start_at = None, now + self.pause
        elif now >= self.may_start_at:
            self.start()

    def tell_to_stop(self):
        if self.is_running:
            self.process.terminate()

    def wait(self):
        if self.process is None:
            return
        try:
            self.process.wait(timeout=25)
        except subprocess.TimeoutExpired:
            print(f"The {self.name} did not stop when told to; ending it.", flush=True)
            self.process.kill()
            self.process.wait()


def wait_until_served(web, host, port):
    """Until the address answers, so that what we print is true."""
    deadline = time.monotonic() + 60
    while web.is_running and time.monotonic() < deadline:
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return


def print_welcome(host, port):
    shown = f"[{host}]" if ":" in host else host
    print(f"\n{settings.HUB_NAME} is at http://{shown}:{port}/  (Ctrl-C stops it)")
    if settings.HUB_DEMO:
        print(f"This is a demonstration. Sign in with the password {settings.HUB_DEMO_PASSWORD} as")
        for address, who in DEMO_PEOPLE:
            print(f"  {address:<32}{who}")
        print(f"Mails are kept, not sent: http://{shown}:{port}/demo/mail/")
    print(flush=True)


def _short(path):
    return path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path


def say(what, how):
    print(f"{what + ':':<12}{how}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
