"""manifest.json: which hub an export is of, and how each of its files can be told to be whole."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from practices.transfer.tables import taken

NAME = "manifest.json"
FORMAT = "practice-hub-export"
FORMAT_VERSION = 1
FILES = "files"  # the folder of what people have uploaded
LARGEST_MANIFEST = 50_000_000
CHUNK = 1 << 20
SHA256 = re.compile(r"[0-9a-f]{64}")


class CannotExport(Exception):
    """Nothing was written; the text says why, and what to do."""


class CannotImport(Exception):
    """Nothing was stored; the text says why, and what to do."""


@dataclass(frozen=True)
class Entry:
    """One file of an export. Only those of tables have rows, and a last number where PostgreSQL numbers them."""

    sha256: str
    rows: int | None = None
    last_number: int | None = None

    def __post_init__(self) -> None:
        numbers = [number for number in (self.rows, self.last_number) if number is not None]
        # True is a whole number to Python.
        if any(type(number) is not int or number < 0 for number in numbers) or not SHA256.fullmatch(self.sha256):
            raise ValueError


@dataclass(frozen=True)
class Manifest:
    product_version: str
    exported_at: str
    schema: dict[str, str]  # the last migration of each app
    tables: dict[str, Entry] = field(default_factory=dict)
    files: dict[str, Entry] = field(default_factory=dict)

    def as_json(self) -> str:
        said = {"format": FORMAT, "format_version": FORMAT_VERSION} | asdict(self, dict_factory=_without_none)
        return json.dumps(said, indent=1) + "\n"

    def paths(self) -> dict[str, Entry]:
        """Every file by its path in the folder."""
        return {file_of(label): entry for label, entry in self.tables.items()} | {
            f"{FILES}/{name}": entry for name, entry in self.files.items()
        }


def _without_none(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in pairs if value is not None}


def file_of(label: str) -> str:
    return f"{label}.jsonl"


def product_version() -> str:
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


def schema() -> dict[str, str]:
    """The last migration of each app that has a table in the export: two hubs with the same have the same columns."""
    apps = {model._meta.app_label for model in taken()}
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    return {app: name for app, name in applied if app in apps}


def read(folder: Path) -> Manifest:
    """The manifest of the export in this folder, for this hub. Raises CannotImport where it is of no use here."""
    try:
        with open_file(folder, NAME) as file:
            said = json.loads(file.read(LARGEST_MANIFEST))
        if said["format"] != FORMAT:
            raise ValueError
        version = said["format_version"]
        if version == FORMAT_VERSION:
            return _for_this_hub(_manifest(said))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise CannotImport(_("%s is not the manifest of an export.") % (folder / NAME)) from error
    raise CannotImport(
        _("This export has the format %(theirs)s, and this version of the hub reads %(ours)s. ")
        % {"theirs": version, "ours": FORMAT_VERSION}
        + _("Import it with the version that wrote it: %s.") % said.get("product_version")
    )


def _manifest(said: dict[str, Any]) -> Manifest:
    return Manifest(
        product_version=str(said["product_version"]),
        exported_at=str(said["exported_at"]),
        schema=dict(said["schema"]),
        tables={label: Entry(**entry) for label, entry in said["tables"].items()},
        files={_safe(name): Entry(**entry) for name, entry in said["files"].items()},
    )


def _safe(name: str) -> str:
    """The name of an uploaded file, which leads nowhere but into its folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name or str(path) != name:
        raise ValueError
    return name


def _for_this_hub(manifest: Manifest) -> Manifest:
    ours, theirs = schema(), manifest.schema
    differ = sorted(app for app in ours.keys() | theirs.keys() if ours.get(app) != theirs.get(app))
    if differ:
        raise CannotImport(
            _("The tables of this export are not those of this hub (its last migration / the hub’s: %s). ")
            % ", ".join(f"{app}: {theirs.get(app)} / {ours.get(app)}" for app in differ)
            + _("Import it with the version that wrote it, %s, and upgrade afterwards.") % manifest.product_version
        )
    labels = {model._meta.label_lower for model in taken()}
    if set(manifest.tables) != labels or any(entry.rows is None for entry in manifest.tables.values()):
        raise CannotImport(_("The manifest does not name the tables that an export of this version has."))
    return manifest


def open_file(folder: Path, name: str) -> BinaryIO:
    """One file of an export. Never what a link leads to, nor what is no ordinary file."""
    path = folder / name
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise OSError
        # Opening a pipe would wait for whoever writes into it.
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        file = os.fdopen(number, "rb")
        if not stat.S_ISREG(os.fstat(number).st_mode):
            file.close()
            raise OSError
    except OSError as error:
        raise CannotImport(_("%s cannot be read, or is not an ordinary file.") % path) from error
    return file


def chunks_of(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def check(folder: Path, name: str, entry: Entry) -> None:
    """Raise CannotImport where the file is not what was exported."""
    digest = hashlib.sha256()
    with open_file(folder, name) as file:
        for chunk in chunks_of(file):
            digest.update(chunk)
    if digest.hexdigest() != entry.sha256:
        raise CannotImport(
            _("%s is damaged or was changed: its checksum is not that of the manifest.") % (folder / name)
        )
