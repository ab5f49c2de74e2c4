"""Has a file opened by a program of its own, with little time and memory, and gives what came of it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from practices.attachments.child import NO_MEMORY
from practices.attachments.refusals import NotTaken, Why

ROOT = Path(__file__).resolve().parents[2]
# -I: nothing of the environment or the folder it starts in is believed.
PROGRAM = "import sys; sys.path.insert(0, sys.argv.pop(1)); from practices.attachments.child import main; main()"
# On the wall: the program's own limit is of the processor's time, of which a busy machine gives little.
MOST_SECONDS = 15
# One at a time in each web process, so that files sent at one moment take no more memory than one.
_ONE_AT_A_TIME = threading.Lock()
_OUT_OF_TIME = (-signal.SIGPROF, -signal.SIGXCPU, -signal.SIGKILL)


def opened(kind: str, data: bytes) -> tuple[dict[str, Any], bytes]:
    """What the program says of the file, and the copy that may be stored. Raises NotTaken."""
    command = [sys.executable, "-I", "-c", PROGRAM, str(ROOT), kind]
    with _ONE_AT_A_TIME:
        try:
            done = subprocess.run(command, input=data, capture_output=True, timeout=MOST_SECONDS, env={}, check=False)
        except subprocess.TimeoutExpired as error:
            raise NotTaken(Why.TOO_MUCH) from error
    if done.returncode == NO_MEMORY or done.returncode in _OUT_OF_TIME:
        raise NotTaken(Why.TOO_MUCH)
    if done.returncode != 0:
        raise NotTaken(Why.DAMAGED)
    line, _newline, made = done.stdout.partition(b"\n")
    said = json.loads(line)
    if "refused" in said:
        raise NotTaken(Why(said["refused"]))
    return said, made
