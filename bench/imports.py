"""How long reading takes, and how much memory: `make bench-imports` prints a row for each bad file and a good one."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.hostile_files import BAD_FILES
from tests.word_files import write_up

# Run by itself, so that the memory is that of reading alone. One line for each file: the answer, milliseconds, and
# the megabytes that the program has used at most beyond what it had before the first.
READ = """
import json, sys, time
from pathlib import Path
import django
from django.conf import settings
settings.configure()
django.setup()
from practices.imports import word
from practices.imports.matching import sort
from practices.imports.refusals import NotReadable

def peak():
    # Of this program alone: what the kernel counts as a process's usage begins with that of its parent.
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1000

before = peak()
for path in map(Path, sys.argv[1:]):
    data, start, answer = path.read_bytes(), time.perf_counter(), "read"
    try:
        sort(word.read(data))
    except NotReadable as refusal:
        answer = refusal.why.value
    print(json.dumps([answer, 1000 * (time.perf_counter() - start), peak() - before]))
"""


def read(paths):
    """(answer, milliseconds, megabytes) of each file, read one after the other by one program."""
    command = [sys.executable, "-c", READ, *map(str, paths)]
    finished = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    return [json.loads(line) for line in finished.stdout.splitlines()]


def main():
    files = {"a write-up of four pages": write_up} | {name: make for name, (make, _why) in BAD_FILES.items()}
    print("| File | Size | Answer | Time | Extra memory |\n|---|--:|---|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        for name, make in files.items():
            path = Path(folder, "file")
            path.write_bytes(make())
            [(answer, milliseconds, megabytes)] = read([path])
            size = f"{path.stat().st_size / 1000:,.0f} kB"
            print(f"| {name} | {size} | {answer} | {milliseconds:.0f} ms | {megabytes:.0f} MB |")


if __name__ == "__main__":
    main()
