"""The administrators' page that imports many write-ups: the file, and what its columns are."""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from practices.bulk import fields
from practices.bulk.carried import MOST_BYTES, MOST_ROWS, Carried
from practices.bulk.mapping import LEFT_OUT, FieldMapping, guess, read_mapping
from practices.bulk.problems import BadFile
from practices.bulk.reading import read
from practices.forms.base import TypedForm
from practices.forms.fields import PlainTextField, address
from practices.forms.filling import choices as places_for_text
from practices.forms.starting import SentOnce
from practices.models import Practice

DRAFTS, PUBLISHED = "drafts", "published"
OUT = "out"


class FileForm(TypedForm):
    """The file, and what is true of all its rows. Once it is valid, `carried` is what the next page carries."""

    file = forms.FileField(
        label=_("Your file"),
        help_text=_("CSV or JSON Lines in UTF-8, of 1 MB and 1,000 rows at most. A command takes larger ones."),
        allow_empty_file=True,  # its own message says what is wrong
        error_messages={"required": _("Choose a file")},
        widget=forms.FileInput(attrs={"accept": ".csv,.jsonl,.ndjson"}),
    )
    source = PlainTextField(
        label=_("What is the collection called?"),
        help_text=_("Readers are told. Use the same name when you import a newer file of the same collection."),
        max_length=Practice._meta.get_field("source").max_length,
        error_messages={"required": _("Enter what the collection is called")},
    )
    what = forms.ChoiceField(
        label=_("What should become of it?"),
        choices=[
            (DRAFTS, _("Drafts, which only their author reads and submits")),
            (PUBLISHED, _("Published at once, without a review: you answer for what it says")),
        ],
        initial=DRAFTS,
        widget=forms.RadioSelect,
    )
    owner = address("contact_email", _("Whose are they?"), _("The author’s e-mail address, where rows name nobody."))
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.alphabetical(),
        label=_("Which organisation are they from?"),
        help_text=_("Where rows name none."),
        required=False,
        empty_label=_("As rows say"),
    )
    mapping = forms.FileField(
        label=_("A mapping file"),
        help_text=_("TOML or JSON: which column is which field, and what all rows have in common."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".toml,.json"}),
    )

    def clean_owner(self) -> User | None:
        email = self.cleaned_data["owner"]
        owner = User.objects.filter(email__iexact=email, is_active=True).first() if email else None
        if email and owner is None:
            raise forms.ValidationError(_("Nobody has an open account with this address"))
        return owner

    def clean_mapping(self) -> FieldMapping:
        file = self.cleaned_data["mapping"]
        try:
            return read_mapping(file.read(), file.name) if file else FieldMapping()
        except BadFile as error:
            raise forms.ValidationError([str(problem) for problem in error.problems]) from error

    def clean_file(self) -> tuple[str, str]:
        """Its text and its name."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 1 MB. Use the command import_practices."))
        try:
            data = file.read()
            sheet = read(data, file.name)
        except BadFile as error:
            raise forms.ValidationError([str(problem) for problem in error.problems]) from error
        if len(sheet.rows) > MOST_ROWS:
            raise forms.ValidationError(_("This file has more than 1,000 rows. Use the command import_practices."))
        return data.decode("utf-8-sig"), file.name

    @property
    def carried(self) -> Carried:
        said = self.cleaned_data
        text, name = said["file"]
        return Carried(
            text=text,
            name=name,
            mapping=asdict(said["mapping"]),
            source=said["source"],
            publish=said["what"] == PUBLISHED,
            owner=said["owner"] and said["owner"].pk,
            organisation=said["organisation"] and said["organisation"].pk,
        )


class ColumnsForm(SentOnce):
    """What each column of a file is. The form carries the file itself."""

    marks_optional = False

    carried = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # the `key_of_mapping` that was looked through
    rest = forms.ChoiceField(
        label=_("Where does text go that stands under no heading we know?"), choices=places_for_text, required=False
    )

    def __init__(self, data: Any = None, *, file: Carried, user: Any):
        self.mapping_of_file = file.field_mapping()
        self.columns = file.sheet.columns
        initial: dict[str, Any] = {"rest": self.mapping_of_file.rest}
        if data is None:
            initial["carried"] = file.packed(user)
        super().__init__(data, initial=initial)
        known = guess(self.columns) | dict(self.mapping_of_file.columns)
        for number, column in enumerate(self.columns):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=column,
                choices=_choices,
                required=False,  # what is still to be said, the preview says
                initial=(known[column] or OUT) if column in known else "",
            )
        self.order_fields([*(f"column-{number}" for number in range(len(self.columns))), "rest"])

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column-{number}"] for number in range(len(self.columns))]

    @property
    def has_a_text(self) -> bool:
        """Whether a column is a whole text that is sorted."""
        return fields.TEXT in self.mapping().columns.values()

    @property
    def key_of_mapping(self) -> str:
        """Tells one way of reading the columns from another."""
        return sha256(json.dumps(asdict(self.mapping()), sort_keys=True, default=str).encode()).hexdigest()

    @property
    def was_looked_through(self) -> bool:
        """Whether the columns are read as on the page that the form was sent from."""
        return bool(self.is_valid() and self.cleaned_data["seen"] == self.key_of_mapping)

    def mapping(self) -> FieldMapping:
        """What is said, or what is guessed where nothing has been said yet."""
        said = {column: field.value() for column, field in zip(self.columns, self.column_fields, strict=True)}
        columns = {column: LEFT_OUT if meant == OUT else meant for column, meant in said.items() if meant}
        of_file = self.mapping_of_file
        return FieldMapping(columns, of_file.constants, of_file.separators, self["rest"].value() or of_file.rest)


def _choices() -> list[Any]:
    """What a column may be, as the options of a select."""
    known = fields.columns()
    of_the_row = [(column.name, column.label) for column in fields.OF_THE_ROW]
    sections = [(section.title, [(name, known[name].label) for name in section.fields]) for section in fields.ASKED]
    return [("", _("Choose a field")), (OUT, _("Leave this out")), (_("The row itself"), of_the_row), *sections]
