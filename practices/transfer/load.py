"""Puts an export into an empty hub: everything, or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext as _

from practices.batches import few_at_a_time
from practices.transfer import manifest as manifests
from practices.transfer.export import Say
from practices.transfer.manifest import FILES, CannotImport, Entry, Manifest, file_of, open_file
from practices.transfer.tables import MADE_BY_MIGRATE, bytes_of, columns_of, file_name, has_numbers, lists_of, taken

ROWS_AT_ONCE = 500
LONGEST_LINE = 32_000_000  # bytes; the longest write-up is a hundredth of it


def import_hub(folder: Path, say: Say) -> Manifest:
    """Store the export that stands in `folder`. Raises CannotImport, and then nothing is stored.

    Search knows nothing of it before `rebuild_search`.
    """
    manifest = manifests.read(folder)
    for name, entry in manifest.paths().items():
        manifests.check(folder, name, entry)
    say(_("Every file is as it was exported."))
    with transaction.atomic(durable=True):
        _take_an_empty_hub()
        for model in taken():
            entry = manifest.tables[model._meta.label_lower]
            _load(folder, model, entry)
            say(f"{model._meta.label_lower}: {entry.rows}")
        _check_what_refers_to_what()
        for model in taken():
            _go_on_numbering(model, manifest.tables[model._meta.label_lower])
            _store_files(folder, model, manifest)
    return manifest


def _take_an_empty_hub() -> None:
    """Hold the tables, so that nobody writes from now on; raise where somebody has written before."""
    tables = ", ".join(_quoted(model) for model in taken())
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")
    for label in MADE_BY_MIGRATE:
        apps.get_model(label)._base_manager.all().delete()
    counts = {model._meta.label_lower: model._base_manager.count() for model in taken()}
    if any(counts.values()):
        found = ", ".join(f"{label}: {count}" for label, count in counts.items() if count)
        raise CannotImport(
            _("This hub is not empty (%s). An export goes into a new database, in which only `migrate` has run.")
            % found
        )


def _load(folder: Path, model: type[models.Model], entry: Entry) -> None:
    name = file_of(model._meta.label_lower)
    rows = _rows(folder, name, entry, _keys_of(model))
    with _telling_what_is_wrong(name):
        for some in few_at_a_time(rows, ROWS_AT_ONCE):
            _insert(model, some)


def _keys_of(model: type[models.Model]) -> set[str]:
    return {field.column for field in columns_of(model)} | {field.name for field in lists_of(model)}


def _rows(folder: Path, name: str, entry: Entry, keys: set[str]) -> Iterator[dict[str, Any]]:
    """The rows of a file. It was checked before; what has changed since is found out at its end."""
    digest, count = hashlib.sha256(), 0
    with open_file(folder, name) as file:
        while line := file.readline(LONGEST_LINE):
            digest.update(line)
            count += 1
            yield _row(line, keys, f"{name}, line {count}")
    if (digest.hexdigest(), count) != (entry.sha256, entry.rows):
        raise CannotImport(_("%s does not hold what the manifest says.") % name)


def _row(line: bytes, keys: set[str], where: str) -> dict[str, Any]:
    try:
        row = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise CannotImport(_("%s: this is not a row of JSON.") % where) from error
    if not isinstance(row, dict) or row.keys() != keys:
        raise CannotImport(_("%s: these are not the columns of the table.") % where)
    return row


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _insert(model: type[models.Model], rows: list[dict[str, Any]]) -> None:
    """By PostgreSQL, which reads each value as its column wants it; Django would put the present time for some."""
    columns = values = ", ".join(connection.ops.quote_name(field.column) for field in columns_of(model))
    if column := bytes_of(model):
        columns, values = f"{columns}, {connection.ops.quote_name(column.column)}", f"{values}, ''::bytea"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_quoted(model)} ({columns}) "  # noqa: S608
            f"SELECT {values} FROM jsonb_populate_recordset(NULL::{_quoted(model)}, %s::jsonb)",
            [json.dumps(rows)],
        )
        for field in lists_of(model):
            here, there = map(connection.ops.quote_name, (field.m2m_column_name(), field.m2m_reverse_name()))
            cursor.execute(
                f"INSERT INTO {_quoted(field.remote_field.through)} ({here}, {there}) "  # noqa: S608
                "SELECT (row->>%s)::bigint, other::bigint FROM jsonb_array_elements(%s::jsonb) AS row, "
                "jsonb_array_elements_text(row->%s) AS other",
                [model._meta.pk.column, json.dumps(rows), field.name],
            )


def _check_what_refers_to_what() -> None:
    """Rows may come before what they refer to, and in circles; here all of them must be there."""
    with _telling_what_is_wrong(_("Something refers to what is not there")), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@contextmanager
def _telling_what_is_wrong(where: str) -> Iterator[None]:
    """Say what PostgreSQL refuses, without its details, which quote whole rows."""
    try:
        yield
    except DatabaseError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        why = (diagnosis and diagnosis.message_primary) or type(error).__name__
        raise CannotImport(f"{where}: {why}.") from error


def _go_on_numbering(model: type[models.Model], entry: Entry) -> None:
    """The next row gets a number that no row has had, not even one that is gone: the audit may name it."""
    if not has_numbers(model):
        return
    highest = model._base_manager.aggregate(highest=models.Max("pk"))["highest"] or 0
    last = max(highest, entry.last_number or 0)
    if last:
        with _telling_what_is_wrong(manifests.NAME), connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s::bigint)",
                [_quoted(model), model._meta.pk.column, last],
            )


def _store_files(folder: Path, model: type[models.Model], manifest: Manifest) -> None:
    """Put into each row the bytes that stand in its file."""
    column = bytes_of(model)
    if column is None:
        return
    for key in model._base_manager.order_by("pk").values_list("pk", flat=True):
        name = file_name(model, key)
        if name not in manifest.files:
            raise CannotImport(_("The upload %s is missing in the export.") % name)
        with open_file(folder, f"{FILES}/{name}") as file:
            model._base_manager.filter(pk=key).update(**{column.attname: file.read()})


def _quoted(model: Any) -> str:
    return connection.ops.quote_name(model._meta.db_table)
