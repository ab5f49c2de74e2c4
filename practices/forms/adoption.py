"""What a team says of a practice that it uses or tries: that it does, how far it is, and what it made of the steps.

Nobody reads these texts before others do, so what may tell who a person is is refused here, names as well as numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
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
from practices.choices import Adapted, AdopterShownAs, AdoptionStatus, AdoptionStoppedBecause
from practices.forms.base import TypedForm
from practices.forms.dates import DayField, MonthField, RoughDate
from practices.forms.fields import PlainTextField, several
from practices.forms.starting import SentOnce, colleague
from practices.forms.telling import telling_nobody
from practices.identifiers import Known
from practices.identifying import names_in
from practices.models import Adaptation, Adoption
from practices.upstream import to_say_again


def _limit(name: str, model: Any = Adoption) -> int:
    return model._meta.get_field(name).max_length


def _text(limit: int, label: Any, hint: Any = "", rows: int = 2, **kwargs: Any) -> PlainTextField:
    attrs: dict[str, Any] = {"rows": rows, "data-character-count": "true"}
    return PlainTextField(
        max_length=limit, label=label, help_text=hint, required=False, widget=forms.Textarea(attrs=attrs), **kwargs
    )


def known_names(adoption_of: Any, organisations: Collection[Organisation]) -> Known:
    """What may be named: what the write-up itself names, and the organisations that speak."""
    known = names_in(adoption_of, adoption_of.shown) if adoption_of.is_published else Known()
    return Known(places=known.places, names=[*known.names, *(each.name for each in organisations)])


class ProgressForm(TypedForm):
    """How far it is. Stopping asks why."""

    marks_optional = False

    status = forms.ChoiceField(
        label=gettext_lazy("How far are you?"),
        choices=AdoptionStatus,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how far you are")},
    )
    stopped_because = several(
        AdoptionStoppedBecause, gettext_lazy("If you stopped: why?"), gettext_lazy("Tick all that played a part.")
    )
    stopped_why = _text(
        _limit("stopped_why"),
        gettext_lazy("If you stopped: what should others know, in a sentence?"),
        gettext_lazy("For example: “Our wards are too small for a meeting every day.”"),
    )

    def __init__(self, *args: Any, known: Known, **kwargs: Any):
        """`known` are names that the texts may have."""
        super().__init__(*args, **kwargs)
        self.known = known

    def clean_stopped_why(self) -> str:
        return telling_nobody(" ".join(self.cleaned_data["stopped_why"].split()), identifiers.WRITE_UP, self.known)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("status") == AdoptionStatus.STOPPED:
            if not cleaned.get("stopped_because") and "stopped_because" not in self.errors:
                self.add_error("stopped_because", _("Tick why you stopped. “Another reason” will do"))
            if not cleaned.get("stopped_why") and "stopped_why" not in self.errors:
                self.add_error("stopped_why", _("Say in a sentence why you stopped: it helps the next team most"))
        return cleaned

    @property
    def why(self) -> dict[str, Any]:
        """Why it stopped, as the action takes it; nothing of what was ticked before another status was chosen."""
        if self.cleaned_data["status"] != AdoptionStatus.STOPPED:
            return {}
        return {"because": self.cleaned_data["stopped_because"], "why": self.cleaned_data["stopped_why"]}


class _Terms(TypedForm):
    """What is said beside how far it is."""

    marks_optional = False

    team = PlainTextField(
        label=gettext_lazy("Which team?"),
        help_text=gettext_lazy("The team’s name, not a person’s. Leave it empty if it is the whole organisation."),
        max_length=_limit("team"),
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
    what_it_took = _text(
        _limit("what_it_took"),
        gettext_lazy("What did it take?"),
        gettext_lazy("Staff time, training, whom you had to win over. You can leave this empty, and add it later."),
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


class StatusForm(ProgressForm):
    """How far it is now."""

    was = forms.CharField(max_length=12, widget=forms.HiddenInput)
    since = DayField(
        label=gettext_lazy("Since when?"),
        help_text=gettext_lazy("For example, 27 3 2026. Leave it empty for today."),
    )
    field_order = ("status", "stopped_because", "stopped_why", "since")

    def __init__(self, *args: Any, adoption: Adoption, **kwargs: Any):
        said = {
            "status": adoption.status,
            "was": adoption.status,
            "stopped_because": adoption.stopped_because,
            "stopped_why": adoption.stopped_why,
        }
        known = known_names(adoption.practice, [adoption.organisation])
        super().__init__(*args, initial=said, known=known, **kwargs)
        self.adoption = adoption

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"] or timezone.localdate()
        if since > timezone.localdate():
            raise forms.ValidationError(_("Enter today or an earlier day"))
        if self.adoption.started and since < self.adoption.started:
            raise forms.ValidationError(_("Enter a day after it started"))
        return since

    def draw_again(self, status: str) -> None:
        """Keep what was typed, for somebody who has been shown meanwhile that the status is another."""
        self.data = self.data.copy()
        self.data["was"] = status


@dataclass(frozen=True)
class Step:
    """A step of the revision, as the page draws it."""

    text: str
    essential: str
    made_of_it: forms.BoundField
    how: forms.BoundField
    why_changed: forms.BoundField
    why_dropped: forms.BoundField
    was_another: bool  # when something was said of it: a newer revision has been taken since


class StepsForm(TypedForm):
    """What was made of each step of the revision that was taken up."""

    marks_optional = False

    def __init__(self, *args: Any, adoption: Adoption, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.adoption = adoption
        self.known = known_names(adoption.practice, [adoption.organisation])
        # Whose steps are on the page: while it is open, somebody may take a newer revision, with others.
        self.fields["revision"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        said = {row.position: row for row in adoption.adaptations.all()}
        for number in range(len(adoption.revision.steps)):
            self._ask_about(number, said.get(number))

    def _ask_about(self, number: int, said: Adaptation | None) -> None:
        self.fields[f"made-{number}"] = forms.ChoiceField(
            choices=Adapted,
            label=_("What did you make of it?"),
            widget=forms.RadioSelect,
            required=False,
            initial=said.made_of_it if said else "",
        )
        limit, is_changed = _limit("why", Adaptation), bool(said and said.made_of_it == Adapted.CHANGED)
        texts = {
            f"how-{number}": (_("How do you do it instead?"), is_changed and said.how),
            f"changed-why-{number}": (_("Why did you change it?"), is_changed and said.why),
            f"dropped-why-{number}": (_("Why do you leave it out?"), not is_changed and said and said.why),
        }
        for name, (label, initial) in texts.items():
            self.fields[name] = _text(limit, label, initial=initial or "")

    def steps(self) -> Iterator[Step]:
        was_another = {row.position for row in to_say_again(self.adoption)}
        for number, row in enumerate(self.adoption.revision.steps):
            names = ("made", "how", "changed-why", "dropped-why")
            fields = [self[f"{name}-{number}"] for name in names]
            yield Step(row["text"], row.get("essential", ""), *fields, number in was_another)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        now = self.adoption.revision.number
        if cleaned.get("revision") not in (None, now):
            meanwhile = _(
                "Your team has taken revision %(number)d since you opened this page. Look at its steps again."
            )
            self.add_error(None, meanwhile % {"number": now})
        for number in range(len(self.adoption.revision.steps)):
            made_of_it = cleaned.get(f"made-{number}")
            if made_of_it == Adapted.CHANGED:
                self._check(f"how-{number}", _("Say how you do it instead"))
                self._check(f"changed-why-{number}", _("Say why you changed it"))
            if made_of_it == Adapted.DROPPED:
                self._check(f"dropped-why-{number}", _("Say why you leave it out"))
        return cleaned

    def _check(self, name: str, missing: str) -> None:
        if name in self.errors:
            return
        try:
            text = " ".join(self.cleaned_data[name].split())
            if not text:
                raise forms.ValidationError(missing)
            self.cleaned_data[name] = telling_nobody(text, identifiers.WRITE_UP, self.known)
        except forms.ValidationError as error:
            self.add_error(name, error)

    @property
    def said(self) -> list[tuple[int, str, str, str]]:
        """(position, `Adapted`, how, why) of the steps of which something is said."""
        rows = []
        for number in range(len(self.adoption.revision.steps)):
            if made_of_it := self.cleaned_data[f"made-{number}"]:
                why = self.cleaned_data[f"{made_of_it}-why-{number}"] if made_of_it != Adapted.KEPT else ""
                rows.append((number, made_of_it, self.cleaned_data[f"how-{number}"], why))
        return rows


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
