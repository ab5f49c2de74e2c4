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
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 180


class HubDidNotStart(Exception):
    """What the hub said before it gave up."""


@dataclass(frozen=True)
class Hub:
    url: str
    environment: dict

    def use_its_settings(self):
        """Let this process read the hub's database and files, through Django."""
        os.environ.update(self.environment)
        os.environ["DJANGO_SETTINGS_MODULE"] = "practice_hub.settings"
        # A browser driven from here keeps an event loop running, and Django would refuse to query beside it.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        import django

        django.setup()


@contextmanager
def running_hub():
    folder = Path(tempfile.mkdtemp(prefix="practice-hub-bench-"))
    folder.chmod(0o711)  # its PostgreSQL may run as another user, who must get through
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HUB_", "DATABASE_"))} | {
        "HUB_DEMO": "1",
        "DEBUG": "0",
        "HUB_ENV_FILE": os.devnull,
        "HUB_VAR_DIR": str(folder),
        "PORT": str(port),
    }
    log = folder / "hub.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "practice_hub.serve"], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    try:
        hub = Hub(f"http://127.0.0.1:{port}", environment)
        _wait_for(hub, process, log)
        yield hub
    finally:
        process.terminate()
        process.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(hub, process, log):
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{hub.url}/readyz/", timeout=2):  # noqa: S310
                return
        except OSError:
            time.sleep(0.2)
    raise HubDidNotStart(log.read_text(errors="replace")[-2000:])


def _free_port():
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]
