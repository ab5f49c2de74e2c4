"""That a team takes a practice up: who, where, since when, and how readers are told of it.

Nobody reads these texts before others do, so what may tell who a person is is refused here, names as well as numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import roles
from accounts.models import Organisation, Place, User
from practices import identifiers
from practices.choices import AdopterShownAs, AdoptionStatus
from practices.forms.base import TypedForm
from practices.forms.dates import MonthField, RoughDate
from practices.forms.fields import PlainTextField, optional_words
from practices.forms.progress import ProgressForm
from practices.forms.starting import SentOnce, colleague
from practices.forms.telling import known_names, telling_nobody
from practices.identifiers import Known
from practices.models import Adoption


class _Terms(TypedForm):
    """What is said beside how far it is."""

    marks_optional = False

    team = PlainTextField(
        label=gettext_lazy("Which team?"),
        help_text=gettext_lazy("The team’s name, not a person’s. Leave it empty if it is the whole organisation."),
        max_length=Adoption._meta.get_field("team").max_length,
        required=False,
    )
    place = forms.ModelChoiceField(
        Place.objects.none(),
        label=gettext_lazy("Where?"),
        help_text=gettext_lazy("The borough or council area."),
        empty_label=gettext_lazy("Choose a place"),
        error_messages={
            "required": gettext_lazy("Choose the place where the team works"),
            "invalid_choice": gettext_lazy("Choose a place from the list"),
        },
    )
    started = MonthField(
        label=gettext_lazy("Since when?"),
        help_text=gettext_lazy("The month and year, for example 5 2025. Leave it empty while you are considering it."),
    )
    what_it_took = optional_words(
        gettext_lazy("What did it take?"),
        Adoption._meta.get_field("what_it_took").max_length,
        hint=gettext_lazy(
            "Staff time, training, whom you had to win over. You can leave this empty, and add it later."
        ),
        rows=4,
    )
    shown_as = forms.ChoiceField(
        label=gettext_lazy("How are readers told of it?"),
        help_text=gettext_lazy(
            "With each but the last, they also read how far you are, what it took, what you changed, and why you "
            "stopped if you did."
        ),
        choices=AdopterShownAs,
        initial=AdopterShownAs.PLACE,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how readers are told of it")},
    )
    is_askable = forms.BooleanField(
        label=gettext_lazy("Others may ask us how it went"),
        help_text=gettext_lazy("They write through the hub to whoever leads it, and never see an address."),
        required=False,
    )
    lead = colleague(
        gettext_lazy("Who leads it?"),
        gettext_lazy("We ask this person how it goes, and pass on to them what others ask."),
    )

    known: Known
    organisations: Collection[Organisation]

    def offer(self, organisations: Collection[Organisation]) -> None:
        """Places, those of the organisations first, and the members as leads."""
        self.organisations = organisations
        leads = User.objects.filter(
            is_active=True, memberships__status="active", memberships__organisation__in=organisations
        )
        self.fields["lead"].queryset = leads.distinct().order_by("display_name", "pk")
        places = Place.objects.live().alphabetical()
        self.fields["place"].queryset = places
        self.fields["place"].choices = [
            ("", self.fields["place"].empty_label),
            *_by_region(list(places), set(places.filter(organisations__in=organisations).values_list("pk", flat=True))),
        ]

    def clean_team(self) -> str:
        return telling_nobody(self.cleaned_data["team"])

    def clean_what_it_took(self) -> str:
        return telling_nobody(self.cleaned_data["what_it_took"], identifiers.WRITE_UP, self.known)

    def clean_started(self) -> date | None:
        rough: RoughDate | None = self.cleaned_data["started"]
        if rough and rough.precision != "month":
            raise forms.ValidationError(_("Enter the month as well, for example 5 2025"))
        return rough.day if rough else None

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_askable") and cleaned.get("shown_as") == AdopterShownAs.COUNTED:
            self.add_error(
                "is_askable",
                _("In the numbers alone, nobody sees whom to ask. Untick this, or choose another way to be told of"),
            )
        return cleaned

    @property
    def terms(self) -> dict[str, Any]:
        """As the action takes them."""
        names = ("team", "place", "started", "what_it_took", "shown_as", "is_askable", "lead")
        return {name: self.cleaned_data[name] for name in names}


class AdoptForm(ProgressForm, _Terms, SentOnce):
    """That a team takes a practice up."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Which of your organisations?"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose which organisation takes it up")},
    )
    field_order = (
        "organisation",
        "team",
        "place",
        "status",
        "stopped_because",
        "stopped_why",
        "started",
        "what_it_took",
        "shown_as",
        "is_askable",
        "lead",
    )

    def __init__(self, *args: Any, practice: Any, user: Any, **kwargs: Any):
        ours = [organisation for organisation in user.organisations if organisation.is_verified]
        kwargs["initial"] = {"lead": user.pk, **kwargs.get("initial", {})}
        super().__init__(*args, known=known_names(practice, ours), **kwargs)
        self.offer(ours)
        if len(ours) == 1:
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = Organisation.objects.filter(
                pk__in=[organisation.pk for organisation in ours]
            ).alphabetical()

    @property
    def speaks_for(self) -> Organisation:
        chosen: Organisation | None = self.cleaned_data.get("organisation")
        return chosen or next(iter(self.organisations))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        status = cleaned.get("status")
        if status == AdoptionStatus.CONSIDERING:
            cleaned["started"] = None
        elif status and not cleaned.get("started") and "started" not in self.errors:
            self.add_error("started", _("Enter the month and year when it started"))
        lead = cleaned.get("lead")
        if lead and "organisation" not in self.errors and not roles.is_member(lead, self.speaks_for.pk):
            self.add_error("lead", _("Choose somebody who belongs to that organisation"))
        return cleaned

    @property
    def since(self) -> date:
        """From which day it is as far as it says."""
        is_over = self.cleaned_data["status"] == AdoptionStatus.STOPPED
        return (not is_over and self.cleaned_data["started"]) or timezone.localdate()


class TermsForm(_Terms):
    """What an adoption says beside how far it is."""

    def __init__(self, *args: Any, adoption: Adoption, **kwargs: Any):
        started = adoption.started and RoughDate(adoption.started, "month")
        names = ("team", "place", "what_it_took", "shown_as", "is_askable", "lead")
        said = {name: getattr(adoption, name) for name in names} | {"started": started}
        super().__init__(*args, initial=said, **kwargs)
        self.adoption = adoption
        self.known = known_names(adoption.practice, [adoption.organisation])
        self.offer([adoption.organisation])
        if not self.fields["place"].queryset.filter(pk=adoption.place_id).exists():  # retired since
            self.fields["place"].queryset |= Place.objects.filter(pk=adoption.place_id)

    def clean_started(self) -> date | None:
        started = super().clean_started()
        if self.adoption.status == AdoptionStatus.CONSIDERING:
            return None
        if started is None:
            raise forms.ValidationError(_("Enter the month and year when it started"))
        return started


def _by_region(places: list[Place], ours: set[int]) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Groups of choices: where the organisation works, then region by region, those of England first."""
    if ours:
        yield _("Where your organisation works"), [(place.pk, place.short_name) for place in places if place.pk in ours]
    others = sorted(
        (place for place in places if place.pk not in ours),
        key=lambda place: (place.nation != Place.Nation.ENGLAND, place.region),
    )
    for region, group in groupby(others, key=lambda place: place.region):
        yield region, [(place.pk, place.short_name) for place in group]
