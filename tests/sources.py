"""The hub's own source files, read as text and as syntax trees, for the tests that judge the code itself."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
APPS = ("accounts", "practices", "practice_hub")


@cache
def committed_files():
    """Every file that git keeps or is about to, as paths from the root; without git, what lies in our folders."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode == 0:
        found = {Path(name) for name in listed.stdout.split("\0") if name}
    else:
        folders = [*APPS, "templates", "static", "tests", "bench", "docs"]
        found = {path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()}
        found |= {path.relative_to(ROOT) for path in ROOT.iterdir() if path.is_file() and path.name != ".env"}
        found = {path for path in found if "vendor" not in path.parts and "__pycache__" not in path.parts}
    return sorted(path for path in found if (ROOT / path).is_file())


def python_files(*folders, migrations=False):
    """Our Python files under these folders, as paths from the root."""
    return [
        path
        for path in committed_files()
        if path.suffix == ".py"
        and any(path.is_relative_to(folder) for folder in folders)
        and (migrations or "migrations" not in path.parts)
    ]


def templates():
    return [path for path in committed_files() if path.is_relative_to("templates")]


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree_of(path):
    return ast.parse(read(path), filename=str(path))


def module_name(path):
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules():
    """{name: path} of every module of the three apps."""
    return {module_name(path): path for path in python_files(*APPS)}


@cache
def imports_of(path):
    """The modules of ours that this file imports, anywhere in it: at the top or inside a function."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {_module_in(alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            origin = _absolute(path, node)
            # `from practices import policies` imports the module, `from practices.models import Practice` the package.
            found |= {_module_in(f"{origin}.{alias.name}") for alias in node.names}
    return found - {None, module_name(path)}


def _absolute(path, node):
    if not node.level:
        return node.module
    package = path.parent.parts[: len(path.parent.parts) - (node.level - 1)]
    return ".".join([*package, *([node.module] if node.module else [])])


def _module_in(dotted):
    """The longest beginning of a dotted name that is a module of ours."""
    while dotted:
        if dotted in modules():
            return dotted
        dotted = dotted.rpartition(".")[0]
    return None
