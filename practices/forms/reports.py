"""What the editors of an options report type."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, Place
from practices.comparing import TITLES
from practices.forms.base import KEEP, TypedForm, left_as_saved
from practices.forms.clash import Difference
from practices.forms.fields import PlainTextField, words
from practices.forms.starting import ColleagueForm, SentOnce, colleague
from practices.forms.telling import telling_nobody
from practices.models import OptionsReport, ReportOption
from practices.reporting.sections import LONGEST_NOTE, NOTE, Section, said


def _limit(name: str, model: Any = OptionsReport) -> int:
    return model._meta.get_field(name).max_length


def _question() -> PlainTextField:
    return PlainTextField(
        label=gettext_lazy("What is the question?"),
        help_text=gettext_lazy("In one sentence. For example: How should we plan discharge on Fridays?"),
        max_length=_limit("question"),
        error_messages={"required": gettext_lazy("Say what is to be decided")},
    )


def _place(required: bool = False) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Place.objects.live().alphabetical(),
        label=gettext_lazy("For which place?"),
        empty_label=gettext_lazy("No single place"),
        required=required,
        error_messages={"invalid_choice": gettext_lazy("Choose a place from the list")},
    )


class NewReportForm(TypedForm, SentOnce):
    question = _question()
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("For which of your organisations?"),
        help_text=gettext_lazy("Its people can read the report, and nobody else."),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the organisation that the report is for")},
    )
    place = _place()
    field_order = ("question", "organisation", "place")

    def __init__(self, *args: Any, user: Any, **kwargs: Any):
        self.ours = [organisation for organisation in user.organisations if organisation.is_verified]
        places = list(Place.objects.live().filter(organisations__in=self.ours).values_list("pk", flat=True)[:2])
        kwargs["initial"] = {"place": places[0] if len(places) == 1 else None}
        super().__init__(*args, **kwargs)
        if len(self.ours) == 1:
            del self.fields["organisation"]
        else:
            keys = [organisation.pk for organisation in self.ours]
            self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=keys).alphabetical()

    def clean_question(self) -> str:
        return telling_nobody(self.cleaned_data["question"])

    @property
    def organisation_chosen(self) -> Organisation:
        chosen: Organisation | None = self.cleaned_data.get("organisation")
        return chosen or self.ours[0]


class ReportSectionForm(TypedForm):
    """One section of a report. An answer that the person leaves to what somebody else saved is not asked."""

    marks_optional = False
    base = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        report: OptionsReport,
        section: Section,
        option: ReportOption | None = None,
        base: str = "",
    ):
        super().__init__(data, initial={"base": base, **said(report, section, option)})
        self.section = section
        not_asked = left_as_saved(data or {})
        for name in section.fields:
            if name not in not_asked:
                self.fields[name] = self._field(name)

    @property
    def asked(self) -> list[str]:
        return [name for name in self.section.fields if name in self.fields]

    def values(self) -> dict[str, str]:
        """What it says, by field, as the action takes it."""
        return {name: self._as_text(self.cleaned_data[name]) for name in self.asked}

    def clean(self) -> dict[str, Any]:
        for name in self.asked:
            if isinstance(self.cleaned_data.get(name), str):
                self._check(name)
        return self.cleaned_data

    def differences(self, names: Collection[str], theirs: Mapping[str, str]) -> list[Difference]:
        """One for each question that somebody else answered otherwise meanwhile, to be chosen from."""
        return [Difference(name, self[name].label, [self[name]], self._shown(name, theirs[name])) for name in names]

    def carried(self, shown: Collection[Difference]) -> list[tuple[str, str]]:
        """The other answers, as (name, value) pairs for hidden inputs."""
        on_the_page = {difference.name for difference in shown}
        wanted = [name for name in self.data if name in self.asked or name.startswith(KEEP)]
        return [(name, self.data[name]) for name in wanted if name.removeprefix(KEEP) not in on_the_page]

    def _check(self, name: str) -> None:
        try:
            telling_nobody(self.cleaned_data[name])
        except forms.ValidationError as error:
            self.add_error(name, error)

    def _field(self, name: str) -> forms.Field:
        if name == "question":
            return _question()
        if name == "place":
            return _place()
        if name.startswith(NOTE):
            return _text(TITLES[name.removeprefix(NOTE)], LONGEST_NOTE, rows=3)
        return _text(self.section.title, _limit(name), self.section.hint, rows=12)

    def _shown(self, name: str, text: str) -> str:
        if name != "place" or not text:
            return text
        return str(Place.objects.filter(pk=text).first() or "")

    @staticmethod
    def _as_text(value: Any) -> str:
        return str(value.pk) if isinstance(value, Place) else value or ""


def _text(label: Any, limit: int, hint: Any = "", rows: int = 5) -> PlainTextField:
    attrs = {"rows": rows, "data-character-count": "true"}
    return PlainTextField(
        label=label, help_text=hint, max_length=limit, required=False, widget=forms.Textarea(attrs=attrs)
    )


class LeaveOutForm(TypedForm):
    why = words(
        gettext_lazy("Why is it left out?"),
        _limit("left_out_why", ReportOption),
        hint=gettext_lazy("For example: It needs a hospital on the doorstep. Readers of the report see it."),
        missing=gettext_lazy("Say why, so that nobody has to ask again"),
        rows=3,
    )

    def clean_why(self) -> str:
        return telling_nobody(self.cleaned_data["why"])


class AddOptionsForm(TypedForm):
    """Practices to take into a report: of those offered, or one by its address on the hub."""

    p = forms.MultipleChoiceField(
        label=gettext_lazy("Which practices?"),
        help_text=gettext_lazy("What you have saved or ticked, and is not in the report yet."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose practices from the list")},
    )
    address = PlainTextField(
        label=gettext_lazy("Or the address of a practice on this hub"),
        help_text=gettext_lazy("Copied from your browser’s address line."),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, offered: Mapping[str, str], find: Any, **kwargs: Any):
        """`offered` are titles by address; `find` gives the practice of an address, or None."""
        super().__init__(*args, **kwargs)
        self.fields["p"].choices = list(offered.items())
        if not offered:
            del self.fields["p"]
        self.find = find
        self.found: list[Any] = []

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        slugs = list(cleaned.get("p") or [])
        if typed := cleaned.get("address"):
            slugs.append(typed.split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2])
        self.found = [practice for slug in dict.fromkeys(slugs) if (practice := self.find(slug))]
        if typed and not any(practice.slug == slugs[-1] for practice in self.found):
            self.add_error("address", _("No practice has this address. Open its page, and copy the address again"))
        if not (slugs or self.errors):
            self.add_error("p" if "p" in self.fields else "address", _("Choose at least one practice"))
        return cleaned


class EditorForm(ColleagueForm):
    user = colleague(
        gettext_lazy("Who else writes it?"),
        gettext_lazy("Somebody of the organisation who has an account here. Everybody else there can read it."),
    )
