from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.forms.base import TypedForm
from practices.forms.fields import words
from practices.forms.starting import ColleagueForm, colleague
from practices.models import ReaderNote
from practices.sections import for_revision


class ReaderForm(ColleagueForm):
    user = colleague(
        _("Ask a colleague to read it"),
        _("They read the draft and tell you what they think. They cannot change it, and nobody else is told."),
    )


class OfferForm(ColleagueForm):
    to = colleague(
        _("Who could go on with it?"),
        _("If they accept, they go on with it as its lead author, and you stay named beside them."),
    )


class NoteForm(TypedForm):
    section = forms.ChoiceField(label=_("Which section is it about?"))
    body = words(
        _("What would you tell its authors?"),
        ReaderNote._meta.get_field("body").max_length,
        hint=_("What was clear, what you would ask, and whether anybody could be recognised. Only they read it."),
        missing=_("Write your note first"),
        rows=4,
    )

    def __init__(self, *args: Any, revision: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [(section.key, section.title) for section in for_revision(revision)]
