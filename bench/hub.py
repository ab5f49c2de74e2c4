"""A demonstration hub for one measurement: its own database, port and mail, gone when the measurement ends."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psutil

from practice_hub.embedded import Cluster

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 180


class HubDidNotStart(Exception):
    """What the hub said before it gave up."""


class Hub:
    """A hub in a folder of its own, which can be stopped, killed and started again on the same data."""

    def __init__(self, folder, port, **settings):
        self.folder = folder
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("HUB_", "DATABASE_"))}
        self.environment = inherited | {
            "HUB_DEMO": "1",
            "DEBUG": "0",
            "HUB_ENV_FILE": os.devnull,
            "HUB_VAR_DIR": str(folder),
            "PORT": str(port),
            **settings,
        }
        self.process = None

    def start(self):
        log = self.folder / "hub.log"
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "practice_hub.serve"],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=output,
            )
        deadline = time.monotonic() + SECONDS_TO_START
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz/", timeout=2):  # noqa: S310
                    return
            except OSError:
                time.sleep(0.2)
        raise HubDidNotStart(log.read_text(errors="replace")[-2000:])

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(timeout=60)

    def kill_web(self):
        """kill -9 of the web server's processes and of what watches over them: a power cut, but for the database."""
        watcher = psutil.Process(self.process.pid)
        self._kill([watcher, *(child for child in watcher.children(recursive=True) if child.name() != "postgres")])

    def kill_database(self):
        """kill -9 of PostgreSQL's first process; the others end with it."""
        pid = int((Cluster(self.folder / "postgres").data / "postmaster.pid").read_text().split()[0])
        self._kill([psutil.Process(pid)])

    def _kill(self, processes):
        for process in processes:
            process.kill()
        psutil.wait_procs(processes, timeout=20)

    def use_its_settings(self, settings_module="practice_hub.settings"):
        """Let this process read the hub's database and files, through Django."""
        os.environ.update(self.environment)
        os.environ["DJANGO_SETTINGS_MODULE"] = settings_module
        # A browser driven from here keeps an event loop running, and Django would refuse to query beside it.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        import django

        django.setup()


@contextmanager
def running_hub(**settings):
    """A hub that is served; `settings` are added to its environment."""
    folder = Path(tempfile.mkdtemp(prefix="practice-hub-bench-"))
    folder.chmod(0o711)  # its PostgreSQL may run as another user, who must get through
    hub = Hub(folder, free_port(), **settings)
    try:
        hub.start()
        yield hub
    finally:
        hub.stop()
        shutil.rmtree(folder, ignore_errors=True)


def free_port():
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]
