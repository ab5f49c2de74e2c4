"""Naming a collection, saying who may read it, and what is noted beside a practice in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from practices.forms.base import TypedForm
from practices.forms.fields import PlainTextField
from practices.forms.starting import ColleagueForm, SentOnce, colleague
from practices.forms.telling import telling_nobody
from practices.models import Collection, SavedPractice


def _name() -> PlainTextField:
    return PlainTextField(
        label=_("What is it called?"),
        help_text=_("For example: Ideas for the discharge project."),
        max_length=Collection._meta.get_field("name").max_length,
        error_messages={"required": _("Give the collection a name")},
    )


class NewCollectionForm(TypedForm, SentOnce):
    name = _name()

    def clean_name(self) -> str:
        return telling_nobody(self.cleaned_data["name"])


class CollectionForm(TypedForm):
    """Its name, and whether an organisation's people may read it."""

    name = _name()
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Who else may read it?"),
        help_text=_("Everybody sees only those practices in it that they may read."),
        empty_label=_("Nobody, or only the colleagues I name"),
        required=False,
        widget=forms.RadioSelect,
    )
    marks_optional = False

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        self.fields["organisation"].label_from_instance = _everybody_in

    def clean_name(self) -> str:
        return telling_nobody(self.cleaned_data["name"])


def _everybody_in(organisation: Organisation) -> str:
    return _("Everybody in %(organisation)s") % {"organisation": organisation.name}


class CollectionReaderForm(ColleagueForm):
    user = colleague(
        _("Share it with a colleague"),
        _("They can read it, with your notes, for as long as you belong to the same organisation."),
    )


class SavedForm(TypedForm):
    """A note on a saved practice, and which collection it is in."""

    note = PlainTextField(
        label=_("Your note"),
        help_text=_("For example: why you saved it. Whoever you share the collection with reads it as well."),
        max_length=SavedPractice._meta.get_field("note").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-character-count": "true"}),
    )
    collection = forms.ModelChoiceField(
        Collection.objects.none(),
        label=_("Which collection is it in?"),
        empty_label=None,
        error_messages={"invalid_choice": _("Choose a collection from the list")},
    )

    def __init__(self, *args: Any, saved: SavedPractice, user: Any, **kwargs: Any):
        kwargs["initial"] = {"note": saved.note, "collection": saved.collection_id}
        super().__init__(*args, **kwargs)
        self.saved = saved
        self.fields["collection"].queryset = Collection.objects.of(user)

    def clean_note(self) -> str:
        return telling_nobody(self.cleaned_data["note"])

    def clean_collection(self) -> Collection:
        chosen: Collection = self.cleaned_data["collection"]
        has_it = chosen.saved.filter(practice=self.saved.practice_id).exclude(pk=self.saved.pk)
        if has_it.exists():
            raise forms.ValidationError(_("That collection has this practice already. Choose another"))
        return chosen
