"""What a column may be: a field of a write-up as its forms know it, or something about the row itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from practices.forms import rows
from practices.forms.writing import FORMS
from practices.imports.headings import named_exactly, normal
from practices.sections import SCREENS, SECTION_OF

TEXT, REF, OWNER = "text", "source_ref", "owner"
# Looked up among the rows that the hub has, and not asked of a form.
PLACES, TOPICS, ORGANISATION = "places", "topics", "organisation"
LOOKED_UP = frozenset({PLACES, TOPICS, ORGANISATION})
# The sections that a row may say something of: files are none, since a row holds text.
ASKED = [section for section in SCREENS if section.key in FORMS]


@dataclass(frozen=True)
class Column:
    """What may stand over a column: its name in files, and its label on pages."""

    name: str
    label: Any
    synonyms: tuple[str, ...] = ()


OF_THE_ROW = (
    Column(TEXT, _("The whole text, to be sorted by its headings"), ("text", "full text", "body", "content")),
    Column(REF, _("Reference in the collection"), ("source ref", "reference", "ref", "id")),
    Column(OWNER, _("E-mail address of the author"), ("owner", "author")),
)


@cache
def columns() -> dict[str, Column]:
    """Everything that a column may be, by its name, in the order in which the forms ask."""
    of_the_form = [Column(name, _label(name)) for section in ASKED for name in section.fields]
    return {column.name: column for column in (*OF_THE_ROW, *of_the_form)}


def label_of(name: str) -> str:
    return str(columns()[name].label)


def meant_by(heading: str) -> str | None:
    """What a column with this heading is: by its name, by its label, or by the synonyms of headings in texts."""
    return _by_heading(get_language()).get(normal(heading.replace("_", " "))) or named_exactly(heading)


def form_field(name: str) -> forms.Field | None:
    """The field of the section's form; None for a repeating part, and for what no form asks."""
    return FORMS[SECTION_OF[name]].base_fields.get(name)


def holds_several(name: str) -> bool:
    """Whether a cell of it may hold several values, with something between them."""
    return name in (PLACES, TOPICS) or isinstance(form_field(name), forms.MultipleChoiceField)


def _label(name: str) -> Any:
    return rows.PARTS[name].label if name in rows.PARTS else FORMS[SECTION_OF[name]].base_fields[name].label


@cache
def _by_heading(language: str | None) -> dict[str, str]:
    by_label = {normal(str(column.label)): name for name, column in columns().items()}
    by_name = {name.replace("_", " "): name for name in columns()}
    synonyms = {synonym: column.name for column in OF_THE_ROW for synonym in column.synonyms}
    return by_label | synonyms | by_name
