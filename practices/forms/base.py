"""What all sections of the write-up's form have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from practices import sections
from practices.forms import rows
from practices.models import Practice, Revision

# Questions with an answer from the start: a form without one did not ask.
ALWAYS_ANSWERED = {"kind", "evidence", "shown_as", "visibility"}


# On the page that shows two versions of a section: `keep-title=theirs`.
KEEP, THEIRS = "keep-", "theirs"


@dataclass(frozen=True)
class Row:
    """One row of a repeating part, as the page draws it."""

    index: int
    label: str
    fields: list[forms.BoundField]


@dataclass(frozen=True)
class Repeating:
    """A repeating part, as the page draws it."""

    name: str
    part: rows.Part
    rows: list[Row]

    @property
    def next_id(self) -> str:
        """The id of the first control that adding a row makes."""
        first = next(iter(self.part.cells.base_fields))
        return "id_" + rows.cell_name(self.name, len(self.rows), first)

    @property
    def is_full(self) -> bool:
        return len(self.rows) >= self.part.limit


class SectionForm(forms.Form):
    """One section of a write-up.

    It may be saved half done: `values` holds every answer that can be stored, and what publishing lacks is
    said elsewhere (`sections.missing`). An answer with an error is not among the values.
    """

    section: str
    marks_optional = False

    # Which save the person saw when the form was drawn; `actions.authoring.save_section` compares it.
    base = forms.CharField(max_length=30, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        practice: Practice,
        user: Any,
        base: str = "",
        half_done: bool = False,
        without: Collection[str] = (),
    ):
        """`half_done`: the person is still at it, so a row may lack its main cell.

        `without` names fields that are not asked here.
        """
        self.half_done = half_done
        self.practice = practice
        self.revision: Revision = practice.draft_revision
        self.user = user
        self.not_asked = left_as_saved(data or {}).union(without)
        self.numbers: dict[str, list[int]] = {}  # of the rows that each repeating part has on this page
        self.parts_not_stored: set[str] = set()
        data = None if data is None else with_plain_newlines(data)
        super().__init__(data, initial={"base": base})
        self.fields = {name: field for name, field in self.fields.items() if name in (*self.order, "base")}
        self.initial |= self.stored()
        for name in self.parts:
            self._add_rows(name)

    def with_other_answers(self, data: Mapping[str, Any]) -> SectionForm:
        """This form, sent these answers, which hold no row of a repeating part.

        To make the fields of a form takes longer than to clean them, which counts where there are very many to check.
        """
        self.data = with_plain_newlines(data)
        self._errors = None
        return self

    @property
    def parts(self) -> list[str]:
        """The names of the repeating parts in this section."""
        return [name for name in self.order if name in rows.PARTS]

    @property
    def order(self) -> tuple[str, ...]:
        """What the page asks, in order."""
        return tuple(name for name in sections.BY_KEY[self.section].fields if name not in self.not_asked)

    def stored(self) -> dict[str, Any]:
        """What the revision says now, as initial values of the fields."""
        return {name: getattr(self.revision, name) for name in self.fields if hasattr(self.revision, name)}

    def values(self) -> dict[str, Any]:
        """Every answer that can be stored, by the name of the revision's field."""
        self.is_valid()  # cleans the answers; those with an error are not among the cleaned ones
        said = {name: value for name, value in self.cleaned_data.items() if name in self.order}
        for name in ALWAYS_ANSWERED & said.keys():
            if not said[name]:
                del said[name]
        return said | {name: self._rows_said(name) for name in self.parts if name not in self.parts_not_stored}

    def labels_with_errors(self) -> list[str]:
        labels = [str(self.label_of(name)) for name in self.errors]
        return list(dict.fromkeys(labels))

    def label_of(self, name: str) -> Any:
        """What the page calls a field, a cell of a row or a repeating part."""
        if found := rows.ROW.fullmatch(name):
            return rows.PARTS[found["part"]].label
        return rows.PARTS[name].label if name in rows.PARTS else self.fields[name].label

    def clean(self) -> dict[str, Any]:
        # A row whose cell has an error would be stored without it, and take away what was saved before.
        self.parts_not_stored = {found["part"] for name in self.errors if (found := rows.ROW.fullmatch(name))}
        if not self.half_done:
            for name in self.parts:
                self._check_rows(name)
        return self.cleaned_data

    def layout(self) -> Iterator[forms.BoundField | Repeating]:
        """What the page draws, in order: fields and repeating parts."""
        for name in self.order:
            if name in rows.PARTS:
                yield self.repeating(name)
            elif name in self.fields:
                yield self[name]

    def repeating(self, name: str) -> Repeating:
        part = rows.PARTS[name]
        drawn = [
            Row(number, f"{part.row_label} {number + 1}", [self[key] for key in part.fields(name, number)])
            for number in self.numbers[name]
        ]
        return Repeating(name, part, drawn)

    def _add_rows(self, name: str) -> None:
        part = rows.PARTS[name]
        said = getattr(self.revision, name) or []
        if self.is_bound:
            self.numbers[name] = rows.rows_in(self.data, name)
        else:
            self.numbers[name] = list(range(max(len(said), part.shown)))
        for number in self.numbers[name]:
            self.fields |= part.fields(name, number)
            if number < len(said):
                self.initial |= {rows.cell_name(name, number, key): value for key, value in said[number].items()}

    def _row(self, name: str, number: int) -> dict[str, Any]:
        """A row as it would be stored: what has an error is left empty."""
        return {
            key: self.cleaned_data.get(rows.cell_name(name, number, key), "")
            for key in rows.PARTS[name].cells.base_fields
        }

    def _rows_said(self, name: str) -> list[dict[str, Any]]:
        said = [self._row(name, number) for number in self.numbers[name]]
        return [row for row in said if not rows.PARTS[name].is_blank(row)]

    def _check_rows(self, name: str) -> None:
        part = rows.PARTS[name]
        for number in self.numbers[name]:
            main = rows.cell_name(name, number, part.main)
            is_empty = main in self.cleaned_data and not self.cleaned_data[main]
            if is_empty and not part.is_blank(self._row(name, number)):
                words = {"row": f"{part.row_label} {number + 1}", "cell": self.fields[main].label}
                self.add_error(main, _("%(row)s: fill in “%(cell)s”, or remove it") % words)


def left_as_saved(data: Mapping[str, Any]) -> set[str]:
    """The fields of which the person wants what somebody else has saved (the page about two versions asks)."""
    return {name.removeprefix(KEEP) for name, wanted in data.items() if name.startswith(KEEP) and wanted == THEIRS}


def with_plain_newlines(data: QueryDict) -> QueryDict:
    """The posted form with newlines as they were typed: browsers send two characters for each."""
    new = QueryDict(mutable=True)
    for name, texts in data.lists():
        new.setlist(name, [text.replace("\r\n", "\n") for text in texts])
    return new


class TypedForm(forms.Form):
    """What is typed counts the same here as in the browser: a new line is one character."""

    def __init__(self, data: QueryDict | None = None, **kwargs: Any):
        super().__init__(None if data is None else with_plain_newlines(data), **kwargs)
