"""What a field of the API is: its name, what it says, its schema, and how it is had from a row.

A resource is a list of them, from which both its JSON and its part of the schema are made: the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db.models import TextChoices

Schema = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """`about` is English, as the schema is: programmers of all nations read it."""

    name: str
    about: str
    schema: Schema
    read: Callable[[Any], Any]


@dataclass(frozen=True)
class Resource:
    """What the API gives of one kind of thing."""

    name: str
    about: str
    fields: tuple[Field, ...]

    def as_json(self, thing: Any) -> dict[str, Any]:
        return {field.name: plain(field.read(thing)) for field in self.fields}

    @property
    def schema(self) -> Schema:
        described = {field.name: {**field.schema, "description": field.about} for field in self.fields}
        return {"description": self.about, **record(described)}


def plain(value: Any) -> Any:
    """As JSON has it: moments and days in ISO 8601."""
    return value.isoformat() if isinstance(value, date | datetime) else value


# Schemas

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
YES_OR_NO: Schema = {"type": "boolean"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
DAY: Schema = {"type": "string", "format": "date"}
ADDRESS: Schema = {"type": "string", "format": "uri"}


def record(properties: Mapping[str, Schema]) -> Schema:
    """An object that has all of these, and nothing else."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def or_null(schema: Schema) -> Schema:
    nullable = {**schema, "type": [schema["type"], "null"]}
    return nullable | {"enum": [*schema["enum"], None]} if "enum" in schema else nullable


def one_of(choices: type[TextChoices]) -> Schema:
    return {"type": "string", "enum": list(choices.values)}


# Fields that are had from an attribute of the same name, or of `of`


def attribute(name: str, about: str, schema: Schema, of: str = "") -> Field:
    return Field(name, about, schema, attrgetter(of or name))


def choice(name: str, about: str, choices: type[TextChoices], of: str = "") -> Field:
    """One of the values, or null where none was chosen."""
    get = attrgetter(of or name)
    return Field(name, about, or_null(one_of(choices)), lambda thing: get(thing) if get(thing) in choices else None)


def several(name: str, about: str, choices: type[TextChoices], of: str = "") -> Field:
    get = attrgetter(of or name)
    return Field(
        name, about, list_of(one_of(choices)), lambda thing: [each for each in get(thing) or [] if each in choices]
    )
