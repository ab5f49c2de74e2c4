"""How long reading a file to attach takes, and how much memory: `make bench-attachments` prints a row for each."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.hostile_attachments import BAD_FILES, LARGE_FILES

# Run by itself. One line for each file: the answer, milliseconds of the processor, the megabytes that this program has
# used at most beyond what it had before the first, and those that the program which opens PDFs and pictures has used at
# most. What the system says of that one begins with what this one had, some 45.
READ = """
import json, os, resource, sys
from pathlib import Path
import django
from django.conf import settings
settings.configure()
django.setup()
from practices.attachments.reading import read
from practices.attachments.refusals import NotTaken

def peak():
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1000

def processor():
    return sum(os.times()[:4])  # of both

before = peak()
for path in map(Path, sys.argv[1:]):
    data, start, answer = path.read_bytes(), processor(), "taken"
    try:
        read(data)
    except NotTaken as refusal:
        answer = refusal.why.value
    elsewhere = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    print(json.dumps([answer, 1000 * (processor() - start), peak() - before, elsewhere]))
"""


def read(paths):
    """(answer, milliseconds, megabytes here, megabytes elsewhere) of each file, read one after the other."""
    command = [sys.executable, "-c", READ, *map(str, paths)]
    finished = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    return [json.loads(line) for line in finished.stdout.splitlines()]


def main():
    files = LARGE_FILES | {name: make for name, (make, _why) in BAD_FILES.items()}
    print("| File | Size | Answer | Time | Memory of the web process | of the other |\n|---|--:|---|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        for name, make in files.items():
            path = Path(folder, "file")
            path.write_bytes(make())
            [(answer, milliseconds, here, elsewhere)] = read([path])
            size = f"{path.stat().st_size / 1000:,.0f} kB"
            print(f"| {name} | {size} | {answer} | {milliseconds:.0f} ms | {here:.0f} MB | {elsewhere:.0f} MB |")


if __name__ == "__main__":
    main()
