"""Writes the whole hub into a folder, as it was at one moment, a row after the other."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.batches import few_at_a_time
from practices.transfer.manifest import (
    FILES,
    NAME,
    CannotExport,
    Entry,
    Manifest,
    file_of,
    product_version,
    schema,
)
from practices.transfer.tables import bytes_of, columns_of, file_name, has_numbers, lists_of, taken

ROWS_AT_ONCE = 500  # a row may be a write-up of 100 kB
SAID_EVERY = 20_000  # rows

Say = Callable[[str], Any]


def export_hub(folder: Path, say: Say) -> Manifest:
    """Write it all into `folder`, which must be new or empty. There is either all of it, or nothing."""
    folder = folder.absolute()
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise CannotExport(_("%s exists and is not an empty folder. Name a new one.") % folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))  # for its owner alone
        try:
            manifest = _write(unfinished, say)
            unfinished.rename(folder)
        except BaseException:
            shutil.rmtree(unfinished)
            raise
    except OSError as error:
        raise CannotExport(_("Something cannot be read or written: %s.") % error) from error
    return manifest


def _write(folder: Path, say: Say) -> Manifest:
    with _one_moment():
        manifest = Manifest(product_version(), timezone.now().isoformat(), schema())
        for model in taken():
            label = model._meta.label_lower
            manifest.tables[label] = _write_table(folder / file_of(label), model, say)
            manifest.files.update(_write_files(folder, model))
    with new_file(folder / NAME) as file:
        file.write(manifest.as_json().encode())
    return manifest


@contextmanager
def _one_moment() -> Iterator[None]:
    """All that is read inside is as it was at its start, whatever others write meanwhile."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _write_table(path: Path, model: type[models.Model], say: Say) -> Entry:
    label, digest, count = model._meta.label_lower, hashlib.sha256(), 0
    with new_file(path) as file:
        for row in rows_of(model):
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_as_text).encode() + b"\n"
            file.write(line)
            digest.update(line)
            count += 1
            if count % SAID_EVERY == 0:
                say(f"{label}: {count} …")
    say(f"{label}: {count}")
    return Entry(digest.hexdigest(), count, last_number(model))


def rows_of(model: type[models.Model]) -> Iterator[dict[str, Any]]:
    """Every row in the order of its key, as what JSON can hold; read from the server a few at a time."""
    fields, lists = columns_of(model), lists_of(model)
    names, key = [field.column for field in fields], fields.index(model._meta.pk)
    values = model._base_manager.order_by("pk").values_list(*(field.attname for field in fields))
    for some in few_at_a_time(values.iterator(chunk_size=ROWS_AT_ONCE), ROWS_AT_ONCE):
        listed = {field.name: _listed(field, [row[key] for row in some]) for field in lists}
        for row in some:
            yield dict(zip(names, row, strict=True)) | {name: keys.get(row[key], []) for name, keys in listed.items()}


def _listed(field: models.ManyToManyField, keys: list[Any]) -> dict[Any, list[Any]]:
    """{key: the keys that its row is related to, in order}"""
    here, there = field.m2m_column_name(), field.m2m_reverse_name()
    pairs = field.remote_field.through._base_manager.filter(**{f"{here}__in": keys}).order_by(here, there)
    listed: dict[Any, list[Any]] = {}
    for key, other in pairs.values_list(here, there):
        listed.setdefault(key, []).append(other)
    return listed


def _as_text(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()  # with its microseconds, which Django's own serialisation drops
    if isinstance(value, UUID | Decimal):
        return str(value)  # a number of JSON would lose digits
    raise TypeError(f"{type(value).__name__} has no form in an export yet")


def last_number(model: type[models.Model]) -> int | None:
    """The highest number that a row of it has ever had. A row that is gone leaves its number in the audit."""
    if not has_numbers(model):
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_serial_sequence(%s, %s)",
            [connection.ops.quote_name(model._meta.db_table), model._meta.pk.column],
        )
        cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {cursor.fetchone()[0]}")  # noqa: S608
        return cursor.fetchone()[0]


# What people have uploaded


def _write_files(folder: Path, model: type[models.Model]) -> Iterator[tuple[str, Entry]]:
    """Each with its name in the folder of files. One is read at a time: they are large."""
    column = bytes_of(model)
    if column is None:
        return
    for key in model._base_manager.order_by("pk").values_list("pk", flat=True).iterator():
        data = bytes(model._base_manager.values_list(column.attname, flat=True).get(pk=key))
        name = file_name(model, key)
        path = folder / FILES / name
        path.parent.mkdir(parents=True, exist_ok=True)  # in a folder for its owner alone
        with new_file(path) as file:
            file.write(data)
        yield name, Entry(hashlib.sha256(data).hexdigest())


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file for its owner alone, which is on the disk when the block has ended."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
