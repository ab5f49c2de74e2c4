"""Bringing in a text that exists: as a Word file or pasted, and looking through where its parts go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.forms.answering import answers_to
from practices.forms.base import TypedForm, with_plain_newlines
from practices.forms.choosing import curated_topics
from practices.forms.fields import PlainTextField, line, prose
from practices.forms.filling import choices, filled
from practices.forms.starting import FirstNoteForm, SentOnce
from practices.forms.writing import BasicsForm, SharingForm, StageForm, WhereForm
from practices.imports import pasted, word
from practices.imports.archive import MOST_BYTES
from practices.imports.matching import MOST_CHARACTERS, Sorted, sort
from practices.imports.pieces import NOTES, Piece
from practices.imports.refusals import NotReadable, Why
from practices.models import Revision
from practices.models.revision import NOTES as LONGEST_NOTES

MOST_PIECES = 200  # that a posted form may have; the page never draws so many
PIECE = re.compile(r"piece-(\d{1,3})-text")
PIECE_FIELDS = ("heading", "goes_to", "text")


class ImportForm(TypedForm):
    """A file, or a text in its place. Once it is valid, `sorted` says where its parts go."""

    marks_optional = False

    file = forms.FileField(
        label=_("Your Word file"),
        help_text=_("A file whose name ends in .docx, of 10 MB at most. We read its words and do not keep it."),
        required=False,
        allow_empty_file=True,  # its own message says what to do
        widget=forms.FileInput(
            attrs={"accept": ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
        ),
    )
    text = PlainTextField(
        label=_("Or paste the text"),
        help_text=_("For example out of a PDF or an e-mail. Leave an empty line before each heading."),
        max_length=MOST_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not self.errors:
            asked = "file" if said["file"] is not None else "text"
            try:
                self.sorted = sort(self._blocks(said[asked]))
            except NotReadable as refusal:
                self.add_error(asked, refusal.why.label)
        return said

    def _blocks(self, said: Any) -> list[Any]:
        if isinstance(said, str):
            if not said:
                raise forms.ValidationError({"file": _("Choose a Word file, or paste the text")})
            return pasted.read(said)
        if said.size > MOST_BYTES:
            raise NotReadable(Why.TOO_LARGE)
        return word.read(said.read())


class SortedForm(SentOnce):
    """A text, sorted into the fields of a write-up, for its author to look through and change.

    Beside it stands what publishing needs and files seldom say: answered here, it need not be asked again.
    """

    need = FirstNoteForm.base_fields["need"]
    title = line("title", _("Title"), _("Say what you do, beginning with a verb."))
    summary = prose("summary", _("Who does what, and what got better?"), _("A search shows this."), rows=3)
    sector = BasicsForm.base_fields["sector"]
    who_for = BasicsForm.base_fields["who_for"]
    setting = BasicsForm.base_fields["setting"]
    places = WhereForm.base_fields["places"]
    stage = StageForm.base_fields["stage"]
    started = StageForm.base_fields["started"]
    topics = SharingForm.base_fields["topics"]

    clean_title = FirstNoteForm.clean_title
    marks_optional = False
    questions = ("sector", "who_for", "setting", "places", "stage", "started", "topics")

    def __init__(self, data: Any = None, *, user: Any, text: Sorted | None = None, need: Any = None):
        """Of a `text` that has just been sorted, or of `data` that was posted."""
        super().__init__(None if data is None else with_plain_newlines(data), initial={"need": need})
        organisations = user.organisations
        self.fields["topics"].queryset = curated_topics()
        self.fields["places"].offer(Revision(), organisations[0] if len(organisations) == 1 else None)
        if text is None:
            self.numbers = sorted(int(found[1]) for name in self.data if (found := PIECE.fullmatch(name)))[:MOST_PIECES]
            pieces = [Piece("", self.data[f"piece-{number}-text"], NOTES) for number in self.numbers]
        else:
            answers, unread = answers_to(text.facts, self._values_by_label)
            self.initial |= answers | {"title": text.title, "summary": text.summary}
            pieces = [*text.pieces, *unread]
            self.numbers = list(range(len(pieces)))
        for number, piece in zip(self.numbers, pieces, strict=True):
            self._add_piece(number, piece)

    def layout(self) -> list[list[PieceDrawn]]:
        """The pieces that have a place, and those that have none, as the page draws them."""
        drawn = [PieceDrawn(*(self[f"piece-{number}-{name}"] for name in PIECE_FIELDS)) for number in self.numbers]
        return [[piece for piece in drawn if piece.is_placed is wanted] for wanted in (True, False)]

    def asked(self) -> list[Question]:
        """What publishing needs beside the text."""
        return [Question(self[name], self._answer_in_words(name)) for name in self.questions]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not self.errors and len(self.values()["notes"]) > LONGEST_NOTES:
            raise forms.ValidationError(_("This is more than a write-up can hold. Empty what you can do without."))
        return said

    def values(self) -> dict[str, Any]:
        """What the draft says, by the name of the revision's field. Call it on a valid form."""
        said = self.cleaned_data
        pieces = [Piece(**{name: said[f"piece-{number}-{name}"] for name in PIECE_FIELDS}) for number in self.numbers]
        values = {name: said[name] for name in ("title", "summary", *self.questions) if said[name]}
        if rough := values.get("started"):
            values |= rough.values("started")
        if topics := values.get("topics"):
            values["topics"] = [topic.name for topic in topics]
        return filled(pieces) | values

    def _add_piece(self, number: int, piece: Piece) -> None:
        # Long enough to read it through, short enough to get past it.
        height = min(max(2, len(piece.text) // 75 + piece.text.count("\n") + 1), 12)
        self.fields |= {
            f"piece-{number}-heading": forms.CharField(
                max_length=MOST_CHARACTERS, required=False, widget=forms.HiddenInput, initial=piece.heading
            ),
            f"piece-{number}-goes_to": forms.ChoiceField(label=_("Goes to"), choices=choices, initial=piece.goes_to),
            f"piece-{number}-text": PlainTextField(
                label=_("Text"),
                max_length=MOST_CHARACTERS,
                required=False,
                initial=piece.text,
                widget=forms.Textarea(attrs={"rows": height}),
            ),
        }

    def _answer_in_words(self, question: str) -> str:
        """The choices that are made; nothing for a date, which is quicker read in its boxes, or for a mistake."""
        if question == "started" or self[question].errors:
            return ""
        chosen = self[question].value() or []
        wanted = {str(value) for value in (chosen if isinstance(chosen, list) else [chosen])}
        labels = {str(value): label for label, value in self._values_by_label(question).items()}
        return ", ".join(label for value, label in labels.items() if value in wanted)

    def _values_by_label(self, question: str) -> Mapping[str, Any]:
        field = self.fields[question]
        if question == "places":
            by_name = {place.official_name: place.pk for place in field.queryset}
            return by_name | {place.short_name: place.pk for place in field.queryset}
        if question == "topics":
            return {topic.name: topic.pk for topic in field.queryset}
        return {str(label): value for value, label in field.choices}


@dataclass(frozen=True)
class Question:
    """A question as the page draws it: folded where the text has answered it."""

    field: forms.BoundField
    answer: str


@dataclass(frozen=True)
class PieceDrawn:
    """A piece as the page draws it."""

    heading: forms.BoundField
    goes_to: forms.BoundField
    text: forms.BoundField

    @property
    def is_placed(self) -> bool:
        return self.goes_to.value() != NOTES


def sorted_note(note: Mapping[str, str]) -> Sorted:
    """The boxes of a first note, sorted: the longer text is taken apart, the others stay what they are.

    Raises NotReadable.
    """
    boxes = {name: note.get(name, "").replace("\r\n", "\n").strip() for name in ("title", "summary", "problem")}
    longer = max("summary", "problem", key=lambda name: len(boxes[name]))
    text = sort(pasted.read(boxes.pop(longer)))
    found = {"title": text.title, "summary": text.summary}
    typed = {name: words for name, words in boxes.items() if words}
    # What the text has of its own where something was typed beside it.
    spare = [Piece("", found[name], NOTES) for name in typed if found.get(name)]
    problem = [Piece("", typed.pop("problem"), "problem")] if "problem" in typed else []
    return replace(text, **(found | typed), pieces=[*problem, *text.pieces, *spare])
