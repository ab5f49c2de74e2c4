"""Finds where texts say who somebody is, by their addresses and their full name, and takes it out of them.

An address is one person's wherever it stands. A name is not: it is looked for only in write-ups that the person had
a part in, and only where it has two words or more; “Hope” stands in many sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import CharField, Field, JSONField, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

# Never longer than what it stands for, so that a text that just fitted its column still fits.
TAKEN_OUT = "…"
# What a revision, or the copy of it in a review, says of people in lines of their own.
OWNERS = ("process_owner", "approved_by")
ADDRESSES = ("contact_email", "contact_deputy")
NAMING = (*OWNERS, *ADDRESSES, "contact_name", "contact_role", "team")


class Traces:
    """What tells who a person is."""

    def __init__(self, person: Any):
        addresses = {person.email, *person.emailaddress_set.values_list("email", flat=True)}
        self.addresses = sorted(address.lower() for address in addresses)
        self.job_title = person.job_title
        self.name = " ".join(person.display_name.split())
        # What is looked for in running text.
        self.full_names = [self.name] if " " in self.name else []

    def own(self, address: str) -> bool:
        return address.lower() in self.addresses

    def named_in(self, line: str) -> bool:
        """Whether a line that holds a name holds theirs; here a name of one word counts if it is all."""
        return bool(self.name) and (line.casefold() == self.name.casefold() or _found(self.full_names, line))

    def emptied(self, said: Mapping[str, Any]) -> dict[str, str]:
        """Which answers of a write-up name them as its contact, owner or the like, and what is put for those."""
        said = dict.fromkeys(NAMING, "") | said
        put = {field: "" for field in OWNERS if self.named_in(said[field])}
        put |= {field: "" for field in ADDRESSES if self.own(said[field])}
        if self.named_in(said["contact_name"]):
            # Whoever is asked from now on is the team.
            put |= {"contact_name": said["team"], "contact_role": ""}
        elif "contact_email" in put and said["contact_role"] == self.job_title:
            put["contact_role"] = ""
        return put

    def naming_others(self, said: Mapping[str, Any]) -> set[str]:
        """Which answers of a write-up name somebody else as its contact, owner or the like."""
        others = {field for field in OWNERS if not self.named_in(said[field])}
        others |= {field for field in ADDRESSES if not self.own(said[field])}
        if not self.named_in(said["contact_name"]):
            others |= {"contact_name", "contact_role"}
        return others


def _pattern(words: list[str]) -> re.Pattern[str]:
    # Neither inside a longer word nor inside a longer address.
    either = "|".join(map(re.escape, words))
    return re.compile(rf"(?<![\w.+-])(?:{either})(?!-?\w|\.\w)", re.IGNORECASE)


def _found(words: list[str], text: str) -> bool:
    return bool(words) and bool(_pattern(words).search(text))


def say(words: list[str], value: Any) -> bool:
    """Whether a text, or any text inside lists and dictionaries, holds one of the words."""
    return bool(words) and without(words, value) != value


def without(words: list[str], value: Any) -> Any:
    """The same with the words taken out, wherever they stand in it."""
    return _everywhere(value, lambda text: _pattern(words).sub(TAKEN_OUT, text)) if words else value


def _everywhere(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_everywhere(each, change) for each in value]
    if isinstance(value, dict):
        return {key: _everywhere(each, change) for key, each in value.items()}
    return value


def texts_of(model: type[Model]) -> list[Field]:
    """The columns that hold what people wrote: neither choices nor addresses nor what has to be unique."""
    return [
        field
        for field in model._meta.concrete_fields
        if type(field) in (CharField, TextField, JSONField) and not (field.choices or field.unique or field.generated)
    ]


def holding(words: list[str], rows: QuerySet, fields: list[Field]) -> QuerySet:
    """The rows where one of these columns may hold one of the words; a closer look has to follow."""
    found = Q()
    for number, field in enumerate(fields):
        rows = rows.alias(**{f"text_{number}": Cast(field.name, TextField())})
        for word in words:
            holds = Q(**{f"text_{number}__icontains": word})
            # Few texts hold an address at all, and PostgreSQL finds a character far sooner than a word in any case.
            found |= Q(**{f"text_{number}__contains": "@"}) & holds if "@" in word else holds
    return rows.filter(found) if found else rows.none()


def take_out(words: list[str], rows: QuerySet) -> list[Model]:
    """Take the words out of every text of these rows; the rows that had one."""
    fields = texts_of(rows.model)
    changed = []
    for row in holding(words, rows, fields):
        said = {field.name: getattr(row, field.name) for field in fields}
        put = {name: without(words, value) for name, value in said.items() if say(words, value)}
        if put:
            rows.model._base_manager.filter(pk=row.pk).update(**put)
            changed.append(row)
    return changed
