"""Which column of a file is which field, and what every row has that says nothing of its own.

A mapping file says it in TOML or JSON; without one, columns are taken for what they are called.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from practices.bulk.fields import REF, TEXT, columns, holds_several, meant_by
from practices.bulk.problems import BadFile, Problem, refuse
from practices.forms.filling import TARGETS
from practices.imports.pieces import NOTES
from practices.sections import SECTION_OF

LEFT_OUT = ""
KEYS = ("columns", "constants", "separators", "rest")
MOST_BYTES = 100_000
# What tells rows apart, which no constant can.
ONE_FOR_EACH = frozenset({REF, TEXT, "title"})
# Where what found no heading of its own may go.
MAY_TAKE_THE_REST = frozenset(name for names in TARGETS.values() for name in names) | {NOTES}


@dataclass(frozen=True)
class FieldMapping:
    """`columns` say what each column of the file is, LEFT_OUT among them; `constants` are values as cells have them.

    `separators` stand between the values of one cell, and `rest` is the field of what the text says under no heading
    that is known.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)
    separators: Mapping[str, str] = field(default_factory=dict)
    rest: str = NOTES

    @property
    def by_field(self) -> dict[str, str]:
        """The column that each field is read from."""
        return {name: column for column, name in self.columns.items() if name != LEFT_OUT}

    def with_columns_of(self, found: Iterable[str]) -> FieldMapping:
        """The same for a file that has these columns: what is not said is guessed. Raises BadFile."""
        mapping = FieldMapping(guess(found) | dict(self.columns), self.constants, self.separators, self.rest)
        if problems := list(_problems_with_columns(mapping, list(found))):
            raise BadFile(problems)
        return mapping


def guess(found: Iterable[str]) -> dict[str, str]:
    """What each column is by what it is called; of two that seem to be one field, the first."""
    guessed: dict[str, str] = {}
    for column in found:
        meant = meant_by(column)
        if meant and meant not in guessed.values():
            guessed[column] = meant
    return guessed


def read_mapping(data: bytes, name: str) -> FieldMapping:
    """What a mapping file says. Raises BadFile."""
    if len(data) > MOST_BYTES:
        raise refuse(_("The mapping file is too large."))
    said = _parsed(data, name)
    if problems := [Problem(0, message) for message in _problems(said)]:
        raise BadFile(problems)
    return FieldMapping(**said)


def _parsed(data: bytes, name: str) -> dict[str, Any]:
    try:
        text = data.decode("utf-8-sig")
        said = json.loads(text) if name.lower().endswith(".json") else tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # of which both parsers' errors are
        raise refuse(_("The mapping file is neither TOML nor JSON: %(why)s") % {"why": error}) from error
    if not isinstance(said, dict):
        raise refuse(_("The mapping file is not a table of settings."))
    return said


def _problems(said: dict[str, Any]) -> Iterator[str]:
    for key in sorted(said.keys() - set(KEYS)):
        yield _("The mapping file has “%(key)s”, which means nothing.") % {"key": key}
    tables = {key: said.get(key, {}) for key in ("columns", "constants", "separators")}
    for key, table in tables.items():
        if not isinstance(table, dict):
            yield _("“%(key)s” in the mapping file is not a table.") % {"key": key}
            return
    for name in tables["columns"].values():
        if name != LEFT_OUT and (not isinstance(name, str) or name not in columns()):
            yield _no_field(name)
    for name in tables["constants"]:
        if name not in columns() or name in ONE_FOR_EACH:
            yield _no_field(name)
    for name, separator in tables["separators"].items():
        if not (name in SECTION_OF and holds_several(name) and isinstance(separator, str) and separator):
            yield _("“%(name)s” holds one value, so nothing stands between several.") % {"name": name}
    rest = said.get("rest", NOTES)
    if not isinstance(rest, str) or rest not in MAY_TAKE_THE_REST:
        yield _no_field(rest)


def _no_field(name: Any) -> str:
    return _("“%(name)s” in the mapping file is no field that can be filled in so.") % {"name": name}


def _problems_with_columns(mapping: FieldMapping, found: list[str]) -> Iterator[Problem]:
    for column in mapping.columns.keys() - set(found):
        yield Problem(0, _("The mapping names a column “%(name)s”, which the file has not.") % {"name": column})
    for column in found:
        if column not in mapping.columns:
            yield Problem(0, _("“%(name)s” is no field. Say which it is, or that it is left out.") % {"name": column})
    meant = [name for name in mapping.columns.values() if name != LEFT_OUT]
    for name in sorted({name for name in meant if meant.count(name) > 1}):
        yield Problem(0, _("Two columns are said to be “%(name)s”.") % {"name": name})
    if not {"title", TEXT}.intersection(meant):
        yield Problem(0, _("No column is the title."))
